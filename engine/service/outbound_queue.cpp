// When may a message go? Offers to the carrier, waits outside lanes, hand-over. lanes.cpp has the waits in lanes.
#include <algorithm>

#include "engine/service/service.hpp"

namespace sendlab {

void Service::schedule(MessageRow row, Instant at, Priority priority, ServiceEvent kind) {
  simulation_.cancel(messages_[row].timer);
  messages_[row].timer = simulation_.schedule(at, priority, static_cast<std::uint8_t>(kind), row);
}

// A message that has not been handed over ends at the first of its time-to-live and the 72 hours of R-TTL-5; at the
// same instant UNKNOWN comes before TTL_EXPIRED.
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
  const std::uint32_t lane = lane_of(m);
  if (lane != no_lane && lanes_[lane].head != no_row) return join_lane(row, lane, nullptr);
  const GateAnswer answer = ask_gates(m);
  if (answer.kind == GateAnswer::Kind::wait) return join_lane(row, lane, &answer);
  go_or_end(row, answer);
}

GateAnswer Service::ask_gates(const Message& m) {
  return limits_.ask(m.number, m.carrier, m.parts, simulation_.now(), m.expires, plan_);
}

// The gates have answered: it goes, or is refused.
void Service::go_or_end(MessageRow row, const GateAnswer& answer) {
  if (answer.kind == GateAnswer::Kind::refuse)
    finish(row, answer.status);
  else if (carrier_takes(row))
    hand_over(row);
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
    m.timer = simulation_.schedule_at_place(until, Priority::release, m.place,
                                            static_cast<std::uint8_t>(ServiceEvent::reoffer), row);
  }
}

// An outage is over: who was set aside for one is offered at this instant, in the order of acceptance.
void Service::offer_again_now() {
  for (MessageRow row = 0; row < messages_.rows(); ++row) {
    Message& m = messages_[row];
    if (!m.aside || m.aside_for != DelayCause::fault) continue;
    simulation_.cancel(m.timer);
    if (m.channel == Channel::voice) {
      offer_call_at(row, simulation_.now());
      continue;
    }
    m.timer = simulation_.schedule_at_place(simulation_.now(), Priority::release, m.place,
                                            static_cast<std::uint8_t>(ServiceEvent::reoffer), row);
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
  const Instant again = carrier_down_until(messages_[row]);
  if (again == Instant::min()) return true;
  set_aside(row, again, DelayCause::fault);
  return false;
}

// When the message is worth another offer; Instant::min() when its carrier takes it now.
Instant Service::carrier_down_until(Message& m) {
  Instant again = Instant::min();
  if (!faults_.any()) return again;
  faults_.meet(FaultKind::outage, m, [&](std::size_t, const FaultModel& fault) {
    // A script may have begun it after its planned end: then nobody knows when it ends.
    const Instant ends = fault.to > simulation_.now() ? fault.to : never;
    const Instant next = fault.share >= 1 ? ends : std::min(ends, simulation_.now() + model_.constants.reoffer_every);
    again = std::max(again, next);
  });
  return again;
}

// ---- hand-over ----

// As planned by the last ask_gates().
void Service::hand_over(MessageRow row) {
  const PartPlan& plan = plan_;
  const Instant now = simulation_.now();
  ENSURE(plan.first() == now, "the first part goes now");
  Message& m = messages_[row];
  ENSURE(m.first_hand_over == never, "a message is handed over once");
  m.use = limits_.take(m.number, m.carrier, plan, now);
  simulation_.cancel(m.timer);
  ENSURE(m.waiting_since == now, "every wait before a hand-over was charged");
  m.status = Status::pending;
  m.first_hand_over = now;
  m.last_hand_over = plan.last();
  m.parts_handed_over = static_cast<std::uint8_t>(plan.parts().size());
  messages_.charge(m, plan.last(), DelayCause::number_mps);
  facts_.handed_over(m, now);
  if (long_lanes_in_line_ != 0) look_at_long_lanes(m.number);  // asks gates: the plan is no longer this message's

  HandOver fate = carriers_[m.carrier.index]->hand_over({m.destination, model_.numbers[m.number.index].type, m.parts,
                                                         m.traits, m.number, m.workload, m.type, m.registered},
                                                        now);
  ENSURE(fate.answer_after.count() >= 0 && fate.outcome_after >= fate.answer_after,
         "a carrier answers before the handset");
  apply_handset(m, fate);
  if (faults_.any()) apply_faults(m, fate);
  if (m.last_hand_over > now) faults_.note_throttles(m, now, m.last_hand_over);

  // The carrier's answer is known now, so its expiry need not be scheduled unless it comes first. Parts that were cut
  // from the plan mean that the message expires before they could go.
  const Instant answer_at = m.last_hand_over + fate.answer_after;
  const Instant timeout = m.requested + model_.constants.final_timeout;
  if (m.parts_handed_over < m.parts || answer_at > m.expires || answer_at > timeout) return wait_until_deadline(row);
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
