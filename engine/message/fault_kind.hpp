#pragma once
// What can be made to fail on purpose, by a scenario or over /_sendlab/faults.
#include <cstdint>
#include <string_view>

namespace sendlab {

enum class FaultKind : std::uint8_t {
  outage, latency, loss, throttle, filter, receipt_loss, receipt_delay, number_blocked, rule_change,
  receipt_duplicate, receipt_reorder, api_error, event_destination_down, clock_skew, provisioning_delay,
  request_latency  // of the service's operations; written as latency { operation = … }
};

// As scenarios and reports write it: "outage", "receipt_loss". A latency of operations is a "latency" too.
[[nodiscard]] std::string_view name_of(FaultKind kind);

}  // namespace sendlab
