#pragma once
// The hours of a day in which promotional messages may arrive, in the recipient's own time (R-QUI-3).
#include <optional>
#include <string_view>

#include "engine/kernel/time.hpp"
#include "engine/kernel/time_zone.hpp"

namespace sendlab {

struct QuietHours {
  Duration from{}, to{};  // may arrive in [from, to) of the local day; 0 <= from < to <= 24 h
  friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

// "08:00-21:00"; none for anything else.
[[nodiscard]] std::optional<QuietHours> read_quiet_hours(std::string_view text);

// The time since the day began that clocks show: 02:30 twice where they are put back.
[[nodiscard]] Duration local_time_of_day(const TimeZone& zone, Instant at);

// How long a message that comes at `at` waits for the hours: 0 within them.
[[nodiscard]] Duration wait_for_hours(const QuietHours& hours, const TimeZone& zone, Instant at);

}  // namespace sendlab
