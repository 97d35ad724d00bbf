#include "reports/compare.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/reports/small_run.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

using Kind = MetricDifference::Kind;

// A report of the least that a comparison reads. `metrics` are members, written as JSON.
Doc report_of(const std::string& metrics, const std::string& digest = "d") {
  return read_json("{\"digest\": \"" + digest + "\", \"seed\": 1, \"run\": {\"wall_s\": " +
                       std::to_string(metrics.size()) + "}, " + metrics + "}",
                   "report.json")
      .value();
}

ReportComparison compared(const Doc& base, const Doc& next, const std::vector<std::string>& fail_on = {}) {
  std::vector<Gate> gates;
  for (const std::string& expression : fail_on) {
    const Result<Gate> gate = parse_gate(expression, "--fail-on");
    INFO((gate ? "" : to_text(gate.error())));
    REQUIRE(gate.ok());
    gates.push_back(gate.value());
  }
  const auto result = compare_reports({"a", base}, {"b", next}, gates);
  INFO((result.ok() ? "" : to_text(result.error().front())));
  REQUIRE(result.ok());
  return result.value();
}

// Does the gate fail when the metric x_s goes from one value to the other?
bool fails(const std::string& from, const std::string& to, const std::string& condition) {
  return !compared(report_of("\"x_s\": " + from), report_of("\"x_s\": " + to), {"x_s " + condition}).passed();
}

std::string reason(const std::string& base, const std::string& next, const std::string& gate) {
  const ReportComparison comparison = compared(report_of(base), report_of(next), {gate});
  CHECK_FALSE(comparison.passed());
  return comparison.gates.at(0).reason;
}

Error fault(const std::string& gate) {
  const Result<Gate> parsed = parse_gate(gate, "--fail-on");
  if (!parsed) return parsed.error();
  const Doc report =
      report_of(R"("cost": {"total_usd": 3}, "delivered_share": 0.5, "delivery_s": {"count": 2, "p99": 1})");
  const auto comparison = compare_reports({"a", report}, {"b", report}, {parsed.value()});
  REQUIRE_FALSE(comparison.ok());
  REQUIRE(comparison.error().size() == 1);
  return comparison.error().front();
}

const MetricDifference& metric(const ReportComparison& comparison, const std::string& name) {
  for (const MetricDifference& of : comparison.metrics)
    if (of.metric == name) return of;
  FAIL("no metric " << name);
  return comparison.metrics.front();
}

}  // namespace

TEST_CASE("a report compared with itself has no difference and passes", "[reports][compare]") {
  const Doc report = small_report();
  const ReportComparison comparison = compared(report, report);
  CHECK(comparison.identical());
  CHECK(comparison.passed());
  CHECK(comparison.metrics.size() > 200);
  CHECK(comparison.count(Kind::unchanged) == comparison.metrics.size());
  // The run is simulation; only that it is not valid is worth a line, once a side.
  CHECK(comparison.warnings == std::vector<std::string>{"BASE is not valid: its run did not test what it set out to",
                                                        "NEW is not valid: its run did not test what it set out to"});
}

TEST_CASE("seed, replications and the run are no metrics", "[reports][compare]") {
  const ReportComparison comparison =
      compared(report_of(R"("replications": 2, "x_s": 1)"), report_of(R"("replications": 3, "x_s": 1, "y": {})"));
  CHECK(comparison.metrics.size() == 1);
  CHECK(comparison.identical());
}

TEST_CASE("any difference fails the exact gate: a metric, a digest, a usage line, a fault", "[reports][compare]") {
  const Doc base = report_of(R"("x_s": 1.000000001)");
  CHECK(compared(base, report_of(R"("x_s": 1.000000001)")).passed());
  CHECK_FALSE(compared(base, report_of(R"("x_s": 1.000000002)")).passed());
  CHECK_FALSE(compared(base, report_of(R"("x_s": 1.000000001)", "e")).passed());
  CHECK_FALSE(compared(base, report_of(R"("x_s": 1.000000001, "faults": [{"kind": "outage"}])")).passed());
  CHECK_FALSE(compared(base, report_of(R"("x_s": 1.000000001, "cost": {"usage": [{"usd": 1}]})")).passed());
  CHECK_FALSE(compared(base, report_of(R"("x_s": 1.000000001, "y_s": null)")).passed());
  CHECK_FALSE(compared(base, report_of(R"("x_s": null)")).passed());
}

