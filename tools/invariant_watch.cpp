#include "tools/invariant_watch.hpp"

#include <algorithm>

#include "engine/kernel/calendar.hpp"
#include "engine/kernel/ensure.hpp"
#include "engine/message/phone_number.hpp"
#include "reports/report_document.hpp"

namespace sendlab {

InvariantWatch::InvariantWatch(const Scenario& scenario, const World& world, const CollectionPlan& plan,
                               Service& service, const Collector& collector)
    : world_(world),
      plan_(plan),
      service_(service),
      collector_(collector),
      start_(scenario.start),
      next_look_(scenario.start + std::chrono::seconds{1}) {
  for (const ExpectationSpec& spec : scenario.invariants) {
    auto parsed = parse_expectation(spec.expression, spec.where);
    ENSURE(parsed.ok() && !parsed->over, "the loader has checked the form of invariants");
    expressions_.push_back(std::move(parsed).value());
  }
  service.facts().add_step_consumer(*this);
}

void InvariantWatch::broken(const std::string& what, Instant at) const {
  throw InvariantViolation("invariant broken " + duration_text(at - start_) + " after the start: " + what);
}

// A number's list is that of its pool. What a sender ID or a shared route has sent may have gone through any pool of
// the account, and a fact does not say through which: one list that allows it is enough.
bool InvariantWatch::opted_out(const MessageFact& fact) const {
  const NumberModel& origin = world_.model.numbers[fact.number.index];
  const auto holds = [&](std::uint16_t list) { return service_.opt_out_list(list).holds(fact.destination); };
  if (!holds(origin.opt_out_list)) return false;
  if (is_phone_number(origin.type)) return true;
  const std::vector<PoolModel>& pools = world_.model.pools;
  return std::all_of(pools.begin(), pools.end(),
                     [&](const PoolModel& pool) { return pool.account != origin.account || holds(pool.opt_out_list); });
}

void InvariantWatch::consume(const FactBatch& batch) {
  news_ = news_ || !batch.facts.empty();
  for (const MessageFact& fact : batch.facts) {
    if (fact.kind == FactKind::accepted) {
      ++accepted_;
      if (!open_.insert(fact.message.index).second) broken("a message was accepted twice", fact.at);
      // An automatic reply answers the handset's own message.
      if (fact.workload != world_.model.automatic_replies && opted_out(fact))
        broken("a message to " + to_e164(fact.destination) + ", which is on the opt-out list of " +
                   world_.model.numbers[fact.number.index].name,
               fact.at);
    } else if (fact.kind == FactKind::status) {
      if (!open_.contains(fact.message.index)) broken("an event of a message that is final already", fact.at);
      if (!fact.is_final) continue;
      ++final_;
      open_.erase(fact.message.index);
    }
  }
}

void InvariantWatch::look(Instant now) {
  service_.facts().flush();  // so that the books are looked at as they are at this event
  if (accepted_ != final_ + static_cast<std::int64_t>(service_.in_flight()))
    broken("accepted " + std::to_string(accepted_) + " is not final " + std::to_string(final_) + " + pending " +
               std::to_string(service_.in_flight()),
           now);
}

void InvariantWatch::before(Instant next) {
  if (next <= next_look_) return;
  evaluate(next_look_);
  next_look_ += std::chrono::ceil<std::chrono::seconds>(next - next_look_);
}

void InvariantWatch::finish(Instant now) {
  service_.facts().flush();
  evaluate(now);
}

void InvariantWatch::evaluate(Instant now) {
  if (expressions_.empty() || !news_) return;  // a message that waits for days wakes the run each second
  news_ = false;
  const Doc metrics = metrics_document(world_.topology, plan_, collector_.so_far(), start_);
  for (const Expectation& expression : expressions_) {
    const Verdict verdict = judge(expression, metrics);
    if (verdict.value && !verdict.passed) broken(expression.expression, now);  // without a value yet, nothing is broken
  }
}

}  // namespace sendlab
