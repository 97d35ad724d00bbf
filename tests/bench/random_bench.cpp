// How many draws a second do the samplers give?
#include <benchmark/benchmark.h>

#include "engine/kernel/portable_math.hpp"
#include "engine/kernel/samplers.hpp"

using namespace sendlab;

namespace {

template <class Draw>
void run(benchmark::State& state, Draw draw) {
  RandomStream random(StreamKey{1});
  for (auto _ : state) benchmark::DoNotOptimize(draw(random));
  state.SetItemsProcessed(state.iterations());
}

void BM_Bits(benchmark::State& state) {
  run(state, [](RandomStream& r) { return r.bits(); });
}
void BM_Below(benchmark::State& state) {
  run(state, [](RandomStream& r) { return r.below(1000); });
}
void BM_Exponential(benchmark::State& state) {
  run(state, [](RandomStream& r) { return draw_exponential(r); });
}
void BM_Normal(benchmark::State& state) {
  run(state, [](RandomStream& r) { return draw_normal(r); });
}
void BM_Lognormal(benchmark::State& state) {
  run(state, [](RandomStream& r) { return draw_lognormal(r, 0.9); });
}
void BM_Gamma(benchmark::State& state) {
  run(state, [](RandomStream& r) { return draw_gamma(r, 2.5); });
}
void BM_Weibull(benchmark::State& state) {
  run(state, [](RandomStream& r) { return draw_weibull(r, 1.5); });
}
void BM_Alias(benchmark::State& state) {
  std::vector<double> weights;
  for (int i = 1; i <= 1000; ++i) weights.push_back(1.0 / i);
  const AliasTable table(weights);
  run(state, [&](RandomStream& r) { return table.sample(r); });
}
void BM_PortableLog(benchmark::State& state) {
  run(state, [](RandomStream& r) { return portable::log(r.uniform_open()); });
}
void BM_PortablePow(benchmark::State& state) {
  run(state, [](RandomStream& r) { return portable::pow(r.uniform_open(), 0.7); });
}
BENCHMARK(BM_Bits);
BENCHMARK(BM_Below);
BENCHMARK(BM_Exponential);
BENCHMARK(BM_Normal);
BENCHMARK(BM_Lognormal);
BENCHMARK(BM_Gamma);
BENCHMARK(BM_Weibull);
BENCHMARK(BM_Alias);
BENCHMARK(BM_PortableLog);
BENCHMARK(BM_PortablePow);

}  // namespace
