#pragma once
// How often each operation may be asked: the request quotas of an account and Region (api_quotas.csv), on the simulated
// clock.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/service/throughput_window.hpp"

namespace sendlab {

class RequestRates {
 public:
  using Table = std::vector<std::pair<std::string, std::int64_t>>;  // operation, requests a second

  // An operation that the table lacks has no limit; an empty table switches the quotas off.
  explicit RequestRates(const Table& table);

  // False: the operation has had its requests of this second, and this one is not counted. Exact: at most N requests in
  // any half-open second, whatever came before.
  [[nodiscard]] bool take(std::string_view operation, Instant now);
  // The rate of an operation; 0: none.
  [[nodiscard]] std::int64_t rate(std::string_view operation) const;

 private:
  std::map<std::string, ThroughputWindow, std::less<>> windows_;
};

}  // namespace sendlab
