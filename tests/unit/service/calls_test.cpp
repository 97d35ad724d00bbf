// Calls: their life and what it costs (R-TTL-6, R-BIL-9).
#include <catch2/catch.hpp>

#include "tests/unit/service/test_calls.hpp"

namespace sendlab {

using namespace std::chrono_literals;

TEST_CASE("a call is initiated, rings, is answered and completed", "[service][R-VSB-1][R-TTL-6]") {
  TestCalls t;
  t.begin();
  t.call(1, 10s);
  t.run_until(1h);
  CHECK(t.statuses() ==
        Statuses{Status::call_initiated, Status::call_ringing, Status::call_answered, Status::call_completed});
  CHECK(t.times_of(Status::call_initiated) == Times{0});
  CHECK(t.times_of(Status::call_ringing) == Times{1});
  CHECK(t.times_of(Status::call_answered) == Times{6});
  CHECK(t.times_of(Status::call_completed) == Times{16});
  CHECK(t.last().is_final);
  CHECK(t.last().channel == Channel::voice);
  CHECK(t.last().call_s == 10);
  CHECK(t.last().delivered_at() == t.model.start + 6s);
  CHECK(t.service->in_flight() == 0);
}

TEST_CASE("a call is charged when it is answered, in begun minutes", "[service][R-BIL-9]") {
  const auto [speech, minutes] =
      GENERATE(table<Duration, int>({{1s, 1}, {60s, 1}, {60s + 1ns, 2}, {61s, 2}, {300s, 5}}));
  TestCalls t;
  t.begin();
  t.call(1, speech);
  t.run_until(6s - 1ns);
  CHECK(t.service->voice_spending().spent(AccountId{0}).count == 0);
  t.run_until(6s);
  CHECK(t.service->voice_spending().spent(AccountId{0}).count == 13'000 * minutes);
  t.run_until(1h);
  CHECK(t.last().price.count == 13'000 * minutes);
  CHECK(t.last().fee.count == 0);
  CHECK(t.last().call_minutes() == minutes);
}

TEST_CASE("busy, no answer and failure end a call and cost nothing", "[service][R-BIL-9]") {
  TestCalls t;
  Statuses expected;
  SECTION("busy") { t.phones().busy = 1, expected = {Status::call_initiated, Status::call_busy}; }
  SECTION("no answer") {
    t.phones().no_answer = 1, expected = {Status::call_initiated, Status::call_ringing, Status::call_no_answer};
  }
  SECTION("failure") { t.phones().failed = 1, expected = {Status::call_initiated, Status::call_failed}; }
  t.begin();
  t.call(1);
  t.run_until(1h);
  CHECK(t.statuses() == expected);
  CHECK(t.last().is_final);
  CHECK(t.last().price.count == 0);
  CHECK(t.last().call_s == 0);
  CHECK(t.service->voice_spending().spent(AccountId{0}).count == 0);
}

TEST_CASE("voicemail answers later than a person, and the call is completed and charged", "[service][R-BIL-9]") {
  TestCalls t;
  t.phones().machine = 1;
  t.begin();
  t.call(1);
  t.run_until(1h);
  CHECK(t.times_of(Status::call_answered) == Times{21});
  CHECK(t.last().status == Status::call_completed);
  CHECK(t.last().price.count == 13'000);
}

TEST_CASE(
    "a person who hangs up shortens a completed call; a line that breaks fails it, and what was spoken is charged",
    "[service][R-BIL-9]") {
  TestCalls t;
  const bool breaks = GENERATE(true, false);
  (breaks ? t.phones().dropped : t.phones().hangs_up) = 1;
  t.begin();
  t.call(1, 200s);
  t.run_until(1h);
  CHECK(t.last().status == (breaks ? Status::call_failed : Status::call_completed));
  CHECK(t.last().call_s >= 1);
  CHECK(t.last().call_s < 200);
  CHECK(t.last().price.count == 13'000 * t.last().call_minutes());
}

TEST_CASE("a phone that is off goes to voicemail, where there is any; a number given up fails", "[service][R-DEA-7]") {
  TestCalls t;
  HandsetModel everybody{.share = 1};
  Statuses expected;
  SECTION("voicemail") {
    everybody.off_probability = 1;
    t.phones().machine = 0.5;
    expected = {Status::call_initiated, Status::call_ringing, Status::call_answered, Status::call_completed};
  }
  SECTION("none") {
    everybody.off_probability = 1;
    expected = {Status::call_initiated, Status::call_failed};
  }
  SECTION("given up") {
    everybody.deactivated_share = 1;
    expected = {Status::call_initiated, Status::call_failed};
  }
  t.model.handsets = {everybody};
  t.begin();
  t.call(1);
  t.run_until(1h);
  CHECK(t.statuses() == expected);
}

TEST_CASE("the price of a minute follows the country and is compared with the most that is allowed",
          "[service][R-VSB-11]") {
  TestCalls t;
  t.begin();
  SendRequest home = t.call_request(1), abroad = t.call_request(2);
  abroad.to.country = CountryId{1};
  for (const auto& [request, price] : {std::pair{home, 13'000}, std::pair{abroad, 564'000}}) {
    SendRequest r = request;
    r.max_price = UsdMicros{price};
    CHECK(t.service->assess(r).refusal == Refusal::none);
    r.max_price = UsdMicros{price - 1};
    CHECK(t.service->assess(r).refusal == Refusal::price_over_threshold);
  }
  t.service->submit(abroad);
  t.run_until(1min);
  CHECK(t.last().price.count == 564'000);
}

TEST_CASE("who opted out of a number is not called by it", "[service][R-OPT-6]") {
  TestCalls t;
  t.model.opt_out_lists[0].numbers = {PhoneNumber{12902000001}};
  t.begin();
  CHECK(t.call(1).refusal == Refusal::opted_out);
  CHECK(t.call(2).kind == Answer::Kind::accepted);
}

TEST_CASE("a call that waits too long expires with the event of voice, final and free", "[service][R-TTL-6]") {
  TestCalls t;
  t.model.accounts[0].queue_over_mps = true;
  t.begin();
  t.call(1);
  SendRequest second = t.call_request(2), third = t.call_request(3);
  second.ttl = 1s;  // expires at the instant at which it could be dialled
  third.ttl = 1s + 1ns;
  t.service->submit(second);
  t.service->submit(third);
  t.run_until(1h);
  CHECK(t.times_of(Status::call_ttl_expired) ==
        Times{1, 1.000000001});  // the third was dialled, and did not ring in time
  CHECK(t.hand_overs() == Times{0, 1});
  const auto expired = std::find_if(t.facts.begin(), t.facts.end(),
                                    [](const MessageFact& f) { return f.status == Status::call_ttl_expired; });
  CHECK(expired->is_final);
  CHECK(expired->price.count == 0);
  CHECK(event_type_of(Status::call_ttl_expired) == "VOICE_TTL_EXPIRED");
}

TEST_CASE("the time-to-live of a call ends when it rings", "[service][R-TTL-6]") {
  TestCalls t;
  const auto [ttl, end] =
      GENERATE(table<Duration, Status>({{1s - 1ns, Status::call_ttl_expired}, {1s, Status::call_completed}}));
  t.begin();
  SendRequest r = t.call_request(1);
  r.ttl = ttl;
  t.service->submit(r);
  t.run_until(1h);
  CHECK(t.last().status == end);
  CHECK(t.last().at == t.model.start + (end == Status::call_completed ? Duration{16s} : ttl));
}

TEST_CASE("during an outage calls wait, and go when it ends", "[service][R-TTL-6]") {
  TestCalls t;
  FaultModel outage{.kind = FaultKind::outage, .from = t.model.start + 10s, .to = t.model.start + 100s};
  outage.carrier = TestService::att;
  t.model.faults = {outage};
  t.begin();
  t.run_until(20s);
  t.call(1);
  SendRequest hasty = t.call_request(2);
  hasty.ttl = 30s;
  t.run_until(21s);
  t.service->submit(hasty);
  t.run_until(1h);
  CHECK(t.hand_overs() == Times{100});
  CHECK(t.times_of(Status::call_ttl_expired) == Times{51});
  CHECK(t.service->faults().messages_affected(0) == 2);
}

TEST_CASE("a blocked number's calls and those marked as spam fail", "[service]") {
  TestCalls t;
  FaultModel fault{.kind = GENERATE(FaultKind::number_blocked, FaultKind::filter, FaultKind::loss),
                   .from = t.model.start};
  t.model.faults = {fault};
  t.begin();
  t.run_until(1s);
  t.call(1);
  t.run_until(1h);
  CHECK(t.last().status == Status::call_failed);
  CHECK(t.last().price.count == 0);
}

TEST_CASE("the waits of an answered call add up to its delay", "[service][R-VSB-5]") {
  TestCalls t;
  t.model.accounts[0].queue_over_mps = true;
  t.begin();
  t.call(1);
  t.call(2);
  t.run_until(1h);
  const MessageFact& second = t.last();
  Duration waited{};
  for (const Wait& w : t.waits.back()) waited += w.to - w.from;
  CHECK(waited == 1s);
  CHECK(t.waits.back().front().cause == DelayCause::number_mps);
  CHECK(waited + (second.carrier_accepted - second.last_hand_over) +
            (second.delivered_at() - second.carrier_accepted) ==
        second.delivered_at() - second.planned);
}

}  // namespace sendlab
