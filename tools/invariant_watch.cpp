#include "tools/invariant_watch.hpp"

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

void InvariantWatch::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    if (fact.kind == FactKind::accepted) {
      ++accepted_;
      if (!open_.insert(fact.message.index).second) broken("a message was accepted twice", fact.at);
      const NumberModel& origin = world_.model.numbers[fact.number.index];
      // An automatic reply answers the handset's own message.
      if (fact.workload != world_.model.automatic_replies &&
          service_.opt_out_list(origin.opt_out_list).holds(fact.destination))
        broken("a message to " + to_e164(fact.destination) + ", which is on the opt-out list of " + origin.name,
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
  next_look_ += (next - next_look_ + std::chrono::seconds{1} - Duration{1}) / std::chrono::seconds{1} * std::chrono::seconds{1};
}

void InvariantWatch::finish(Instant now) {
  service_.facts().flush();
  evaluate(now);
}

void InvariantWatch::evaluate(Instant now) {
  if (expressions_.empty()) return;
  const Doc metrics = metrics_document(world_.topology, plan_, collector_.so_far(), start_);
  for (const Expectation& expression : expressions_) {
    const Verdict verdict = judge(expression, metrics);
    if (verdict.value && !verdict.passed) broken(expression.expression, now);  // without a value yet, nothing is broken
  }
}

}  // namespace sendlab
