// What a request is sent from, where senders wait for it, and requests that only ask whether they would be taken.
#include "engine/service/service.hpp"

namespace sendlab {

NumberId Service::choose(const SendRequest& request) const {
  const Instant now = simulation_.now();
  if (request.pool == no_pool) return choice_.choose(request, now);
  // A network that takes nothing from an identity makes the pool turn to another (R-ORG-18).
  auto blocked = [&](NumberId number) {
    for (const std::size_t i : faults_.active()) {
      const FaultModel& fault = model_.faults[i];
      if (fault.kind == FaultKind::number_blocked && fault.share >= 1 && fault.number == number &&
          (!fault.carrier || *fault.carrier == request.to.carrier))
        return true;
    }
    return false;
  };
  return choice_.choose_of_pool(request, now, limits_, model_.accounts[request.account.index].queue_over_mps, blocked);
}

// The message goes from another identity than it would have without the fault: that is the fault's effect.
void Service::note_failover(Message& m, const SendRequest& request) {
  for (const std::size_t i : faults_.active()) {
    const FaultModel& fault = model_.faults[i];
    if (fault.kind != FaultKind::number_blocked || !fault.number || fault.number == m.number) continue;
    const NumberId otherwise =
        choice_.choose_of_pool(request, simulation_.now(), limits_,
                               model_.accounts[request.account.index].queue_over_mps, [](NumberId) { return false; });
    if (otherwise == *fault.number && (!fault.carrier || *fault.carrier == m.carrier)) faults_.note(i, m);
  }
}

MessageType Service::type_of_free(const SendRequest& request) const {
  if (request.type) return *request.type;
  if (request.pool != no_pool) return model_.pools[request.pool.index].message_type;
  return model_.accounts[request.account.index].default_message_type.value_or(MessageType::transactional);
}

// ---- lines of senders ----

std::uint32_t Service::lines() const {
  return 3 * static_cast<std::uint32_t>(model_.numbers.size()) + choice_.pool_lists();
}

std::uint32_t Service::line_of_answer(const SendRequest& request, NumberId number) const {
  const auto numbers = static_cast<std::uint32_t>(model_.numbers.size());
  if (request.dry_run) return 2 * numbers + choice_.pool_lists() + number.index;
  if (request.pool == no_pool) return number.index;
  return 2 * numbers + choice_.pool_list(request.pool, request.to.country);
}

std::uint32_t Service::line_of(const SendRequest& request) const {
  if (request.to.carrier == no_carrier) return no_line_of_senders;
  if (request.pool != no_pool && !request.dry_run) {
    const bool any = choice_.pool_list(request.pool, request.to.country) != UINT32_MAX;
    return any ? line_of_answer(request, no_number) : no_line_of_senders;
  }
  if (request.pool != no_pool || request.number == no_number) return no_line_of_senders;
  const bool sender_id = model_.numbers[request.number.index].type == NumberType::sender_id;
  const NumberId number = sender_id ? choice_.choose(request, simulation_.now()) : request.number;
  return number == no_number ? no_line_of_senders : line_of_answer(request, number);
}

Instant Service::line_opens(std::uint32_t line) const {
  const auto numbers = static_cast<std::uint32_t>(model_.numbers.size());
  const Instant now = simulation_.now();
  if (line < numbers) return limits_.number_opens(NumberId{line}, now);
  ENSURE(line >= 2 * numbers, "when a call may go only its request tells");
  line -= 2 * numbers;
  if (line < choice_.pool_lists()) return choice_.opens(line, now, limits_);
  line -= choice_.pool_lists();
  ENSURE(line < numbers, "a line is that of a number, of a pool or of dry runs");
  return line < dry_runs_.size() && dry_runs_[line] ? dry_runs_[line]->next_in_order(now) : now;
}

// ---- dry runs ----

// The lower of the two rates (R-MPS-11).
ThroughputWindow& Service::dry_runs_of(NumberId number) {
  if (number.index >= dry_runs_.size()) dry_runs_.resize(number.index + 1);
  const Throughput own = limits_.number_limit(number), all = model_.constants.dry_run;
  const bool own_is_lower = own.parts * all.per.count() < all.parts * own.per.count();
  const Throughput limit = own_is_lower ? own : all;
  auto& window = dry_runs_[number.index];
  if (!window)
    window.emplace(limit, std::max(limit.per, all.per));
  else if (!(window->limit() == limit))
    window->set_limit(limit);
  return *window;
}

Answer Service::try_out(const SendRequest& request) {
  const Instant now = simulation_.now();
  const auto [refusal, number] = assess(request);
  if (refusal != Refusal::none) return {.kind = Answer::Kind::refused, .refusal = refusal, .number = number};
  ThroughputWindow& window = dry_runs_of(number);
  if (const Instant opens = window.next_in_order(now); opens > now)
    return {.kind = Answer::Kind::throttled, .refusal = Refusal::throttled, .number = number, .ask_again = opens,
            .line = 2 * static_cast<std::uint32_t>(model_.numbers.size()) + choice_.pool_lists() + number.index};
  PartPlan plan;
  plan.start_at(now);
  for (int i = 1; i < request.parts; ++i) plan.add(window.next_in_order(plan.last(), plan.parts()));
  window.take(plan.parts(), now);
  return {.kind = Answer::Kind::accepted, .number = number};
}

// An accepted dry run is over at once: its last status is ACCEPTED, it costs nothing and no event tells of it
// (R-BIL-7).
Answer Service::dry_run(const SendRequest& request) {
  const Instant now = simulation_.now();
  Answer answer = try_out(request);
  if (answer.kind == Answer::Kind::refused) refuse(request, answer.number, answer.refusal);
  if (answer.kind != Answer::Kind::accepted) return answer;
  const MessageRow row = messages_.add();
  Message& m = messages_[row];
  fill(m, request, answer.number, now);
  m.price = m.fee = UsdMicros{};
  m.channel = request.channel;
  messages_.charge(m, now, request.waited_for);
  facts_.accepted(m, now);
  answer.message = m.id;
  finish(row, Status::accepted);
  return answer;
}

}  // namespace sendlab
