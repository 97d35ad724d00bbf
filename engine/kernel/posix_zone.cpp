#include "engine/kernel/posix_zone.hpp"

#include <algorithm>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::year;

// Reads a TZ string from left to right. A part that is not there leaves `ok` false.
struct RuleScanner {
  std::string_view rest;
  bool ok = true;

  bool skip(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok = skip(c) && ok; }

  int number(int least, int most) {
    int value = 0;
    std::size_t length = 0;
    while (length < rest.size() && length < 3 && is_digit(rest[length])) {
      value = value * 10 + (rest[length++] - '0');
    }
    rest.remove_prefix(length);
    ok = ok && length > 0 && value >= least && value <= most;
    return value;
  }

  // Three letters or more, or anything but '>' between angle brackets. The name itself is not kept.
  void name() {
    const bool bracketed = skip('<');
    std::size_t length = 0;
    while (length < rest.size() && (bracketed ? rest[length] != '>' : is_letter(rest[length]))) ++length;
    rest.remove_prefix(length);
    ok = ok && length >= 3;
    if (bracketed) expect('>');
  }

  // [+-]h[h][:mm[:ss]]; hours up to 167, as RFC 8536 allows for changes.
  seconds time(int most_hours) {
    const bool negative = skip('-');
    if (!negative) skip('+');
    seconds value = std::chrono::hours{number(0, most_hours)};
    if (skip(':')) value += std::chrono::minutes{number(0, 59)};
    if (skip(':')) value += seconds{number(0, 59)};
    return negative ? -value : value;
  }

  PosixZone::Change change() {
    using Kind = PosixZone::Change::Kind;
    PosixZone::Change change;
    if (skip('M')) {
      change.month = static_cast<unsigned>(number(1, 12));
      expect('.');
      change.week = static_cast<unsigned>(number(1, 5));
      expect('.');
      change.weekday = static_cast<unsigned>(number(0, 6));
    } else if (skip('J')) {
      change.kind = Kind::day_without_leap_day;
      change.day = number(1, 365);
    } else {
      change.kind = Kind::day_of_year;
      change.day = number(0, 365);
    }
    if (skip('/')) change.time = time(167);
    return change;
  }
};

local_seconds local_time_of(const PosixZone::Change& change, year in) {
  using std::chrono::January;
  local_days day;
  switch (change.kind) {
    case PosixZone::Change::Kind::month_week_day: {
      const std::chrono::month month{change.month};
      const std::chrono::weekday weekday{change.weekday};
      day = change.week == 5 ? local_days{in / month / weekday[std::chrono::last]}
                             : local_days{in / month / weekday[change.week]};
      break;
    }
    case PosixZone::Change::Kind::day_without_leap_day:  // February 29 is never counted: March 1 is always J60
      day = local_days{in / January / 1} + days{change.day - 1 + (in.is_leap() && change.day >= 60 ? 1 : 0)};
      break;
    case PosixZone::Change::Kind::day_of_year:
      day = local_days{in / January / 1} + days{change.day};
      break;
  }
  return day + change.time;
}

year year_of(local_days day) { return std::chrono::year_month_day{day}.year(); }

}  // namespace

std::optional<PosixZone> PosixZone::parse(std::string_view text) {
  RuleScanner scan{text};
  PosixZone zone;
  scan.name();
  zone.standard = -scan.time(24);  // POSIX counts west of Greenwich as positive
  zone.saving = zone.standard;
  if (scan.ok && !scan.rest.empty()) {
    zone.has_saving = true;
    scan.name();
    zone.saving = zone.standard + std::chrono::hours{1};
    if (!scan.rest.empty() && scan.rest.front() != ',') zone.saving = -scan.time(24);
    scan.expect(',');
    zone.starts = scan.change();
    scan.expect(',');
    zone.ends = scan.change();
  }
  if (!scan.ok || !scan.rest.empty()) return std::nullopt;
  return zone;
}

PosixZone::SysSeconds PosixZone::start_in(year in) const {
  return SysSeconds{(local_time_of(starts, in) - standard).time_since_epoch()};
}

PosixZone::SysSeconds PosixZone::end_in(year in) const {
  return SysSeconds{(local_time_of(ends, in) - saving).time_since_epoch()};
}

PosixZone::Seconds PosixZone::offset_at(SysSeconds instant) const {
  if (!has_saving) return standard;
  const local_seconds local{(instant + standard).time_since_epoch()};
  const year in = year_of(std::chrono::floor<days>(local));
  const SysSeconds start = start_in(in);
  const SysSeconds end = end_in(in);
  const bool saves = start < end ? start <= instant && instant < end      // north
                                 : !(end <= instant && instant < start);  // south: over the turn of the year
  return saves ? saving : standard;
}

PosixZone::SysSeconds PosixZone::begin_of(LocalDays day) const {
  const SysSeconds midnight{day.time_since_epoch()};
  const SysSeconds earlier = midnight - std::max(standard, saving);
  const SysSeconds later = midnight - std::min(standard, saving);
  if (offset_at(earlier) == midnight - earlier) return earlier;
  if (offset_at(later) == midnight - later) return later;
  // Midnight falls into the gap of a change that lies between the two.
  const SysSeconds start = start_in(year_of(day));
  return earlier <= start && start <= later ? start : end_in(year_of(day));
}

}  // namespace sendlab
