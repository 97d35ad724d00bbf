// Calls (R-VSB): from the request to the last word spoken.
//
//   INITIATED --limits, outage--> dialled --set-up--> RINGING --> ANSWERED --> COMPLETED
//                                         \-> BUSY, FAILED    \-> NO_ANSWER \-> FAILED (the line breaks)
//
// A call is initiated when it is accepted. Its time-to-live ends when the phone rings (R-TTL-6), and it is charged when
// it is answered: whole minutes, begun ones count (R-BIL-9).
#include <algorithm>

#include "engine/service/call_identity.hpp"
#include "engine/service/service.hpp"

namespace sendlab {
namespace {

constexpr std::uint8_t kind(ServiceEvent event) { return static_cast<std::uint8_t>(event); }
constexpr std::int64_t minutes_of(std::int64_t seconds) { return (seconds + 59) / 60; }
std::int64_t seconds_of(Duration speech) {
  return std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(speech).count());
}

UsdMicros reserved_for(const Message& m) { return UsdMicros{m.per_minute} * m.most_minutes; }

}  // namespace

// ---- the request ----

NumberId Service::choose_for_call(const SendRequest& request) const {
  return sendlab::choose_for_call(model_, request, simulation_.now());
}

// What would be refused for good. api.md section 4, in the order of section 3.
Refusal Service::check_call(const SendRequest& request, NumberId number) const {
  if (!model_.accounts[request.account.index].has_voice) return Refusal::voice_capability_not_available;  // R-REL-2
  if (request.to.carrier == no_carrier) return Refusal::destination_country_blocked;
  const CountryModel& country = model_.countries[request.to.country.index];
  const CarrierModel& carrier = model_.carriers[request.to.carrier.index];
  if (!country.served && !carrier.simulator) return Refusal::destination_country_blocked;
  if (number == no_number) return Refusal::no_origination_identity;
  const NumberModel& origin = model_.numbers[number.index];
  if (simulation_.now() < origin.active_from) return Refusal::resource_not_active;
  if (!origin.voice) return Refusal::voice_capability_not_available;
  if (origin.type == NumberType::simulator && !carrier.simulator)
    return Refusal::invalid_identity_for_country;  // R-SIM-5
  const AccountModel& account = model_.accounts[request.account.index];
  if (!carrier.simulator) {
    if (account.voice_sandbox && !country.called_from_sandbox) return Refusal::destination_country_blocked;  // R-VSB-6
    if (carrier.voice.local_number_only && origin.country != country.identity_country)
      return Refusal::invalid_identity_for_country;  // R-VSB-13
    if (account.voice_sandbox && !request.verification && !verified_[request.account.index].holds(request.to.number))
      return Refusal::not_verified;
  }
  if (opted_out(request.account, opt_out_list_of(origin, request.pool), request.to.number)) return Refusal::opted_out;
  if (request.parts == 0) return Refusal::invalid_parameter;  // nothing to speak, or SSML that is at fault
  if (!request.within_maximum_size || request.speech > account.voice.of(account.voice_sandbox).longest)
    return Refusal::invalid_message;
  const UsdMicros minute = prices_.voice_minute(request.to.country);
  if (request.max_price && minute > *request.max_price) return Refusal::price_over_threshold;
  const UsdMicros cost = request.free_of_charge ? UsdMicros{} : minute * minutes_of(seconds_of(request.speech));
  // A strict limit holds whatever becomes of the calls on their way.
  if (!calls_.spending.allows(request.account, calls_.accounts[request.account.index].reserved + cost))
    return Refusal::voice_spend_limit_reached;
  const Instant now = simulation_.now();
  if (calls_.limits.recipient_opens(request.account, request.to.number, now) > now) return Refusal::daily_call_limit;
  return Refusal::none;
}

