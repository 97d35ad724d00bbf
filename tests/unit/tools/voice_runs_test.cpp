// Whole runs with calls: what the scenario language asks for and what reports show (R-VSB).
#include <catch2/catch.hpp>

#include "carriers/voice_tables.hpp"
#include "reports/report_document.hpp"
#include "tests/unit/tools/scenario_run.hpp"

namespace sendlab {
namespace {

using test::count_of;
using test::run_scenario;
using test::scenario_of;

const std::string speaking = R"(monthly_spend_limit = "$100", numbers = { number { name = "line", type = "TOLL_FREE", country = "US", capabilities = { "SMS", "VOICE" } } })";
const std::string budget = R"(monthly_voice_spend_limit = "$100", )";

std::string calls(const std::string& more, const std::string& to = "us_recipients { count = 50 }") {
  return R"(workload { name = "w", channel = "VOICE", from = "line", to = )" + to + ", " + more + " }";
}

// The same with the carriers of the table in place of the ideal network.
std::string real(const std::string& account, const std::string& workloads, const std::string& voice) {
  return "return scenario { start = \"2026-06-10T09:00:00Z\", network = carriers { [\"AT&T\"] = carrier { voice = { " +
         voice + " } } },\n  account = account { " + account + " },\n  workloads = { " + workloads + " } }\n";
}

}  // namespace

TEST_CASE("runs in a Region without voice make no calls", "[world][R-REL-2]") {
  const auto in = [](const std::string& region) {
    return run_scenario(scenario_of("region = \"" + region + "\", " + budget + speaking,
                                    calls(R"(arrivals = burst { count = 1 }, body = "A short word to you.")")))
        .totals();
  };
  CHECK(in("us-east-1").answered == 1);
  CHECK(count_of(in("il-central-1"), Refusal::voice_capability_not_available) == 1);
  const auto tables = VoiceTables::load();
  REQUIRE(tables.ok());
  CHECK(tables->regions_without.size() == 29 - 20);
}

TEST_CASE("a workload of calls: everybody on an ideal network answers, and minutes are paid",
          "[world][R-BIL-9][R-VSB-11]") {
  const Summary run = run_scenario(scenario_of(budget + speaking, calls(R"(arrivals = constant { rate = "1/s", count = 10 }, body = "A short word to you.")")));
  const BlockTotals block = run.totals();
  CHECK(block.accepted == 10);
  CHECK(count_of(block, Status::call_completed) == 10);
  CHECK(block.delivered() == 10);
  CHECK(block.calls == 10);
  CHECK(block.answered == 10);
  CHECK(block.call_minutes == 10);
  CHECK(block.parts == 0);
  CHECK(block.message_price.count == 10 * 13'000);
  CHECK(block.carrier_fee.count == 0);
  CHECK(block.accept.max() == std::chrono::milliseconds{100});
  CHECK(block.delivery.max() == std::chrono::seconds{1});  // planned to answered, the talk left out
}

TEST_CASE("calls of a burst queue at the sender for the number and the account", "[world][R-VSB-3][R-VSB-5]") {
  const Summary run = run_scenario(scenario_of(budget + speaking, calls(R"(arrivals = burst { count = 45 }, body = "x")")));
  const BlockTotals block = run.totals();
  CHECK(block.accepted == 45);
  CHECK(block.last_hand_over - block.first_hand_over ==
        124'000'000'000);  // 20 in each minute, one a second: 0 … 19, 60 … 79, 120 … 124
  CHECK(block.delay_ns[static_cast<std::size_t>(DelayCause::number_mps)] > 0);
  CHECK(block.delay_ns[static_cast<std::size_t>(DelayCause::api_quota)] > 0);
  Int128 explained = 0;
  for (const Int128 share : block.delay_ns) explained += share;
  CHECK(explained == block.delivery.sum());
}

TEST_CASE("a sender that gives up when throttled makes one call of a burst", "[world][R-VSB-5]") {
  const Summary run = run_scenario(scenario_of(budget + speaking, calls(R"(arrivals = burst { count = 10 }, body = "x", client = client { when_throttled = "fail" })")));
  CHECK(run.totals().accepted == 1);
  CHECK(count_of(run.totals(), Refusal::throttled) == 9);
}

TEST_CASE("text messages of a number do not wait for its calls", "[world][R-VSB-5]") {
  const Summary run = run_scenario(scenario_of(budget + speaking, calls(R"(arrivals = burst { count = 30 }, body = "x")") +
      R"(, workload { name = "texts", from = "line", to = us_recipients { count = 50 }, arrivals = constant { rate = "1/s", count = 20, at = "500ms" }, body = "x" })"));
  CHECK(count_of(run.workloads[1], Status::delivered) == 20);
  CHECK(run.workloads[1].queue.max() == Duration{0});
}

TEST_CASE("the sandbox makes 20 calls a day, to verified numbers", "[world][R-VSB-1][R-VSB-9]") {
  const std::string verified = R"(tier = "sandbox", verified_numbers = { "+14255550100", "+14255550101", "+14255550102", "+14255550103", "+14255550104" }, )";
  const std::string four = R"({ "+14255550100", "+14255550101", "+14255550102", "+14255550103", "+14255550104" })";
  const Summary run = run_scenario(scenario_of(verified + speaking, calls(R"(arrivals = constant { rate = "1/min", count = 25 }, body = "x", client = client { when_throttled = "fail" })", four)));
  CHECK(run.totals().accepted == 20);
  CHECK(count_of(run.totals(), Refusal::throttled) == 5);
  const Summary stranger = run_scenario(scenario_of(verified + speaking, calls(R"(arrivals = constant { rate = "1/min", count = 2 }, body = "x")", R"({ "+14255550199" })")));
  CHECK(count_of(stranger.totals(), Refusal::not_verified) == 2);
}

TEST_CASE("the sixth call of a day to one person is refused", "[world][R-VSB-2][R-VSB-12]") {
  const Summary run = run_scenario(scenario_of(budget + speaking, calls(R"(arrivals = constant { rate = "1/min", count = 8 }, body = "x")", R"({ "+14255550100" })")));
  CHECK(run.totals().accepted == 5);
  CHECK(count_of(run.totals(), Refusal::daily_call_limit) == 3);
}

TEST_CASE("a text of SSML is spoken as its tags say, and what is at fault is refused", "[world][R-VSB-8]") {
  const std::string one = R"(arrivals = constant { rate = "1/min", count = 1 }, text_type = "SSML", body = )";
  const Summary slow = run_scenario(scenario_of(budget + speaking, calls(one + R"("<speak>Wait.<break time=\"10s\"/><break time=\"10s\"/><break time=\"10s\"/><break time=\"10s\"/><break time=\"10s\"/><break time=\"10s\"/></speak>")")));
  CHECK(slow.totals().call_minutes == 2);
  const Summary broken = run_scenario(scenario_of(budget + speaking, calls(one + R"("<speak>Wait.")")));
  CHECK(count_of(broken.totals(), Refusal::invalid_parameter) == 1);
}

TEST_CASE("how fast a voice speaks is a field of the workload", "[world][R-BIL-9]") {
  const std::string body(450, 'x');  // 30 s at the table's speed
  const std::string one = R"(arrivals = constant { rate = "1/min", count = 1 }, body = ")" + body + "\"";
  CHECK(run_scenario(scenario_of(budget + speaking, calls(one))).totals().call_minutes == 1);
  CHECK(
      run_scenario(scenario_of(budget + speaking, calls(one + ", characters_per_second = 7"))).totals().call_minutes ==
      2);
}

TEST_CASE("a price of a minute and the most that is allowed", "[world][R-VSB-11]") {
  const std::string one = R"(arrivals = constant { rate = "1/min", count = 1 }, body = "x")";
  const std::string two_cents = R"(pricing = prices { voice_per_minute = "$0.02" })";
  CHECK(run_scenario(scenario_of(budget + speaking, calls(one + R"(, max_price = "$0.02")"), two_cents)).totals().message_price.count == 20'000);
  CHECK(count_of(run_scenario(scenario_of(budget + speaking, calls(one + R"(, max_price = "$0.019")"), two_cents)).totals(), Refusal::price_over_threshold) == 1);
  // Jamaica shares +1 with the US and costs 43 times as much.
  CHECK(run_scenario(scenario_of(budget + speaking, calls(one, R"({ "+18765550100" })"))).totals().message_price.count == 564'000);
}

TEST_CASE("a dollar a month is what calls may cost unless the account says more, whatever texts may",
          "[world][R-SPD-9]") {
  const Summary run = run_scenario(scenario_of(R"(spend_enforcement = "strict", )" + speaking, calls(R"(arrivals = constant { rate = "4/min", count = 100 }, body = "x")")));
  CHECK(run.totals().accepted == 76);  // 76 minutes are 98.8 cents
  CHECK(count_of(run.totals(), Refusal::voice_spend_limit_reached) == 24);
}

TEST_CASE("how phones answer is a knob of each carrier", "[world][R-VSB-11]") {
  const std::string hundred = R"(arrivals = constant { rate = "15/min", count = 100 }, body = "x")";
  const std::string to = R"(us_recipients { count = 100, carriers = { ["AT&T"] = 1 } })";
  const auto end = [&](const std::string& voice) {
    return run_scenario(real(budget + speaking, calls(hundred, to), voice)).totals();
  };
  const std::string none = "machine = 0, busy = 0, no_answer = 0, failed = 0, hangs_up = 0, dropped = 0";
  CHECK(count_of(end(none), Status::call_completed) == 100);
  CHECK(count_of(end("machine = 0, busy = 1, no_answer = 0, failed = 0"), Status::call_busy) == 100);
  CHECK(count_of(end("machine = 0, busy = 0, no_answer = 1, failed = 0"), Status::call_no_answer) == 100);
  CHECK(count_of(end("machine = 0, busy = 0, no_answer = 0, failed = 1"), Status::call_failed) == 100);
  CHECK(end(none + R"(, set_up = "2s", person_answers = "7s")").delivery.max() == std::chrono::seconds{9});
  const BlockTotals table = end("");
  for (const Status status : {Status::call_completed, Status::call_busy, Status::call_no_answer})
    CHECK(count_of(table, status) > 0);
}

TEST_CASE("a country that takes calls from local numbers only", "[world][R-VSB-13]") {
  const std::string abroad = R"(workload { name = "w", channel = "VOICE", from = "line", to = { "+4930123456" }, arrivals = constant { rate = "1/min", count = 2 }, body = "x" })";
  const auto run = [&](const std::string& local) {
    return run_scenario(
               "return scenario { start = \"2026-06-10T09:00:00Z\", network = carriers { [\"Germany\"] = carrier { "
               "voice = { local_number = " +
               local + " } } },\n  account = account { " + budget + speaking + " },\n  workloads = { " + abroad +
               " } }\n")
        .totals();
  };
  CHECK(count_of(run("true"), Refusal::invalid_identity_for_country) == 2);
  CHECK(run("false").accepted == 2);
}

TEST_CASE("functions hear of calls and make more", "[world][R-VSB-12]") {
  const Summary run = run_scenario(
      scenario_of(budget + speaking, calls(R"(arrivals = constant { rate = "1/min", count = 3 }, body = "x")"),
                  R"(horizon = "10m", on = { VOICE_COMPLETED = function(event, ctx)
           ctx.record("completed", 1)
           if ctx.counter("w", "requested") == 3 and not again then again = true; ctx.send { to = event.to, from = event.number, body = "once more" } end
         end })"));
  CHECK(run.totals().accepted == 4);
  REQUIRE(run.recorded.size() == 1);
  CHECK(run.recorded[0].count == 4);
}

TEST_CASE("calls still on their way at the horizon are pending, and paid for once answered", "[world][R-BIL-9]") {
  const Summary run = run_scenario(scenario_of(budget + speaking, calls(R"(arrivals = constant { rate = "1/s", count = 2 }, body = "A text that takes a while, since it is rather long.")"),
      R"(horizon = "1500ms")"));  // the first was answered after 1 s, the second rings
  CHECK(run.totals().pending() == 2);
  CHECK(run.totals().message_price.count == 13'000);
  CHECK(run.totals().call_minutes == 1);
}

}  // namespace sendlab
