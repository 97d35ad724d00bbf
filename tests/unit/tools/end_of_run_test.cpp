// A run that ends by itself ends after its last instant, not before: who waits for the last event is told of it.
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/unit/scenarios/fixtures.hpp"
#include "tests/unit/tools/scenario_run.hpp"
#include "tools/invariant_watch.hpp"
#include "tools/replication.hpp"
#include "tools/scenario_file.hpp"

namespace sendlab {
namespace {

using test::run_scenario;
using test::scenario_of;

const std::string code =
    R"(monthly_spend_limit = "$50", numbers = { number { name = "code", type = "SHORT_CODE", country = "US" } })";

std::string workload(const std::string& arrivals) {
  return R"(workload { name = "w", from = "code", to = us_recipients { count = 10 }, body = "x", arrivals = )" +
         arrivals + " }";
}

std::int64_t recorded(const Summary& run, const std::string& name) {
  const auto found = std::ranges::find(run.recorded, name, &RecordedMetric::name);
  return found == run.recorded.end() ? 0 : found->count;
}

ReplicationResult result_of(const std::string& text) {
  const test::Folder folder;
  const auto prepared = prepare_scenario(folder.write("test.lua", text), {});
  REQUIRE(prepared.ok());
  ReplicationOptions options;
  options.seed = 1;
  return run_replication(prepared->loaded.scenario, prepared->world, prepared->plan, 0, options, prepared->reload);
}

TEST_CASE("functions hear of every event, the last ones too", "[world]") {
  const std::string on = R"(on = { TEXT_DELIVERED = function(event, ctx) ctx.record("told", 1) end })";
  CHECK(recorded(run_scenario(scenario_of(code, workload("burst { count = 5 }"), on)), "told") == 5);
  CHECK(recorded(run_scenario(scenario_of(code, workload(R"(constant { rate = "1/s", count = 5 })"), on)), "told") == 5);
}

TEST_CASE("what a function sends in answer to the last event is sent and waited for", "[world]") {
  const Summary run = run_scenario(
      scenario_of(code, workload("burst { count = 1 }"), R"(on = { TEXT_DELIVERED = function(event, ctx)
        if event.at < 10 then ctx.send { workload = "w", to = event.to, body = "again" } end end })"));
  CHECK(run.totals().accepted > 1);
  CHECK(run.totals().pending() == 0);
}

TEST_CASE("invariants are judged at the end of the run, and dated to the second in which they broke", "[world]") {
  const auto with = [](const std::string& expression, const std::string& arrivals, const std::string& more = "") {
    return scenario_of(code, workload(arrivals), "invariants = { \"" + expression + "\" }," + more);
  };
  CHECK_THROWS_AS(result_of(with("w.messages.accepted < 3", "burst { count = 5 }")), InvariantViolation);
  CHECK_THROWS_AS(result_of(with("w.messages.final.DELIVERED < 3", "burst { count = 5 }")), InvariantViolation);
  CHECK_NOTHROW(result_of(with("w.messages.accepted < 6", "burst { count = 5 }")));
  try {
    result_of(with("w.messages.accepted < 3", R"(constant { rate = "1/s", at = "7s", count = 5 })", R"(horizon = "1h")"));
    FAIL("the invariant is broken");
  } catch (const InvariantViolation& broken) {
    CHECK_THAT(broken.what(), Catch::Contains("invariant broken 10s after the start"));
  }
}

TEST_CASE("a short run has its spend metric and its alarms", "[world][R-CWM-2][R-CWM-4]") {
  const auto with_alarm = [](const std::string& fields) {
    return result_of(scenario_of(code + R"(, alarms = { alarm { name = "a", metric = "TextMessageMonthlySpend", )" +
                                     R"(threshold = "$0.03")" + fields + " } }",
                                 workload("burst { count = 5 }"),
                                 R"(pricing = prices { per_part = "$0.01", carrier_fee = "$0" })"));
  };
  const ReplicationResult once = with_alarm("");
  REQUIRE(once.spend.size() >= 1);
  CHECK(once.spend.back().value == UsdMicros{50'000});
  REQUIRE(once.summary.alarms.size() == 1);
  CHECK(once.summary.alarms[0].times == 1);
  CHECK(with_alarm(", periods = 3").summary.alarms[0].first == Duration{std::chrono::minutes{15}});
}

TEST_CASE("a campaign whose numbers are all pending is refused at each of them in turn", "[world][R-NUM-2]") {
  std::string numbers;
  for (const char* name : {"n1", "n2", "n3"})
    numbers += std::string("number { name = \"") + name +
               R"(", type = "TEN_DLC", country = "US", available_after = "1h" }, )";
  const Summary run = run_scenario(scenario_of(
      R"(monthly_spend_limit = "$50", brands = { brand { name = "B", campaigns = { campaign { name = "c",
        use_case = "2FA", numbers = { )" + numbers + "} } } } }",
      R"(workload { name = "w", from = "c", to = us_recipients { count = 10 }, body = "x", arrivals = burst { count = 9 } })"));
  std::vector<std::int64_t> refused;
  for (const BlockTotals& number : run.numbers)
    if (const std::int64_t n = test::count_of(number, Refusal::resource_not_active); n > 0) refused.push_back(n);
  CHECK(refused == std::vector<std::int64_t>{3, 3, 3});
}

}  // namespace
}  // namespace sendlab
