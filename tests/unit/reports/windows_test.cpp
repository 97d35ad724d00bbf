#include "reports/windows.hpp"

#include <catch2/catch.hpp>

#include "reports/expectations.hpp"
#include "tests/unit/reports/test_world.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

CollectionPlan plan_of(const Topology& world, const std::string& expression) {
  const Result<Expectation> expectation = parse_expectation(expression, "x.lua:1");
  REQUIRE(expectation.ok());
  Result<CollectionPlan, Errors> plan = plan_collection(world, {expectation.value()});
  REQUIRE(plan.ok());
  return plan.value();
}

std::optional<Rational> worst_of(const std::string& expression, const Facts& facts) {
  const Topology world = small_topology();
  const CollectionPlan plan = plan_of(world, expression);
  return collect(world, plan, facts).worst_windows.at(0).value;
}

// One message a second for a minute; those planned in [20 s, 25 s) expire, and each takes (its second) / 10 to deliver.
Facts a_minute() {
  Facts facts;
  for (int s = 0; s < 60; ++s) {
    const Facts::Message message{.planned = s * 1s};
    if (s >= 20 && s < 25) {
      facts.accepted(message, s * 1s);
      facts.status(message, s * 1s + 30s, Status::ttl_expired, true);
      facts.next_message();
    } else {
      facts.delivered(message, s * 100ms, 0s, 0s);
    }
  }
  return facts;
}

}  // namespace

TEST_CASE("the worst window of a share is found by planned instant", "[reports][expectations]") {
  CHECK(worst_of("delivered_share >= 0.5 over 10s", a_minute()) == Rational{5, 10});
  CHECK(worst_of("delivered_share >= 0.5 over 20s", a_minute()) == Rational{15, 20});
  CHECK(worst_of("delivered_share < 0.5 over 10s", a_minute()) == Rational{1, 1});
  CHECK(worst_of("codes.reached_share over 10s > 0.1", a_minute()) == Rational{1, 2});
}

TEST_CASE("latency windows take mean, maximum, quantile and count of the messages planned in them",
          "[reports][expectations]") {
  CHECK(worst_of("delivery_s.max <= 8 over 10s", a_minute()) == Rational{59, 10});
  CHECK(worst_of("delivery_s.mean <= 8 over 10s", a_minute()) == Rational{545, 100});
  CHECK(worst_of("delivery_s.p50 <= 8 over 10s", a_minute()) == Rational{54, 10});
  CHECK(worst_of("delivery_s.max >= 0 over 10s", a_minute()) == Rational{9, 10});
  CHECK(worst_of("queue_s.count >= 1 over 10s", a_minute()) == Rational{5, 1});
}

TEST_CASE("counts over windows see refusals, statuses and parts", "[reports][expectations]") {
  Facts facts = a_minute();
  facts.refused({.planned = 59s}, 59s, Refusal::throttled);
  CHECK(worst_of("messages.final.TTL_EXPIRED <= 2 over 5s", facts) == Rational{5, 1});
  CHECK(worst_of("messages.final.TTL_EXPIRED <= 2 over 2s", facts) == Rational{2, 1});
  CHECK(worst_of("messages.requested <= 2 over 10s", facts) == Rational{11, 1});
  CHECK(worst_of("messages.refused.ThrottlingException <= 2 over 10s", facts) == Rational{1, 1});
  CHECK(worst_of("messages.parts >= 2 over 10s", facts) == Rational{10, 1});
}

TEST_CASE("a delay of exactly the limit is within it in a window too", "[reports][expectations]") {
  CHECK(worst_of("delivered_within.5.9s >= 0.5 over 10s", a_minute()) == Rational{5, 10});
  CHECK(worst_of("delivered_within.5s >= 0.5 over 10s", a_minute()) == Rational{1, 10});
}

TEST_CASE("a workload without samples has no worst window, and other workloads do not count",
          "[reports][expectations]") {
  CHECK_FALSE(worst_of("[\"news.daily\"].delivered_share >= 0.5 over 10s", a_minute()));
  CHECK_FALSE(worst_of("news.daily.delivery_s.p95 <= 5 over 10s", a_minute()));
}

TEST_CASE("a run shorter than the window is one window", "[reports][expectations]") {
  Facts facts;
  facts.delivered({.planned = 0s}, 1s, 0s, 0s);
  facts.delivered({.planned = 3s}, 2s, 0s, 0s);
  CHECK(worst_of("delivery_s.mean <= 1 over 1h", facts) == Rational{3, 2});
}

TEST_CASE("unsent sends lower the shares of the window in which they were planned", "[reports][expectations]") {
  const Topology world = small_topology();
  const CollectionPlan plan = plan_of(world, "codes.delivered_share >= 0.5 over 10s");
  Facts facts;
  facts.delivered({.planned = 1s}, 0s, 0s, 0s);
  Collector collector{world, plan, start};
  const std::vector<MessageFact> stories = facts.stories();
  collector.consume({stories, facts.waits});
  collector.add_unsent(codes, 3, at(2s));
  collector.set_offered(codes, 4);
  CHECK(std::move(collector).finish({}, Digest{}).worst_windows.at(0).value == Rational{1, 4});
}

TEST_CASE("the worst of several replications is the worst of all", "[reports][expectations]") {
  WorstWindow least{Rational{1, 2}, true};
  least.merge({Rational{2, 3}, true});
  CHECK(least.value == Rational{1, 2});
  least.merge({Rational{1, 3}, true});
  CHECK(least.value == Rational{1, 3});
  least.merge({std::nullopt, true});
  CHECK(least.value == Rational{1, 3});
  WorstWindow greatest{std::nullopt, false};
  greatest.merge({Rational{1, 2}, false});
  greatest.merge({Rational{3, 4}, false});
  greatest.merge({Rational{1, 4}, false});
  CHECK(greatest.value == Rational{3, 4});
}