Answer Service::submit_call(const SendRequest& request) {
  const Instant now = simulation_.now();
  const auto [refusal, number] = assess(request);
  if (refusal != Refusal::none) {
    refuse(request, number, refusal);
    return {.kind = Answer::Kind::refused, .refusal = refusal, .number = number};
  }
  // The rates hold accepted calls back where the account asks for it (over_mps); the sandbox's day never does.
  CallLimits::Opening opening{now};
  if (!model_.accounts[request.account.index].queue_over_mps) opening = calls_.limits.may_dial(number, now);
  if (const Instant day = calls_.limits.day_opens(request.account, now); day > opening.at)
    opening = {day, DelayCause::api_quota};
  if (opening.at > now)
    return {.kind = Answer::Kind::throttled, .refusal = Refusal::throttled, .number = number, .ask_again = opening.at,
            .cause = opening.cause};
  const MessageRow row = accept_call(request, number, now);
  const MessageId id = messages_[row].id;
  call_or_wait(row);
  return {.kind = Answer::Kind::accepted, .message = id, .number = number};
}

MessageRow Service::accept_call(const SendRequest& request, NumberId number, Instant now) {
  const MessageRow row = messages_.add();
  Message& m = messages_[row];
  m.channel = Channel::voice;
  m.planned = m.waiting_since = request.planned;
  m.requested = now;
  m.expires = now + request.ttl;
  m.id = MessageId{next_message_++};
  m.destination = request.to.number;
  m.place = simulation_.take_place();
  m.number = number;
  m.workload = request.workload;
  m.carrier = request.to.carrier;
  m.country = request.to.country;
  m.parts = 0;
  m.type = model_.numbers[number.index].message_type;
  m.traits = request.to.traits;
  m.configuration_set = request.configuration_set;
  m.pool = request.pool;
  m.call_s = static_cast<std::uint16_t>(seconds_of(request.speech));
  m.most_minutes = static_cast<std::uint8_t>(minutes_of(m.call_s));
  const UsdMicros minute = request.free_of_charge ? UsdMicros{} : prices_.voice_minute(request.to.country);
  ENSURE(minute.count >= 0 && minute.count <= UINT32_MAX, "a minute costs less than $4,294");
  m.per_minute = static_cast<std::uint32_t>(minute.count);
  messages_.charge(m, now, request.waited_for);
  CallDesk::Account& account = calls_.accounts[request.account.index];
  account.reserved += reserved_for(m);
  account.has_called = true;
  calls_.limits.count_request(request.account, m.destination, now);
  facts_.accepted(m, now);
  publish_status(m, Status::call_initiated, false);
  return row;
}

// ---- until it is dialled ----

void Service::call_or_wait(MessageRow row) {
  const NumberId number = messages_[row].number;
  const bool others_wait = number.index < calls_.line_of_number.size() &&
                           calls_.line_of_number[number.index] != UINT32_MAX &&
                           calls_.lines[calls_.line_of_number[number.index]].head != no_row;
  if (others_wait || calls_.limits.may_dial(number, simulation_.now()).at > simulation_.now())
    return join_call_line(row);
  dial_unless_down(row);
}

void Service::join_call_line(MessageRow row) {
  Message& m = messages_[row];
  if (m.number.index >= calls_.line_of_number.size()) calls_.line_of_number.resize(model_.numbers.size(), UINT32_MAX);
  std::uint32_t& place = calls_.line_of_number[m.number.index];
  const AccountId account = model_.numbers[m.number.index].account;
  if (place == UINT32_MAX) {
    place = static_cast<std::uint32_t>(calls_.lines.size());
    calls_.lines.push_back({m.number});
    calls_.accounts[account.index].lines.push_back(place);
  }
  CallLine& line = calls_.lines[place];
  m.lane = place;
  m.previous = line.tail;  // whoever was set aside for an outage goes back before those who came later
  while (m.previous != no_row && messages_[m.previous].place > m.place) m.previous = messages_[m.previous].previous;
  m.next = m.previous == no_row ? line.head : messages_[m.previous].next;
  (m.previous == no_row ? line.head : messages_[m.previous].next) = row;
  (m.next == no_row ? line.tail : messages_[m.next].previous) = row;
  schedule(row, m.expires, Priority::expiry, ServiceEvent::call_deadline);
  wake_calls(account, calls_.limits.may_dial(m.number, simulation_.now()).at);
}

