#include "engine/service/event_destinations.hpp"

#include <algorithm>

namespace sendlab {
namespace {

constexpr std::uint32_t no_buffer = UINT32_MAX;

}  // namespace

Duration RetryPauses::after(std::uint32_t failed_attempts) const {
  Duration pause = first;
  for (std::uint32_t i = 1; i < failed_attempts && pause < longest; ++i) pause *= 2;
  return std::min(pause, longest);
}

std::uint32_t statuses_of_type(std::string_view event_type) {
  std::uint32_t bits = 0;
  for (std::size_t s = 0; s < status_count; ++s) {
    const auto status = static_cast<Status>(s);
    const std::string_view type = event_type_of(status);
    if (type.empty()) continue;
    const std::string_view wildcard = is_of_call(status) ? "VOICE_ALL" : "TEXT_ALL";
    if (event_type == type || event_type == "ALL" || event_type == wildcard) bits |= 1u << s;
  }
  return bits;
}

EventDestinations::EventDestinations(Parts parts, std::vector<DeliveryConsumer*> consumers)
    : parts_(std::move(parts)), consumers_(std::move(consumers)), states_(parts_.destinations.size()) {
  ENSURE(parts_.latency.size() == states_.size() && parts_.retry.size() == states_.size(),
         "each destination has its streams");
}

void EventDestinations::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    if (fact.kind != FactKind::status) continue;
    if (fact.workload.index >= parts_.of_workloads.size() || parts_.of_workloads[fact.workload.index].empty()) continue;
    run_to(fact.at);
    publish(fact);
  }
}

void EventDestinations::finish() {
  for (const MessageFact& held : overtaken_)  // its message is not final yet: nothing overtook it
    for (const std::uint16_t d : parts_.of_workloads[held.workload.index]) send(held, d, Duration{0}, false);
  overtaken_.clear();
  run_to(never);
  ENSURE(free_.size() == pending_.size(), "every delivery of an event is settled");
}

void EventDestinations::publish(const MessageFact& event) {
  if ((event.receipt_marks & receipt_mark::overtaken) != 0 && !event.is_final) {
    overtaken_.push_back(event);
    return;
  }
  const auto held = (event.receipt_marks & receipt_mark::overtaken) == 0
                        ? overtaken_.end()
                        : std::find_if(overtaken_.begin(), overtaken_.end(),
                                       [&](const MessageFact& f) { return f.message == event.message; });
  for (const std::uint16_t d : parts_.of_workloads[event.workload.index]) {
    const Instant there = std::max(event.at, send(event, d, Duration{0}, false));
    if ((event.receipt_marks & receipt_mark::doubled) != 0) send(event, d, Duration{0}, true);
    if (held != overtaken_.end()) send(*held, d, there - held->at, false);
  }
  if (held != overtaken_.end()) overtaken_.erase(held);
}

// `after`: how long the event was held back before it went out.
Instant EventDestinations::send(const MessageFact& event, std::uint16_t destination, Duration after, bool copy) {
  const EventDestinationModel& model = parts_.destinations[destination];
  if (!model.enabled || (model.statuses >> static_cast<unsigned>(event.status) & 1) == 0) return Instant::min();
  std::uint32_t slot;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(pending_.size());
    pending_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  pending_[slot] = {event, 0, model.kind == DestinationKind::sns ? 0 : parts_.record_bytes(event), copy};
  const Instant at = event.at + after + model.latency.sample(parts_.latency[destination]);
  schedule(at, slot, destination, Step::arrive);
  return at;
}

void EventDestinations::schedule(Instant at, std::uint32_t subject, std::uint16_t destination, Step step) {
  due_.push({at, order_++, subject, destination, step});
}

// What is due at `until` itself waits: a fault that begins at that instant has not been heard of yet.
void EventDestinations::run_to(Instant until) {
  while (!due_.empty() && (due_.top().at < until || until == never)) {
    const Due due = due_.top();
    due_.pop();
    switch (due.step) {
      case Step::arrive: arrive(due); break;
      case Step::flush: flush_buffer(due); break;
      case Step::request: request_logs(due); break;
    }
  }
}

void EventDestinations::arrive(const Due& due) {
  const EventDestinationModel& model = parts_.destinations[due.destination];
  if (model.kind == DestinationKind::firehose) return put_record(due);
  if (model.kind == DestinationKind::cloudwatch_logs) return put_log_event(due);
  if (!is_down(due.destination, due.at)) return settle(due.subject, due.destination, DeliveryEnd::received, due.at);
  note_affected(due.destination, due.at, {&due.subject, 1});
  Pending& pending = pending_[due.subject];
  if (++pending.failed >= static_cast<std::uint32_t>(model.rules.attempts))
    return settle(due.subject, due.destination, DeliveryEnd::lost, due.at);
  schedule(due.at + model.rules.pauses.after(pending.failed), due.subject, due.destination, Step::arrive);
}

// ---- delivery streams ----

