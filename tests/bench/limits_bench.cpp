// What does one question to the limits cost, and taking the places? Of a number, of a campaign's window and of a
// brand's daily cap, each alone and as the service asks them: all gates of one message. Items are messages.
#include <benchmark/benchmark.h>

#include "engine/service/limits.hpp"

namespace sendlab {
namespace {

constexpr Instant start{Duration{1'767'632'400'000'000'000}};  // 2026-01-05T17:00:00Z
constexpr const char* pacific = "PST8PDT,M3.2.0,M11.1.0";

// Each message goes at the first instant that the window lets it: the window is always full.
void BM_WindowFull(benchmark::State& state) {
  ThroughputWindow window({state.range(0), std::chrono::seconds{60}});
  Instant now = start;
  for (auto _ : state) {
    now = window.next_in_order(now);
    benchmark::DoNotOptimize(window.take({&now, 1}, now));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_WindowFull)->Arg(1)->Arg(160)->Arg(4500);

// As the service asks: does it fit; if not, when?
void BM_WindowAsk(benchmark::State& state) {
  ThroughputWindow window({state.range(0), std::chrono::seconds{60}});
  Instant now = start;
  for (auto _ : state) {
    while (!window.fits({&now, 1}, now)) now = window.next_start({&now, 1}, now);
    benchmark::DoNotOptimize(window.take({&now, 1}, now));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_WindowAsk)->Arg(160)->Arg(4500);

void BM_DayCap(benchmark::State& state) {
  TimeZone zone{pacific};
  DayCap cap(2000, zone);
  Instant now = start;
  for (auto _ : state) {
    if (!cap.fits({&now, 1})) now = cap.next_start(now);
    benchmark::DoNotOptimize(cap.take({&now, 1}));
    now += std::chrono::milliseconds{1};
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_DayCap);

// A campaign of ten numbers, a limited window at AT&T, a daily cap at T-Mobile, and a carrier without limits.
ServiceModel one_campaign() {
  ServiceModel model;
  model.start = model.counts_from = start;
  model.carriers = {{"AT&T", CountryId{0}, pacific, {}, false},
                    {"T-Mobile", CountryId{0}, pacific, {}, false},
                    {"Verizon", CountryId{0}, pacific, {}, false}};
  model.brands = {{"brand", false, {{CarrierId{1}, INT64_MAX / 2, 0}}}};
  model.campaigns = {
      {"campaign", AccountId{0}, BrandId{0}, false, {{CarrierId{0}, {4500, std::chrono::seconds{60}}, false}}}};
  for (std::uint64_t i = 0; i < 10; ++i) {
    NumberModel number;
    number.number = PhoneNumber{12905550100 + i};
    number.campaign = CampaignId{0};
    number.mps = {75, std::chrono::seconds{1}};
    model.numbers.push_back(number);
  }
  return model;
}

// All gates of one message: ask until they are open, then take the places. Argument: the carrier.
void BM_AllGates(benchmark::State& state) {
  const ServiceModel model = one_campaign();
  Limits limits(model);
  const CarrierId carrier{static_cast<std::uint16_t>(state.range(0))};
  PartPlan plan;
  Instant now = start;
  std::uint32_t number = 0;
  for (auto _ : state) {
    for (;;) {
      const GateAnswer answer = limits.ask(NumberId{number}, carrier, 1, now, never, plan);
      if (answer.kind == GateAnswer::Kind::open) break;
      now = answer.opens;
    }
    benchmark::DoNotOptimize(limits.take(NumberId{number}, carrier, plan, now));
    number = number == 9 ? 0 : number + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_AllGates)->ArgName("carrier")->DenseRange(0, 2);

}  // namespace
}  // namespace sendlab
