// When may a message go? Lanes of waiting messages, offers to the carrier, hand-over.
#include <algorithm>

#include "engine/service/service.hpp"

namespace sendlab {

void Service::schedule(MessageRow row, Instant at, Priority priority, ServiceEvent kind) {
  simulation_.cancel(messages_[row].timer);
  messages_[row].timer = simulation_.schedule(at, priority, static_cast<std::uint8_t>(kind), row);
}

// A message that has not been handed over ends at the first of its time-to-live and the 72 hours of R-TTL-5; at the same
// instant UNKNOWN comes before TTL_EXPIRED.
void Service::wait_until_deadline(MessageRow row) {
  Message& m = messages_[row];
  const Instant timeout = m.requested + model_.constants.final_timeout;
  const bool unknown = timeout <= m.expires;
  m.outcome = unknown ? Status::unknown : Status::ttl_expired;
  schedule(row, std::min(timeout, m.expires), unknown ? Priority::unknown : Priority::expiry, ServiceEvent::deadline);
}

// The message is accepted and wants to go now: it goes, or waits in its lane, or ends.
void Service::offer(MessageRow row) {
  Message& m = messages_[row];
  if (faults_.any()) faults_.note_rule_changes(m);
  if (const std::uint32_t lane = lane_of(m); lane != no_lane && lanes_[lane].head != no_row) return join_lane(row, nullptr);
  PartPlan plan;
  const GateAnswer answer = limits_.ask(m.number, m.carrier, m.parts, simulation_.now(), m.expires, plan);
  switch (answer.kind) {
    case GateAnswer::Kind::wait: return join_lane(row, &answer);
    case GateAnswer::Kind::refuse: return finish(row, answer.status);
    case GateAnswer::Kind::open:
      if (carrier_takes(row)) hand_over(row, plan);
      return;
  }
}

// ---- lanes ----

void Service::join_lane(MessageRow row, const GateAnswer* answer) {
  Message& m = messages_[row];
  std::uint32_t index = lane_of(m);
  if (index == no_lane) {
    index = static_cast<std::uint32_t>(lanes_.size());
    lanes_.push_back({.number = m.number, .carrier = m.carrier, .parts = m.parts});
    lanes_of_number_[m.number.index].push_back(index);
  }
  Lane& lane = lanes_[index];
  m.in_lane = true;
  m.previous = lane.tail;
  m.next = no_row;
  (lane.tail == no_row ? lane.head : messages_[lane.tail].next) = row;
  lane.tail = row;
  wait_until_deadline(row);
  if (m.status == Status::accepted) publish_status(m, Status::queued, false);
  if (answer != nullptr) wake_at(index, answer->opens, answer->cause);
  faults_.note_throttles(m, simulation_.now(), simulation_.now() + Duration{1});
}

void Service::leave_lane(MessageRow row) {
  Message& m = messages_[row];
  Lane& lane = lanes_[lane_of(m)];
  ENSURE(m.in_lane, "only who waits in a lane leaves it");
  (m.previous == no_row ? lane.head : messages_[m.previous].next) = m.next;
  (m.next == no_row ? lane.tail : messages_[m.next].previous) = m.previous;
  m.next = m.previous = no_row;
  m.in_lane = false;

  // The whole wait is charged to the limit that released last (contract). Piece by piece would cost every message in a long
  // lane one piece for each change of cause.
  messages_.charge(m, simulation_.now(), lane.cause);
}

// The lane's first message is looked at again at `opens`, in the order in which messages were accepted.
void Service::wake_at(std::size_t index, Instant opens, DelayCause cause) {
  Lane& lane = lanes_[index];
  simulation_.cancel(lane.wake);
  lane.cause = cause;
  if (opens == never) return;  // until a limit changes
  lane.wake = simulation_.schedule_at_place(opens, Priority::release, messages_[lane.head].place,
                                            static_cast<std::uint8_t>(ServiceEvent::lane_wake),
                                            static_cast<std::uint32_t>(index));
}

void Service::look_at_head(std::size_t index) {
  Lane& lane = lanes_[index];
  simulation_.cancel(lane.wake);
  if (lane.head == no_row) return;
  const Message& m = messages_[lane.head];
  PartPlan plan;
  const GateAnswer answer = limits_.ask(m.number, m.carrier, m.parts, simulation_.now(), m.expires, plan);
  if (answer.kind == GateAnswer::Kind::wait)
    wake_at(index, answer.opens, answer.cause);
  else  // its turn comes in this very instant, in the order of acceptance
    wake_at(index, simulation_.now(), lane.cause);
}

void Service::on_lane_wake(std::size_t index) {
  const MessageRow row = lanes_[index].head;
  lanes_[index].wake = {};
  ENSURE(row != no_row, "a lane that wakes has somebody waiting");
  Message& m = messages_[row];
  PartPlan plan;
  const GateAnswer answer = limits_.ask(m.number, m.carrier, m.parts, simulation_.now(), m.expires, plan);
  if (answer.kind == GateAnswer::Kind::wait) return wake_at(index, answer.opens, answer.cause);
  leave_lane(row);
  if (answer.kind == GateAnswer::Kind::refuse)
    finish(row, answer.status);
  else if (carrier_takes(row))
    hand_over(row, plan);
  look_at_head(index);
}

void Service::reconsider_lanes() {
  for (std::size_t i = 0; i < lanes_.size(); ++i)
    if (lanes_[i].head != no_row) look_at_head(i);
}

// ---- waits outside lanes ----

void Service::set_aside(MessageRow row, Instant until, DelayCause cause) {
  Message& m = messages_[row];
  m.aside_for = cause;
  m.aside = true;
  wait_until_deadline(row);
  if (m.status == Status::accepted) publish_status(m, Status::queued, false);
  // At the deadline itself the message ends: expiries come before releases.
  if (until < std::min(m.expires, m.requested + model_.constants.final_timeout)) {
    simulation_.cancel(m.timer);
    m.timer = simulation_.schedule_at_place(until, Priority::release, m.place, static_cast<std::uint8_t>(ServiceEvent::reoffer), row);
  }
}

// An outage is over: who was set aside for one is offered at this instant, in the order of acceptance.
void Service::offer_again_now() {
  for (MessageRow row = 0; row < messages_.rows(); ++row) {
    Message& m = messages_[row];
    if (!m.aside || m.aside_for != DelayCause::fault) continue;
    simulation_.cancel(m.timer);
    m.timer = simulation_.schedule_at_place(simulation_.now(), Priority::release, m.place, static_cast<std::uint8_t>(ServiceEvent::reoffer), row);
  }
}

void Service::hold_for_recipient(MessageRow row) {
  const Message& m = messages_[row];
  const AccountId account = model_.numbers[m.number.index].account;
  set_aside(row, recipients_.promise(account, m.destination, simulation_.now()), DelayCause::recipient_limit);
}

void Service::on_reoffer(MessageRow row) {
  Message& m = messages_[row];
  m.timer = {};
  m.aside = false;
  messages_.charge(m, simulation_.now(), m.aside_for);
  if (m.aside_for == DelayCause::recipient_limit) {
    const AccountId account = model_.numbers[m.number.index].account;
    if (!recipients_.free(account, m.destination, simulation_.now())) return hold_for_recipient(row);
    recipients_.take(account, m.destination, simulation_.now());
  }
  offer(row);
}

// Does the carrier take anything now? If not, the message is set aside until it is offered again: every 30 s and at the
// instant the fault ends (contract). A fault that meets every message makes the offers between pointless.
bool Service::carrier_takes(MessageRow row) {
  if (!faults_.any()) return true;
  Message& m = messages_[row];
  Instant again = Instant::min();
  faults_.meet(ModelFaultKind::outage, m, [&](std::size_t, const FaultModel& fault) {
    // A script may have begun it after its planned end: then nobody knows when it ends.
    const Instant ends = fault.to > simulation_.now() ? fault.to : never;
    const Instant next = fault.share >= 1 ? ends : std::min(ends, simulation_.now() + model_.constants.reoffer_every);
    again = std::max(again, next);
  });
  if (again == Instant::min()) return true;
  set_aside(row, again, DelayCause::fault);
  return false;
}

// ---- hand-over ----

void Service::hand_over(MessageRow row, const PartPlan& plan) {
  const Instant now = simulation_.now();
  ENSURE(plan.first() == now, "the first part goes now");
  Message& m = messages_[row];
  ENSURE(m.first_hand_over == never, "a message is handed over once");
  const LimitUse use = limits_.take(m.number, m.carrier, plan, now);
  simulation_.cancel(m.timer);
  ENSURE(m.waiting_since == now, "every wait before a hand-over was charged");
  m.status = Status::pending;
  m.first_hand_over = now;
  m.last_hand_over = plan.last();
  m.parts_handed_over = static_cast<std::uint8_t>(plan.parts().size());
  messages_.charge(m, plan.last(), DelayCause::number_mps);
  facts_.message(m, now, FactKind::handed_over, false, use);

  HandOver fate = carriers_[m.carrier.index]->hand_over(
      {m.destination, model_.numbers[m.number.index].type, m.parts, m.traits}, now);
  ENSURE(fate.answer_after.count() >= 0 && fate.outcome_after >= fate.answer_after, "a carrier answers before the handset");
  apply_handset(m, fate);
  if (faults_.any()) apply_faults(m, fate);
  if (m.last_hand_over > now) faults_.note_throttles(m, now, m.last_hand_over);

  // The carrier's answer is known now, so its expiry need not be scheduled unless it comes first. Parts that were cut from
  // the plan mean that the message expires before they could go.
  const Instant answer_at = m.last_hand_over + fate.answer_after;
  const Instant timeout = m.requested + model_.constants.final_timeout;
  if (plan.parts().size() < m.parts || answer_at > m.expires || answer_at > timeout) return wait_until_deadline(row);
  m.answer = fate.answer;
  m.receipt_follows = fate.receipt_follows;
  m.outcome = fate.outcome;
  m.outcome_at = m.last_hand_over + fate.outcome_after;
  m.outcome_priority = Priority::receipt;
  if (fate.handset_off.count() > 0 && m.outcome_at > m.expires) {
    m.outcome = Status::ttl_expired;  // the time-to-live ends at the handset when that is off (R-TTL-3)
    m.outcome_at = m.expires + fate.expiry_noticed_late;
    m.outcome_priority = Priority::expiry;
  }
  // Nothing final within 72 h: UNKNOWN (R-TTL-5). A receipt of that very instant comes before it, an expiry after it.
  const bool late = m.outcome_priority == Priority::expiry ? m.outcome_at >= timeout : m.outcome_at > timeout;
  if (m.outcome == Status::unknown || late) {
    m.outcome = Status::unknown;
    m.outcome_at = timeout;
    m.outcome_priority = Priority::unknown;
  }
  schedule(row, answer_at, Priority::receipt, ServiceEvent::answer);
}

}  // namespace sendlab
