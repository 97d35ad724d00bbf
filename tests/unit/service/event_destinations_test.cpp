#include "engine/service/event_destinations.hpp"

#include <catch2/catch.hpp>

namespace sendlab {
namespace {

using namespace std::chrono_literals;

constexpr Instant start{Duration{1'780'000'000'000'000'000}};

struct Received final : DeliveryConsumer {
  void consume(const EventDelivery& delivery) override {
    lines.push_back({delivery.event.message.index, delivery.event.status, delivery.end, delivery.at - start,
                     delivery.failed_attempts, delivery.copy});
  }
  struct Line {
    std::uint64_t message;
    Status status;
    DeliveryEnd end;
    Duration at;
    std::uint32_t failed;
    bool copy;
  };
  std::vector<Line> lines;
};

// One destination of one workload, and a fault that takes it down.
struct World {
  World() {
    destination.statuses = statuses_of_type("ALL");
    destination.outages = {0};
    FaultModel down;
    down.kind = FaultKind::event_destination_down;
    down.from = start + 10s;
    down.to = start + 20s;
    model.faults = {down};
  }
  void sns() { destination.rules = {.pauses = {20s, 20s}, .attempts = 4}; }
  void begin() {
    faults.emplace(model, std::vector<RandomStream>(1));
    destinations = {destination};
    of_workloads = {{0}};
    consumer.emplace(
        EventDestinations::Parts{destinations, of_workloads, *faults, std::vector<RandomStream>(1),
                                 std::vector<RandomStream>(1), [this](const MessageFact&) { return record_bytes; }},
        std::vector<DeliveryConsumer*>{&received});
  }
  void event(std::uint64_t message, Status status, Duration at, bool is_final, std::uint8_t marks = 0) {
    MessageFact fact{.at = start + at, .planned = start};
    fact.message = MessageId{message};
    fact.kind = FactKind::status;
    fact.status = status;
    fact.is_final = is_final;
    fact.receipt_marks = marks;
    consumer->consume({{&fact, 1}, {}});
  }

