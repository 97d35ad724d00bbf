#pragma once
// Simulated time in whole nanoseconds since the Unix epoch, UTC. SimulatedClock has no now(): time can only be passed
// in, so nothing below engine/http can read a wall clock.
#include <chrono>
#include <cstdint>

namespace sendlab {

struct SimulatedClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
};
using Duration = std::chrono::nanoseconds;
using Instant = std::chrono::time_point<SimulatedClock, Duration>;

inline constexpr Duration one_day = std::chrono::days{1};

// Later than any instant of a run; the answer of a limit that never opens again.
inline constexpr Instant never{Duration{INT64_MAX}};

}  // namespace sendlab
