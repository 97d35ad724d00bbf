// Rules that show only in a whole run: sandbox, simulator numbers, self-managed opt-outs, the time a campaign takes.
#include <catch2/catch.hpp>

#include "tests/unit/tools/scenario_run.hpp"

namespace sendlab {
namespace {

using test::count_of;
using test::run_scenario;
using test::scenario_of;

const std::string toll_free =
    "numbers = { number { name = \"free\", type = \"TOLL_FREE\", country = \"US\", mps = 100 } }";

std::string sandbox(const std::string& fields) {
  return "tier = \"sandbox\", spend_enforcement = \"strict\", verified_numbers = { \"+14255550100\" }, " + fields;
}

TEST_CASE("a sandbox account spends one dollar a month at most", "[world][R-SBX-2]") {
  const Summary run = run_scenario(scenario_of(sandbox("monthly_spend_limit = \"$50\", " + toll_free),  // asks for more
      R"(workload { name = "w", from = "free", to = { "+14255550100" }, arrivals = constant { rate = "1/s", count = 300 }, body = "x" })",
      R"(pricing = prices { per_part = "$0.01", carrier_fee = "$0" })"));
  CHECK(run.totals().accepted == 100);
  CHECK(count_of(run.totals(), Refusal::spend_limit_reached) == 200);
}

TEST_CASE("an account may set itself a lower limit, which stays when the service allows more", "[world][R-SPD-6]") {
  const std::string work =
      R"(workload { name = "w", from = "free", to = us_recipients { count = 1000 }, arrivals = constant { rate = "1/h", count = 300 }, body = "x" })";
  const std::string priced = R"(pricing = prices { per_part = "$0.01", carrier_fee = "$0" })";
  const auto accepted = [&](const std::string& own) {
    return run_scenario(scenario_of("monthly_spend_limit = \"$2\", spend_enforcement = \"strict\", " + own + toll_free +
                                        R"(, support_cases = support_case { kind = "sms_spend_limit", at = "0d", new_limit = 50, use_case = "x", website = "https://example.com", opt_in = "a form" })",
                                    work, priced))
        .totals()
        .accepted;
  };
  CHECK(accepted("") == 300);
  CHECK(accepted("spend_limit_override = \"$1\", ") == 100);
}

TEST_CASE("only verified numbers are reached from the sandbox, any from production", "[world][R-SBX-10]") {
  const std::string stranger =
      R"(workload { name = "w", from = "free", to = { "+12065550199" }, arrivals = constant { rate = "1/s", count = 5 }, body = "x" })";
  const Summary in_sandbox = run_scenario(scenario_of(sandbox(toll_free), stranger));
  CHECK(count_of(in_sandbox.totals(), Refusal::not_verified) == 5);
  const Summary in_production =
      run_scenario(scenario_of("tier = \"production\", monthly_spend_limit = \"$5\", " + toll_free, stranger));
  CHECK(count_of(in_production.totals(), Status::delivered) == 5);
}

TEST_CASE("simulator destinations: success and failure as their number says, in no real network, with MPS and billed",
          "[world][R-SIM-1][R-SIM-3][R-SIM-6][R-SIM-7]") {
  const Summary run = run_scenario(scenario_of(
      "tier = \"production\", monthly_spend_limit = \"$5\", over_mps = \"queue\", "
      R"(numbers = { number { name = "sim", type = "SIMULATOR", country = "US", mps = 1 } })",
      R"(workload { name = "good", from = "sim", to = { "+14254147755" }, arrivals = constant { rate = "1/s", count = 4 }, body = "x" },
         workload { name = "bad", from = "sim", to = { "+14254147167" }, arrivals = constant { rate = "1/s", count = 4, at = "2500ms" }, body = "x" })"));
  CHECK(count_of(run.workloads[0], Status::delivered) == 4);
  CHECK(count_of(run.workloads[1], Status::carrier_unreachable) == 4);
  for (std::size_t k = 0; k < 5; ++k) CHECK(run.carriers[k].accepted == 0);  // the US networks
  CHECK(run.numbers[0].last_hand_over - run.numbers[0].first_hand_over == 7'000'000'000);  // 8 parts, one a second
  CHECK(run.totals().message_price.count > 0);
}

// Ten readers get a letter, all answer, and get a second one a minute later.
Summary answer_and_write_again(const std::string& more, const std::string& answer = "STOP") {
  return run_scenario(scenario_of(
      "tier = \"production\", monthly_spend_limit = \"$5\", "
      "numbers = { number { name = \"letters\", type = \"SHORT_CODE\", country = \"US\", two_way = true" +
          more + " } }",
      R"(workload { name = "first", from = "letters", to = us_recipients { count = 10 }, arrivals = burst { count = 10 }, body = "x" },
         workload { name = "second", from = "letters", to = us_recipients { count = 10 }, arrivals = burst { count = 10, at = "1m" }, body = "x" })",
      R"(handsets = { reply { workload = "first", share = "100%", body = ")" + answer + R"(", after = "5s" } })"));
}

TEST_CASE("self-managed opt-outs: STOP puts nobody on the list and nothing answers it",
          "[world][R-SMO-2][R-SMO-3][R-SMO-5]") {
  const Summary managed = answer_and_write_again("");
  CHECK(count_of(managed.workloads[1], Refusal::opted_out) == 10);
  CHECK(managed.workloads[2].accepted == 10);  // the automatic replies to STOP
  const Summary self_managed = answer_and_write_again(", self_managed_opt_outs = true");
  CHECK(count_of(self_managed.workloads[1], Refusal::opted_out) == 0);
  CHECK(count_of(self_managed.workloads[1], Status::delivered) == 10);
  CHECK(self_managed.workloads[2].accepted == 0);
}

TEST_CASE("ten words opt out from a US number, in any case", "[world][R-OPT-1]") {
  for (const char* word :
       {"ARRET", "Cancel", "end", "OPT-OUT", "optout", "QUIT", "Remove", "STOP", "td", "UNSUBSCRIBE please"})
    CHECK(count_of(answer_and_write_again("", word).workloads[1], Refusal::opted_out) == 10);
  for (const char* word : {"HELP", "hello", "STO"})
    CHECK(count_of(answer_and_write_again("", word).workloads[1], Refusal::opted_out) == 0);
}

TEST_CASE("a campaign takes recipients x parts / MPS", "[world][R-MPS-15]") {
  for (const auto& [mps, characters, parts] : {std::tuple{5, 1, 1}, std::tuple{3, 161, 2}, std::tuple{7, 400, 3}}) {
    const Summary run = run_scenario(
        scenario_of("tier = \"production\", monthly_spend_limit = \"$5000\", "
                    "numbers = { number { name = \"free\", type = \"TOLL_FREE\", country = \"US\", mps = " +
                        std::to_string(mps) + " } }",
                    "workload { name = \"w\", from = \"free\", to = us_recipients { count = 300 }, arrivals = burst { "
                    "count = 300 }, body = string.rep(\"x\", " +
                        std::to_string(characters) + ") }"));
    // The first `mps` parts go at once, then as many each second: the last at second ceil(300 * parts / mps) - 1.
    CHECK(run.totals().last_hand_over - run.totals().first_hand_over ==
          ((300 * parts + mps - 1) / mps - 1) * 1'000'000'000LL);
  }
}

TEST_CASE("a lower cap that blocks messages has taken effect", "[world][fault]") {
  const Summary run = run_scenario(scenario_of("tier = \"production\", monthly_spend_limit = \"$5\", "
      R"(brands = brand { name = "B", campaigns = campaign { name = "c", use_case = "2FA", numbers = 1, mps = 10 } })",
      R"(workload { name = "w", from = "c", to = us_recipients { count = 40, carriers = { ["T-Mobile"] = 1 } }, arrivals = constant { rate = "1/s", count = 40 }, body = "x" })",
      R"(faults = { rule_change { carrier = "T-Mobile", at = "10s", lasts = "20s", brand_daily_cap = 5 } })"));
  CHECK(count_of(run.totals(), Status::carrier_blocked) == 20);
  CHECK(run.faults.at(0).messages_affected == 20);
}

TEST_CASE("a throttle by a factor keeps the rate exactly, below one part a second too", "[world][fault]") {
  const auto hand_overs = [](int mps, const std::string& factor) {
    const Summary run = run_scenario(scenario_of(
        "tier = \"production\", monthly_spend_limit = \"$5\", over_mps = \"queue\", numbers = { number { name = \"n\", "
        "type = \"TOLL_FREE\", country = \"US\", mps = " +
            std::to_string(mps) + " } }",
        R"(workload { name = "w", from = "n", to = us_recipients { count = 1000 }, arrivals = burst { count = 300, at = "1s" }, body = "x" })",
        "horizon = \"60999ms\", faults = { throttle { number = \"n\", at = \"0s\", factor = " + factor + " } }"));
    return run.totals().parts_handed_over;
  };
  CHECK(hand_overs(1, "0.5") == 30);   // of the 60 s from the burst to the horizon
  CHECK(hand_overs(3, "0.5") == 90);
  CHECK(hand_overs(3, "0.3") == 54);
  CHECK(hand_overs(10, "0.1") == 60);
}

TEST_CASE("what is still unsent at the horizon belongs to its carrier and number too", "[world]") {
  const Summary run = run_scenario(scenario_of("tier = \"production\", monthly_spend_limit = \"$5\", "
      R"(numbers = { number { name = "n", type = "LONG_CODE", country = "CA", mps = 1 } })",
      R"(workload { name = "w", from = "n", to = recipients { country = "CA", count = 20 }, arrivals = burst { count = 20 }, body = "x" })",
      R"(horizon = "5s")"));
  CHECK(run.totals().unsent == run.numbers[0].unsent);
  std::int64_t of_carriers = 0;
  for (const BlockTotals& carrier : run.carriers) of_carriers += carrier.requested();
  CHECK(of_carriers == 20);
}

TEST_CASE("a campaign passes over a number that is not active yet", "[world]") {
  const Summary run = run_scenario(scenario_of(
      "tier = \"production\", monthly_spend_limit = \"$5\", "
      R"(brands = brand { name = "B", campaigns = campaign { name = "c", use_case = "2FA", numbers = {
           number { name = "late", type = "TEN_DLC", country = "US", available_after = "5s" }, number { name = "early", type = "TEN_DLC", country = "US" } } } })",
      R"(workload { name = "w", from = "c", to = us_recipients { count = 10 }, arrivals = constant { rate = "1/s", count = 10 }, body = "x" })"));
  CHECK(run.totals().accepted == 10);
  CHECK(run.numbers[0].accepted > 0);
  CHECK(run.numbers[0].first_hand_over - run.numbers[1].first_hand_over >= 5'000'000'000);
}

TEST_CASE("a reply's body may be a function of ctx", "[world]") {
  const Summary run = run_scenario(scenario_of(
      "tier = \"production\", monthly_spend_limit = \"$5\", "
      R"(numbers = { number { name = "n", type = "SHORT_CODE", country = "US", two_way = true } })",
      R"(workload { name = "first", from = "n", to = us_recipients { count = 10 }, arrivals = burst { count = 10 }, body = "x" },
         workload { name = "second", from = "n", to = us_recipients { count = 10 }, arrivals = burst { count = 10, at = "1m" }, body = "x" })",
      R"(handsets = { reply { workload = "first", share = 1, after = "5s", body = function(ctx) return ctx.index % 2 == 0 and "STOP" or "hello " .. ctx.to end } })"));
  CHECK(count_of(run.workloads[1], Refusal::opted_out) == 5);
}

}  // namespace
}  // namespace sendlab
