#include "reports/time_series.hpp"

#include <catch2/catch.hpp>

#include "reports/time_series_csv.hpp"
#include "tests/unit/reports/test_world.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

std::int64_t accepted_at(const TimeSeries& series, std::int64_t t_s, std::size_t workload) {
  for (const TimeSeries::ConstBucket& bucket : series.buckets())
    if (bucket.t_s == t_s) return bucket.workloads[workload].accepted;
  return -1;
}

// Something every `every` seconds, `n` times.
void fill(TimeSeries& series, int n, int every) {
  for (int i = 0; i < n; ++i) {
    const TimeSeries::Bucket bucket = series.at(at(i * every * 1s));
    bucket.workloads[0].accepted += i;
    bucket.workloads[0].delay_max = std::max<std::int64_t>(bucket.workloads[0].delay_max, i);
    ++bucket.outcomes->final_status[3];
    bucket.limits[1].merge({2, i});
  }
}

void check_equal(const TimeSeries& a, const TimeSeries& b) {
  REQUIRE(a.width_s() == b.width_s());
  const auto left = a.buckets(), right = b.buckets();
  REQUIRE(left.size() == right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    CHECK(left[i].t_s == right[i].t_s);
    CHECK(left[i].workloads[0].accepted == right[i].workloads[0].accepted);
    CHECK(left[i].workloads[0].delay_max == right[i].workloads[0].delay_max);
    CHECK(left[i].outcomes->final_status == right[i].outcomes->final_status);
    CHECK(left[i].limits[1].parts == right[i].limits[1].parts);
    CHECK(left[i].limits[1].fullest == right[i].limits[1].fullest);
  }
}

}  // namespace

TEST_CASE("a time series doubles its width when more than 1,000 buckets hold anything", "[reports]") {
  TimeSeries series{start, 2, 0};
  for (int s = 0; s < 1000; ++s) series.at(at(s * 1s)).workloads[1].accepted = 5;
  CHECK(series.width_s() == 1);
  CHECK(series.buckets().size() == 1000);
  series.at(at(1000s)).workloads[0].accepted = 7;
  CHECK(series.width_s() == 2);
  CHECK(series.buckets().size() == 501);
  CHECK(accepted_at(series, 998, 1) == 10);
  CHECK(accepted_at(series, 1000, 0) == 7);
  CHECK(accepted_at(series, 1000, 1) == 0);
}

TEST_CASE("what happens three days later does not blur the first minutes", "[reports]") {
  TimeSeries series{start, 1, 0};
  for (int s = 0; s < 600; ++s) series.at(at(s * 1s)).workloads[0].accepted = 1;
  series.at(at(72h)).workloads[0].accepted = 1;
  series.at(at(720h)).workloads[0].accepted = 1;
  CHECK(series.width_s() == 1);
  CHECK(series.buckets().size() == 602);
  CHECK(series.buckets().back().t_s == 720 * 3600);
}

