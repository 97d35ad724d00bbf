#include "reports/expectations.hpp"

#include <catch2/catch.hpp>

#include "reports/metric_path.hpp"
#include "reports/report_document.hpp"
#include "tests/unit/reports/test_world.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

Expectation parsed(const std::string& expression) {
  const Result<Expectation> result = parse_expectation(expression, "x.lua:7");
  INFO((result ? "" : to_text(result.error())));
  REQUIRE(result.ok());
  return result.value();
}

// Seven of ten delivered by AT&T, all within 8 s; three refused.
Doc report() {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  for (int i = 1; i <= 7; ++i) facts.delivered({.price = 1'000'000, .fee = 0}, i * 1s, 1s, 0s);
  for (int i = 0; i < 3; ++i) facts.refused({}, 0s, Refusal::opted_out);
  return metrics_document(world, plan, collect(world, plan, facts), start);
}

bool passes(const std::string& expression) { return judge(parsed(expression), report()).passed; }

Errors faults(const std::string& expression) {
  const Result<CollectionPlan, Errors> plan = plan_collection(small_topology(), {parsed(expression)});
  return plan.ok() ? Errors{} : plan.error();
}

}  // namespace

TEST_CASE("comparisons are exact decimals", "[reports][expectations]") {
  CHECK(passes("delivered_share >= 0.7"));
  CHECK(passes("delivered_share == 0.7"));
  CHECK(passes("delivered_share <= 0.7"));
  CHECK_FALSE(passes("delivered_share > 0.7"));
  CHECK_FALSE(passes("delivered_share < 0.7"));
  CHECK_FALSE(passes("delivered_share != 0.7"));
  CHECK(passes("delivered_share >= 70%"));
  CHECK_FALSE(passes("delivered_share >= 70.0001%"));
  CHECK(passes("delivery_s.max == 8s"));
  CHECK(passes("delivery_s.max < 8.000000001"));
  CHECK(passes("delivery_s.max <= 8000ms"));
  CHECK(passes("delivery_s.max < 0.2m"));
  CHECK(passes("cost.total_usd == $7"));
  CHECK(passes("cost.total_usd > -1"));
  CHECK(passes("  cost.total_usd<7.01  "));
}

TEST_CASE("a share that only rounds to its bound does not meet it, and the verdict shows why",
          "[reports][expectations]") {
  Doc metrics = Doc::object();
  metrics.add("delivered_share", Doc::number({9'999'999, 10'000'000}, 6));
  const Verdict verdict = judge(parsed("delivered_share >= 1"), metrics);
  CHECK_FALSE(verdict.passed);
  REQUIRE(verdict.value);
  CHECK(decimal_text(verdict.value->value, verdict.value->places) == "0.9999999");
}

TEST_CASE("metrics are found under any spelling of their names", "[reports][expectations]") {
  CHECK(passes("codes.delivered_share == 0.7"));
  CHECK(passes("workloads.codes.delivered_share == 0.7"));
  CHECK(passes("workloads[\"codes\"].delivered_share == 0.7"));
  CHECK(passes("carriers.AT&T.delivered_share == 0.7"));
  CHECK(passes("carriers[\"AT&T\"].delivered_share == 0.7"));
  CHECK(passes("carriers['AT&T'].delivery_s.p95 == 8"));
  CHECK(passes("brands.Example Corp.messages.accepted == 7"));
  CHECK(passes("numbers.otp#1.messages.parts == 7"));
  CHECK(passes("delivered_within.5s == 0.4"));
  CHECK(passes("delivered_within[\"10s\"] == 0.7"));
  CHECK(passes("messages.refused.DESTINATION_PHONE_NUMBER_OPTED_OUT == 3"));
  CHECK(passes("news.daily.messages.requested == 0"));
  CHECK(passes("[\"news.daily\"].messages.requested == 0"));
}

TEST_CASE("the longest name that leads to a metric is taken", "[reports][expectations]") {
  Doc doc = Doc::object();
  Doc& carriers = doc.add("carriers", Doc::object());
  carriers.add("a", Doc::object()).add("b", Doc::object()).add("x", Doc::integer(1));
  carriers.add("a.b", Doc::object()).add("x", Doc::integer(2));
  const auto value = [&](const char* metric) {
    const auto found = find_metric(doc, metric);
    return found ? decimal_text(found->value->as_number()->value, 0) : "none";
  };
  CHECK(value("carriers.a.b.x") == "2");
  CHECK(value("carriers.a[\"b\"].x") == "1");
  CHECK(value("carriers[\"a.b\"].x") == "2");
  CHECK(value("carriers.a") == "none");
  CHECK(value("carriers.a.b.x.") == "none");
  CHECK(value("carriers.ab.x") == "none");
}

TEST_CASE("counts that did not occur are 0, metrics without samples fail", "[reports][expectations]") {
  CHECK(passes("messages.final.TTL_EXPIRED == 0"));
  CHECK(passes("codes.messages.refused.ThrottlingException == 0"));
  CHECK(passes("events.TEXT_SPAM <= 0"));
  for (const char* expression :
       {"news.daily.delivered_share >= 0", "news.daily.delivery_s.p95 <= 99", "news.daily.delivery_s.p95 > 0"}) {
    const Verdict verdict = judge(parsed(expression), report());
    CHECK_FALSE(verdict.passed);
    CHECK_FALSE(verdict.value);
  }
}

