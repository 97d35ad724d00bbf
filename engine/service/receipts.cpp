// What becomes of a message after its hand-over: the carrier's answer, the handset's receipt, silence.
#include <algorithm>

#include "engine/service/service.hpp"

namespace sendlab {

void Service::publish_status(Message& message, Status status, bool is_final) {
  message.status = status;
  facts_.status(message, simulation_.now(), is_final);
  if ((listen_bits_ >> static_cast<unsigned>(status) & 1) != 0)
    listener_->on_status(message, is_final, simulation_.now());
}

void Service::finish(MessageRow row, Status status) {
  simulation_.cancel(messages_[row].timer);
  publish_status(messages_[row], status, true);
  messages_.remove(row);
}

void Service::on_deadline(MessageRow row) {
  Message& m = messages_[row];
  m.timer = {};
  if (m.lane != no_lane) return expire_in_lane(row);
  if (m.first_hand_over == never)
    messages_.charge(m, simulation_.now(), m.aside_for);
  else if (m.parts_handed_over < m.parts)  // its next part still waited for the number
    messages_.charge(m, simulation_.now(), DelayCause::number_mps);
  finish(row, m.outcome);
}

void Service::on_answer(MessageRow row) {
  Message& m = messages_[row];
  m.timer = {};
  if (m.answer != Status::successful) return finish(row, m.answer);
  m.carrier_accepted = simulation_.now();
  if (!m.receipt_follows) return finish(row, Status::successful);
  schedule(row, std::max(m.outcome_at, simulation_.now()), m.outcome_priority, ServiceEvent::outcome);
  // Out of order only where there will be a receipt to overtake this one.
  if (faults_.any() && m.outcome_priority == Priority::receipt &&
      faults_.meet(FaultKind::receipt_reorder, m, [](std::size_t, const FaultModel&) {}))
    m.receipt_marks |= receipt_mark::overtaken;
  publish_status(m, Status::successful, false);
}

void Service::on_outcome(MessageRow row) {
  Message& m = messages_[row];
  m.timer = {};
  const Instant now = simulation_.now();
  if (m.outcome_priority == Priority::receipt && faults_.any()) {
    const Instant timeout = m.requested + model_.constants.final_timeout;
    bool lost = faults_.meet(FaultKind::receipt_loss, m, [](std::size_t, const FaultModel&) {});
    Instant later = now;
    if (!lost && !m.receipt_was_delayed)
      faults_.meet(FaultKind::receipt_delay, m,
                   [&](std::size_t, const FaultModel& fault) { later += *fault.add; });
    if (lost || later > timeout) {
      m.outcome = Status::unknown;
      m.outcome_priority = Priority::unknown;
      return schedule(row, timeout, Priority::unknown, ServiceEvent::outcome);
    }
    if (later == now && faults_.meet(FaultKind::receipt_duplicate, m, [](std::size_t, const FaultModel&) {}))
      m.receipt_marks |= receipt_mark::doubled;
    if (later > now) {
      m.receipt_was_delayed = true;
      return schedule(row, later, Priority::receipt, ServiceEvent::outcome);
    }
  }
  finish(row, m.outcome);
}

// Faults of the network that change what becomes of a message already taken.
void Service::apply_faults(Message& m, HandOver& fate) {
  auto fails_with = [&](Status status) {
    return [&fate, status](std::size_t, const FaultModel&) { fate.answer = status; };
  };
  faults_.meet(FaultKind::latency, m, [&](std::size_t, const FaultModel& fault) {
    auto slower = [&](Duration d) {
      if (fault.factor) d = Duration{static_cast<std::int64_t>(static_cast<double>(d.count()) * *fault.factor)};
      return d + fault.add.value_or(Duration{0});
    };
    fate.answer_after = slower(fate.answer_after);
    // The network is slow, not the handset's owner.
    fate.outcome_after = std::max(slower(fate.outcome_after - fate.handset_off), fate.answer_after) + fate.handset_off;
  });
  // Taken and lost in the network: no handset and no receipt ever sees it.
  faults_.meet(FaultKind::loss, m, [&](std::size_t, const FaultModel&) {
    fate.receipt_follows = true;
    fate.outcome = Status::unknown;
  });
  faults_.meet(FaultKind::filter, m, fails_with(Status::spam));
  faults_.meet(FaultKind::number_blocked, m, fails_with(Status::carrier_blocked));
}

// People of the scenario's handset { … } groups, chosen by a fixed hash of their number so that each is one person.
void Service::apply_handset(const Message& m, HandOver& fate) {
  if (model_.handsets.empty() || fate.answer != Status::successful) return;
  for (std::size_t i = 0; i < model_.handsets.size(); ++i) {
    const HandsetModel& handset = model_.handsets[i];
    const StreamKey person = stream_key(Seed{m.destination.digits}, i, "handset", "member");
    RandomStream traits{person};
    if (!traits.chance(handset.share)) continue;
    // R-DEA-7: who gave up the number is no longer there; its new owner may be.
    if (traits.chance(handset.deactivated_share)) {
      if (handset.deactivated_invalid < 1 && !handset_random_[i].chance(handset.deactivated_invalid)) continue;
      fate.answer = Status::invalid;
      return;
    }
    if (!handset_random_[i].chance(handset.off_probability)) continue;
    const Duration off = handset.off_for.sample(handset_random_[i]);
    fate.handset_off += off;
    fate.outcome_after += off;
  }
}

}  // namespace sendlab
