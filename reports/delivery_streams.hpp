#pragma once
// Two more streams of a run: destinations.ndjson, what each event destination got and when; and inbound.ndjson, what
// handsets wrote and the payload that went to the two-way destination (R-TWO-3).
#include "engine/message/event_delivery.hpp"
#include "engine/message/inbound_delivery.hpp"
#include "reports/fact_streams.hpp"

namespace sendlab {

// One line for each event and destination, in the order in which they are settled.
class DestinationStream final : public DeliveryConsumer {
 public:
  DestinationStream(const Topology& topology, Instant start, Seed seed, std::uint64_t replication, ByteSink sink);
  void consume(const EventDelivery& delivery) override;
  void flush();
  // Bytes of the record that the destination gets, without a line end.
  [[nodiscard]] std::int64_t record_bytes(const MessageFact& event);

 private:
  const std::string& record_of(const MessageFact& event);

  Instant start_;
  ByteSink sink_;
  std::string buffer_, record_;
  EventStream records_;
  std::vector<std::string> names_;  // members of a line, by destination
};

// One line for each inbound message, in time order.
class InboundStream final : public InboundConsumer {
 public:
  struct Number {
    std::string key;
    PhoneNumber phone;
    std::string channel;   // ARN of its two-way destination; empty: none
    std::string keyword;   // registered keyword (R-TWO-5)
  };
  InboundStream(std::vector<Number> numbers, Instant start, Seed seed, std::uint64_t replication, ByteSink sink);
  void consume(const InboundDelivery& delivery) override;
  void flush();

 private:
  std::vector<Number> numbers_;  // by NumberId
  Instant start_;
  MessageUuids uuids_;
  ByteSink sink_;
  std::string buffer_;
};

// The two-way payload as one JSON object, all strings (R-TWO-3). `previous` may be empty: then it is left out
// (R-TWO-4).
struct TwoWayPayload {
  PhoneNumber origination, destination;
  std::string_view keyword, body, inbound_id, previous_id;
};
void append_two_way_payload(std::string& out, const TwoWayPayload& payload);

}  // namespace sendlab
