#include <catch2/catch.hpp>
#include <map>

#include "tests/unit/service/test_service.hpp"

namespace sendlab {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Times = std::vector<double>;

namespace {

FaultModel fault(FaultKind kind, const TestService& t, Duration from, Duration lasts) {
  FaultModel f;
  f.kind = kind;
  f.from = t.model.start + from;
  f.to = f.from + lasts;
  f.carrier = TestService::att;
  return f;
}

}  // namespace

TEST_CASE("an outage holds its carrier's messages until it ends and touches no other", "[service][fault]") {
  TestService t;
  t.model.faults = {fault(FaultKind::outage, t, seconds{0}, minutes{5})};
  t.begin();
  t.run_until(seconds{1});
  t.send(1);
  t.send(2, TestService::tmobile);
  t.run_until(hours{1});
  CHECK(t.hand_overs() == Times{1, 300});
  CHECK(t.service->faults().messages_affected(0) == 1);
  CHECK(t.waits.back().front().cause == DelayCause::fault);
}

TEST_CASE("what expires during an outage does not wait for its end", "[service][fault][R-TTL-2]") {
  TestService t;
  t.model.faults = {fault(FaultKind::outage, t, seconds{0}, minutes{5})};
  t.begin();
  t.run_until(seconds{1});
  SendRequest r = t.request();
  r.ttl = seconds{60};
  t.service->submit(r);
  t.run_until(hours{1});
  CHECK(t.times_of(Status::ttl_expired) == Times{61});
}

TEST_CASE("an outage that meets a share of the offers is tried again every 30 s", "[service][fault]") {
  TestService t;
  FaultModel f = fault(FaultKind::outage, t, seconds{0}, hours{1});
  f.share = 0.5;
  t.model.faults = {f};
  t.model.numbers[0].mps = {1000, seconds{1}};
  t.begin();
  t.run_until(seconds{1});
  for (std::uint64_t person = 0; person < 400; ++person) t.send(person);
  t.run_until(hours{2});
  std::map<double, int> at;
  for (const double time : t.hand_overs()) ++at[time];
  CHECK(at[1] > 160);
  CHECK(at[1] < 240);
  CHECK(at[31] > 70);
  CHECK(at[31] < 130);
  CHECK(t.service->faults().messages_affected(0) == 400 - at[1]);
}

TEST_CASE("an outage that a script ends before its time lets everybody go at that instant", "[service][fault]") {
  for (const Duration planned_end : {Duration{hours{1}}, never - Instant{} - hours{1'000'000}}) {
    TestService t;
    FaultModel f = fault(FaultKind::outage, t, seconds{0}, planned_end);
    t.model.faults = {f};
    t.begin();
    t.run_until(seconds{1});
    t.send(1);
    t.send(2);
    t.run_until(seconds{100});
    t.service->end_fault(0);
    t.run_until(hours{2});
    CHECK(t.hand_overs() == Times{100, 100});
  }
}

TEST_CASE("a slow network does not keep a handset off for longer", "[service][fault]") {
  TestService t;
  t.fate = delivered_after(seconds{1}, seconds{1 + 600 + 2});
  t.fate.handset_off = seconds{600};
  FaultModel f = fault(FaultKind::latency, t, seconds{0}, hours{1});
  f.factor = 4;
  t.model.faults = {f};
  t.begin();
  t.run_until(Duration{1});
  t.send(1);
  t.run_until(hours{2});
  CHECK(t.times_of(Status::delivered).front() == Approx(4 + 600 + 8));
}

TEST_CASE("limits that failed offers did not use stay free", "[service][fault]") {
  TestService t;
  t.model.numbers[0].mps = {1, seconds{1}};
  t.model.faults = {fault(FaultKind::outage, t, seconds{0}, minutes{1})};
  t.begin();
  t.run_until(seconds{1});
  CHECK(t.send(1).kind == Answer::Kind::accepted);
  CHECK(t.send(2, TestService::tmobile).kind == Answer::Kind::accepted);
}

TEST_CASE("a latency fault makes answers and deliveries later", "[service][fault]") {
  TestService t;
  FaultModel f = fault(FaultKind::latency, t, seconds{0}, minutes{1});
  f.factor = 3;
  f.add = seconds{2};
  t.model.faults = {f};
  t.begin();
  t.run_until(seconds{1});
  t.send(1);
  t.run_until(hours{1});
  CHECK(t.times_of(Status::successful) == Times{3.3});
  CHECK(t.times_of(Status::delivered) == Times{6});
}

TEST_CASE("loss: taken, never seen again, UNKNOWN after 72 hours", "[service][fault][R-TTL-5]") {
  TestService t;
  t.model.faults = {fault(FaultKind::loss, t, seconds{0}, minutes{1})};
  t.begin();
  t.run_until(seconds{1});
  t.send(1);
  t.run_until(hours{80});
  CHECK(t.times_of(Status::successful).size() == 1);
  CHECK(t.times_of(Status::unknown) == Times{1 + 72 * 3600});
}

TEST_CASE("filter ends as SPAM, a blocked number as CARRIER_BLOCKED", "[service][fault]") {
  for (const auto& [kind, status] : {std::pair{FaultKind::filter, Status::spam},
                                     std::pair{FaultKind::number_blocked, Status::carrier_blocked}}) {
    TestService t;
    FaultModel f = fault(kind, t, seconds{0}, minutes{1});
    if (kind == FaultKind::number_blocked) f.number = NumberId{0};
    t.model.faults = {f};
    t.begin();
    t.run_until(seconds{1});
    t.send(1);
    t.run_until(hours{1});
    CHECK(t.times_of(status) == Times{1.1});
    CHECK(t.service->faults().messages_affected(0) == 1);
  }
}

TEST_CASE("receipts that come while receipts are lost are lost; delayed ones come later", "[service][fault][R-TTL-5]") {
  TestService lost;
  lost.model.faults = {fault(FaultKind::receipt_loss, lost, milliseconds{500}, minutes{1})};
  lost.begin();
  lost.send(1);
  lost.run_until(hours{80});
  CHECK(lost.times_of(Status::delivered).empty());
  CHECK(lost.times_of(Status::unknown) == Times{72 * 3600});

  TestService late;
  FaultModel f = fault(FaultKind::receipt_delay, late, milliseconds{500}, minutes{1});
  f.add = seconds{30};
  late.model.faults = {f};
  late.begin();
  late.send(1);
  late.run_until(hours{1});
  CHECK(late.times_of(Status::delivered) == Times{31});
}

TEST_CASE("a throttled number sends at the lower rate while the fault lasts", "[service][fault]") {
  TestService t;
  t.model.accounts[0].queue_over_mps = true;
  t.model.numbers[0].mps = {10, seconds{1}};
  FaultModel f = fault(FaultKind::throttle, t, seconds{0}, seconds{3});
  f.carrier.reset();
  f.number = NumberId{0};
  f.factor = 0.1;
  t.model.faults = {f};
  t.begin();
  t.run_until(Duration{1});
  for (std::uint64_t person = 0; person < 6; ++person) t.send(person);
  t.run_until(hours{1});
  const Times times = t.hand_overs();
  CHECK(times[1] - times[0] == Approx(1));
  CHECK(times[2] - times[0] == Approx(2));
  CHECK(times[3] == Approx(3));  // the fault is over: the whole rate at once
  CHECK(times[5] == Approx(3));
  CHECK(t.service->faults().messages_affected(0) == 5);
}

TEST_CASE("a throttle is met by all who wait when it begins, though they go after its end", "[service][fault]") {
  TestService t;
  t.model.accounts[0].queue_over_mps = true;
  t.model.numbers[0].mps = {2, seconds{1}};
  FaultModel f = fault(FaultKind::throttle, t, seconds{1}, seconds{9});
  f.carrier.reset();
  f.number = NumberId{0};
  f.rate = Throughput{1, minutes{1}};
  FaultModel later = f;
  later.from += minutes{1}, later.to += minutes{1};
  t.model.faults = {f, later};
  t.begin();
  for (std::uint64_t person = 0; person < 6; ++person) t.send(person);
  t.run_until(hours{1});
  CHECK(t.hand_overs() == Times{0, 0, 10, 10, 11, 11});
  CHECK(t.service->faults().messages_affected(0) == 4);
  CHECK(t.service->faults().messages_affected(1) == 0);
}

TEST_CASE("a throttle is met by a request that is told to come again", "[service][fault]") {
  TestService t;
  t.model.numbers[0].mps = {2, seconds{1}};
  FaultModel f = fault(FaultKind::throttle, t, seconds{0}, minutes{9});
  f.carrier.reset();
  f.number = NumberId{0};
  f.rate = Throughput{1, minutes{1}};
  t.model.faults = {f};
  t.begin();
  t.run_until(Duration{1});
  t.send(0);
  CHECK(t.service->faults().messages_affected(0) == 0);
  CHECK(t.send(1).kind == Answer::Kind::throttled);
  CHECK(t.service->faults().messages_affected(0) == 1);
}

TEST_CASE("a carrier throttled by a rate takes no more than that from all numbers together", "[service][fault]") {
  TestService t;
  t.model.accounts[0].queue_over_mps = true;
  FaultModel f = fault(FaultKind::throttle, t, seconds{0}, minutes{1});
  f.rate = Throughput{1, seconds{2}};
  t.model.faults = {f};
  t.begin();
  t.run_until(seconds{1});
  for (std::uint64_t person = 0; person < 3; ++person) t.send(person);
  t.send(9, TestService::tmobile);
  t.run_until(hours{1});
  CHECK(t.hand_overs() == Times{1, 1, 3, 5});
}

TEST_CASE("a rule change sets fee, cap and throughput from its instant on, and gives them back", "[service][fault]") {
  TestService t;
  t.model.brands = {{"Example", false, {{TestService::att, std::nullopt, 0}}}};
  t.model.campaigns = {{"otp", AccountId{0}, BrandId{0}, false, {}}};
  t.model.numbers[0].campaign = CampaignId{0};
  t.model.numbers[0].type = NumberType::ten_dlc;
  FaultModel f = fault(FaultKind::rule_change, t, seconds{10}, seconds{10});
  f.fee = UsdMicros{5'000};
  f.brand_daily_cap = 1;
  t.model.faults = {f};
  t.begin();
  std::vector<std::int64_t> fees;
  for (const Duration at : {seconds{5}, seconds{15}, seconds{25}}) {
    t.run_until(at);
    t.send(static_cast<std::uint64_t>(at.count()));
  }
  t.run_until(hours{1});
  for (const MessageFact& fact : t.facts)
    if (fact.kind == FactKind::accepted) fees.push_back(fact.fee.count);
  CHECK(fees == std::vector<std::int64_t>{TestService::fee, 5'000, TestService::fee});
  CHECK(t.times_of(Status::carrier_blocked) == Times{15});  // one part today already
}

}  // namespace sendlab