  ServiceModel model;
  EventDestinationModel destination;
  std::optional<ActiveFaults> faults;
  std::vector<EventDestinationModel> destinations;
  std::vector<std::vector<std::uint16_t>> of_workloads;
  std::optional<EventDestinations> consumer;
  std::int64_t record_bytes = 600;
  Received received;
};

}  // namespace

TEST_CASE("ALL, TEXT_ALL and VOICE_ALL stand for all of theirs, and what publishes nothing has no type",
          "[service][R-EVT-3][R-EVT-12]") {
  const auto bit = [](Status status) { return 1u << static_cast<unsigned>(status); };
  CHECK(statuses_of_type("TEXT_DELIVERED") == bit(Status::delivered));
  CHECK((statuses_of_type("TEXT_ALL") | statuses_of_type("VOICE_ALL")) == statuses_of_type("ALL"));
  CHECK((statuses_of_type("TEXT_ALL") & statuses_of_type("VOICE_ALL")) == 0);
  CHECK((statuses_of_type("VOICE_ALL") & bit(Status::call_busy)) != 0);
  CHECK((statuses_of_type("ALL") & bit(Status::accepted)) == 0);
  CHECK(statuses_of_type("TEXT_") == 0);
}

TEST_CASE("a filter and the Enabled flag decide what a destination gets", "[service][R-EVT-2][R-EVT-8]") {
  for (const bool enabled : {true, false}) {
    World world;
    world.sns();
    world.destination.statuses = statuses_of_type("TEXT_DELIVERED");
    world.destination.enabled = enabled;
    world.begin();
    world.event(1, Status::successful, 1s, false);
    world.event(1, Status::delivered, 2s, true);
    world.consumer->finish();
    CHECK(world.received.lines.size() == (enabled ? 1 : 0));
  }
}

TEST_CASE("a topic's subscriber that is down is tried again, and given up after the last attempt",
          "[service][R-EVT-4]") {
  World world;
  world.sns();
  world.begin();
  world.faults->begin(0, start + 10s);
  world.event(1, Status::delivered, 9s, true);
  world.event(2, Status::delivered, 10s, true);
  world.event(3, Status::delivered, 15s, true);
  world.faults->end(0, start + 20s);
  world.event(4, Status::delivered, 20s, true);
  world.consumer->finish();
  REQUIRE(world.received.lines.size() == 4);
  CHECK(world.received.lines[0].at == 9s);
  CHECK(world.received.lines[1].at == 20s);
  CHECK(world.received.lines[2].at == 30s);
  CHECK(world.received.lines[2].failed == 1);
  CHECK(world.received.lines[3].at == 35s);
  CHECK(world.faults->messages_affected(0) == 2);

  World for_good;
  for_good.sns();
  for_good.model.faults[0].to = never;
  for_good.begin();
  for_good.faults->begin(0, start);
  for_good.event(1, Status::delivered, 1s, true);
  for_good.consumer->finish();
  REQUIRE(for_good.received.lines.size() == 1);
  CHECK(for_good.received.lines[0].end == DeliveryEnd::lost);
  CHECK(for_good.received.lines[0].at == 61s);
}

TEST_CASE("a delivery stream hands its buffer on for its time or its size", "[service][R-EVT-4]") {
  World world;
  world.destination.kind = DestinationKind::firehose;
  world.destination.rules = {.pauses = {1s, 60s},
                             .attempts = 3,
                             .retry_for = 300s,
                             .throttle_pauses = {100ms, 20s},
                             .records_per_s = 2000,
                             .buffer_bytes = 2000,
                             .buffer_for = 300s};
  world.begin();
  for (std::uint64_t m = 1; m <= 5; ++m) world.event(m, Status::delivered, std::chrono::seconds{m}, true);
  world.consumer->finish();
  REQUIRE(world.received.lines.size() == 5);
  for (std::size_t i = 0; i < 4; ++i) CHECK(world.received.lines[i].at == 4s);  // the fourth record makes 2,400 bytes
  CHECK(world.received.lines[4].at == 305s);
}

TEST_CASE("a log group takes batches, spaced, in the order of the events", "[service][R-EVT-4]") {
  World world;
  world.destination.kind = DestinationKind::cloudwatch_logs;
  world.destination.rules = {.pauses = {1s, 60s},
                             .retry_for = 24h,
                             .request_spacing = 200ms,
                             .batch_events = 2,
                             .batch_bytes = 1'000'000,
                             .event_overhead = 26};
  world.begin();
  for (std::uint64_t m = 1; m <= 5; ++m) world.event(m, Status::delivered, 1s, true);
  world.consumer->finish();
  std::vector<Duration> at;
  for (const auto& line : world.received.lines) at.push_back(line.at);
  CHECK(at == std::vector<Duration>{1s, 1s, 1200ms, 1200ms, 1400ms});
}

TEST_CASE("a doubled receipt goes out twice, an overtaken one after the final event", "[service][fault]") {
  World world;
  world.sns();
  world.begin();
  world.event(1, Status::successful, 1s, false, receipt_mark::overtaken);
  world.event(2, Status::successful, 1s, false);
  world.event(1, Status::delivered, 3s, true, receipt_mark::overtaken);
  world.event(2, Status::delivered, 4s, true, receipt_mark::doubled);
  world.consumer->finish();
  std::vector<std::pair<std::uint64_t, Status>> order;
  for (const auto& line : world.received.lines) order.emplace_back(line.message, line.status);
  CHECK(order == std::vector<std::pair<std::uint64_t, Status>>{{2, Status::successful},
                                                               {1, Status::delivered},
                                                               {1, Status::successful},
                                                               {2, Status::delivered},
                                                               {2, Status::delivered}});
  CHECK(world.received.lines.back().copy);
}

}  // namespace sendlab
