#pragma once
// How fast simulated time goes by the wall clock.
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/kernel/result.hpp"

namespace sendlab {

struct ClockSpeed {
  enum Kind : std::uint8_t { manual, paced };
  Kind kind = paced;
  // Of paced: simulated time per wall time, a reduced fraction above 0. 60/1 is an hour a minute.
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
  friend bool operator==(const ClockSpeed&, const ClockSpeed&) = default;
};

// "real" (= "x1"), "x60", "x0.5" (above 0, at most x100000, at most 6 decimals), "manual". `where` is the flag that
// errors name.
[[nodiscard]] Result<ClockSpeed> parse_clock_speed(std::string_view text, std::string_view where);

// "manual", "real", "x60", "x0.5": parse_clock_speed gives the same speed back.
[[nodiscard]] std::string to_text(ClockSpeed speed);

}  // namespace sendlab
