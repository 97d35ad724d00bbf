// What does counting one latency cost, and reading a quantile of a million of them?
#include <benchmark/benchmark.h>

#include <vector>

#include "engine/kernel/samplers.hpp"
#include "reports/histogram.hpp"

namespace {

using namespace sendlab;

// Lognormal latencies around two seconds, drawn beforehand.
std::vector<Duration> latencies(std::size_t n) {
  RandomStream random(StreamKey{1});
  std::vector<Duration> made(n);
  for (Duration& one : made) one = Duration{static_cast<std::int64_t>(2e9 * draw_lognormal(random, 0.7))};
  return made;
}

void BM_HistogramAdd(benchmark::State& state) {
  const std::vector<Duration> values = latencies(1 << 16);
  Histogram histogram;
  std::size_t i = 0;
  for (auto _ : state) histogram.add(values[i++ & 0xFFFF]);
  benchmark::DoNotOptimize(histogram.count());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_HistogramAdd);

Histogram filled() {
  Histogram histogram;
  for (const Duration value : latencies(1'000'000)) histogram.add(value);
  return histogram;
}

void BM_HistogramQuantile(benchmark::State& state) {
  const Histogram histogram = filled();
  for (auto _ : state) benchmark::DoNotOptimize(histogram.quantile(9990));
}
BENCHMARK(BM_HistogramQuantile);

void BM_HistogramMerge(benchmark::State& state) {
  const Histogram other = filled();
  Histogram sum;
  for (auto _ : state) sum.merge(other);
  benchmark::DoNotOptimize(sum.count());
}
BENCHMARK(BM_HistogramMerge);

}  // namespace
