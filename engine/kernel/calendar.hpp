#pragma once
// Instants and durations as text, and the UTC calendar. Exact integer arithmetic throughout.
#include <string>
#include <string_view>

#include "engine/kernel/result.hpp"
#include "engine/kernel/time.hpp"

namespace sendlab {

// "2026-01-05T09:00:00-08:00", "2026-01-05T17:00:00.25Z": an offset or Z is required; up to 9 fractional digits; years
// 1678 to 2261, so that an instant and any offset fit. A leap second (:60) is an error. Error.where is left empty.
Result<Instant> parse_rfc3339(std::string_view text);

std::string to_rfc3339(Instant instant);     // "2026-01-05T17:00:00Z"; a fraction only if it is not zero: "…:00.25Z"
std::string to_iso8601_ms(Instant instant);  // "2026-01-05T17:00:00.000Z", always three digits, cut not rounded

struct CivilDate {
  int year = 1970;
  unsigned month = 1;  // 1 … 12
  unsigned day = 1;    // 1 … 31
  friend constexpr auto operator<=>(const CivilDate&, const CivilDate&) = default;
};
CivilDate utc_date(Instant instant);
Instant start_of_utc_day(CivilDate date);
Instant start_of_next_utc_month(Instant instant);  // always later than `instant`

// "3d", "1h30m", "2.8s", "250ms", "1.5us", "0s": parse_duration gives the same duration back, but for a leading minus.
std::string duration_text(Duration duration);

// Numbers with a unit, largest unit first, each unit once: "250ms", "5s", "2m", "1h30m", "3d", "1.5s", "100us", "10ns".
// Units d h m s ms us ns. An error for a sign, a bare number, a fraction of a nanosecond, and more than 292 years.
Result<Duration> parse_duration(std::string_view text);

}  // namespace sendlab
