// How long does planning one send take: arrival, person, body? The floor under every simulated message.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "scenarios/workload_source.hpp"

namespace sendlab {
namespace {

// Five carriers with a million numbers each, as in the US.
struct Tables {
  Tables() {
    std::vector<NumberRange> ranges;
    for (std::uint16_t c = 0; c < 5; ++c) {
      ranges.push_back({CountryId{0}, CarrierId{c}, {{12900000000 + c * std::uint64_t{10'000'000}, 1'000'000}}});
      tables.carriers.push_back({CarrierId{c}, "carrier " + std::to_string(c), "US", 1.0 + c});
    }
    plan = NumberPlan(std::move(ranges));
    tables.plan = &plan;
    tables.zones = {{"America/New_York", "EST5EDT,M3.2.0,M11.1.0", "US", 3},
                    {"America/Los_Angeles", "PST8PDT,M3.2.0,M11.1.0", "US", 1}};
  }
  NumberPlan plan;
  SourceTables tables;
};

Scenario scenario_of(Recipients to, Body body) {
  Scenario scenario;
  scenario.accounts.emplace_back();
  Workload workload;
  workload.name = "w";
  workload.to = std::move(to);
  workload.arrivals = PoissonArrivals{Rate{8'000'000, std::chrono::seconds{1}}, {}, {}, INT64_MAX};
  workload.body = std::move(body);
  scenario.workloads.push_back(workload);
  return scenario;
}

void plan(benchmark::State& state, const Scenario& scenario, bool keep_bodies) {
  const Tables tables;
  const auto open = [&](std::uint64_t replication) {
    auto source =
        WorkloadSource::create(scenario, 0, tables.tables, Seed{1}, replication, {.keep_bodies = keep_bodies});
    if (!source.ok()) throw std::runtime_error(source.error().what);
    return std::move(source).value();
  };
  std::uint64_t replication = 0;
  auto source = open(replication);
  PlannedSend send;
  for (auto _ : state) {
    if (!source.next(send)) source = open(++replication);
    benchmark::DoNotOptimize(send);
  }
  state.SetItemsProcessed(state.iterations());
}

PopulationRecipients people() {
  PopulationRecipients made;
  made.count = 1'000'000;
  return made;
}

void BM_PlanTemplate(benchmark::State& state) {
  plan(state, scenario_of(people(), TemplateBody{"Your Example Corp code is {digits:6}. It expires in 5 minutes."}),
       false);
}
BENCHMARK(BM_PlanTemplate);

void BM_PlanTemplateRendered(benchmark::State& state) {
  plan(state, scenario_of(people(), TemplateBody{"Your Example Corp code is {digits:6}. It expires in 5 minutes."}),
       true);
}
BENCHMARK(BM_PlanTemplateRendered);

// A CSV of 10,000 rows, number and name, read again and again; the template takes the name.
void BM_PlanFeed(benchmark::State& state) {
  const std::string file = (std::filesystem::temp_directory_path() / "sendlab-plan-bench.csv").string();
  {
    std::ofstream out(file);
    out << "number,name\n";
    for (int i = 0; i < 10'000; ++i) out << "+1425555" << 1000 + i % 9000 << ",Name " << i << "\n";
  }
  Feed feed;
  feed.file = file;
  feed.number = "number";
  plan(state, scenario_of(feed, TemplateBody{"Hello {name}, your order is on its way."}), false);
  std::remove(file.c_str());
}
BENCHMARK(BM_PlanFeed);

}  // namespace
}  // namespace sendlab
