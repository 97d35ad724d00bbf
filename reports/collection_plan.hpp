#pragma once
// What a collector must count beyond the fixed metrics: what the expectations of a scenario ask for.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/kernel/time.hpp"
#include "engine/message/message_fact.hpp"

namespace sendlab {

// delivered_within.30s
struct WithinThreshold {
  std::string key;  // as written: "30s", "1m"
  Duration limit{};
};

// A metric over sliding windows of planned instants (`… over 30s`): the value of every window of `length`, stepped by a
// tenth of it, and the worst of them.
struct WindowedMetric {
  enum class Kind : std::uint8_t {
    requested,
    accepted,
    parts,
    refused,
    final_status,
    delivered_share,
    reached_share,
    delivered_within,
    mean,
    max,
    quantile,
    count
  };
  enum class Latency : std::uint8_t { queue, accept, delivery };
  Kind kind{};
  Latency latency{};                   // mean, max, quantile, count
  std::int64_t per_ten_thousand = 0;   // quantile
  Refusal refusal{};                   // refused
  Status status{};                     // final_status
  Duration within{};                   // delivered_within
  std::optional<WorkloadId> workload;  // absent: all together
  Duration length{};
  bool worst_is_least = false;  // the least value is the worst (>=, >), else the greatest
};

struct CollectionPlan {
  std::vector<WithinThreshold> thresholds;  // ascending by limit
  std::vector<WindowedMetric> windows;      // one for each expectation with `over`, in order
  bool has_calls = false;                   // blocks have the member voice
};

// 5s 10s 30s 1m 5m and no windows.
CollectionPlan default_plan();

}  // namespace sendlab
