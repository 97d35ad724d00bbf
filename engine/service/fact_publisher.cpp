#include "engine/service/fact_publisher.hpp"

namespace sendlab {

void FactPublisher::message(const Message& message, Instant now, FactKind kind, bool is_final, LimitUse use) {
  MessageFact fact{.at = now, .planned = message.planned};
  fact.requested = message.requested;
  fact.first_hand_over = message.first_hand_over;
  fact.last_hand_over = message.last_hand_over;
  fact.carrier_accepted = message.carrier_accepted;
  fact.message = message.id;
  fact.destination = message.destination;
  fact.price = message.price;
  fact.fee = message.fee;
  fact.number = message.number;
  fact.workload = message.workload;
  fact.carrier = message.carrier;
  fact.parts = kind == FactKind::handed_over ? message.parts_handed_over : message.parts;
  fact.whole = message.first_hand_over == never || message.parts_handed_over == message.parts;
  fact.kind = kind;
  fact.status = message.status;
  fact.encoding = message.encoding;
  fact.type = message.type;
  fact.is_final = is_final;
  fact.use = use;
  if (is_final) {
    fact.first_wait = static_cast<std::uint32_t>(waits_.size());
    messages_.copy_waits(message, waits_);
    fact.wait_count = static_cast<std::uint16_t>(waits_.size() - fact.first_wait);
  }
  publish(fact);
}

void FactPublisher::refused(MessageFact fact, DelayCause waited_for) {
  fact.first_wait = static_cast<std::uint32_t>(waits_.size());
  if (fact.at > fact.planned) {
    waits_.push_back({fact.planned, fact.at, waited_for});
    fact.wait_count = 1;
  }
  publish(fact);
}

void FactPublisher::publish(MessageFact fact) {
  ENSURE(order_ == FactOrder::as_learnt || facts_.empty() || fact.at >= facts_.back().at, "facts are published in time order");
  fact.counts = fact.planned >= counts_from_;
  facts_.push_back(fact);
  if (facts_.size() == batch_size) flush();
}

void FactPublisher::flush() {
  if (facts_.empty()) return;
  const FactBatch batch{facts_, waits_};
  for (FactConsumer* consumer : consumers_) consumer->consume(batch);
  facts_.clear();
  waits_.clear();
}

}  // namespace sendlab
