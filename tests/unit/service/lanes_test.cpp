// Lanes of messages and lines of lanes before a closed gate.
#include <catch2/catch.hpp>
#include <set>

#include "engine/kernel/random.hpp"
#include "tests/unit/service/test_service.hpp"

namespace sendlab {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Times = std::vector<double>;

// One campaign of so many numbers, each of `mps`, with a limit at AT&T. What is over a number's rate is queued.
void make_campaign(TestService& t, std::size_t numbers, Throughput mps, Throughput at_att) {
  t.model.accounts[0].queue_over_mps = true;
  t.model.brands = {{"Example", false, {}}};
  t.model.campaigns = {{"otp", AccountId{0}, BrandId{0}, false, {{TestService::att, at_att, false}}}};
  t.model.numbers.resize(numbers, t.model.numbers[0]);
  for (NumberModel& number : t.model.numbers) {
    number.type = NumberType::ten_dlc;
    number.campaign = CampaignId{0};
    number.mps = mps;
  }
}

Answer send_from(TestService& t, std::uint32_t number, std::uint64_t person, CarrierId carrier = TestService::att,
                 std::uint8_t parts = 1, Duration ttl = std::chrono::hours{72}) {
  SendRequest request = t.request(person, carrier);
  request.number = NumberId{number};
  request.parts = parts;
  request.ttl = ttl;
  return t.service->submit(request);
}

// What the message was charged with waiting for, before its carrier.
std::vector<DelayCause> waited_for(const TestService& t, std::uint64_t person) {
  std::vector<DelayCause> causes;
  for (std::size_t i = 0; i < t.facts.size(); ++i)
    if (t.facts[i].is_final && t.facts[i].destination.digits == 12902000000 + person)
      for (const Wait& wait : t.waits[i]) causes.push_back(wait.cause);
  return causes;
}

}  // namespace

TEST_CASE("a gate that opens wakes one lane, however many numbers wait before it", "[service][R-REG-7]") {
  constexpr std::uint64_t numbers = 40, messages = 400;
  TestService t;
  make_campaign(t, numbers, {100, seconds{1}}, {1, seconds{1}});
  t.begin();
  for (std::uint64_t i = 0; i < messages; ++i) send_from(t, static_cast<std::uint32_t>(i % numbers), i);
  t.run_until(seconds{messages + 10});
  std::vector<std::uint64_t> order;
  for (const MessageFact& fact : t.facts)
    if (fact.kind == FactKind::handed_over) {
      CHECK(fact.first_hand_over == t.model.start + seconds{order.size()});
      order.push_back(fact.destination.digits - 12902000000);
    }
  CHECK(order.size() == messages);
  CHECK(std::is_sorted(order.begin(), order.end()));  // first come, first served, across all numbers
  // A release, the carrier's answer and the outcome. Were all lanes woken, there would be forty times as many.
  CHECK(t.simulation->events_executed() < 4 * messages);
}

TEST_CASE("who waits for its number and its campaign, which open together, has waited for the number", "[service]") {
  for (const bool together : {true, false}) {
    TestService t;
    make_campaign(t, 1, {1, seconds{1}}, {1, seconds{together ? 1 : 2}});
    t.begin();
    send_from(t, 0, 1);
    send_from(t, 0, 2);
    t.run_until(seconds{10});
    CHECK(t.hand_overs() == Times{0, together ? 1.0 : 2.0});
    CHECK(waited_for(t, 2) == std::vector{together ? DelayCause::number_mps : DelayCause::campaign_throughput});
  }
}

TEST_CASE("a campaign's lane whose turn comes while its number is closed lets the others pass", "[service]") {
  TestService t;
  make_campaign(t, 2, {1, seconds{4}}, {1, seconds{1}});
  t.begin();
  send_from(t, 0, 1);  // takes number 0 until 4 s and the campaign until 1 s
  send_from(t, 0, 2);
  t.run_until(milliseconds{10});
  send_from(t, 1, 3);  // accepted later, from a number that is free
  t.run_until(seconds{10});
  CHECK(t.hand_overs() == Times{0, 1, 4});
  CHECK(waited_for(t, 3) == std::vector{DelayCause::campaign_throughput});
  CHECK(waited_for(t, 2) == std::vector{DelayCause::number_mps});
}