TEST_CASE("an unknown metric is an error that names the nearest", "[reports][expectations]") {
  const Errors errors = faults("codes.deliverd_share >= 0.9");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].where == "x.lua:7");
  CHECK(errors[0].what.find("codes.deliverd_share") != std::string::npos);
  CHECK(errors[0].fix == "did you mean codes.delivered_share?");
  CHECK(faults("messages.final.DELIVERD >= 1").size() == 1);
  CHECK(faults("codes.queue_s >= 1").size() == 1);
  CHECK(faults("events. >= 1").size() == 1);
  CHECK(faults("digest == 1").size() == 1);
  CHECK(faults("delivered_within.soon >= 1").size() == 1);
  CHECK(faults("codes.delivered_share >= 0.9").empty());
  CHECK(faults("messages.final.DELIVERED >= 1").empty());
}

TEST_CASE("a value of the wrong unit is an error", "[reports][expectations]") {
  CHECK(faults("delivered_share >= $5").size() == 1);
  CHECK(faults("delivered_share >= 5s").size() == 1);
  CHECK(faults("cost.total_usd <= 97%").size() == 1);
  CHECK(faults("queue_s.p95 <= $3").size() == 1);
  CHECK(faults("queue_s.count <= 3s").size() == 1);
  CHECK(faults("messages.requested >= 3s").size() == 1);
  CHECK(faults("delay_by_cause_s.fault <= 3h").empty());
  CHECK(faults("last_final_s <= 3h").empty());
  CHECK(faults("numbers.otp#1.utilisation <= 97%").empty());
  CHECK(faults("cost.per_delivered_usd <= $0.02").empty());
}

TEST_CASE("what a report leaves out until it is used can be expected, and fails unused", "[reports][expectations]") {
  Topology world = small_topology();
  world.carriers[1].only_if_used = true;
  const Expectation expectation = parsed("carriers.T-Mobile.delivered_share >= 0");
  CHECK(plan_collection(world, {expectation}).ok());
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.delivered({.carrier = att}, 0s, 0s, 0s);
  const Doc unused = metrics_document(world, plan, collect(world, plan, facts), start);
  CHECK(unused["carriers"].find("T-Mobile") == nullptr);
  CHECK_FALSE(judge(expectation, unused).passed);
  facts.delivered({.carrier = tmobile}, 0s, 0s, 0s);
  CHECK(judge(expectation, metrics_document(world, plan, collect(world, plan, facts), start)).passed);
}

TEST_CASE("every duration that an expectation names gets its exact count", "[reports][expectations]") {
  const auto plan = plan_collection(
      small_topology(), {parsed("codes.delivered_within.8s >= 0.9"), parsed("delivered_within[\"1.5s\"] >= 0.9"),
                         parsed("delivered_within.30s >= 0.9")});
  REQUIRE(plan.ok());
  std::vector<std::string> keys;
  for (const WithinThreshold& threshold : plan.value().thresholds) keys.push_back(threshold.key);
  CHECK(keys == std::vector<std::string>{"1.5s", "5s", "8s", "10s", "30s", "1m", "5m"});
}

TEST_CASE("windows are refused where they have no meaning", "[reports][expectations]") {
  CHECK(faults("cost.total_usd <= 5 over 30s").size() == 1);
  CHECK(faults("carriers.AT&T.delivered_share >= 0.5 over 30s").size() == 1);
  CHECK(faults("delivery_s.p999 <= 5 over 30s").empty());
  CHECK_FALSE(parse_expectation("delivered_share == 0.5 over 30s", "x").ok());
  CHECK_FALSE(parse_expectation("delivered_share >= 0.5 over 100ms", "x").ok());
  CHECK_FALSE(parse_expectation("delivered_share >= 0.5 over lunch", "x").ok());
  CHECK(parsed("delivered_share >= 0.5 over 30s").over == Duration{30s});
  CHECK(parsed("delivered_share over 1m >= 0.5").over == Duration{60s});
}

TEST_CASE("a malformed expectation names its fault", "[reports][expectations]") {
  for (const char* bad : {"", "delivered_share", ">= 3", "x >=", "x >= y", "x >= 1e3", "x >= 1 2", "x => 1", "x = 1",
                          "x >= --1", "x >= $", "x >= 5 s"}) {
    CAPTURE(bad);
    const Result<Expectation> result = parse_expectation(bad, "x.lua:7");
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().where == "x.lua:7");
    CHECK_FALSE(result.error().fix.empty());
  }
}

TEST_CASE("operators inside quoted names are part of the name", "[reports][expectations]") {
  const Expectation expectation = parsed("workloads[\"a >= b\"].delivered_share <= 1");
  CHECK(expectation.metric == "workloads[\"a >= b\"].delivered_share");
  CHECK(expectation.comparison == Comparison::at_most);
}

TEST_CASE("every metric of a report is found again under its own spelling", "[reports][expectations]") {
  const Doc metrics = report();
  int visited = 0;
  for_each_metric(metrics, [&](const MetricPath& path, const Doc& value) {
    const std::string spelling = metric_spelling(path);
    const auto found = find_metric(metrics, spelling);
    CAPTURE(spelling);
    REQUIRE(found);
    CHECK(found->path == path);
    CHECK(found->value == &value);
    ++visited;
  });
  CHECK(visited > 400);
}

TEST_CASE("a workload called like a member of the report keeps its prefix", "[reports][expectations]") {
  CHECK(metric_spelling({"workloads", "codes", "queue_s", "p95"}) == "codes.queue_s.p95");
  CHECK(metric_spelling({"workloads", "cost", "cost", "total_usd"}) == "workloads.cost.cost.total_usd");
  CHECK(metric_spelling({"workloads", "a.b", "queue_s", "p95"}) == "workloads[\"a.b\"].queue_s.p95");
  CHECK(metric_spelling({"carriers", "US Cellular", "delivered_share"}) == "carriers[\"US Cellular\"].delivered_share");
  CHECK(metric_spelling({"carriers", "AT&T", "delivered_share"}) == "carriers.AT&T.delivered_share");
}
