// How many events a second does the queue take, by the number that wait? Beside it, for the ratio: the textbook
// structures, bare, on 16-byte keys, without payload, cancelling or checks.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <functional>
#include <queue>
#include <vector>

#include "engine/kernel/samplers.hpp"
#include "engine/kernel/simulation.hpp"

using namespace sendlab;

namespace {

constexpr int batch = 1000;  // events an iteration, so that the harness is not what is measured

Duration gap(RandomStream& random) { return Duration{static_cast<std::int64_t>(draw_exponential(random) * 1e9)}; }

// Runs a handler for a number of events.
template <class Handler>
struct Stopping {
  Simulation& simulation;
  Handler handler;
  std::int64_t left = 0;

  void run(std::int64_t events) {
    left = events;
    simulation.run_until(never, *this);
  }
  void operator()(const ScheduledEvent& event) {
    handler(event);
    if (--left == 0) simulation.stop();
  }
};

// n events wait; handler(event) schedules the next one. Items are events.
template <class First, class Handler>
void measure(benchmark::State& state, Simulation& simulation, First&& schedule_first, Handler&& handler) {
  for (std::uint32_t i = 0; i < state.range(0); ++i) schedule_first(i);
  Stopping<Handler&> run{simulation, handler};
  run.run(3 * state.range(0));
  for (auto _ : state) run.run(batch);
  state.SetItemsProcessed(state.iterations() * batch);
}

// The hold model: run the earliest event, schedule one an exponential gap later.
void BM_Hold(benchmark::State& state) {
  RandomStream random(StreamKey{2});
  Simulation simulation{Instant{}};
  measure(
      state, simulation, [&](std::uint32_t i) { simulation.schedule(Instant{} + gap(random), Priority::submit, 0, i); },
      [&](const ScheduledEvent& event) {
        simulation.schedule(simulation.now() + gap(random), event.priority, event.kind, event.subject);
      });
}
BENCHMARK(BM_Hold)->Arg(5)->RangeMultiplier(10)->Range(100, 10'000'000);

// The hold model with gaps from 1 ns to 1 s, every scale as likely.
void BM_HoldMixedScales(benchmark::State& state) {
  RandomStream random(StreamKey{5});
  Simulation simulation{Instant{}};
  const auto any_gap = [&] {
    const std::uint64_t bits = random.bits();
    return Duration{static_cast<std::int64_t>(bits >> 34 >> (bits % 31)) + 1};
  };
  measure(
      state, simulation, [&](std::uint32_t i) { simulation.schedule(Instant{} + any_gap(), Priority::submit, 0, i); },
      [&](const ScheduledEvent& event) {
        simulation.schedule(simulation.now() + any_gap(), event.priority, event.kind, event.subject);
      });
}
BENCHMARK(BM_HoldMixedScales)->RangeMultiplier(10)->Range(100, 1'000'000);

// All events at the same instant, then all a second later, and so on; beside them one in a hundred in 30 days.
void BM_Bursts(benchmark::State& state) {
  Simulation simulation{Instant{}};
  measure(
      state, simulation,
      [&](std::uint32_t i) {
        simulation.schedule(Instant{}, static_cast<Priority>(i % 8), 0, i);
        if (i % 100 == 0) simulation.schedule(Instant{} + std::chrono::days{30}, Priority::submit, 0, i);
      },
      [&](const ScheduledEvent& event) {
        simulation.schedule(simulation.now() + std::chrono::seconds{1}, event.priority, event.kind, event.subject);
      });
}
BENCHMARK(BM_Bursts)->RangeMultiplier(100)->Range(1'000, 100'000);

// The hold model in which every event also carries a timeout that is cancelled when the event runs.
void BM_HoldWithTimeout(benchmark::State& state) {
  RandomStream random(StreamKey{4});
  Simulation simulation{Instant{}};
  std::vector<EventHandle> timeouts(static_cast<std::size_t>(state.range(0)));
  const auto start = [&](std::uint32_t subject) {
    simulation.schedule(simulation.now() + gap(random), Priority::receipt, 0, subject);
    timeouts[subject] = simulation.schedule(simulation.now() + std::chrono::minutes{5}, Priority::expiry, 1, subject);
  };
  measure(state, simulation, start, [&](const ScheduledEvent& event) {
    simulation.cancel(timeouts[event.subject]);
    start(event.subject);
  });
}
BENCHMARK(BM_HoldWithTimeout)->RangeMultiplier(10)->Range(1'000, 1'000'000);

// Schedule a timeout far ahead and cancel it at once, as a message that is delivered before its time-to-live ends.
// Items are pairs.
void BM_ScheduleAndCancel(benchmark::State& state) {
  RandomStream random(StreamKey{3});
  Simulation simulation{Instant{}};
  for (std::uint32_t i = 0; i < state.range(0); ++i) {
    simulation.schedule(Instant{} + gap(random), Priority::submit, 0, i);
  }
  for (auto _ : state) {
    for (int i = 0; i < batch; ++i) {
      EventHandle handle = simulation.schedule(Instant{} + gap(random), Priority::expiry, 1, 0);
      benchmark::DoNotOptimize(simulation.cancel(handle));
    }
  }
  state.SetItemsProcessed(state.iterations() * batch);
}
BENCHMARK(BM_ScheduleAndCancel)->RangeMultiplier(10)->Range(1'000, 1'000'000);

// The hold model on a bare queue of keys.
template <class Queue>
void hold_bare(benchmark::State& state, Queue queue) {
  RandomStream random(StreamKey{2});
  std::uint64_t sequence = 0;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    queue.push(EventKey::make(Instant{} + gap(random), Priority::submit, sequence++));
  }
  for (auto _ : state) {
    for (int i = 0; i < batch; ++i) {
      const EventKey first = queue.top();
      queue.pop();
      queue.push(EventKey::make(first.at() + gap(random), Priority::submit, sequence++));
    }
  }
  state.SetItemsProcessed(state.iterations() * batch);
}

struct Later {
  bool operator()(const EventKey& a, const EventKey& b) const { return b < a; }
};
void BM_HoldPriorityQueue(benchmark::State& state) {
  hold_bare(state, std::priority_queue<EventKey, std::vector<EventKey>, Later>{});
}
BENCHMARK(BM_HoldPriorityQueue)->Arg(5)->RangeMultiplier(10)->Range(100, 10'000'000);

class QuaternaryHeap {
 public:
  [[nodiscard]] const EventKey& top() const { return keys_.front(); }

  void push(EventKey key) {
    keys_.push_back(key);
    lift(keys_.size() - 1, key);
  }

  void pop() {
    const EventKey last = keys_.back();
    keys_.pop_back();
    if (keys_.empty()) return;
    std::size_t hole = 0;
    for (std::size_t child = 1; child < keys_.size(); child = 4 * hole + 1) {
      const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(child);
      const auto end = keys_.begin() + static_cast<std::ptrdiff_t>(std::min(child + 4, keys_.size()));
      const auto least = static_cast<std::size_t>(std::min_element(first, end) - keys_.begin());
      keys_[hole] = keys_[least];
      hole = least;
    }
    lift(hole, last);
  }

 private:
  void lift(std::size_t hole, EventKey key) {
    for (; hole != 0 && key < keys_[(hole - 1) / 4]; hole = (hole - 1) / 4) keys_[hole] = keys_[(hole - 1) / 4];
    keys_[hole] = key;
  }

  std::vector<EventKey> keys_;
};
void BM_HoldQuaternaryHeap(benchmark::State& state) { hold_bare(state, QuaternaryHeap{}); }
BENCHMARK(BM_HoldQuaternaryHeap)->Arg(5)->RangeMultiplier(10)->Range(100, 10'000'000);

// What the draws alone take.
void BM_Gap(benchmark::State& state) {
  RandomStream random(StreamKey{2});
  for (auto _ : state) {
    for (int i = 0; i < batch; ++i) benchmark::DoNotOptimize(gap(random));
  }
  state.SetItemsProcessed(state.iterations() * batch);
}
BENCHMARK(BM_Gap);

}  // namespace
