// How many events a second does the queue take, by the number that wait?
#include <benchmark/benchmark.h>

#include "engine/kernel/samplers.hpp"
#include "engine/kernel/simulation.hpp"

using namespace sendlab;

namespace {

Duration gap(RandomStream& random) { return Duration{static_cast<std::int64_t>(draw_exponential(random) * 1e9)}; }

Simulation with_pending(std::int64_t n, RandomStream& random) {
  Simulation simulation{Instant{}};
  for (std::int64_t i = 0; i < n; ++i) {
    simulation.schedule(Instant{} + gap(random), Priority::submit, 0, static_cast<std::uint32_t>(i));
  }
  return simulation;
}

// The hold model: run the earliest event, schedule one an exponential gap later. Items are events.
void BM_Hold(benchmark::State& state) {
  RandomStream random(StreamKey{2});
  Simulation simulation = with_pending(state.range(0), random);
  const auto hold = [&](const ScheduledEvent& event) {
    simulation.schedule(simulation.now() + gap(random), event.priority, event.kind, event.subject);
  };
  for (std::int64_t i = 0; i < 3 * state.range(0); ++i) simulation.run_one(hold);
  for (auto _ : state) simulation.run_one(hold);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Hold)->RangeMultiplier(10)->Range(100, 1'000'000);

// Schedule a timeout far ahead and cancel it at once, as a message that is delivered before its time-to-live ends.
void BM_ScheduleAndCancel(benchmark::State& state) {
  RandomStream random(StreamKey{3});
  Simulation simulation = with_pending(state.range(0), random);
  for (auto _ : state) {
    EventHandle handle = simulation.schedule(Instant{} + gap(random), Priority::expiry, 1, 0);
    benchmark::DoNotOptimize(simulation.cancel(handle));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ScheduleAndCancel)->RangeMultiplier(10)->Range(1'000, 1'000'000);

// The hold model in which every event also carries a timeout that is cancelled when the event runs. Items are events
// run.
void BM_HoldWithTimeout(benchmark::State& state) {
  RandomStream random(StreamKey{4});
  const auto n = static_cast<std::size_t>(state.range(0));
  Simulation simulation{Instant{}};
  std::vector<EventHandle> timeouts(n);
  const auto start = [&](std::uint32_t subject) {
    simulation.schedule(simulation.now() + gap(random), Priority::receipt, 0, subject);
    timeouts[subject] = simulation.schedule(simulation.now() + std::chrono::minutes{5}, Priority::expiry, 1, subject);
  };
  for (std::uint32_t i = 0; i < n; ++i) start(i);
  const auto hold = [&](const ScheduledEvent& event) {
    simulation.cancel(timeouts[event.subject]);
    start(event.subject);
  };
  for (std::size_t i = 0; i < 3 * n; ++i) simulation.run_one(hold);
  for (auto _ : state) simulation.run_one(hold);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_HoldWithTimeout)->RangeMultiplier(10)->Range(1'000, 1'000'000);

}  // namespace
