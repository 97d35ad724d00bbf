#include "tools/target_refusals.hpp"

namespace sendlab {

std::optional<Error> needs_simulated_endpoint(const Scenario& scenario) {
  const char* fix = "give --target the address of sendlab serve --scenario with this file, or take it out";
  if (!scenario.faults.empty())
    return Error{scenario.faults.front().where, "a fault cannot be made at a real endpoint", fix};
  if (!scenario.replies.empty())
    return Error{scenario.file, "handsets that reply cannot be made at a real endpoint", fix};
  return std::nullopt;
}

std::optional<Error> needs_simulation(const Scenario& scenario) {
  const char* fix = "run it without --target, or take it out";
  for (const Workload& workload : scenario.workloads) {
    if (workload.client.connections)
      return Error{workload.where, "client.connections is not kept against a target", fix};
    if (workload.client.timeout) return Error{workload.where, "client.timeout is not kept against a target", fix};
  }
  for (const FaultSpec& fault : scenario.faults)
    if (fault.kind == FaultKind::event_destination_down || fault.kind == FaultKind::receipt_duplicate ||
        fault.kind == FaultKind::receipt_reorder || (fault.kind == FaultKind::latency && !fault.operation.empty()))
      return Error{fault.where, "this fault cannot be made at a target", fix};
  if (!scenario.alarms.empty())
    return Error{scenario.alarms.front().where, "alarms look at the simulated account's spending", fix};
  if (!scenario.invariants.empty())
    return Error{scenario.invariants.front().where, "invariants are not looked at against a target", fix};
  return std::nullopt;
}

}  // namespace sendlab
