#include "reports/write_compare.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/unit/reports/small_run.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

Doc report_of(const std::string& members) {
  return read_json("{\"digest\": \"d\", \"seed\": 1, " + members + "}", "report.json").value();
}

ReportComparison compared(const Doc& base, const Doc& next, const std::vector<std::string>& fail_on = {}) {
  std::vector<Gate> gates;
  for (const std::string& expression : fail_on) gates.push_back(parse_gate(expression, "--fail-on").value());
  return compare_reports({"a", base}, {"b", next}, gates).value();
}

// A second run of the small report in which everything was a second slower, a workload appeared and one went.
ReportComparison small_comparison() {
  Doc next = read_json(write_json(small_report(2)), "report.json").value();
  Doc workloads = Doc::object();
  workloads.add("codes", next["workloads"]["codes"]);
  workloads.add("extra", next["workloads"]["codes"]);
  next.set("workloads", workloads);
  return compared(small_report(), next,
                  {"codes.delivery_s.p99 > +5%", "cost.total_usd > +$100", "numbers.otp#2.delivery_s.p95 > +1s"});
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a comparison as JSON is the golden one, byte for byte", "[reports][compare][golden]") {
  const std::string path = std::string(SENDLAB_REPORTS_TEST_DIR) + "/small_compare.json";
  std::ifstream in(path, std::ios::binary);
  std::ostringstream golden;
  golden << in.rdbuf();
  const std::string actual = write_json(compare_document(small_comparison(), false));
  if (golden.str() != actual) std::ofstream("small_compare.json.actual", std::ios::binary) << actual;
  INFO("differs from " << path << "; the new text is in small_compare.json.actual of the working directory");
  CHECK(golden.str() == actual);
}

TEST_CASE("an unchanged pair takes three lines", "[reports][compare]") {
  const Doc report = report_of(R"("x_s": 1, "y_s": null)");
  CHECK(write_compare_text(compared(report, report), {}) ==
        "BASE  a · ? · sendlab ? · seed 1 · digest d\n"
        "NEW   b · ? · sendlab ? · seed 1 · digest d\n"
        "passed: no difference: 2 metrics are equal, the digests agree\n");
}

TEST_CASE("a difference shows the key figures, what changed, and a verdict", "[reports][compare]") {
  const Doc base =
      report_of(R"("delivered_share": 0.5, "workloads": {"w": {"parts": 3}}, "x_s": 1, "y_s": null, "z_s": 300000)");
  const Doc next = report_of(R"("delivered_share": 0.25, "x_s": 1, "y_s": 2, "z_s": 300000.000001)");
  CHECK(write_compare_text(compared(base, next, {"delivered_share < -10pp"}), {}) ==
        "BASE  a · ? · sendlab ? · seed 1 · digest d\n"
        "NEW   b · ? · sendlab ? · seed 1 · digest d\n"
        "\n"
        "Gates\n"
        "  ✗ delivered_share < -10pp  0.5 → 0.25 (-0.25, -50.00 %)\n"
        "\n"
        "Key figures        BASE   NEW  difference  relative\n"
        "  delivered_share   0.5  0.25       -0.25  -50.00 %\n"
        "\n"
        "Changed: 3 metrics    BASE            NEW  difference  relative\n"
        "  y_s                    -              2           -         -\n"
        "  delivered_share      0.5           0.25       -0.25  -50.00 %\n"
        "  z_s               300000  300000.000001   +0.000001  +<0.01 %\n"
        "\n"
        "Only in BASE: 1 metric  BASE  NEW  difference  relative\n"
        "  w.parts                  3    -           -         -\n"
        "\n"
        "failed: 1 of 1 gate failed; 4 of 5 metrics differ, the digests agree\n");
}

TEST_CASE("thirty changed metrics are shown, all with --all", "[reports][compare]") {
  std::string base, next;
  for (int i = 0; i < 40; ++i) {
    base += ", \"m" + std::to_string(i) + "\": 1000";
    next += ", \"m" + std::to_string(i) + "\": " + std::to_string(1001 + i);
  }
  const ReportComparison comparison = compared(report_of("\"x\": 1" + base), report_of("\"x\": 1" + next));
  const std::string few = write_compare_text(comparison, {});
  CHECK(contains(few, "  m10 "));
  CHECK_FALSE(contains(few, "  m9 "));
  CHECK(contains(few, "  … and 10 more; --all shows all\n"));
  CHECK_FALSE(contains(few, "Unchanged"));
  const std::string all = write_compare_text(comparison, {false, true});
  CHECK(contains(all, "  m0 "));
  CHECK(contains(all, "Unchanged: 1 metric"));
  CHECK(contains(write_compare_markdown(comparison, false), "… and 10 more"));
}

TEST_CASE("colour only when asked for", "[reports][compare]") {
  const ReportComparison comparison = small_comparison();
  CHECK_FALSE(contains(write_compare_text(comparison, {}), "\x1b"));
  CHECK(contains(write_compare_text(comparison, {true, false}), "\x1b[31m✗\x1b[0m"));
}

TEST_CASE("hostile names stay in their cell and reach no terminal", "[reports][compare]") {
  const Doc base = report_of(R"("carriers": {"a | b`` </details>\u001b[31m\nx": {"parts": 1}})");
  const Doc next = report_of(R"("carriers": {"a | b`` </details>\u001b[31m\nx": {"parts": 2}})");
  const ReportComparison comparison = compared(base, next);
  const std::string markdown = write_compare_markdown(comparison, false);
  CHECK(contains(markdown, "| ``` carriers[\"a \\| b`` </details> [31m x\"].parts ``` | 1 | 2 | +1 | +100.00 % |\n"));
  CHECK_FALSE(contains(write_compare_text(comparison, {}), "\x1b"));
}

TEST_CASE("Markdown holds verdict, warnings, gates and foldable tables", "[reports][compare]") {
  const std::string markdown = write_compare_markdown(small_comparison(), false);
  CHECK(contains(markdown, "### sendlab compare: **failed**\n\n2 of 3 gates failed; "));
  CHECK(contains(markdown, "- warning: `replications differs: 1 in BASE, 2 in NEW`\n"));
  CHECK(contains(markdown, "| `cost.total_usd > +$100` | "));
  CHECK(contains(markdown, "no samples in either | **failed** |\n"));
  CHECK(contains(markdown, "<details><summary>Only in NEW: "));
  CHECK(contains(markdown, "- other members that differ: cost.usage"));
}
