// A server that starts at most N customers in any half-open window [t, t + W), never idle: the rule behind every limit.
// Simulated on the kernel by looking N places back, and replayed from the arrivals alone by counting.
#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

#include "engine/kernel/samplers.hpp"
#include "engine/kernel/simulation.hpp"

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

enum Kind : std::uint8_t { arrival, release };

std::vector<Instant> bursty_arrivals(std::uint64_t seed, Duration mean_gap) {
  RandomStream random(stream_key(Seed{seed}, 0, "window", "arrivals"));
  std::vector<Instant> arrivals;
  Instant at{};
  while (arrivals.size() < 3000) {
    at += Duration{static_cast<std::int64_t>(draw_gamma(random, 0.3) * static_cast<double>(mean_gap.count()) / 0.3)};
    for (std::uint64_t n = 1 + random.below(4); n > 0; --n) arrivals.push_back(at);  // ties too
  }
  return arrivals;
}

// Events: each arrival, and a release at the first instant at which the next customer may start.
std::vector<Instant> simulated_starts(const std::vector<Instant>& arrivals, std::size_t limit, Duration window) {
  Simulation simulation{Instant{}};
  for (const Instant at : arrivals) simulation.schedule(at, Priority::submit, arrival, 0);
  std::vector<Instant> starts;
  std::size_t waiting = 0;
  bool release_pending = false;
  simulation.run_until(never, [&](const ScheduledEvent& event) {
    if (event.kind == arrival) ++waiting;
    if (event.kind == release) release_pending = false;
    while (waiting > 0 && !release_pending) {
      const Instant opens = starts.size() < limit ? Instant{} : starts[starts.size() - limit] + window;
      if (opens <= simulation.now()) {
        starts.push_back(simulation.now());
        --waiting;
      } else {
        simulation.schedule(opens, Priority::release, release, 0);
        release_pending = true;
      }
    }
    if (simulation.idle()) simulation.stop();
  });
  return starts;
}

// No events and no places: of all instants at which something changes, the first that keeps the count of each window.
std::vector<Instant> replayed_starts(const std::vector<Instant>& arrivals, std::size_t limit, Duration window) {
  std::vector<Instant> starts;  // sorted
  for (const Instant arrival_at : arrivals) {
    const Instant earliest = starts.empty() ? arrival_at : std::max(arrival_at, starts.back());
    std::vector<Instant> candidates = {earliest};
    for (const Instant start : starts) {
      if (start + window > earliest) candidates.push_back(start + window);
    }
    std::sort(candidates.begin(), candidates.end());
    const auto fits = [&](Instant at) {
      const auto inside = std::count_if(starts.begin(), starts.end(),
                                        [&](Instant start) { return start > at - window && start <= at; });
      return static_cast<std::size_t>(inside) < limit;
    };
    starts.push_back(*std::find_if(candidates.begin(), candidates.end(), fits));
  }
  return starts;
}

}  // namespace

TEST_CASE("a window server agrees with a replay that counts", "[theory]") {
  const auto seed = GENERATE(1U, 2U, 3U);
  const auto [limit, window] = GENERATE(table<std::size_t, Duration>({{1, 1s}, {4, 1s}, {10, 1s}, {75, 60s}}));
  const Duration mean_gap = window * 5 / 2 / static_cast<std::int64_t>(limit) * 11 / 10;  // load about 0.9
  const auto arrivals = bursty_arrivals(seed, mean_gap);

  const auto starts = simulated_starts(arrivals, limit, window);

  REQUIRE(starts.size() == arrivals.size());
  CHECK(starts == replayed_starts(arrivals, limit, window));
  std::size_t fullest = 0;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const auto end = std::lower_bound(starts.begin(), starts.end(), starts[i] + window);
    fullest = std::max(fullest, static_cast<std::size_t>(end - starts.begin()) - i);
  }
  CHECK(fullest == limit);  // never more, and the limit was reached
}
