#pragma once
// How often each operation may be asked: the request quotas of an account and Region (api_quotas.csv), on the simulated clock.
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

  // False: the operation has had its requests of this second, and this one is not counted. Exact: at most N requests in any
  // half-open second, whatever came before.
  [[nodiscard]] bool take(std::string_view operation, Instant now);
  // The rate of an operation; 0: none.
  [[nodiscard]] std::int64_t rate(std::string_view operation) const;

 private:
  std::map<std::string, ThroughputWindow, std::less<>> windows_;
};

// A DryRun has a rate of its own: 5 message parts a second, or the number's throughput where that is lower (R-MPS-11). It
// takes nothing from the throughput of real messages.
class DryRunRate {
 public:
  explicit DryRunRate(std::int64_t parts_a_second) : parts_a_second_(parts_a_second) {}

  // False: not counted, ask again at opens().
  [[nodiscard]] bool take(NumberId number, Throughput of_number, int parts, Instant now);
  [[nodiscard]] Instant opens(NumberId number, Instant now) const;
  [[nodiscard]] std::int64_t most() const { return parts_a_second_; }

 private:
  std::int64_t parts_a_second_;
  std::map<std::uint32_t, ThroughputWindow> windows_;
};

}  // namespace sendlab
