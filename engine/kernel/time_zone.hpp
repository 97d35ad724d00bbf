#pragma once
// Local days of a time zone given as a POSIX TZ string, for example Los Angeles "PST8PDT,M3.2.0,M11.1.0". No system
// database is read, so a day cap resets at the same instant on every machine; the rules of the string hold for all
// years.
#include <cstdint>
#include <string>

#include "engine/kernel/posix_zone.hpp"
#include "engine/kernel/time.hpp"

namespace sendlab {

// Remembers the day it was asked about last: asking again within it costs two comparisons. Not thread-safe.
class TimeZone {
 public:
  // Throws std::runtime_error if the string is malformed; is_posix_zone tells beforehand.
  explicit TimeZone(std::string posix);

  [[nodiscard]] Instant start_of_day(Instant instant) const;  // local midnight at or before; days last 23 to 25 hours
  [[nodiscard]] Instant start_of_next_day(Instant instant) const;  // always later than `instant`
  [[nodiscard]] std::int64_t day_number(Instant instant) const;    // of the local date; 1970-01-01 is 0
  [[nodiscard]] Duration offset(Instant instant) const;            // local time minus UTC; Los Angeles -8 h or -7 h
  [[nodiscard]] const std::string& posix() const { return posix_; }

 private:
  struct Day {
    Instant begin = never, end = never;  // [begin, end); empty at first
    std::int64_t number = 0;
  };
  const Day& day_of(Instant instant) const;

  std::string posix_;
  PosixZone rules_;
  mutable Day day_;
};

bool is_posix_zone(const std::string& text);

}  // namespace sendlab
