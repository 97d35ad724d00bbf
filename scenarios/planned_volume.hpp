#pragma once
// How much a workload plans to send and when, as far as its text tells: for advice only, nothing is decided by it.
#include <optional>

#include "scenarios/scenario.hpp"

namespace sendlab {

struct PlannedVolume {
  double total = 0;       // sends in all, exact or expected
  double most_in_day = 0; // in the fullest 24 hours, about
  double per_second = 0;  // at the fastest; bursts count as what they hold in one second
  Duration first{}, last{};  // offsets of the first and last send
};

// `end`: the horizon; without one a profile that repeats counts one period. Nothing for logs and users of a closed
// model.
[[nodiscard]] std::optional<PlannedVolume> planned_volume(const Arrivals& arrivals, std::optional<Duration> end);

}  // namespace sendlab