TEST_CASE("a number counts by its value, not its spelling", "[reports][compare]") {
  CHECK(compared(report_of(R"("x_s": 1.50)"), report_of(R"("x_s": 1.5)")).identical());
}

TEST_CASE("differences are exact decimals", "[reports][compare]") {
  const ReportComparison comparison =
      compared(report_of(R"("a_usd": 0.3, "b_usd": 99999999999999999999.000001, "c_s": 3)"),
               report_of(R"("a_usd": 0.1, "b_usd": 99999999999999999999.000002, "c_s": 4)"));
  const auto difference = [&](const std::string& name) {
    const MetricDifference& of = metric(comparison, name);
    return decimal_text(of.difference->value, of.difference->places);
  };
  CHECK(difference("a_usd") == "-0.2");
  CHECK(difference("b_usd") == "0.000001");
  CHECK(*metric(comparison, "a_usd").relative == Rational{-2, 3});
  CHECK(*metric(comparison, "c_s").relative == Rational{1, 3});
}

TEST_CASE("a percentage is of the base, and every operator is exact at its threshold", "[reports][compare]") {
  CHECK_FALSE(fails("2", "2.1", "> +5%"));
  CHECK(fails("2", "2.100000001", "> +5%"));
  CHECK(fails("2", "2.1", ">= +5%"));
  CHECK_FALSE(fails("2", "2.099999999", ">= +5%"));
  CHECK(fails("2", "1.899999999", "< -5%"));
  CHECK_FALSE(fails("2", "1.9", "< -5%"));
  CHECK(fails("2", "1.9", "<= -5%"));
  CHECK_FALSE(fails("2", "1.900000001", "<= -5%"));
  CHECK(fails("3", "3.0001", "> 0%"));
  CHECK_FALSE(fails("3", "3", "> 0"));
  CHECK(fails("0.3", "0.300000001", "> +0.0000003%"));
  CHECK_FALSE(fails("0.3", "0.300000001", "> +0.0000004%"));
}

TEST_CASE("a threshold without a percent sign is a difference in the metric's unit", "[reports][compare]") {
  CHECK_FALSE(fails("1", "1.5", "> +0.5"));
  CHECK(fails("1", "1.500000001", "> +0.5"));
  CHECK(fails("1", "1.25", ">= +250ms"));
  CHECK_FALSE(fails("1", "1.25", "> +250ms"));
  CHECK(fails("1", "0.7", "< -250ms"));
  const auto usd = [](const std::string& condition) {
    return !compared(report_of(R"("cost": {"total_usd": 10})"), report_of(R"("cost": {"total_usd": 11})"),
                     {"cost.total_usd " + condition})
                .passed();
  };
  CHECK(usd(">= +$1"));
  CHECK_FALSE(usd("> +$1"));
  CHECK_FALSE(usd("< -$0.01"));
  const auto share = [](const std::string& condition) {
    return !compared(report_of(R"("delivered_share": 0.8)"), report_of(R"("delivered_share": 0.78)"),
                     {"delivered_share " + condition})
                .passed();
  };
  CHECK(share("<= -2pp"));
  CHECK_FALSE(share("< -2pp"));
  CHECK(share("<= -2.5%"));  // of 0.8
  CHECK_FALSE(share("< -2.5%"));
}

TEST_CASE("a base of 0 that changes is beyond any percentage; one that stays is not", "[reports][compare]") {
  CHECK(fails("0", "0.001", "> +1000000%"));
  CHECK_FALSE(fails("0", "0.001", "< -5%"));
  CHECK_FALSE(fails("0", "0.001", "<= +5%"));
  CHECK(fails("0", "-1", "< -5%"));
  CHECK_FALSE(fails("0", "-1", "> -5%"));
  CHECK_FALSE(fails("0", "0", "> +5%"));
  CHECK_FALSE(fails("0", "0", ">= +5%"));
  CHECK(fails("0", "0", ">= 0%"));
  CHECK_FALSE(fails("0", "3", "> +3"));
}

