#include "reports/write_text.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "reports/text_picture.hpp"
#include "tests/unit/reports/small_run.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string summary_text(int replications, bool colour) {
  const Histogram delivery = small_summary().totals().delivery;
  return write_text(small_report(replications), {colour, &delivery});
}

}  // namespace

TEST_CASE("the summary shows every section that has something to say", "[reports][text]") {
  const std::string text = summary_text(1, false);
  for (const char* part : {"small.lua",
                           "What does a report of a dozen facts look like?",
                           "NOT VALID",
                           "Outcome",
                           "7 requested",
                           "DELIVERED",
                           "TTL_EXPIRED",
                           "refused DESTINATION_PHONE_NUMBER_OPTED_OUT",
                           "unsent",
                           "pending",
                           "Latency",
                           "delivered within",
                           "What delayed the delivered",
                           "campaign_throughput",
                           "Limits",
                           "campaign otp",
                           "75 / min AT&T",
                           "2,000 / day T-Mobile",
                           "Cost",
                           "$3.56 in all",
                           "inbound",
                           "Workloads",
                           "Carriers",
                           "Faults",
                           "outage T-Mobile",
                           "never took effect",
                           "Expectations",
                           "2 of 7 hold",
                           "✓",
                           "✗",
                           "has no samples",
                           "1 assumption listed",
                           "digest "}) {
    INFO(text);
    CAPTURE(part);
    CHECK(has(text, part));
  }
  CHECK_FALSE(has(text, "replications\n"));
  CHECK_FALSE(has(text, "\x1b"));
}

TEST_CASE("no line of the summary is wider than 100 columns or ends in a space", "[reports][text]") {
  std::istringstream lines(summary_text(3, false));
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(columns_of(line) <= 100);
    CHECK((line.empty() || line.back() != ' '));
  }
}

TEST_CASE("replications show their intervals, colour shows when it is asked for", "[reports][text]") {
  CHECK(has(summary_text(3, false), "Over the replications"));
  CHECK(has(summary_text(1, true), "\x1b[31mNOT VALID"));
}

TEST_CASE("a summary can be written again from report.json", "[reports][text]") {
  const Doc report = small_report(3);
  const Result<Doc> read = read_json(write_json(report), "report.json");
  REQUIRE(read.ok());
  CHECK(write_text(read.value(), {}) == write_text(report, {}));
}