void Service::leave_call_line(MessageRow row) {
  Message& m = messages_[row];
  CallLine& line = calls_.lines[m.lane];
  (m.previous == no_row ? line.head : messages_[m.previous].next) = m.next;
  (m.next == no_row ? line.tail : messages_[m.next].previous) = m.previous;
  m.lane = no_lane;
  m.next = m.previous = no_row;
}

// Looks at the account's lines at this instant, or earlier if that is planned already.
void Service::wake_calls(AccountId account, Instant at) {
  CallDesk::Account& desk = calls_.accounts[account.index];
  if (at >= desk.wakes_at) return;
  simulation_.cancel(desk.wake);
  desk.wake = simulation_.schedule(at, Priority::release, kind(ServiceEvent::call_line), account.index);
  desk.wakes_at = at;
}

// Dials whoever may go now: of several numbers that may, the call that was accepted first.
void Service::on_call_line(AccountId account) {
  CallDesk::Account& desk = calls_.accounts[account.index];
  desk.wake = {};
  desk.wakes_at = never;
  const Instant now = simulation_.now();
  for (;;) {
    MessageRow first = no_row;
    Instant next = never;
    for (const std::uint32_t l : desk.lines) {
      const CallLine& line = calls_.lines[l];
      if (line.head == no_row) continue;
      const Instant opens = calls_.limits.may_dial(line.number, now).at;
      next = std::min(next, opens);
      if (opens == now && (first == no_row || messages_[line.head].place < messages_[first].place)) first = line.head;
    }
    if (first == no_row) return wake_calls(account, next);
    leave_call_line(first);
    messages_.charge(messages_[first], now, calls_.limits.opened_last(messages_[first].number, now));
    dial_unless_down(first);
  }
}

void Service::dial_unless_down(MessageRow row) {
  if (const Instant again = carrier_down_until(messages_[row]); again != Instant::min())
    return set_call_aside(row, again);
  dial(row);
}

// Until the carrier is offered the call again; or until the call expires, if that is not later.
void Service::set_call_aside(MessageRow row, Instant until) {
  Message& m = messages_[row];
  m.aside = true;
  m.aside_for = DelayCause::fault;
  if (until >= m.expires) return schedule(row, m.expires, Priority::expiry, ServiceEvent::call_deadline);
  offer_call_at(row, until);
}

void Service::offer_call_at(MessageRow row, Instant at) {
  Message& m = messages_[row];
  simulation_.cancel(m.timer);
  m.timer = simulation_.schedule_at_place(at, Priority::release, m.place, kind(ServiceEvent::call_again), row);
}

void Service::on_call_again(MessageRow row) {
  Message& m = messages_[row];
  m.timer = {};
  m.aside = false;
  messages_.charge(m, simulation_.now(), DelayCause::fault);
  call_or_wait(row);
}

void Service::on_call_deadline(MessageRow row) {
  Message& m = messages_[row];
  m.timer = {};
  if (m.lane != no_lane) {
    messages_.charge(m, simulation_.now(), calls_.limits.may_dial(m.number, simulation_.now()).cause);
    leave_call_line(row);
  } else if (m.aside) {
    m.aside = false;
    messages_.charge(m, simulation_.now(), DelayCause::fault);
  }
  m.call_s = 0;
  finish_call(row, Status::call_ttl_expired);
}

// ---- from dialling to the end ----

void Service::dial(MessageRow row) {
  const Instant now = simulation_.now();
  Message& m = messages_[row];
  ENSURE(m.first_hand_over == never, "a call is dialled once");
  ENSURE(m.waiting_since == now, "every wait before a call was charged");
  simulation_.cancel(m.timer);
  m.use.number = static_cast<std::uint32_t>(calls_.limits.count_dialled(m.number, now));
  m.first_hand_over = m.last_hand_over = now;
  facts_.handed_over(m, now);

  const CallFate fate = fate_of_call(m);
  const Instant rings_at = now + fate.rings_after;
  if (rings_at > m.expires) return schedule(row, m.expires, Priority::expiry, ServiceEvent::call_deadline);
  m.call_s = fate.call_s;
  m.answer = fate.rings ? Status::call_ringing : fate.end;
  m.outcome = fate.end;
  m.outcome_at = fate.rings ? rings_at + fate.answered_after + std::chrono::seconds{fate.call_s} : rings_at;
  schedule(row, rings_at, Priority::receipt, ServiceEvent::call_step);
}