TEST_CASE("of a negative base a percentage is of its size", "[reports][compare]") {
  CHECK(fails("-10", "-9", ">= +10%"));
  CHECK_FALSE(fails("-10", "-9", "> +10%"));
  CHECK(fails("-10", "-11", "<= -10%"));
}

TEST_CASE("a metric without samples fails its gate and says so", "[reports][compare]") {
  CHECK(reason(R"("x_s": null)", R"("x_s": 1)", "x_s > +5%") == "no samples in BASE");
  CHECK(reason(R"("x_s": 1)", R"("x_s": null)", "x_s > +5%") == "no samples in NEW");
  CHECK(reason(R"("x_s": null)", R"("x_s": null)", "x_s > +5%") == "no samples in either");
  CHECK(reason(R"("y_s": 1)", R"("x_s": 1, "y_s": 1)", "x_s > +5%") == "not in BASE");
  CHECK(reason(R"("x_s": 1, "y_s": 1)", R"("y_s": 1)", "x_s > +5%") == "not in NEW");
}

TEST_CASE("metrics of one report only are added or removed", "[reports][compare]") {
  const ReportComparison comparison = compared(report_of(R"("workloads": {"a": {"parts": 1}}, "x_s": 1)"),
                                               report_of(R"("workloads": {"b.c": {"parts": 1}}, "x_s": 1)"));
  CHECK(metric(comparison, "a.parts").kind == Kind::removed);
  CHECK(metric(comparison, "workloads[\"b.c\"].parts").kind == Kind::added);
  CHECK(comparison.count(Kind::unchanged) == 1);
  CHECK_FALSE(comparison.identical());
}

TEST_CASE("a status that did not occur counts 0; in a block that is missing it is missing", "[reports][compare]") {
  const ReportComparison comparison = compared(
      report_of(R"("messages": {"final": {"SPAM": 2}})"),
      report_of(R"("messages": {"final": {"DELIVERED": 1}}, "workloads": {"w": {"messages": {"final": {"SPAM": 1}}}})"),
      {"messages.final.SPAM > +1", "messages.final.BLOCKED > +1"});
  CHECK(comparison.passed());
  CHECK(metric(comparison, "messages.final.SPAM").kind == Kind::changed);
  CHECK(metric(comparison, "messages.final.SPAM").difference->value == Rational{-2, 1});
  CHECK(metric(comparison, "messages.final.DELIVERED").kind == Kind::changed);
  CHECK(metric(comparison, "w.messages.final.SPAM").kind == Kind::added);
}

TEST_CASE("names with dots, blanks and operators are found as in expectations", "[reports][compare]") {
  const Doc base = report_of(
      R"("carriers": {"US Cellular": {"delivered_share": 0.5}, "a > +1%": {"delivered_share": 0.5}}, "workloads": {"news.daily": {"delivered_share": 0.5}})");
  const ReportComparison comparison =
      compared(base, base,
               {"carriers[\"US Cellular\"].delivered_share < -1%", "carriers['a > +1%'].delivered_share<-1%",
                "news.daily.delivered_share <= -1%"});
  CHECK(comparison.passed());
  CHECK(comparison.gates.at(2).of.metric == "workloads[\"news.daily\"].delivered_share");
}

TEST_CASE("a gate that cannot be read says what to write", "[reports][compare]") {
  CHECK(fault("cost.total_usd").what == "no comparison in \"cost.total_usd\"");
  CHECK(fault("cost.total_usd > 5%").fix == "a gate is on the change from BASE to NEW: write +5% or -5%");
  CHECK(fault("cost.total_usd == +5%").what == "== is no gate in \"cost.total_usd == +5%\"");
  CHECK(fault("cost.total_usd => +5%").what == "no comparison is written => in \"cost.total_usd => +5%\"");
  CHECK(fault("> +5%").what == "no metric in \"> +5%\"");
  for (const char* threshold : {"+", "+-5", "--5", "+5%pp", "+$1pp", "+five", "+5% over 30s", "+1e3"}) {
    CHECK(fault(std::string("cost.total_usd > ") + threshold).what.find("is not a difference") != std::string::npos);
  }
}

