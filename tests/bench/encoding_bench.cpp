// How fast are bodies counted: encoding, units and parts? Bytes per second are of UTF-8.
#include <benchmark/benchmark.h>

#include <string>

#include "engine/message/encoding.hpp"

namespace {

using namespace sendlab;

void count(benchmark::State& state, const std::string& body) {
  for (auto _ : state) benchmark::DoNotOptimize(encoded_size(body));
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * body.size()));
}

void BM_EncodeShortGsm(benchmark::State& state) {
  count(state, "Your Example Corp code is 314159. It expires in 5 minutes.");
}
void BM_EncodeExtendedGsm(benchmark::State& state) {
  count(state,
        "Rabatt {40%} f\u00fcr alle: nur heute [bis 23 Uhr], Sie sparen 20 \u20ac! \u00c4nderungen vorbehalten. \\o/");
}
void BM_EncodeUnicode(benchmark::State& state) {
  count(state, "Ваш код 314159. Он действует 5 минут. Никому его не сообщайте. \U0001F44D\U0001F44D\U0001F44D");
}
// Ten parts of letters: a byte costs a look in a table.
void BM_EncodeLongestGsm(benchmark::State& state) {
  std::string body;
  while (body.size() < 1530) body += "All items in all our stores are reduced until midnight. ";
  body.resize(1530);
  count(state, body);
}
BENCHMARK(BM_EncodeShortGsm);
BENCHMARK(BM_EncodeExtendedGsm);
BENCHMARK(BM_EncodeUnicode);
BENCHMARK(BM_EncodeLongestGsm);

void BM_PartEnds(benchmark::State& state) {
  const std::string body(1000, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(part_ends(body));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_PartEnds);

}  // namespace
