#include "engine/api/request_rates.hpp"

#include <array>

namespace sendlab {

RequestRates::RequestRates(const Table& table) {
  for (const auto& [operation, rate] : table)
    windows_.emplace(operation, ThroughputWindow({rate, std::chrono::seconds{1}}));
}

bool RequestRates::take(std::string_view operation, Instant now) {
  const auto window = windows_.find(operation);
  if (window == windows_.end()) return true;
  if (window->second.next_in_order(now) > now) return false;
  window->second.take(std::array{now}, now);
  return true;
}

std::int64_t RequestRates::rate(std::string_view operation) const {
  const auto window = windows_.find(operation);
  return window == windows_.end() ? 0 : window->second.limit().parts;
}

}  // namespace sendlab