// What the network makes of it, and what faults and the scenario's handsets make of that.
CallFate Service::fate_of_call(Message& m) {
  bool off = false, gone = false;
  for (std::size_t i = 0; i < model_.handsets.size() && !gone; ++i) {
    const HandsetModel& handset = model_.handsets[i];
    RandomStream traits{stream_key(Seed{m.destination.digits}, i, "handset", "member")};
    if (!traits.chance(handset.share)) continue;
    if (traits.chance(handset.deactivated_share)) {  // R-DEA-7: nobody answers, or the new owner does
      gone = handset.deactivated_invalid >= 1 || handset_random_[i].chance(handset.deactivated_invalid);
      continue;
    }
    off = off || handset_random_[i].chance(handset.off_probability);
  }
  CallFate fate = off && !gone ? calls_.network.call_to_phone_off(m, m.call_s) : calls_.network.call(m, m.call_s);
  auto fails = [&fate](auto...) {
    fate.rings = fate.answered = false;
    fate.end = Status::call_failed;
    fate.call_s = 0;
  };
  if (gone) fails();
  if (!faults_.any()) return fate;
  faults_.meet(FaultKind::latency, m, [&](std::size_t, const FaultModel& fault) {
    if (fault.factor)
      fate.rings_after =
          Duration{static_cast<std::int64_t>(static_cast<double>(fate.rings_after.count()) * *fault.factor)};
    fate.rings_after += fault.add.value_or(Duration{0});
  });
  faults_.meet(FaultKind::loss, m, fails);
  faults_.meet(FaultKind::filter, m, fails);  // marked as spam and blocked: published as FAILED (events.md)
  faults_.meet(FaultKind::number_blocked, m, fails);
  return fate;
}

void Service::on_call_step(MessageRow row) {
  Message& m = messages_[row];
  m.timer = {};
  const Instant now = simulation_.now();
  switch (m.status) {
    case Status::call_initiated:
      if (m.answer != Status::call_ringing) return finish_call(row, m.answer);
      m.carrier_accepted = now;
      schedule(row, m.outcome_at - std::chrono::seconds{m.call_s}, Priority::receipt, ServiceEvent::call_step);
      return publish_status(m, Status::call_ringing, false);
    case Status::call_ringing:
      if (m.call_s == 0) return finish_call(row, m.outcome);
      charge_call(m);
      schedule(row, m.outcome_at, Priority::receipt, ServiceEvent::call_step);
      return publish_status(m, Status::call_answered, false);
    case Status::call_answered: return finish_call(row, m.outcome);
    default: break;
  }
  ENSURE(false, "a call is dialled, rings or is answered");
}

void Service::charge_call(Message& m) {
  const AccountId account = model_.numbers[m.number.index].account;
  CallDesk::Account& desk = calls_.accounts[account.index];
  desk.reserved -= reserved_for(m);
  m.price = UsdMicros{m.per_minute} * minutes_of(m.call_s);
  if (const auto delay = calls_.spending.spend(account, m.price)) {
    desk.stop_month = spending_.month();
    simulation_.schedule(simulation_.now() + *delay, Priority::fault, kind(ServiceEvent::voice_spend_stop),
                         account.index);
  }
}

void Service::finish_call(MessageRow row, Status status) {
  Message& m = messages_[row];
  if (m.status != Status::call_answered)  // nobody answered: what was reserved for it is free again
    calls_.accounts[model_.numbers[m.number.index].account.index].reserved -= reserved_for(m);
  finish(row, status);
}

}  // namespace sendlab