TEST_CASE("an unknown metric names the nearest; a threshold must have the metric's unit", "[reports][compare]") {
  CHECK(fault("cost.total_us > +5%").fix == "did you mean cost.total_usd?");
  CHECK(fault("nonsense > +5%").fix == "use a path of report.json, for example delivered_share or cost.variable_usd");
  CHECK(fault("seed > +5%").what == "no metric of the two reports is called \"seed\"");
  CHECK(fault("cost > +5%").what == "no metric of the two reports is called \"cost\"");
  for (const char* gate : {"cost.total_usd > +5ms", "cost.total_usd > +5pp", "delivery_s.p99 > +$1",
                           "delivery_s.count > +5s", "delivered_share < -5s"}) {
    CHECK(fault(gate).what.find("wrong unit") == 0);
  }
  CHECK(fault("delivery_s.p99 > +$1").fix ==
        "delivery_s.p99 changes by a difference in seconds such as +0.25, or a duration such as +250ms, or by a "
        "percentage such as +5%");
}

TEST_CASE("what changed most comes first, and before it what came from nothing", "[reports][compare]") {
  const ReportComparison comparison = compared(report_of(R"("a": 100, "b": 10, "c": 0, "d": 10, "e": null)"),
                                               report_of(R"("a": 110, "b": 5, "c": 1, "d": 15, "e": 1)"));
  std::string order;
  for (const MetricDifference* of : comparison.ranked(Kind::changed)) order += of->metric;
  CHECK(order == "cebda");
}

TEST_CASE("what makes reports hard to compare is named", "[reports][compare]") {
  Doc next = small_report();
  next.set("seed", Doc::integer(7));
  next.set("rules", Doc::text("seed_2023"));
  next.set("valid", Doc::boolean(true));
  Doc scenario = next["scenario"];
  scenario.set("sha256", Doc::text(std::string(64, 'f')));
  Doc params = Doc::object();
  params.add("size", Doc::text("3"));
  scenario.set("params", params);
  next.set("scenario", scenario);
  Doc program = Doc::object();
  program.add("version", Doc::text("0.2.0"));
  next.set("program", program);
  next.set("inputs", Doc::array());
  next.set("complete", Doc::boolean(false));
  Doc run = next["run"];
  run.set("target", Doc::text("http://127.0.0.1:4580"));
  next.set("run", run);
  CHECK(compared(small_report(), next).warnings ==
        std::vector<std::string>{
            "program version differs: 0.1.0 in BASE, 0.2.0 in NEW",
            "the scenarios differ: sha256 aaaaaaaaaaaa… in BASE, ffffffffffff… in NEW",
            "param rate differs: 8/s in BASE, none in NEW", "param size differs: none in BASE, 3 in NEW",
            "data file people.csv was read in BASE only", "seed differs: 18446744073709551615 in BASE, 7 in NEW",
            "rules differs: current_2026 in BASE, seed_2023 in NEW",
            "BASE is not valid: its run did not test what it set out to",
            "NEW was run against http://127.0.0.1:4580: its figures were measured and differ from run to run",
            "NEW is not complete: its run was interrupted"});
}

TEST_CASE("an expectation with another verdict is told", "[reports][compare]") {
  const auto with = [](const char* passed) {
    return report_of(std::string(R"("x_s": 1, "expectations": [{"expression": "x_s < 2", "passed": )") + passed + "}]");
  };
  const ReportComparison comparison = compared(with("true"), with("false"));
  REQUIRE(comparison.expectations.size() == 1);
  CHECK(comparison.expectations[0].expression == "x_s < 2");
  CHECK_FALSE(comparison.expectations[0].next_passed);
  CHECK(compared(with("true"), with("true")).expectations.empty());
}
