#pragma once
// Publishes facts about messages, some hundred at a time: in time order where a model makes them, in the order in which they
// become known where an endpoint tells them.
#include <vector>

#include "engine/message/message_fact.hpp"
#include "engine/service/message_table.hpp"

namespace sendlab {

enum class FactOrder : std::uint8_t { of_time, as_learnt };

class FactPublisher {
 public:
  // Messages planned before `counts_from` (the end of the warm-up) are marked as not counting.
  FactPublisher(const MessageTable& messages, Instant counts_from, FactOrder order = FactOrder::of_time)
      : messages_(messages), counts_from_(counts_from), order_(order) {
    facts_.reserve(batch_size);
    waits_.reserve(batch_size * 2);
  }

  // Before the run; the consumer must outlive the publisher. Consumers are called in the order in which they were added.
  void add_consumer(FactConsumer& consumer) { consumers_.push_back(&consumer); }

  void message(const Message& message, Instant now, FactKind kind, bool is_final, LimitUse use = {});
  void publish(MessageFact fact);  // a fact without a row: an inbound message
  void refused(MessageFact fact, DelayCause waited_for);  // likewise; it waited in the sender's queue since it was planned
  void flush();

 private:
  static constexpr std::size_t batch_size = 256;

  const MessageTable& messages_;
  Instant counts_from_;
  FactOrder order_;
  std::vector<FactConsumer*> consumers_;
  std::vector<MessageFact> facts_;
  std::vector<Wait> waits_;
};

}  // namespace sendlab
