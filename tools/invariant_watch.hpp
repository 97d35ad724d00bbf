#pragma once
// What must hold all through a run (scenario: invariants). At every event the run's own books are looked at: accepted =
// final + pending, no event after a final one, no message to a number on its list; and once each simulated second the
// expressions of the scenario, over what was counted by then. Something broken throws InvariantViolation: the
// replication ends there.
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/service/service.hpp"
#include "reports/collection_plan.hpp"
#include "reports/collector.hpp"
#include "reports/expectations.hpp"
#include "scenarios/scenario.hpp"
#include "tools/world.hpp"

namespace sendlab {

class InvariantWatch final : public FactConsumer {
 public:
  // All references outlive it.
  InvariantWatch(const Scenario& scenario, const World& world, const CollectionPlan& plan, Service& service,
                 const Collector& collector);

  void consume(const FactBatch& batch) override;  // steps
  void before(Instant next);  // before an event at `next`: what held until then
  void look(Instant now);     // after each event
  void finish(Instant now);   // at the end of the run

 private:
  [[noreturn]] void broken(const std::string& what, Instant at) const;
  void evaluate(Instant now);
  [[nodiscard]] bool opted_out(const MessageFact& fact) const;

  const World& world_;
  const CollectionPlan& plan_;
  Service& service_;
  const Collector& collector_;
  Instant start_;
  std::vector<Expectation> expressions_;
  std::int64_t accepted_ = 0, final_ = 0;
  std::unordered_set<std::uint64_t> open_;  // ids of messages that are not final; looked up only
  Instant next_look_;
  bool news_ = true;  // anything that the expressions do not know yet
};

}  // namespace sendlab