TEST_CASE("a long message goes as soon as what its number sends spaces its parts so that they fit",
          "[service][R-MPS-1]") {
  TestService t;
  make_campaign(t, 2, {2, seconds{1}}, {2, seconds{1}});
  t.begin();
  send_from(t, 1, 1);
  t.run_until(milliseconds{300});
  send_from(t, 1, 2);
  t.run_until(milliseconds{350});
  send_from(t, 0, 3, TestService::att, 2);  // both parts at once: not before 1.3 s
  t.run_until(milliseconds{1100});
  send_from(t, 0, 4, TestService::tmobile);  // now the second part would go a second later, when there is room for it
  t.run_until(seconds{10});
  CHECK(t.hand_overs() == Times{0, 0.3, 1.1, 1.1});
}

TEST_CASE("who expires in a line leaves its place to the next of its lane, or to the next lane", "[service][R-TTL-2]") {
  for (const bool another_behind : {false, true}) {
    TestService t;
    make_campaign(t, 1, {1, seconds{10}}, {100, seconds{1}});
    t.begin();
    send_from(t, 0, 1);
    send_from(t, 0, 2, TestService::att, 1, seconds{5});
    if (another_behind) send_from(t, 0, 3);
    send_from(t, 0, 4, TestService::tmobile);
    t.run_until(seconds{60});
    std::vector<std::uint64_t> order;
    for (const MessageFact& fact : t.facts)
      if (fact.kind == FactKind::handed_over) order.push_back(fact.destination.digits - 12902000000);
    CHECK(order == (another_behind ? std::vector<std::uint64_t>{1, 3, 4} : std::vector<std::uint64_t>{1, 4}));
    CHECK(t.times_of(Status::ttl_expired) == Times{5});
    CHECK(t.hand_overs() == (another_behind ? Times{0, 10, 20} : Times{0, 10}));
  }
}

TEST_CASE("a line hands out its lanes in the order of their places, whoever comes, goes or moves back", "[service]") {
  RandomStream random{stream_key(Seed{3}, 0, "test", "line")};
  std::vector<Lane> lanes(50);
  WaitingLine line{LimitGate{}};
  std::set<std::pair<std::uint64_t, std::uint32_t>> reference;
  std::uint64_t next_place = 1;
  std::vector<bool> waits(lanes.size());
  for (int step = 0; step < 20'000; ++step) {
    const auto lane = static_cast<std::uint32_t>(random.below(lanes.size()));
    if (!waits[lane]) {
      lanes[lane].place = random.chance(0.5) ? next_place++ * 1000 : random.below(1000 * next_place) / 100 * 100 + lane;
      line.insert(lanes, lane);
      reference.emplace(lanes[lane].place, lane);
    } else {
      reference.erase({lanes[lane].place, lane});
      if (random.chance(0.5)) {
        line.remove(lanes, lane);
      } else {
        lanes[lane].place = next_place++ * 1000;
        line.moved_back(lanes, lane);
        reference.emplace(lanes[lane].place, lane);
        continue;
      }
    }
    waits[lane] = !waits[lane];
    REQUIRE(line.empty() == reference.empty());
    if (!line.empty()) REQUIRE(lanes[line.first()].place == reference.begin()->first);
  }
}

TEST_CASE("an opt-out list holds what was added and not removed, of many numbers", "[service]") {
  RandomStream random{stream_key(Seed{4}, 0, "test", "opt-outs")};
  OptOutList list;
  std::set<std::uint64_t> reference;
  for (int step = 0; step < 20'000; ++step) {
    const PhoneNumber number{12902000000 + random.below(5'000)};
    if (random.chance(0.6))
      CHECK(list.add(number, Instant{}, true) == reference.insert(number.digits).second);
    else
      CHECK(list.remove(number) == (reference.erase(number.digits) > 0));
    const PhoneNumber asked{12902000000 + random.below(5'000)};
    REQUIRE(list.holds(asked) == reference.contains(asked.digits));
  }
  CHECK(list.size() == reference.size());
}

}  // namespace sendlab