void EventDestinations::put_record(const Due& due) {
  const DestinationRules& rules = parts_.destinations[due.destination].rules;
  State& state = states_[due.destination];
  Pending& pending = pending_[due.subject];
  while (!state.puts.empty() && state.puts.front() + std::chrono::seconds{1} <= due.at) state.puts.pop_front();
  if (static_cast<std::int64_t>(state.puts.size()) >= rules.records_per_s) {
    if (++pending.failed >= static_cast<std::uint32_t>(rules.attempts))
      return settle(due.subject, due.destination, DeliveryEnd::lost, due.at);
    const auto most = static_cast<std::uint64_t>(rules.throttle_pauses.after(pending.failed).count());
    return schedule(due.at + Duration{static_cast<std::int64_t>(parts_.retry[due.destination].below(most + 1))},
                    due.subject, due.destination, Step::arrive);
  }
  state.puts.push_back(due.at);
  if (state.open_buffer == no_buffer) {
    state.open_buffer = static_cast<std::uint32_t>(buffers_.size());
    buffers_.emplace_back().due = due.at + rules.buffer_for;
    schedule(due.at + rules.buffer_for, state.open_buffer, due.destination, Step::flush);
  }
  Buffer& buffer = buffers_[state.open_buffer];
  buffer.slots.push_back(due.subject);
  buffer.bytes += pending.bytes;
  if (buffer.bytes < rules.buffer_bytes) return;
  buffer.due = due.at;
  schedule(due.at, state.open_buffer, due.destination, Step::flush);
  state.open_buffer = no_buffer;
}

void EventDestinations::flush_buffer(const Due& due) {
  const DestinationRules& rules = parts_.destinations[due.destination].rules;
  State& state = states_[due.destination];
  Buffer& buffer = buffers_[due.subject];
  if (due.at != buffer.due) return;
  if (state.open_buffer == due.subject) state.open_buffer = no_buffer;
  DeliveryEnd end = DeliveryEnd::received;
  if (is_down(due.destination, due.at)) {
    note_affected(due.destination, due.at, buffer.slots);
    if (buffer.failed++ == 0) buffer.first_failed = due.at;
    for (const std::uint32_t slot : buffer.slots) ++pending_[slot].failed;
    const Instant again = due.at + rules.pauses.after(buffer.failed);
    if (again <= buffer.first_failed + rules.retry_for) {
      buffer.due = again;
      return schedule(again, due.subject, due.destination, Step::flush);
    }
    end = DeliveryEnd::backed_up;
  }
  const std::vector<std::uint32_t> slots = std::move(buffer.slots);
  buffer.due = never;
  for (const std::uint32_t slot : slots) settle(slot, due.destination, end, due.at);
}

// ---- log groups ----

void EventDestinations::put_log_event(const Due& due) {
  State& state = states_[due.destination];
  state.waiting.push_back(due.subject);
  if (state.request_due) return;
  state.request_due = true;
  const DestinationRules& rules = parts_.destinations[due.destination].rules;
  const Instant at =
      state.last_request == Instant::min() ? due.at : std::max(due.at, state.last_request + rules.request_spacing);
  schedule(at, 0, due.destination, Step::request);
}

void EventDestinations::request_logs(const Due& due) {
  const DestinationRules& rules = parts_.destinations[due.destination].rules;
  State& state = states_[due.destination];
  state.last_request = due.at;
  std::vector<std::uint32_t>& waiting = state.waiting;
  std::stable_sort(waiting.begin(), waiting.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return pending_[a].event.at < pending_[b].event.at; });
  std::size_t old = 0;  // no longer taken
  while (old < waiting.size() && pending_[waiting[old]].event.at + rules.retry_for < due.at)
    settle(waiting[old++], due.destination, DeliveryEnd::lost, due.at);
  waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(old));
  std::size_t count = 0;
  for (std::int64_t bytes = 0; count < waiting.size() && static_cast<std::int64_t>(count) < rules.batch_events;
       ++count) {
    bytes += pending_[waiting[count]].bytes + rules.event_overhead;
    if (count > 0 && bytes > rules.batch_bytes) break;
  }
  Instant next = due.at + rules.request_spacing;
  if (count > 0 && is_down(due.destination, due.at)) {
    note_affected(due.destination, due.at, {waiting.data(), count});
    for (std::size_t i = 0; i < count; ++i) ++pending_[waiting[i]].failed;
    next = due.at + std::max(rules.request_spacing, rules.pauses.after(++state.failed));
  } else {
    state.failed = 0;
    for (std::size_t i = 0; i < count; ++i) settle(waiting[i], due.destination, DeliveryEnd::received, due.at);
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(count));
  }
  state.request_due = !waiting.empty();
  if (state.request_due) schedule(next, 0, due.destination, Step::request);
}

// ---- faults and ends ----

bool EventDestinations::is_down(std::uint16_t destination, Instant at) {
  for (const std::size_t fault : parts_.destinations[destination].outages)
    if (parts_.faults.was_active(fault, at) && parts_.faults.chance(fault)) return true;
  return false;
}

// Each event counts once, at its first failed attempt.
void EventDestinations::note_affected(std::uint16_t destination, Instant at, std::span<const std::uint32_t> slots) {
  const auto fresh =
      std::count_if(slots.begin(), slots.end(), [&](std::uint32_t slot) { return pending_[slot].failed == 0; });
  for (const std::size_t fault : parts_.destinations[destination].outages)
    if (parts_.faults.was_active(fault, at)) return parts_.faults.note_other(fault, fresh);
}

void EventDestinations::settle(std::uint32_t slot, std::uint16_t destination, DeliveryEnd end, Instant at) {
  const Pending& pending = pending_[slot];
  const EventDelivery delivery{pending.event, destination, end, at, pending.failed, pending.copy};
  for (DeliveryConsumer* consumer : consumers_) consumer->consume(delivery);
  free_.push_back(slot);
}

}  // namespace sendlab
