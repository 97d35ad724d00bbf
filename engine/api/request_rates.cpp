#include "engine/api/request_rates.hpp"

#include <array>

namespace sendlab {

RequestRates::RequestRates(const Table& table) {
  for (const auto& [operation, rate] : table) windows_.emplace(operation, ThroughputWindow({rate, std::chrono::seconds{1}}));
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

bool DryRunRate::take(NumberId number, Throughput of_number, int parts, Instant now) {
  const Throughput own{parts_a_second_, std::chrono::seconds{1}};
  // a/A <= b/B without division; both are small.
  const bool number_is_slower = of_number.parts * own.per.count() < own.parts * of_number.per.count();
  const Throughput limit = number_is_slower ? of_number : own;
  ThroughputWindow& window = windows_.try_emplace(number.index, limit, std::max(limit.per, own.per)).first->second;
  if (!(window.limit() == limit)) window.set_limit(limit);
  if (window.next_in_order(now) > now) return false;
  std::vector<Instant> planned;  // as those of a real message of several parts
  for (int part = 0; part < parts; ++part) planned.push_back(window.next_in_order(now, planned));
  window.take(planned, now);
  return true;
}

Instant DryRunRate::opens(NumberId number, Instant now) const {
  const auto window = windows_.find(number.index);
  return window == windows_.end() ? now : window->second.next_in_order(now);
}

}  // namespace sendlab
