#pragma once
// Publishes facts about messages, some hundred at a time: in time order where a model makes them, in the order in which
// they become known where an endpoint tells them. What every run needs of each step, its place in the digest and the
// count of its event, is taken here; a step becomes a fact only for consumers that asked for steps.
#include <array>
#include <vector>

#include "engine/message/fact_digest.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/service/message_table.hpp"

namespace sendlab {

enum class FactOrder : std::uint8_t { of_time, as_learnt };

class FactPublisher {
 public:
  // Messages planned before `counts_from` (the end of the warm-up) are marked as not counting.
  FactPublisher(const MessageTable& messages, Instant counts_from, FactOrder order = FactOrder::of_time)
      : messages_(messages), counts_from_(counts_from), order_(order) {
    stories_.reserve(batch_size);
    waits_.reserve(batch_size * 2);
  }

  // Before the run; the consumer must outlive the publisher. Consumers are called in the order in which they were
  // added.
  void add_consumer(FactConsumer& consumer) { consumers_.push_back(&consumer); }
  void add_step_consumer(FactConsumer& consumer) { step_consumers_.push_back(&consumer); }

  // What a model knows of a message without being told: its sender was answered at once, and saw each TEXT_SUCCESSFUL.
  struct Told {
    Instant answered;
    bool successful;
    explicit Told(const Message& m) : answered(m.requested), successful(m.carrier_accepted != never) {}
    Told(Instant at, bool saw_successful) : answered(at), successful(saw_successful) {}
  };

  // The steps of a message. After a final status its story is over.
  void accepted(const Message& m, Instant now) {
    note(m, now, FactKind::accepted, false);
    if (!step_consumers_.empty()) step(m, Told(m), now, FactKind::accepted);
  }
  void handed_over(const Message& m, Instant now) {
    if (!step_consumers_.empty()) step(m, Told(m), now, FactKind::handed_over);
  }
  void status(const Message& m, Instant now, bool is_final) { status(m, now, is_final, Told(m)); }
  void status(const Message& m, Instant now, bool is_final, Told told) {
    note(m, now, FactKind::status, is_final);
    events_[static_cast<std::size_t>(m.status)] += m.planned >= counts_from_ ? 1 : 0;
    if (is_final)
      end(m, told, now, FactKind::status);
    else if (!step_consumers_.empty())
      step(m, told, now, FactKind::status);
  }
  // The run ends with the message in flight.
  void pending(const Message& m, Instant now) { end(m, Told(m), now, FactKind::pending); }
  void pending(const Message& m, Instant now, Told told) { end(m, told, now, FactKind::pending); }

  // Stories without a row: an inbound message; a refusal, which waited in the sender's queue since it was planned.
  void inbound(MessageFact fact) { publish(fact); }
  void refused(MessageFact fact, DelayCause waited_for);

  void flush();

  // Of everything published so far.
  [[nodiscard]] const Digest& digest() const { return digest_.value(); }
  // How often each status was published, warm-up left out.
  [[nodiscard]] const std::array<std::int64_t, status_count>& events() const { return events_; }

 private:
  static constexpr std::size_t batch_size = 128;

  void note(const Message& m, Instant now, FactKind kind, bool is_final) {
    ENSURE(order_ == FactOrder::as_learnt || now >= last_, "facts are published in time order");
    last_ = now;
    digest_.add(now, m.id, kind, m.status, Refusal::none, m.parts, is_final, m.price, m.fee);
  }
  void fill(MessageFact& fact, const Message& m, Told told, Instant now, FactKind kind) const;
  void step(const Message& m, Told told, Instant now, FactKind kind);
  void end(const Message& m, Told told, Instant now, FactKind kind);
  void publish(MessageFact& fact);
  void flush_when_full() {
    if (stories_.size() >= batch_size || steps_.size() >= batch_size) flush();
  }

  const MessageTable& messages_;
  Instant counts_from_;
  FactOrder order_;
  Instant last_ = Instant::min();
  FactDigest digest_;
  std::array<std::int64_t, status_count> events_{};
  std::vector<FactConsumer*> consumers_, step_consumers_;
  std::vector<MessageFact> stories_, steps_;
  std::vector<Wait> waits_;  // of both
};

}  // namespace sendlab
