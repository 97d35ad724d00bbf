#include "reports/time_series.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/reports/test_world.hpp"

using namespace sendlab;
using namespace sendlab::test;

TEST_CASE("a time series doubles its width when a run needs more than 1,000 buckets", "[reports]") {
  TimeSeries series{start, 2};
  series.at(1, at(999s)).accepted = 5;
  CHECK(series.width_s() == 1);
  CHECK(series.buckets() == 1000);
  series.at(0, at(1000s)).accepted = 7;
  CHECK(series.width_s() == 2);
  CHECK(series.buckets() == 501);
  CHECK(series.row(499, 1).accepted == 5);
  CHECK(series.row(500, 0).accepted == 7);
  series.at(0, at(24h * 30)).accepted = 1;
  CHECK(series.width_s() == 4096);
  CHECK(series.buckets() <= TimeSeries::max_buckets);
  CHECK(series.row(0, 1).accepted == 5);
  CHECK(series.row(0, 0).accepted == 7);
}

TEST_CASE("time series of different widths merge to the coarser, in either order", "[reports]") {
  const auto fill = [](TimeSeries& series, int seconds) {
    for (int s = 0; s < seconds; s += 7) {
      TimeSeries::Row& row = series.at(0, at(s * 1s));
      row.accepted += s;
      row.delay_max = std::max<std::int64_t>(row.delay_max, s);
    }
  };
  TimeSeries brief{start, 1};
  TimeSeries lengthy{start, 1};
  TimeSeries both{start, 1};
  fill(brief, 100);
  fill(lengthy, 5000);
  fill(both, 100);
  fill(both, 5000);
  TimeSeries a = brief;
  a.merge(lengthy);
  TimeSeries b = lengthy;
  b.merge(brief);
  REQUIRE(a.width_s() == 8);
  REQUIRE(a.buckets() == b.buckets());
  REQUIRE(a.buckets() == both.buckets());
  for (std::int64_t i = 0; i < a.buckets(); ++i) {
    CHECK(a.row(i, 0).accepted == both.row(i, 0).accepted);
    CHECK(b.row(i, 0).accepted == both.row(i, 0).accepted);
    CHECK(a.row(i, 0).delay_max == both.row(i, 0).delay_max);
  }
}

TEST_CASE("timeseries.csv has totals, then each workload, a bucket at a time", "[reports]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.delivered({.parts = 2, .planned = 0s}, 1s, 0s, 500ms);
  facts.accepted({.workload = news, .number = alerts}, 1s);
  const Summary summary = collect(world, plan, facts);

  const std::string csv = write_time_series(summary.series, world);

  CHECK(csv ==
        "t_s,workload,planned,accepted,refused,handed_over_parts,successful,delivered,failed,in_flight,cost_usd,"
        "delivery_mean_s,delivery_max_s\r\n"
        "0,,2,1,0,0,0,0,0,1,0.00881,1.5,1.5\r\n"
        "0,codes,1,1,0,0,0,0,0,1,0.00881,1.5,1.5\r\n"
        "0,news.daily,1,0,0,0,0,0,0,0,0,,\r\n"
        "1,,0,1,0,2,1,1,0,1,0.00881,,\r\n"
        "1,codes,0,0,0,2,1,1,0,0,0,,\r\n"
        "1,news.daily,0,1,0,0,0,0,0,1,0.00881,,\r\n");
}

TEST_CASE("a workload name with a comma or quote is quoted in CSV", "[reports]") {
  Topology world;
  world.workloads = {{"a,\"b\"", {}}};
  TimeSeries series{start, 1};
  series.at(0, start).refused = 1;
  CHECK(write_time_series(series, world).find("0,\"a,\"\"b\"\"\",0,0,1,") != std::string::npos);
}
