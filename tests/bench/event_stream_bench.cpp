// How fast are events.ndjson and messages.ndjson formatted? Items are lines; the bytes are thrown away.
#include <benchmark/benchmark.h>

#include <vector>

#include "reports/fact_streams.hpp"

namespace {

using namespace sendlab;

constexpr Instant start{Duration{1'767'632'400'000'000'000}};  // 2026-01-05T17:00:00Z
constexpr std::size_t batch_size = 512;

Topology one_number() {
  Topology world;
  world.workloads = {{"codes", {{"team", "login"}}}};
  world.countries = {{"US", "US"}};
  world.carriers = {{"AT&T", 0}};
  world.usage_origins = {{"USE1", "10DLC"}};
  world.numbers = {{"otp#1", {12905550101}, {}, {}, {}, 0}};
  return world;
}

// A batch as the service publishes it: messages that waited for their number and were delivered.
struct Batch {
  Batch() {
    for (std::size_t i = 0; i < batch_size; ++i) {
      MessageFact fact{};
      fact.planned = start + std::chrono::microseconds{137} * i;
      fact.requested = fact.planned;
      fact.first_hand_over = fact.last_hand_over = fact.planned + std::chrono::milliseconds{741};
      fact.carrier_accepted = fact.first_hand_over + std::chrono::microseconds{93'271};
      fact.at = fact.carrier_accepted + std::chrono::microseconds{1'834'907};
      fact.message = MessageId{i + 1};
      fact.destination = PhoneNumber{12925550000 + i};
      fact.price = UsdMicros{5'810};
      fact.fee = UsdMicros{3'000};
      fact.number = NumberId{0};
      fact.carrier = CarrierId{0};
      fact.parts = 1;
      fact.kind = FactKind::status;
      fact.status = Status::delivered;
      fact.is_final = true;
      fact.first_wait = static_cast<std::uint32_t>(waits.size());
      fact.wait_count = 1;
      waits.push_back({fact.planned, fact.first_hand_over, DelayCause::number_mps});
      facts.push_back(fact);
    }
  }
  std::vector<MessageFact> facts;
  std::vector<Wait> waits;
};

template <class Stream>
void write(benchmark::State& state, Stream& stream, const std::size_t& bytes) {
  const Batch batch;
  for (auto _ : state) stream.consume({batch.facts, batch.waits});
  stream.flush();
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * batch_size));
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void BM_WriteEvents(benchmark::State& state) {
  const Topology world = one_number();
  std::size_t bytes = 0;
  EventStream stream{world, Seed{42}, 0, [&](std::string_view written) { bytes += written.size(); }};
  write(state, stream, bytes);
}
BENCHMARK(BM_WriteEvents);

void BM_WriteMessages(benchmark::State& state) {
  const Topology world = one_number();
  std::size_t bytes = 0;
  MessageStream stream{world, start, Seed{42}, 0, [&](std::string_view written) { bytes += written.size(); }};
  write(state, stream, bytes);
}
BENCHMARK(BM_WriteMessages);

}  // namespace
