#pragma once
// What became of one event at one event destination of a configuration set.
#include <cstdint>

#include "engine/message/message_fact.hpp"

namespace sendlab {

enum class DeliveryEnd : std::uint8_t {
  received,
  lost,       // given up after its last attempt
  backed_up,  // a delivery stream put it aside for its sink: kept, and not where it was to go
};
constexpr std::string_view name_of(DeliveryEnd end) {
  return end == DeliveryEnd::received ? "RECEIVED" : end == DeliveryEnd::lost ? "LOST" : "BACKED_UP";
}

struct EventDelivery {
  const MessageFact& event;         // of kind status
  std::uint16_t destination = 0;    // into the list of all destinations of the run
  DeliveryEnd end{};
  Instant at;                       // received, or given up
  std::uint32_t failed_attempts = 0;
  bool copy = false;                // the second of an event that went out twice
};

// Told of each delivery when it is settled, in the order of EventDelivery::at.
class DeliveryConsumer {
 public:
  virtual ~DeliveryConsumer() = default;
  virtual void consume(const EventDelivery& delivery) = 0;
};

}  // namespace sendlab
