// How many events a second does a small model run at? M/M/1 at load 0.9, two events a customer.
#include <benchmark/benchmark.h>

#include "engine/kernel/samplers.hpp"
#include "engine/kernel/simulation.hpp"

using namespace sendlab;

namespace {

enum Kind : std::uint8_t { arrival, departure };

struct SingleServer {
  RandomStream random{StreamKey{1}};
  Simulation simulation{Instant{}};
  std::uint64_t in_system = 0;
  int left = 0;  // events to the next stop

  void schedule(Kind kind, double mean_ns) {
    const Duration gap{static_cast<std::int64_t>(draw_exponential(random) * mean_ns)};
    simulation.schedule(simulation.now() + gap, Priority::submit, kind, 0);
  }
  void operator()(const ScheduledEvent& event) {
    if (event.kind == arrival) {
      if (in_system++ == 0) schedule(departure, 0.9e9);
      schedule(arrival, 1e9);
    } else if (--in_system != 0) {
      schedule(departure, 0.9e9);
    }
    if (--left == 0) simulation.stop();
  }
};

void BM_MM1(benchmark::State& state) {
  SingleServer server;
  server.schedule(arrival, 1e9);
  constexpr int batch = 1000;
  for (auto _ : state) {
    server.left = batch;
    server.simulation.run_until(never, server);
  }
  state.SetItemsProcessed(state.iterations() * batch);
}
BENCHMARK(BM_MM1);

}  // namespace
