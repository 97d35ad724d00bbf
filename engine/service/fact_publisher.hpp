#pragma once
// Publishes facts about messages, in time order, some hundred at a time.
#include <vector>

#include "engine/message/message_fact.hpp"
#include "engine/service/message_table.hpp"

namespace sendlab {

class FactPublisher {
 public:
  // Messages planned before `counts_from` (the end of the warm-up) are marked as not counting.
  FactPublisher(const MessageTable& messages, Instant counts_from) : messages_(messages), counts_from_(counts_from) {
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
  std::vector<FactConsumer*> consumers_;
  std::vector<MessageFact> facts_;
  std::vector<Wait> waits_;
};

}  // namespace sendlab
