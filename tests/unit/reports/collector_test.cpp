#include "reports/collector.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/reports/test_world.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

const BlockTotals& workload(const Summary& summary, WorkloadId id) { return summary.workloads.at(id.index); }

}  // namespace

TEST_CASE("a delivered message counts for its workload, carrier and number, and for no other", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.delivered({.number = otp2, .carrier = tmobile, .parts = 2, .planned = 3s}, 1s, 100ms, 2s);

  const Summary summary = collect(world, plan, facts);

  for (const BlockTotals* block : {&summary.workloads[0], &summary.carriers[1], &summary.numbers[1]}) {
    CHECK(block->requested() == 1);
    CHECK(block->accepted == 1);
    CHECK(block->parts == 2);
    CHECK(block->parts_handed_over == 2);
    CHECK(block->delivered() == 1);
    CHECK(block->pending() == 0);
    CHECK(block->message_price.count == 5'810);
    CHECK(block->carrier_fee.count == 3'000);
    CHECK(block->queue.max() == 1s);
    CHECK(block->accept.max() == 1100ms);
    CHECK(block->delivery.max() == 3100ms);
    CHECK(block->first_hand_over == at(4s).time_since_epoch().count());
    CHECK(block->last_hand_over == at(4s).time_since_epoch().count());
    CHECK(block->last_final == at(6100ms).time_since_epoch().count());
  }
  for (const BlockTotals* block :
       {&summary.workloads[1], &summary.carriers[0], &summary.numbers[0], &summary.numbers[2]}) {
    CHECK(block->requested() == 0);
    CHECK(block->delivery.count() == 0);
  }
  CHECK(summary.events[static_cast<std::size_t>(Status::successful)] == 1);
  CHECK(summary.events[static_cast<std::size_t>(Status::delivered)] == 1);
}

TEST_CASE("every wait of a delivered message is charged to its cause, to the nanosecond", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  const Facts::Message message{.planned = 1s};
  facts.accepted(message, 1s + 7ns);
  facts.handed_over(message, 2s, 2s);
  MessageFact& last = facts.status(message, 9s + 3ns, Status::delivered, true);
  last.first_hand_over = last.last_hand_over = at(2s);
  last.carrier_accepted = at(5s + 1ns);
  facts.wait_of(last, 1s, 1s + 7ns, DelayCause::client_retry);
  facts.wait_of(last, 1s + 7ns, 1s + 20ns, DelayCause::number_mps);
  facts.wait_of(last, 1s + 20ns, 1s + 21ns, DelayCause::fault);
  facts.wait_of(last, 1s + 21ns, 2s, DelayCause::number_mps);

  const Summary summary = collect(world, plan, facts);

  const auto& delay = workload(summary, codes).delay_ns;
  CHECK(delay[static_cast<std::size_t>(DelayCause::client_retry)] == 7);
  CHECK(delay[static_cast<std::size_t>(DelayCause::fault)] == 1);
  CHECK(delay[static_cast<std::size_t>(DelayCause::number_mps)] == 999'999'992);
  CHECK(delay[static_cast<std::size_t>(DelayCause::carrier)] == 3'000'000'001);
  CHECK(delay[static_cast<std::size_t>(DelayCause::handset)] == 4'000'000'002);
  Int128 sum = 0;
  for (const Int128 ns : delay) sum += ns;
  CHECK(sum == workload(summary, codes).delivery.sum());
}

TEST_CASE("waits that do not add up to the delay are a bug", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  for (const Duration error : {Duration{-1}, Duration{1}}) {
    Facts facts;
    facts.delivered({}, 1s, 1s, 1s);
    facts.waits[0].to += error;
    CHECK_THROWS_AS(collect(world, plan, facts), InvariantViolation);
  }
}

TEST_CASE("messages of the warm-up are left out of everything", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.delivered({.counts = false}, 1s, 1s, 1s);
  facts.refused({.counts = false}, 1s, Refusal::throttled);

  const Summary summary = collect(world, plan, facts);

  CHECK(summary.totals().requested() == 0);
  CHECK(summary.totals().message_price.count == 0);
  CHECK(summary.totals().queue.count() == 0);
  CHECK(summary.events[static_cast<std::size_t>(Status::delivered)] == 0);
  CHECK(summary.series.buckets().empty());
  CHECK(summary.campaign_limits[0].parts == 0);
}

TEST_CASE("progress does not end a message, and a final SUCCESSFUL reaches without delivering",
          "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.accepted({}, 0s);
  facts.status({}, 0s, Status::queued, false);
  facts.status({}, 1s, Status::successful, false);
  facts.next_message();
  facts.accepted({}, 0s);
  facts.status({}, 2s, Status::successful, true);

  const Summary summary = collect(world, plan, facts);

  const BlockTotals& block = workload(summary, codes);
  CHECK(block.accepted == 2);
  CHECK(block.pending() == 1);
  CHECK(block.delivered() == 0);
  CHECK(block.reached() == 1);
  CHECK(block.accept.count() == 2);
  CHECK(summary.events[static_cast<std::size_t>(Status::queued)] == 1);
  CHECK(summary.events[static_cast<std::size_t>(Status::successful)] == 2);
}

TEST_CASE("failures that were charged are summed with their carrier fee", "[reports][collector][R-BIL-1]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.accepted({.price = 100, .fee = 7}, 0s);
  facts.status({.price = 100, .fee = 7}, 1s, Status::ttl_expired, true);
  facts.next_message();
  facts.delivered({.price = 1'000, .fee = 1'000}, 0s, 0s, 0s);
  facts.accepted({.price = 20, .fee = 0}, 0s);
  facts.status({.price = 20, .fee = 0}, 1s, Status::carrier_blocked, true);

  const Summary summary = collect(world, plan, facts);

  CHECK(summary.failed_but_billed.count == 127);
  CHECK(summary.totals().message_price.count == 1'120);
}

TEST_CASE("parts without a carrier fee are no quantity of the fee's billing line", "[reports][collector][R-BIL-4]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.accepted({.parts = 2, .fee = 10}, 0s);
  facts.accepted({.parts = 3, .fee = 0}, 0s);

  const Summary summary = collect(world, plan, facts);

  CHECK(summary.usage[0].parts == 5);
  CHECK(summary.usage[0].fee_parts == 2);
  CHECK(summary.usage[0].carrier_fee.count == 10);
}

TEST_CASE("a delay equal to a threshold is within it", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();  // 5s 10s 30s 1m 5m
  Facts facts;
  facts.delivered({}, 5s, 0s, 0s);
  facts.delivered({}, 5s, 0s, 1ns);
  facts.delivered({}, 300s, 0s, 0s);
  facts.delivered({}, 300s, 0s, 1ns);

  const Summary summary = collect(world, plan, facts);

  CHECK(workload(summary, codes).delivered_within == std::vector<std::int64_t>{1, 1, 0, 0, 1});
}

TEST_CASE("parts count against the limit of the carrier that sets it", "[reports][collector]") {
  const Topology world = small_topology();  // campaign: AT&T; brand: T-Mobile; numbers: all
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.delivered({.number = otp1, .carrier = att, .parts = 2}, 0s, 0s, 0s);
  facts.delivered({.number = otp2, .carrier = tmobile, .parts = 3}, 0s, 0s, 0s);
  facts.delivered({.workload = news, .number = alerts, .carrier = att, .parts = 5}, 0s, 0s, 0s);

  const Summary summary = collect(world, plan, facts);

  CHECK(summary.campaign_limits[0].parts == 2);
  CHECK(summary.brand_limits[0].parts == 3);
  CHECK(summary.number_limits[0].parts == 2);
  CHECK(summary.number_limits[1].parts == 3);
  CHECK(summary.number_limits[2].parts == 5);
}

TEST_CASE("inbound messages cost money but are no requests", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  MessageFact& inbound = facts.accepted({.workload = news, .number = alerts, .price = 7'500, .fee = 0}, 4s);
  inbound.kind = FactKind::inbound;

  const Summary summary = collect(world, plan, facts);

  CHECK(workload(summary, news).requested() == 0);
  CHECK(workload(summary, news).inbound == 1);
  CHECK(workload(summary, news).inbound_price.count == 7'500);
  CHECK(workload(summary, news).message_price.count == 0);
  CHECK(summary.numbers[2].inbound == 1);
  const std::size_t row = 1 * usage_columns(world);
  CHECK(summary.usage[row].inbound == 1);
  CHECK(summary.usage[row].inbound_price.count == 7'500);
}

TEST_CASE("a refusal of an unknown number or carrier counts for the workload alone", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.refused({.number = no_number, .carrier = no_carrier}, 0s, Refusal::opted_out);
  facts.refused({.number = otp1, .carrier = att}, 0s, Refusal::throttled);

  const Summary summary = collect(world, plan, facts);

  CHECK(workload(summary, codes).refused_total() == 2);
  CHECK(summary.carriers[0].refused_total() == 1);
  CHECK(summary.numbers[0].refused_total() == 1);
}

TEST_CASE("a planned send that is neither answered nor unsent is a bug", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.accepted({}, 0s);
  const std::vector<MessageFact> stories = facts.stories();
  Collector lost{world, plan, start};
  lost.consume({stories, {}});
  lost.set_offered(codes, 3);
  lost.add_unsent(codes, 1);
  CHECK_THROWS_AS(std::move(lost).finish({}, Digest{}), InvariantViolation);

  Collector whole{world, plan, start};
  whole.consume({stories, {}});
  whole.set_offered(codes, 3);
  whole.add_unsent(codes, 1, at(1s));
  whole.add_unsent(codes, 1);
  const Summary summary = std::move(whole).finish({}, Digest{});
  CHECK(workload(summary, codes).requested() == 3);
  CHECK(workload(summary, codes).unsent == 2);
}

TEST_CASE("a message that is counted twice is a bug", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.accepted({}, 0s);
  facts.status({}, 1s, Status::ttl_expired, true);
  const std::vector<MessageFact> stories = facts.stories();
  Collector collector{world, plan, start};
  collector.consume({stories, {}});
  collector.consume({stories, {}});
  collector.set_offered(codes, 1);
  CHECK_THROWS_AS(std::move(collector).finish({}, Digest{}), InvariantViolation);
}

TEST_CASE("a collector that is told steps is a bug", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  for (const FactKind kind : {FactKind::accepted, FactKind::handed_over}) {
    Facts facts;
    facts.accepted({}, 0s).kind = kind;
    Collector collector{world, plan, start};
    CHECK_THROWS_AS(collector.consume(facts.batch()), InvariantViolation);
  }
}

TEST_CASE("a message in flight when the run ends counts as far as it got", "[reports][collector]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.accepted({.parts = 2}, 0s);
  facts.next_message();
  facts.accepted({.parts = 2}, 0s);
  facts.handed_over({.parts = 2}, 1s, 2s);
  facts.next_message();
  facts.accepted({.parts = 2}, 0s);
  facts.handed_over({.parts = 1}, 1s, 2s);  // cut: its second part never goes

  const Summary summary = collect(world, plan, facts);

  for (const BlockTotals* block : {&summary.workloads[0], &summary.carriers[0], &summary.numbers[0]}) {
    CHECK(block->accepted == 3);
    CHECK(block->pending() == 3);
    CHECK(block->parts == 6);
    CHECK(block->parts_handed_over == 3);
    CHECK(block->queue.count() == 1);
    CHECK(block->accept.count() == 0);
    CHECK(block->message_price.count == 3 * 5'810);
    CHECK(block->last_hand_over == at(2s).time_since_epoch().count());
  }
  CHECK(summary.number_limits[0].parts == 3);
  CHECK(summary.series.buckets().size() == 2);
}
