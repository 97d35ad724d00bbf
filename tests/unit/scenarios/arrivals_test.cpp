#include "scenarios/arrivals.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

#include "engine/kernel/calendar.hpp"
#include "fixtures.hpp"
#include "scenarios/planned_end.hpp"

namespace sendlab {
namespace {

using namespace std::chrono_literals;
using test::Folder;

Rate per_second(double rate) { return {static_cast<std::int64_t>(rate * 1e6), 1s}; }

std::vector<Duration> planned(const Arrivals& arrivals, ArrivalProcess::Context context = {Instant{}, 720h, {}},
                              std::uint64_t seed = 11, std::size_t most = 1'000'000) {
  auto process = ArrivalProcess::create(arrivals, std::move(context),
                                        RandomStream(stream_key(Seed{seed}, 0, "workload/w", "arrivals")));
  REQUIRE(process.ok());
  std::vector<Duration> offsets;
  while (const auto offset = process->next()) {
    offsets.push_back(*offset);
    if (offsets.size() == most) break;
  }
  CHECK(process->error() == nullptr);
  CHECK(std::is_sorted(offsets.begin(), offsets.end()));
  return offsets;
}

std::int64_t between(const std::vector<Duration>& offsets, Duration from, Duration to) {
  return std::lower_bound(offsets.begin(), offsets.end(), to) - std::lower_bound(offsets.begin(), offsets.end(), from);
}

// Largest distance between the empirical distribution of `u` and the uniform one, times sqrt(n). Above 1.63 in 1 % of
// draws.
double kolmogorov(std::vector<double> u) {
  std::sort(u.begin(), u.end());
  const auto n = static_cast<double>(u.size());
  double distance = 0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    const auto k = static_cast<double>(i);
    distance = std::max({distance, (k + 1) / n - u[i], u[i] - k / n});
  }
  return distance * std::sqrt(n);
}

TEST_CASE("constant arrivals come at exact instants without drift", "[scenarios][arrivals]") {
  CHECK(planned(ConstantArrivals{per_second(1), 3, 5s}) == std::vector<Duration>{5s, 6s, 7s});
  const auto thirds = planned(ConstantArrivals{per_second(3), 1'000'000, 0s});
  REQUIRE(thirds.size() == 1'000'000);
  for (const std::int64_t k : {0, 1, 2, 3, 299'999, 999'999}) {
    CHECK(thirds[static_cast<std::size_t>(k)].count() == k * 1'000'000'000 / 3);
  }
}

TEST_CASE("a rate so low that the second send never comes plans one", "[scenarios][arrivals]") {
  CHECK(planned(ConstantArrivals{Rate{1, 24h}, 5, 1s}) == std::vector<Duration>{1s});
}

TEST_CASE("nothing is planned at or after the end", "[scenarios][arrivals]") {
  CHECK(planned(ConstantArrivals{per_second(1), 100, 0s}, {Instant{}, 3s, {}}) == std::vector<Duration>{0s, 1s, 2s});
}

TEST_CASE("bursts come all at once and again every so often", "[scenarios][arrivals]") {
  CHECK(planned(BurstArrivals{3, 5s, 0s, 1}) == std::vector<Duration>{5s, 5s, 5s});
  CHECK(planned(BurstArrivals{2, 1s, 10s, 3}) == std::vector<Duration>{1s, 1s, 11s, 11s, 21s, 21s});
}

TEST_CASE("gaps of Poisson arrivals are exponential and independent", "[scenarios][arrivals]") {
  PoissonArrivals poisson{per_second(8), 10s, {}, 20'000};
  const auto offsets = planned(poisson);
  REQUIRE(offsets.size() == 20'000);
  CHECK(offsets.front() >= 10s);
  std::vector<double> u;
  double product = 0, mean = 0, last = 0;
  for (std::size_t i = 1; i < offsets.size(); ++i) {
    const double gap = static_cast<double>((offsets[i] - offsets[i - 1]).count()) * 1e-9;
    u.push_back(1 - std::exp(-8 * gap));
    product += gap * last;
    mean += gap;
    last = gap;
  }
  const auto n = static_cast<double>(u.size());
  CHECK(kolmogorov(u) < 1.63);
  CHECK(std::abs(mean / n - 0.125) < 4 * 0.125 / std::sqrt(n));
  CHECK(std::abs(product / n - 0.125 * 0.125) < 4 * 2 * 0.125 * 0.125 / std::sqrt(n));
}

TEST_CASE("Poisson counts in seconds have the Poisson variance", "[scenarios][arrivals]") {
  const auto offsets = planned(PoissonArrivals{per_second(4), 0s, 5000s, {}});
  double chi = 0;
  for (int s = 0; s < 5000; ++s) {
    const auto count = static_cast<double>(between(offsets, test::seconds(s), test::seconds(s + 1)));
    chi += (count - 4) * (count - 4) / 4;
  }
  CHECK(std::abs(chi - 5000) < 4 * std::sqrt(2 * 5000 * (1 + 1 / 8.0)));  // four standard deviations
  CHECK(offsets.back() < 5000s);
}

TEST_CASE("a ramp's cumulative intensity is uniform in time after the transform", "[scenarios][arrivals]") {
  const auto offsets = planned(RampArrivals{per_second(2), per_second(20), 5s, 1000s, true});
  CHECK(std::abs(static_cast<double>(offsets.size()) - 11'000) < 4 * std::sqrt(11'000.0));
  std::vector<double> u;
  for (const Duration offset : offsets) {
    const double t = static_cast<double>((offset - 5s).count()) * 1e-9;
    REQUIRE(t >= 0);
    REQUIRE(t < 1000);
    u.push_back((2 * t + 0.009 * t * t) / 11'000);
  }
  CHECK(kolmogorov(u) < 1.63);
}

TEST_CASE("a ramp without chance places send k where the cumulative intensity is k", "[scenarios][arrivals]") {
  // From 0 to 10 a second in 10 s: k = t²/2, so t = sqrt(2k) and 50 sends.
  const auto offsets = planned(RampArrivals{per_second(0), per_second(10), 0s, 10s, false});
  REQUIRE(offsets.size() == 50);
  CHECK(offsets[0] == 0s);
  CHECK(offsets[2] == 2s);
  CHECK(offsets[8] == 4s);
  CHECK(offsets[32] == 8s);
  CHECK(offsets[1].count() == 1'414'213'562);
  // A flat ramp is a constant rate.
  const auto flat = planned(RampArrivals{per_second(4), per_second(4), 0s, 10s, false});
  CHECK(flat == planned(ConstantArrivals{per_second(4), 40, 0s}));
  // A falling one is the rising one backwards, but for the send at either end.
  CHECK(planned(RampArrivals{per_second(10), per_second(0), 0s, 10s, false}).size() == 50);
}

ProfileArrivals profile(std::vector<ProfileArrivals::Point> points) {
  ProfileArrivals made;
  made.points = std::move(points);
  made.random = false;
  return made;
}

TEST_CASE("the steps of a profile hold from point to point, and the last point ends it", "[scenarios][arrivals]") {
  const auto offsets =
      planned(profile({{10s, per_second(1)}, {15s, per_second(0)}, {20s, per_second(2)}, {22s, per_second(9)}}));
  CHECK(offsets == std::vector<Duration>{10s, 11s, 12s, 13s, 14s, 20s, 20500ms, 21s, 21500ms});
}

TEST_CASE("a linear profile leads from rate to rate", "[scenarios][arrivals]") {
  auto shape = profile({{0s, per_second(0)}, {10s, per_second(10)}, {20s, per_second(0)}});
  shape.linear = true;
  const auto offsets = planned(shape);
  CHECK(offsets.size() == 100);
  CHECK(between(offsets, 0s, 10s) == 50);
  CHECK(offsets[2] == 2s);
}

TEST_CASE("a profile that repeats begins with what the round before would have left", "[scenarios][arrivals]") {
  auto shape = profile({{6s, per_second(2)}, {8s, per_second(1)}});
  shape.repeat_every = 10s;
  const auto offsets = planned(shape, {Instant{}, 30s, {}});
  // 1 a second from 8 s to 6 s of the next round, 2 a second from 6 s to 8 s.
  for (const auto& [from, to, count] :
       {std::tuple{0s, 6s, 6}, {6s, 8s, 4}, {8s, 16s, 8}, {16s, 18s, 4}, {18s, 26s, 8}}) {
    CHECK(between(offsets, from, to) == count);
  }
}

TEST_CASE("a profile is scaled, and drawn at random its counts follow the rates", "[scenarios][arrivals]") {
  auto shape = profile({{0s, per_second(1)}, {1000s, per_second(3)}, {2000s, per_second(0)}});
  shape.scale = 2;
  shape.random = true;
  const auto offsets = planned(shape);
  CHECK(std::abs(static_cast<double>(between(offsets, 0s, 1000s)) - 2000) < 4 * std::sqrt(2000.0));
  CHECK(std::abs(static_cast<double>(between(offsets, 1000s, 2000s)) - 6000) < 4 * std::sqrt(6000.0));
}

TEST_CASE("a profile of a time zone keeps its local hours over a change of clocks", "[scenarios][arrivals]") {
  // One send an hour from 9:00 to 12:00 local. The scenario starts at 06:00 in Los Angeles on the day before the clocks
  // go back, which is 13:00 UTC.
  ProfileArrivals shape = profile({{9h, Rate{1'000'000, 1h}}, {12h, Rate{0, 1h}}});
  shape.repeat_every = 24h;
  shape.time_zone = "America/Los_Angeles";
  const TimeZone zone("PST8PDT,M3.2.0,M11.1.0");
  const Instant start = parse_rfc3339("2026-10-31T06:00:00-07:00").value();
  const auto offsets = planned(shape, {start, 72h, zone});
  // 9:00 is 3 h after the start; a day of 25 hours later it is 28 h, then 52 h.
  CHECK(offsets == std::vector<Duration>{3h, 4h, 5h, 28h, 29h, 30h, 52h, 53h, 54h});
}

TEST_CASE("a local time that the clocks skip begins when they jump", "[scenarios][arrivals]") {
  // 8 March 2026: from 2:00 to 3:00. The hour from 2:30 to 3:30 has 30 minutes left.
  ProfileArrivals shape = profile({{2h + 30min, Rate{60'000'000, 1h}}, {3h + 30min, Rate{0, 1h}}});
  shape.time_zone = "America/Los_Angeles";
  const Instant start = parse_rfc3339("2026-03-08T00:00:00-08:00").value();
  const auto offsets = planned(shape, {start, 72h, TimeZone("PST8PDT,M3.2.0,M11.1.0")});
  REQUIRE(offsets.size() == 30);
  CHECK(offsets.front() == 2h);
  CHECK(offsets.back() == 2h + 29min);
}

TEST_CASE("MMPP sends at the rate of its state, and its states last their mean times", "[scenarios][arrivals]") {
  const MmppArrivals mmpp{{per_second(0), per_second(10)}, {30s, 10s}, 400'000s, 0s};
  const auto offsets = planned(mmpp, {Instant{}, 720h, {}}, 3, 10'000'000);
  // A quarter of the time at 10 a second.
  CHECK(std::abs(static_cast<double>(offsets.size()) / 1'000'000 - 1) < 0.04);
  // Silences longer than 3 s come almost only from state 0: one for each of its stays of more than 3 s.
  const auto silences =
      std::count_if(offsets.begin() + 1, offsets.end(), [last = offsets.front()](Duration at) mutable {
        const bool is_long = at - last > 3s;
        last = at;
        return is_long;
      });
  CHECK(std::abs(static_cast<double>(silences) / (10'000 * std::exp(-0.1)) - 1) < 0.05);
}

TEST_CASE("a replay reads seconds, durations and instants", "[scenarios][arrivals]") {
  const Folder folder;
  const auto file = folder.write("log.csv", "at,what\n0.5,a\n1.25s,b\n2m,c\n");
  CHECK(planned(ReplayArrivals{file, "at", 1}) == std::vector<Duration>{500ms, 1250ms, 2min});
  CHECK(planned(ReplayArrivals{file, "", 2}) == std::vector<Duration>{250ms, 625ms, 1min});
  const auto instants =
      folder.write("log.ndjson", "{\"t\":\"2026-01-05T09:00:00Z\"}\n{\"t\":\"2026-01-05T10:00:00.5+01:00\"}\n");
  CHECK(planned(ReplayArrivals{instants, "t", 1}) == std::vector<Duration>{0s, 500ms});
}

TEST_CASE("a replay that goes back in time or cannot be read stops with its line", "[scenarios][arrivals]") {
  const Folder folder;
  const auto fault = [&](const std::string& text) {
    auto process = ArrivalProcess::create(ReplayArrivals{folder.write("log.csv", text), "at", 1}, {Instant{}, 720h, {}},
                                          RandomStream{});
    REQUIRE(process.ok());
    while (process->next()) continue;
    REQUIRE(process->error() != nullptr);
    CHECK_FALSE(process->next());
    const std::string where = process->error()->where;
    return where.substr(where.rfind(':')) + " " + process->error()->what;
  };
  CHECK(fault("at\n5\n4\n") == ":3 goes back in time: 4");
  CHECK(fault("at\n5\nsoon\n") == ":3 \"soon\" is neither seconds, nor a duration, nor an RFC 3339 instant");
}

TEST_CASE("the same seed plans the same instants, another seed others", "[scenarios][arrivals][R-DET-1]") {
  const PoissonArrivals poisson{per_second(8), 0s, 100s, {}};
  CHECK(planned(poisson, {Instant{}, 720h, {}}, 5) == planned(poisson, {Instant{}, 720h, {}}, 5));
  CHECK(planned(poisson, {Instant{}, 720h, {}}, 5) != planned(poisson, {Instant{}, 720h, {}}, 6));
}

TEST_CASE("the end of sending is known from the text of most scenarios", "[scenarios][arrivals]") {
  const auto end_of = [](const std::string& arrivals) {
    const auto loaded = test::load(test::with_workload("arrivals = " + arrivals));
    REQUIRE(loaded.ok());
    return planned_end(loaded->scenario);
  };
  CHECK(end_of("burst { count = 5, at = \"1m\", every = \"10s\", times = 4 }") == test::seconds(90));
  CHECK(end_of("constant { rate = \"2/s\", count = 100 }") == test::seconds(50));
  CHECK(end_of("poisson { rate = \"2/s\", lasts = \"1h\", at = \"1m\" }") == test::seconds(3660));
  CHECK(end_of("poisson { rate = \"0.000001/day\", count = 1000000 }") > Duration{0});
  CHECK_FALSE(end_of("profile { points = { { \"0s\", \"1/s\" }, { \"1h\", \"2/s\" } }, repeat_every = \"2h\" }"));
}

}  // namespace
}  // namespace sendlab
