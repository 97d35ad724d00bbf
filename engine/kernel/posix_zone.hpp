#pragma once
// The rules of a POSIX TZ string: two offsets and when one gives way to the other, the same in every year.
#include <chrono>
#include <optional>
#include <string_view>

namespace sendlab {

struct PosixZone {
  using Seconds = std::chrono::seconds;
  using SysSeconds = std::chrono::sys_seconds;
  using LocalDays = std::chrono::local_days;

  // The day and local time of a change: Mm.w.d/time, Jn/time or n/time.
  struct Change {
    enum class Kind { month_week_day, day_without_leap_day, day_of_year } kind = Kind::month_week_day;
    unsigned month = 1;    // 1 … 12
    unsigned week = 1;     // 1 … 5; 5 is the last
    unsigned weekday = 0;  // 0 is Sunday
    int day = 0;           // Jn: 1 … 365, n: 0 … 365
    Seconds time{2 * 3600};
  };

  Seconds standard{0};  // local time minus UTC
  Seconds saving{0};    // ... from `starts` to `ends`
  bool has_saving = false;
  Change starts, ends;

  // None if the text is not of the form std offset [dst [offset] , start , end]. Without the two changes a second name
  // is refused: POSIX leaves open what it would mean.
  static std::optional<PosixZone> parse(std::string_view text);

  [[nodiscard]] Seconds offset_at(SysSeconds instant) const;

  // The first instant whose local date is `day`. Where its midnight does not exist, that is the end of the gap; where
  // it comes twice, the first.
  [[nodiscard]] SysSeconds begin_of(LocalDays day) const;

 private:
  [[nodiscard]] SysSeconds start_in(std::chrono::year year) const;
  [[nodiscard]] SysSeconds end_in(std::chrono::year year) const;
};

}  // namespace sendlab
