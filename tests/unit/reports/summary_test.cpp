#include "reports/summary.hpp"

#include <catch2/catch.hpp>

#include "reports/report_document.hpp"
#include "tests/unit/reports/test_world.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

Summary replication(const Topology& world, const CollectionPlan& plan, int i) {
  Facts facts;
  for (int k = 0; k <= i; ++k) facts.delivered({.planned = k * 1s}, i * 1s + 1s, 100ms, 1s);
  ReplicationFacts end{60s + i * 1s, {{"outage", "AT&T", 1s, 2s, i}}, {{"campaign fee", 1, {1'500'000}}}};
  if (i == 1) end.fixed.push_back({"number lease", 2, {2'000'000}});
  return collect(world, plan, facts, end);
}

}  // namespace

TEST_CASE("merging adds counts, takes the last of last and the first of first", "[reports][summary]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Summary merged = replication(world, plan, 0);
  merged.merge(replication(world, plan, 1));
  merged.merge(replication(world, plan, 2));

  CHECK(merged.digests.size() == 3);
  CHECK(merged.totals().requested() == 6);
  CHECK(merged.offered[0].offered == 6);
  CHECK(merged.virtual_span == 62s);
  CHECK(merged.virtual_total == Int128{183} * 1'000'000'000);
  CHECK(merged.totals().first_hand_over == at(1s).time_since_epoch().count());
  CHECK(merged.totals().last_hand_over == at(5s).time_since_epoch().count());
  CHECK(merged.totals().delivery.count() == 6);
  CHECK(merged.totals().delivered_within[0] == 6);
  CHECK(merged.faults.at(0).messages_affected == 3);
  REQUIRE(merged.fixed.size() == 2);
  CHECK(merged.fixed[0].quantity == 3);
  CHECK(merged.fixed[0].usd.count == 4'500'000);
  CHECK(merged.fixed[1].usd.count == 2'000'000);
  CHECK(merged.number_limits[0].parts == 6);
}

TEST_CASE("the digest of several replications knows their order; of one it is its own", "[reports][summary][R-DET]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  const Summary zero = replication(world, plan, 0);
  const Summary one = replication(world, plan, 1);
  CHECK(zero.digest() == zero.digests[0].hex());
  CHECK(zero.digest() != one.digest());
  Summary forward = zero;
  forward.merge(one);
  Summary backward = one;
  backward.merge(zero);
  CHECK(forward.digest() != backward.digest());
  CHECK(forward.digest() != zero.digest());
}

TEST_CASE("peaks of replications are not added", "[reports][summary]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  std::vector<Summary> replications;
  for (const std::int64_t peak : {70, 75, 3}) {
    Collector collector{world, plan, start};
    collector.set_peak(Collector::PeakOf::campaign, 0, peak, 10);
    collector.set_peak(Collector::PeakOf::number, 2, peak + 1, 10);
    collector.set_peak(Collector::PeakOf::brand, 0, peak + 2, 10);
    replications.push_back(std::move(collector).finish({}, Digest{}));
  }
  Summary merged = replications[0];
  merged.merge(replications[1]);
  merged.merge(replications[2]);
  CHECK(merged.campaign_limits[0].peak == 75);
  CHECK(merged.number_limits[2].peak == 76);
  CHECK(merged.brand_limits[0].peak == 77);
}

TEST_CASE("a sum that leaves 64 bits is told, not wrapped", "[reports][summary]") {
  BlockTotals rich;
  rich.message_price.count = INT64_MAX;
  BlockTotals one;
  one.message_price.count = 1;
  CHECK_THROWS_AS(rich.merge(one), InvariantViolation);
}
