// What does a run cost before its first message, and each message of the whole job: service, limits, carriers, facts
// and counting? Writing the reports is not in it; tools/bench --figures measures the command as a whole.
#include <benchmark/benchmark.h>

#include <stdexcept>

#include "tools/replication.hpp"
#include "tools/scenario_file.hpp"

namespace {

using namespace sendlab;

const std::string root = SENDLAB_SOURCE_DIR;

PreparedScenario prepare(const std::string& file, const std::map<std::string, std::string>& params = {}) {
  auto prepared = prepare_scenario(root + file, params);
  if (!prepared.ok()) throw std::runtime_error(prepared.error().front().what);
  return std::move(prepared).value();
}

// Reading, running and checking the script, the rule tables, the world of numbers and carriers.
void BM_LoadScenario(benchmark::State& state, const char* file) {
  for (auto _ : state) benchmark::DoNotOptimize(prepare(file));
}
BENCHMARK_CAPTURE(BM_LoadScenario, quickstart, "/scenarios/library/quickstart.lua")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_LoadScenario, sms_study, "/tests/bench/scenarios/sms_study.lua")->Unit(benchmark::kMillisecond);

// One replication on one core. Items are messages.
void BM_WholeJob(benchmark::State& state, const char* file, const char* size) {
  const PreparedScenario prepared = prepare(file, {{size, std::to_string(state.range(0))}});
  std::int64_t events = 0;
  for (auto _ : state) {
    const ReplicationResult result = run_replication(prepared.loaded.scenario, prepared.world, prepared.plan, 0,
                                                     {.seed = prepared.loaded.scenario.seed}, prepared.reload);
    if (result.error) throw std::runtime_error(result.error->what);
    events += result.events_executed;
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.counters["events"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(BM_WholeJob, sms_study, "/tests/bench/scenarios/sms_study.lua", "messages")
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_WholeJob, black_friday, "/scenarios/library/black_friday.lua", "people")
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