TEST_CASE("a world of very many limits has fewer buckets, so that memory stays bounded", "[reports]") {
  TimeSeries series{start, 1, 9'999};
  for (int s = 0; s < 400; ++s) series.at(at(s * 1s)).limits[9'998].merge({1, 1});
  CHECK(series.buckets().size() == 100);
  CHECK(series.width_s() == 4);
  CHECK(series.buckets()[7].limits[9'998].parts == 4);
  CHECK(series.buckets()[7].limits[9'998].fullest == 1);
}

TEST_CASE("time series merge by addition: in either order, and as if one had seen it all", "[reports]") {
  TimeSeries brief{start, 1, 2}, lengthy{start, 1, 2}, both{start, 1, 2}, backwards{start, 1, 2};
  fill(brief, 700, 3);
  fill(lengthy, 900, 7);
  fill(both, 700, 3);
  fill(both, 900, 7);
  fill(backwards, 900, 7);
  fill(backwards, 700, 3);
  TimeSeries a = brief, b = lengthy;
  a.merge(lengthy);
  b.merge(brief);
  CHECK(a.width_s() > 1);
  check_equal(a, b);
  check_equal(a, both);
  check_equal(a, backwards);
}

TEST_CASE("timeseries.csv breaks each bucket down: workloads, outcomes, limits", "[reports]") {
  const Topology world = small_topology();
  const CollectionPlan plan = default_plan();
  Facts facts;
  facts.delivered({.carrier = tmobile, .parts = 2, .planned = 0s}, 1s, 0s, 500ms);
  for (MessageFact& fact : facts.facts)
    if (fact.kind == FactKind::handed_over) fact.use = {2, 0, 7};
  facts.accepted({.workload = news, .number = alerts}, 1s);
  facts.refused({.workload = news, .number = no_number, .carrier = no_carrier, .planned = 9s}, 9s, Refusal::opted_out);
  const Summary summary = collect(world, plan, facts);

  const std::string csv = write_time_series(summary, world);

  CHECK(csv ==
        "t_s,width_s,scope,name,planned,accepted,refused,handed_over_parts,successful,delivered,failed,finished,in_"
        "flight,"
        "cost_usd,delivered_of_planned,delivery_mean_s,delivery_max_s,fullest_window_parts\r\n"
        "0,1,total,,2,1,0,0,0,0,0,0,1,0.00881,1,1.5,1.5,\r\n"
        "0,1,workload,codes,1,1,0,0,0,0,0,0,1,0.00881,1,1.5,1.5,\r\n"
        "0,1,workload,news.daily,1,0,0,0,0,0,0,0,0,0,0,,,\r\n"
        "1,1,total,,0,1,0,2,1,1,0,1,1,0.00881,0,,,\r\n"
        "1,1,workload,codes,0,0,0,2,1,1,0,1,0,0,0,,,\r\n"
        "1,1,workload,news.daily,0,1,0,0,0,0,0,0,1,0.00881,0,,,\r\n"
        "1,1,final,DELIVERED,,,,,,,,1,,,,,,\r\n"
        "1,1,brand,Example Corp,,,,2,,,,,,,,,,7\r\n"
        "1,1,number,otp#1,,,,2,,,,,,,,,,2\r\n"
        "9,1,total,,1,0,1,0,0,0,0,0,1,0,0,,,\r\n"
        "9,1,workload,codes,0,0,0,0,0,0,0,0,0,0,0,,,\r\n"
        "9,1,workload,news.daily,1,0,1,0,0,0,0,0,1,0,0,,,\r\n"
        "9,1,refused,DESTINATION_PHONE_NUMBER_OPTED_OUT,,,1,,,,,,,,,,,\r\n");
}

TEST_CASE("timeseries.csv has the 20 most used numbers", "[reports]") {
  Topology world = small_topology();
  world.numbers.assign(30, world.numbers[2]);
  Facts facts;
  for (std::uint32_t i = 0; i < 30; ++i) {
    world.numbers[i].key = "n" + std::to_string(i);
    facts.accepted({.number = NumberId{i}}, 0s);
    facts.handed_over({.number = NumberId{i}, .parts = static_cast<std::uint8_t>(i + 1), .planned = 0s}, 0s, 0s);
  }
  Summary summary = collect(world, default_plan(), facts);
  for (LimitTotals& limit : summary.number_limits) limit.windows = 1;
  const std::string csv = write_time_series(summary, world);
  CHECK(csv.find("number,n29,") < csv.find("number,n28,"));
  CHECK(csv.find("number,n10,") != std::string::npos);
  CHECK(csv.find("number,n9,") == std::string::npos);
}

TEST_CASE("a name with a comma, quote or line break comes back from timeseries.csv as it was", "[reports]") {
  const std::string name = "a,\"b\"\r\n</script>";
  Topology world;
  world.workloads = {{name, {}}};
  world.campaigns = {{name, Topology::Limit{75, 1min, no_carrier}}};
  Summary summary;
  summary.campaign_limits = {{10, 2, 1}};
  summary.series = TimeSeries{start, 1, 1};
  summary.series.at(start).workloads[0].refused = 1;
  summary.series.at(start).limits[0] = {3, 1};
  summary.series.at(at(5s)).limits[0] = {7, 2};
  const std::string csv = write_time_series(summary, world);
  const auto table = read_time_series(csv, "t.csv");
  REQUIRE(table.ok());
  CHECK(table.value().width_s == "1");
  CHECK(table.value().t_s == std::vector<std::string_view>{"0", "5"});
  REQUIRE(table.value().lines.size() == 2);  // the page shows no single workload
  CHECK(table.value().lines[0].scope == "total");
  CHECK(table.value().lines[1].scope == "campaign");
  CHECK(table.value().lines[1].name == name);
  REQUIRE(table.value().columns[3] == "handed_over_parts");
  CHECK(table.value().lines[1].cells[3] == std::vector<std::string_view>{"3", "7"});
  CHECK(table.value().lines[1].cells[2] == std::vector<std::string_view>{"", ""});
}

TEST_CASE("a damaged timeseries.csv is refused with its line", "[reports]") {
  const std::string head = "t_s,width_s,scope,name,planned\r\n";
  for (const auto& [text, where] : {std::pair{std::string{}, ":0"},
                                    {std::string("t_s,workload,planned\r\n"), ":1"},
                                    {head + "0,1,total,,5\r\n1,1,total,\r\n", ":3"},
                                    {head + "0,1,total,,<b>\r\n", ":2"},
                                    {head + "0,1,total,,-5\r\n", ":2"},
                                    {head + "0,1,total,,05\r\n", ":2"},
                                    {head + "0,1,total,,5.\r\n", ":2"},
                                    {head + ",1,total,,5\r\n", ":2"},
                                    {head + "0,1,workload,w,<b>\r\n", ":2"},
                                    {head + "0,1,workload,w\r\n", ":2"}}) {
    const auto table = read_time_series(text, "t.csv");
    INFO(text);
    REQUIRE_FALSE(table.ok());
    CHECK(table.error().where == std::string("t.csv") + where);
    CHECK_FALSE(table.error().fix.empty());
  }
  CHECK(read_time_series(head, "t.csv").ok());
  CHECK(read_time_series(head + "0,1,total,,", "t.csv").ok());
}
