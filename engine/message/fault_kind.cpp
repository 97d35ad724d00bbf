#include "engine/message/fault_kind.hpp"

#include <array>

namespace sendlab {

std::string_view name_of(FaultKind kind) {
  static constexpr std::array<std::string_view, 16> names{
      "outage",        "latency",        "loss",        "throttle",          "filter",          "receipt_loss",
      "receipt_delay", "number_blocked", "rule_change", "receipt_duplicate", "receipt_reorder", "api_error",
      "event_destination_down", "clock_skew", "provisioning_delay", "latency"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace sendlab
