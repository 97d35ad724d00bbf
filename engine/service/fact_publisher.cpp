#include "engine/service/fact_publisher.hpp"

namespace sendlab {

void FactPublisher::fill(MessageFact& fact, const Message& m, Told told, Instant now, FactKind kind) const {
  fact.at = now;
  fact.planned = m.planned;
  fact.requested = m.requested;
  fact.answered = told.answered;
  fact.first_hand_over = m.first_hand_over;
  fact.last_hand_over = m.last_hand_over;
  fact.carrier_accepted = m.carrier_accepted;
  fact.message = m.id;
  fact.destination = m.destination;
  fact.price = m.price;
  fact.fee = m.fee;
  fact.number = m.number;
  fact.use = m.use;
  fact.workload = m.workload;
  fact.carrier = m.carrier;
  fact.parts = kind == FactKind::handed_over ? m.parts_handed_over : m.parts;
  fact.parts_handed_over = m.parts_handed_over;
  fact.kind = kind;
  fact.status = m.status;
  fact.encoding = m.encoding;
  fact.type = m.type;
  fact.successful = told.successful;
  fact.counts = m.planned >= counts_from_;
  fact.channel = m.channel;
  fact.receipt_marks = m.receipt_marks;
}

void FactPublisher::step(const Message& m, Told told, Instant now, FactKind kind) {
  fill(steps_.emplace_back(), m, told, now, kind);
  flush_when_full();
}

void FactPublisher::end(const Message& m, Told told, Instant now, FactKind kind) {
  MessageFact& fact = stories_.emplace_back();
  fill(fact, m, told, now, kind);
  // Of a call that the end of the run cuts short: all of it, since all of it was charged.
  if (kind == FactKind::status || m.status == Status::call_answered) fact.call_s = m.call_s;
  if (kind == FactKind::status) {
    fact.is_final = true;
    fact.first_wait = static_cast<std::uint32_t>(waits_.size());
    messages_.copy_waits(m, waits_);
    fact.wait_count = static_cast<std::uint16_t>(waits_.size() - fact.first_wait);
    if (!step_consumers_.empty()) steps_.push_back(fact);
  }
  flush_when_full();
}

void FactPublisher::refused(MessageFact fact, DelayCause waited_for) {
  fact.first_wait = static_cast<std::uint32_t>(waits_.size());
  if (fact.at > fact.planned) {
    waits_.push_back({fact.planned, fact.at, waited_for});
    fact.wait_count = 1;
  }
  publish(fact);
}

void FactPublisher::publish(MessageFact& fact) {
  ENSURE(order_ == FactOrder::as_learnt || fact.at >= last_, "facts are published in time order");
  last_ = fact.at;
  fact.counts = fact.planned >= counts_from_;
  digest_.add(fact);
  stories_.push_back(fact);
  if (!step_consumers_.empty()) steps_.push_back(fact);
  flush_when_full();
}

void FactPublisher::flush() {
  if (!stories_.empty())
    for (FactConsumer* consumer : consumers_) consumer->consume({stories_, waits_});
  if (!steps_.empty())
    for (FactConsumer* consumer : step_consumers_) consumer->consume({steps_, waits_});
  stories_.clear();
  steps_.clear();
  waits_.clear();
}

}  // namespace sendlab
