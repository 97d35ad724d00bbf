#include "reports/report_document.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/unit/reports/small_run.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

// Compares with a golden file; the actual bytes are left beside it, to be looked at and copied when the change is
// meant.
void check_golden(const std::string& name, const std::string& actual) {
  const std::string path = std::string(SENDLAB_REPORTS_TEST_DIR) + "/" + name;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream golden;
  golden << in.rdbuf();
  if (golden.str() != actual) std::ofstream(name + ".actual", std::ios::binary) << actual;
  INFO("differs from " << path << "; the new text is in " << name << ".actual of the working directory");
  CHECK(golden.str() == actual);
}

std::string value(const Doc& report, const std::string& metric) {
  const auto found = find_metric(report, metric);
  REQUIRE(found);
  const Doc::Number* number = found->value->as_number();
  return number == nullptr ? "null" : decimal_text(number->value, number->places);
}

}  // namespace

TEST_CASE("the report of a dozen facts is the golden one, byte for byte", "[reports][golden]") {
  check_golden("small_report.json", write_json(small_report()));
}

TEST_CASE("the report of three replications is the golden one, byte for byte", "[reports][golden]") {
  check_golden("three_replications.json", write_json(small_report(3)));
}

TEST_CASE("money adds up: usage lines to the total, blocks to their groups", "[reports][R-BIL-2]") {
  const Doc report = small_report();
  Rational lines{0, 1'000'000};
  for (const Doc& line : report["cost"]["usage"].items()) {
    const Rational usd = line["usd"].as_number()->value;
    lines.numerator += usd.numerator * 1'000'000 / usd.denominator;
  }
  CHECK(lines == report["cost"]["total_usd"].as_number()->value);
  CHECK(value(report, "cost.total_usd") == "3.56038");
  CHECK(value(report, "cost.fixed_usd") == "3.5");
  CHECK(value(report, "cost.variable_usd") == "0.06038");
  CHECK(value(report, "cost.message_usd") == "0.03486");
  CHECK(value(report, "cost.carrier_fee_usd") == "0.01802");
  CHECK(value(report, "cost.failed_but_billed_usd") == "0.00881");
  CHECK(value(report, "cost.per_delivered_usd") == "1.186793");
  CHECK(value(report, "codes.cost.total_usd") == "0.04405");
  CHECK(value(report, "campaigns.otp.cost.total_usd") == "0.04405");
}

TEST_CASE("a carrier's country and a number's campaign and brand hold their messages", "[reports]") {
  const Doc report = small_report();
  CHECK(value(report, "messages.requested") == "7");
  CHECK(value(report, "codes.messages.requested") == "5");
  CHECK(value(report, "codes.messages.pending") == "1");
  CHECK(value(report, "carriers.AT&T.messages.accepted") == "2");
  CHECK(value(report, "countries.US.messages.accepted") == "5");
  CHECK(value(report, "campaigns.otp.messages.accepted") == "4");
  CHECK(value(report, "brands.Example Corp.messages.accepted") == "4");
  CHECK(value(report, "numbers.otp#2.messages.accepted") == "2");
  CHECK(value(report, "delivered_share") == "0.428571");
  CHECK(value(report, "delivered_within.2s") == "0.142857");
  CHECK(value(report, "delivered_within.10s") == "0.285714");
}

TEST_CASE("utilisation is parts over what the limit allows in the windows touched", "[reports][R-TPM]") {
  const Doc report = small_report();
  // Campaign: 2 parts to AT&T, 75 a minute, 1 minute. Number otp#1: 3 parts, 1 a second, 60 seconds.
  CHECK(value(report, "campaigns.otp.utilisation") == "0.0267");
  CHECK(value(report, "brands.Example Corp.utilisation") == "0.001");
  CHECK(value(report, "numbers.otp#1.utilisation") == "0.05");
  CHECK(value(report, "numbers.otp#2.utilisation") == "null");  // no window was touched
  CHECK(value(report, "campaigns.otp.peak_parts_per_window") == "2");
  CHECK(*report["campaigns"]["otp"]["limit_carrier"].as_text() == "AT&T");
  CHECK(report["numbers"]["otp#1"]["limit_carrier"].is_null());
  // Three times the parts in three times the windows: replications do not raise it.
  CHECK(value(small_report(3), "numbers.otp#1.utilisation") == "0.05");
}

TEST_CASE("only the member run depends on the machine", "[reports][R-DET]") {
  Doc a = small_report();
  Doc b = small_report();
  b.set("run", Doc{});
  CHECK(write_json(a) != write_json(b));
  a.set("run", Doc{});
  CHECK(write_json(a) == write_json(b));
  CHECK(small_report().members().back().name == "run");
}

TEST_CASE("a run in which nothing happened has counts of 0 and no shares", "[reports]") {
  const Topology world = small_topology();
  const Doc skeleton = skeleton_document(world, default_plan());
  CHECK(value(skeleton, "messages.requested") == "0");
  CHECK(value(skeleton, "delivered_share") == "null");
  CHECK(value(skeleton, "queue_s.p95") == "null");
  CHECK(value(skeleton, "first_hand_over_s") == "null");
  CHECK(value(skeleton, "cost.per_delivered_usd") == "null");
  CHECK(value(skeleton, "cost.total_usd") == "0");
}

TEST_CASE("expectations are judged in order, windows among them", "[reports][expectations]") {
  const Doc report = small_report();
  std::string verdicts;
  for (const Doc& expectation : report["expectations"].items())
    verdicts += *expectation["passed"].as_boolean() ? '+' : '-';
  CHECK(verdicts == "--+--+-");
  CHECK_FALSE(all_passed(report));
  CHECK(report["expectations"].items()[6]["value"].is_null());
}

TEST_CASE("replication statistics spell their metrics as expectations do", "[reports][statistics]") {
  const Doc report = small_report(3);
  const Doc& p95 = report["replication_stats"]["codes.delivery_s.max"];
  CHECK(decimal_text(p95["mean"].as_number()->value, 9) == "7.25");
  CHECK(decimal_text(p95["n"].as_number()->value, 0) == "3");
  CHECK(report["replication_stats"].find("carriers.AT&T.delivered_share") != nullptr);
  CHECK(report["replication_stats"].find("workloads[\"news.daily\"].delivered_share") != nullptr);
  CHECK(small_report(1).find("replication_stats") == nullptr);
}
