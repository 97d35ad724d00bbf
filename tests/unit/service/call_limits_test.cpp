// The quotas and limits that calls meet (R-VSB, R-SPD-9).
#include <catch2/catch.hpp>

#include "tests/unit/service/test_calls.hpp"

namespace sendlab {
namespace {

using namespace std::chrono_literals;

// Asks once a second until `until`; the number of calls accepted.
int calls_in(TestCalls& t, Duration until, std::uint64_t first_person = 0) {
  int accepted = 0;
  for (Duration at = t.simulation->now() - t.model.start; at < until; at += 1s) {
    t.run_until(at);
    if (t.call(first_person++).kind == Answer::Kind::accepted) ++accepted;
  }
  return accepted;
}

}  // namespace

TEST_CASE("a number makes one call a second: the next is throttled and told until when", "[service][R-VSB-5]") {
  TestCalls t;
  t.begin();
  CHECK(t.call(1).kind == Answer::Kind::accepted);
  const Answer second = t.call(2);
  CHECK(second.kind == Answer::Kind::throttled);
  CHECK(second.cause == DelayCause::number_mps);
  CHECK(second.ask_again == t.model.start + 1s);
  t.run_until(1s - 1ns);
  CHECK(t.call(2).kind == Answer::Kind::throttled);
  t.run_until(1s);
  CHECK(t.call(2).kind == Answer::Kind::accepted);
}

TEST_CASE("text messages do not use up a number's calls, nor calls its text messages", "[service][R-VSB-5]") {
  TestCalls t;
  t.model.numbers[0].mps = {1, 1s};
  t.begin();
  CHECK(t.send(1).kind == Answer::Kind::accepted);
  CHECK(t.call(1).kind == Answer::Kind::accepted);
  CHECK(t.send(2).kind == Answer::Kind::throttled);
  CHECK(t.call(2).kind == Answer::Kind::throttled);
}

TEST_CASE("an account makes 20 calls in any minute, in the sandbox 5", "[service][R-VSB-3]") {
  TestCalls t;
  const bool sandbox = GENERATE(true, false);
  t.model.accounts[0].voice_sandbox = sandbox;
  for (std::uint64_t i = 0; i < 200; ++i) t.model.accounts[0].verified_numbers.push_back(PhoneNumber{12902000000 + i});
  t.begin();
  const int most = sandbox ? 5 : 20;
  CHECK(calls_in(t, 60s) == most);
  const Answer early = t.call(100);  // the second after the first 60 would be free only now
  CHECK(early.kind == Answer::Kind::throttled);
  CHECK(early.cause == DelayCause::api_quota);
  CHECK(early.ask_again == t.model.start + 60s);
  t.run_until(60s);
  CHECK(t.call(101).kind == Answer::Kind::accepted);
}

TEST_CASE("leaving the sandbox brings the larger quotas by itself", "[service][R-VSB-10]") {
  TestCalls t;
  t.model.accounts[0].voice_sandbox = true;
  for (std::uint64_t i = 0; i < 200; ++i) t.model.accounts[0].verified_numbers.push_back(PhoneNumber{12902000000 + i});
  t.begin();
  CHECK(calls_in(t, 10s) == 5);
  t.model.accounts[0].voice_sandbox = false;
  CHECK(calls_in(t, 60s, 50) == 15);  // with the five of the sandbox 20 in this minute
  CHECK(t.call(500).kind == Answer::Kind::throttled);
  t.run_until(60s);
  CHECK(t.call(501, 300s).kind == Answer::Kind::accepted);  // unverified, and longer than 30 s
}

TEST_CASE("the sandbox makes 20 calls in any 24 hours, production any number", "[service][R-VSB-1]") {
  TestCalls t;
  const bool sandbox = GENERATE(true, false);
  t.model.accounts[0].voice_sandbox = sandbox;
  for (std::uint64_t i = 0; i < 200; ++i) t.model.accounts[0].verified_numbers.push_back(PhoneNumber{12902000000 + i});
  t.begin();
  int accepted = 0;
  for (int i = 0; i < 30; ++i) {
    t.run_until(i * 60s);
    if (t.call(static_cast<std::uint64_t>(i)).kind == Answer::Kind::accepted) ++accepted;
  }
  CHECK(accepted == (sandbox ? 20 : 30));
  if (!sandbox) return;
  t.run_until(24h - 1ns);
  CHECK(t.call(40).ask_again == t.model.start + 24h);
  t.run_until(24h);
  CHECK(t.call(40).kind == Answer::Kind::accepted);
  t.run_until(24h + 1s);
  CHECK(t.call(41).ask_again == t.model.start + 24h + 60s);  // the second of the first day was a minute later
}

TEST_CASE("a recipient gets five calls in any 24 hours, in production too; the sixth is refused",
          "[service][R-VSB-2][R-VSB-12]") {
  TestCalls t;
  t.begin();
  for (int i = 0; i < 5; ++i) {
    t.run_until(i * 60s);
    CHECK(t.call(7).kind == Answer::Kind::accepted);
  }
  t.run_until(24h - 1ns);
  const Answer sixth = t.call(7);
  CHECK(sixth.kind == Answer::Kind::refused);
  CHECK(sixth.refusal == Refusal::daily_call_limit);
  CHECK(t.call(8).kind == Answer::Kind::accepted);
  t.run_until(24h + 1s);
  CHECK(t.call(7).kind == Answer::Kind::accepted);
  t.run_until(24h + 2s);
  CHECK(t.call(7).refusal == Refusal::daily_call_limit);  // the second call is not 24 hours old yet
}

TEST_CASE("a text is spoken for 5 minutes at most, in the sandbox for 30 seconds", "[service][R-VSB-4]") {
  TestCalls t;
  t.begin();
  CHECK(t.call(1, 300s).kind == Answer::Kind::accepted);
  t.run_until(1s);
  CHECK(t.call(2, 300s + 1ns).refusal == Refusal::invalid_message);
  t.model.accounts[0].voice_sandbox = true;
  SendRequest simulator = t.call_request(3, 30s);
  simulator.to.carrier = CarrierId{2};  // the service's own numbers need no verification
  CHECK(t.service->assess(simulator).refusal == Refusal::none);
  simulator.speech = 30s + 1ns;
  CHECK(t.service->assess(simulator).refusal == Refusal::invalid_message);
}

TEST_CASE("the voice sandbox calls verified numbers of some countries only", "[service][R-VSB-6][R-VSB-9]") {
  TestCalls t;
  t.model.accounts[0].voice_sandbox = true;
  t.model.accounts[0].verified_numbers = {PhoneNumber{12902000001}, PhoneNumber{12902000002}};
  t.model.countries[1].called_from_sandbox = false;
  t.begin();
  CHECK(t.service->assess(t.call_request(1)).refusal == Refusal::none);
  CHECK(t.service->assess(t.call_request(3)).refusal == Refusal::not_verified);
  SendRequest abroad = t.call_request(2);
  abroad.to.country = CountryId{1};
  CHECK(t.service->assess(abroad).refusal == Refusal::destination_country_blocked);
  t.model.accounts[0].voice_sandbox = false;
  CHECK(t.service->assess(abroad).refusal == Refusal::none);
  CHECK(t.service->assess(t.call_request(3)).refusal == Refusal::none);
}

TEST_CASE("any country is called from a number of another, unless it demands a local one",
          "[service][R-VSB-13][R-VSB-14]") {
  TestCalls t;
  t.begin();
  SendRequest abroad = t.call_request(1);
  abroad.to.country = CountryId{1};
  CHECK(t.service->assess(abroad).refusal == Refusal::none);
  t.phones().local_number_only = true;
  CHECK(t.service->assess(abroad).refusal == Refusal::invalid_identity_for_country);
  CHECK(t.service->assess(t.call_request(1)).refusal == Refusal::none);
}

TEST_CASE("a call needs a number with voice, and one number at least", "[service][R-NUM-5]") {
  TestCalls t;
  t.model.numbers[0].voice = false;
  t.begin();
  CHECK(t.call(1).refusal == Refusal::voice_capability_not_available);
  SendRequest none = t.call_request(1);
  none.number = no_number;
  CHECK(t.service->assess(none).refusal == Refusal::no_origination_identity);
}

TEST_CASE("a call from a pool takes a number with voice, of the recipient's country if there is one, always the same",
          "[service][R-VSB-13]") {
  TestCalls t;
  for (int i = 0; i < 3; ++i) t.model.numbers.push_back(t.model.numbers[0]);
  t.model.numbers[0].voice = false;
  t.model.numbers[3].country = CountryId{1};
  t.model.pools = {{"pool", AccountId{0}, {NumberId{0}, NumberId{1}, NumberId{2}, NumberId{3}}}};
  t.begin();
  std::vector<int> chosen(4);
  for (std::uint64_t person = 0; person < 40; ++person) {
    SendRequest r = t.call_request(person);
    r.number = no_number;
    r.pool = PoolId{0};
    const NumberId number = t.service->assess(r).number;
    REQUIRE(number.index < 4);
    CHECK(t.service->assess(r).number == number);
    ++chosen[number.index];
    r.to.country = CountryId{1};
    CHECK(t.service->assess(r).number == NumberId{3});
  }
  CHECK(chosen[0] == 0);
  CHECK(chosen[1] > 0);
  CHECK(chosen[2] > 0);
  CHECK(chosen[3] == 0);
}

TEST_CASE("an account has asked for a call or has not", "[service][R-VSB-7]") {
  TestCalls t;
  t.begin();
  CHECK_FALSE(t.service->has_called(AccountId{0}));
  t.send(1);
  t.call(1, 301s);  // refused
  CHECK_FALSE(t.service->has_called(AccountId{0}));
  t.call(1);
  CHECK(t.service->has_called(AccountId{0}));
}

TEST_CASE("a strict limit counts what calls on their way may cost, and only calls", "[service][R-SPD-9][R-SPD-4]") {
  TestCalls t;
  t.model.accounts[0].strict_spend_enforcement = true;
  t.model.accounts[0].monthly_voice_spend_limit = UsdMicros{39'000};  // three minutes
  t.begin();
  CHECK(t.call(1, 120s).kind == Answer::Kind::accepted);
  t.run_until(1s);
  CHECK(t.call(2, 61s).refusal == Refusal::voice_spend_limit_reached);
  CHECK(t.call(2, 60s).kind == Answer::Kind::accepted);
  t.run_until(10min);
  CHECK(t.service->voice_spending().spent(AccountId{0}).count == 39'000);
  CHECK(t.call(3, 1s).refusal == Refusal::voice_spend_limit_reached);
  CHECK(t.send(3).kind == Answer::Kind::accepted);
  CHECK(t.service->spending().spent(AccountId{0}).count == TestService::price + TestService::fee);
}

TEST_CASE("what nobody answered is free to be spent again", "[service][R-SPD-9]") {
  TestCalls t;
  t.model.accounts[0].strict_spend_enforcement = true;
  t.model.accounts[0].monthly_voice_spend_limit = UsdMicros{13'000};
  t.phones().busy = 1;
  t.begin();
  CHECK(t.call(1).kind == Answer::Kind::accepted);
  CHECK(t.service->assess(t.call_request(2)).refusal == Refusal::voice_spend_limit_reached);
  t.run_until(1s);
  CHECK(t.call(2).kind == Answer::Kind::accepted);
}

TEST_CASE("a delayed limit stops calls minutes after it was crossed, until the month is over",
          "[service][R-SPD-2][R-SPD-5][R-SPD-9]") {
  TestCalls t;
  t.model.accounts[0].monthly_voice_spend_limit = UsdMicros{12'999};
  t.begin();
  t.call(1);
  t.run_until(30s);
  CHECK(t.call(2).kind == Answer::Kind::accepted);
  t.run_until(11min);
  CHECK(t.call(3).refusal == Refusal::voice_spend_limit_reached);
  CHECK(t.send(3).kind == Answer::Kind::accepted);
  t.run_until(std::chrono::hours{24 * 28});
  CHECK(t.call(3).kind == Answer::Kind::accepted);
}

TEST_CASE("with over_mps = queue accepted calls wait for the number's second, first come, first served",
          "[service][R-VSB-5][R-MPS-9]") {
  TestCalls t;
  t.model.accounts[0].queue_over_mps = true;
  t.begin();
  for (std::uint64_t person = 0; person < 4; ++person) CHECK(t.call(person).kind == Answer::Kind::accepted);
  t.run_until(1h);
  CHECK(t.times_of(Status::call_initiated) == Times{0, 0, 0, 0});
  CHECK(t.hand_overs() == Times{0, 1, 2, 3});
  CHECK(t.times_of(Status::call_completed) == Times{16, 17, 18, 19});
}

TEST_CASE("waiting calls of several numbers share the account's minute, and none idles", "[service][R-VSB-3]") {
  TestCalls t;
  t.model.accounts[0].queue_over_mps = true;
  t.model.numbers.push_back(t.model.numbers[0]);
  t.begin();
  for (std::uint64_t person = 0; person < 50; ++person) {
    SendRequest r = t.call_request(person);
    r.number = NumberId{static_cast<std::uint32_t>(person % 2)};
    CHECK(t.service->submit(r).kind == Answer::Kind::accepted);
  }
  t.run_until(1h);
  const Times hand_overs = t.hand_overs();
  REQUIRE(hand_overs.size() == 50);
  Times expected;
  for (int i = 0; i < 50; ++i) expected.push_back(i / 20 * 60 + i % 20 / 2);  // two a second, twenty a minute
  CHECK(hand_overs == expected);
}

TEST_CASE("nobody's calls are forgotten or counted twice, however many recipients there are", "[service][R-VSB-2]") {
  CallHistory history(2, 24h);
  const Instant start = parse_rfc3339("2026-01-05T00:00:00Z").value();
  const AccountId account{0};
  for (std::uint64_t i = 0; i < 1000; ++i) {
    history.take(account, PhoneNumber{12902000000 + i}, start + i * 1s);
    history.take(account, PhoneNumber{12902000000 + i}, start + i * 1s);
  }
  for (std::uint64_t i = 0; i < 1000; ++i)
    REQUIRE(history.opens(account, PhoneNumber{12902000000 + i}, start + 2000s) == start + i * 1s + 24h);
  CHECK(history.opens(AccountId{1}, PhoneNumber{12902000000}, start) == start);
  CHECK(history.opens(account, PhoneNumber{12902000000}, start + 24h) == start + 24h);
  // A day later the table has room again without growing with every recipient it ever saw.
  for (std::uint64_t i = 0; i < 1000; ++i) history.take(account, PhoneNumber{12903000000 + i}, start + 48h);
  CHECK(history.opens(account, PhoneNumber{12902000999}, start + 48h) == start + 48h);
}

}  // namespace sendlab
