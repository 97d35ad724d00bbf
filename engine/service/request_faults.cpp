// Faults that meet requests on their way to the service: api_error, clock_skew, latency of an operation.
#include "engine/service/service.hpp"

namespace sendlab {

Refusal Service::request_error(std::string_view operation) {
  for (const std::size_t i : faults_.active()) {
    const FaultModel& fault = model_.faults[i];
    // A signature that is too old or from the future is refused before anything else is looked at.
    if (fault.kind == FaultKind::clock_skew && *fault.add > model_.constants.clock_tolerance &&
        faults_.meet_other(i))
      return Refusal::access_denied;
    if (fault.kind == FaultKind::api_error && fault.operation == operation && faults_.meet_other(i))
      return fault.error;
  }
  return Refusal::none;
}

Duration Service::request_way(std::string_view operation, Duration way) {
  for (const std::size_t i : faults_.active()) {
    const FaultModel& fault = model_.faults[i];
    if (fault.kind != FaultKind::request_latency || fault.operation != operation) continue;
    if (fault.factor && way == Duration{0}) continue;  // nothing to scale
    if (!faults_.meet_other(i)) continue;
    if (fault.factor) way = Duration{static_cast<std::int64_t>(static_cast<double>(way.count()) * *fault.factor)};
    way += fault.add.value_or(Duration{0});
  }
  return way;
}

}  // namespace sendlab
