#pragma once
// The event destinations of configuration sets (R-EVT): takes published facts and works out when each destination gets
// each event, or that it never does. It stands beside the run: nothing that a destination does changes what becomes of
// a message, so it follows the facts some hundred at a time. Deliveries under way when the run ends are followed to
// their end.
//
//   SNS              each event by itself; attempts are repeated at a fixed pace, then the event is lost
//   FIREHOSE         one PutRecord an event, throttled above the stream's rate; records wait in a buffer for size or
//   time; a sink
//                    that is down is tried again for a while, then the buffer is backed up
//   CLOUDWATCH_LOGS  PutLogEvents of as many events as wait, no two requests closer than the stream allows; tried again
//   until the
//                    events are too old to be taken
#include <deque>
#include <functional>
#include <queue>
#include <vector>

#include "engine/kernel/distribution.hpp"
#include "engine/message/event_delivery.hpp"
#include "engine/service/active_faults.hpp"

namespace sendlab {

enum class DestinationKind : std::uint8_t { sns, firehose, cloudwatch_logs };
constexpr std::string_view name_of(DestinationKind kind) {
  return kind == DestinationKind::sns ? "SNS" : kind == DestinationKind::firehose ? "FIREHOSE" : "CLOUDWATCH_LOGS";
}

// Pauses between attempts: the first, then twice as long each time, up to the longest.
struct RetryPauses {
  Duration first{}, longest{};
  [[nodiscard]] Duration after(std::uint32_t failed_attempts) const;
};

// Figures of one kind, from carriers/tables/event_destinations.csv.
struct DestinationRules {
  RetryPauses pauses;
  std::int64_t attempts = 0;         // SNS: in all; FIREHOSE: of one PutRecord that is throttled
  Duration retry_for{};              // FIREHOSE, CLOUDWATCH_LOGS: from the first failed attempt
  RetryPauses throttle_pauses;       // FIREHOSE: of PutRecord
  std::int64_t records_per_s = 0;    // FIREHOSE: PutRecord calls in any second
  std::int64_t buffer_bytes = 0;     // FIREHOSE
  Duration buffer_for{};             // FIREHOSE: from the first record in the buffer
  Duration request_spacing{};        // CLOUDWATCH_LOGS
  std::int64_t batch_events = 0;     // CLOUDWATCH_LOGS
  std::int64_t batch_bytes = 0;      // CLOUDWATCH_LOGS
  std::int64_t event_overhead = 0;   // CLOUDWATCH_LOGS: bytes counted beside each record
};

struct EventDestinationModel {
  DestinationKind kind{};
  bool enabled = true;               // R-EVT-8
  std::uint32_t statuses = 0;        // bit (1 << status): its filter takes that event
  Distribution latency = Distribution::constant(Duration{0});  // from the fact to the first attempt
  DestinationRules rules;
  std::vector<std::size_t> outages;  // faults that take it down
};

// The statuses whose events a filter takes; ALL, TEXT_ALL and VOICE_ALL stand for all of theirs (R-EVT-3). 0: no such
// type.
[[nodiscard]] std::uint32_t statuses_of_type(std::string_view event_type);

class EventDestinations final : public FactConsumer {
 public:
  struct Parts {
    const std::vector<EventDestinationModel>& destinations;
    const std::vector<std::vector<std::uint16_t>>& of_workloads;  // by WorkloadId; missing: none (R-EVT-1)
    ActiveFaults& faults;
    std::vector<RandomStream> latency;                            // one a destination
    std::vector<RandomStream> retry;                              // one a destination
    std::function<std::int64_t(const MessageFact&)> record_bytes;
  };
  // What `parts` refers to, and the consumers, outlive it.
  EventDestinations(Parts parts, std::vector<DeliveryConsumer*> consumers);

  void consume(const FactBatch& batch) override;  // steps
  // The run is over: settles everything that is under way.
  void finish();

 private:
  enum class Step : std::uint8_t { arrive, flush, request };
  struct Due {
    Instant at;
    std::uint64_t order;
    std::uint32_t subject;  // slot of an event; of a flush: the buffer
    std::uint16_t destination;
    Step step;
    friend bool operator>(const Due& a, const Due& b) { return a.at != b.at ? a.at > b.at : a.order > b.order; }
  };
  struct Pending {
    MessageFact event;
    std::uint32_t failed = 0;
    std::int64_t bytes = 0;
    bool copy = false;
  };
  struct Buffer {  // of a delivery stream, from its first record to its end
    std::vector<std::uint32_t> slots;
    std::int64_t bytes = 0;
    std::uint32_t failed = 0;
    Instant first_failed = never;
    Instant due = never;                  // of its next flush; others that were scheduled are void
  };
  struct State {
    std::deque<Instant> puts;             // FIREHOSE: of the last second
    std::uint32_t open_buffer = UINT32_MAX;
    std::vector<std::uint32_t> waiting;   // CLOUDWATCH_LOGS: slots
    Instant last_request = Instant::min();
    bool request_due = false;
    std::uint32_t failed = 0;             // requests in a row
    Instant first_failed = never;
  };

  void publish(const MessageFact& event);
  // Returns when it comes to its first attempt; Instant::min() when the destination does not take it.
  Instant send(const MessageFact& event, std::uint16_t destination, Duration after, bool copy);
  void run_to(Instant until);
  void arrive(const Due& due);
  void put_record(const Due& due);
  void put_log_event(const Due& due);
  void flush_buffer(const Due& due);
  void request_logs(const Due& due);
  [[nodiscard]] bool is_down(std::uint16_t destination, Instant at);
  void note_affected(std::uint16_t destination, Instant at, std::span<const std::uint32_t> slots);
  void settle(std::uint32_t slot, std::uint16_t destination, DeliveryEnd end, Instant at);
  void schedule(Instant at, std::uint32_t subject, std::uint16_t destination, Step step);

  Parts parts_;
  std::vector<DeliveryConsumer*> consumers_;
  std::vector<State> states_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::uint64_t order_ = 0;
  std::vector<Pending> pending_;
  std::vector<std::uint32_t> free_;
  std::vector<Buffer> buffers_;
  std::vector<MessageFact> overtaken_;    // held until their message is final
};

}  // namespace sendlab
