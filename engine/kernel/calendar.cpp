#include "engine/kernel/calendar.hpp"

#include <array>
#include <chrono>
#include <optional>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

__extension__ using Wide = __int128;

struct Unit {
  std::string_view name;
  std::int64_t length;  // ns
};
constexpr std::array<Unit, 7> units = {{{"d", 86'400'000'000'000},
                                        {"h", 3'600'000'000'000},
                                        {"m", 60'000'000'000},
                                        {"s", 1'000'000'000},
                                        {"ms", 1'000'000},
                                        {"us", 1'000},
                                        {"ns", 1}}};

std::string quoted(std::string_view text) {
  std::string result(1, '"');
  result.append(text).push_back('"');
  return result;
}

// Reads a text from left to right; what does not fit leaves it where it is.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  bool skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view digits() { return take_while(is_digit); }
  std::string_view letters() {
    return take_while(is_letter);
  }
  // Exactly `width` digits.
  std::optional<int> number(std::size_t width) {
    if (rest_.size() < width) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, width)) {
      if (!is_digit(c)) return std::nullopt;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }

 private:
  template <class Predicate>
  std::string_view take_while(Predicate predicate) {
    std::size_t length = 0;
    while (length < rest_.size() && predicate(rest_[length])) ++length;
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }

  std::string_view rest_;
};

std::optional<Instant> scan_rfc3339(std::string_view text) {
  Scanner scan(text);
  const auto year = scan.number(4);
  if (!year || !scan.skip('-')) return std::nullopt;
  const auto month = scan.number(2);
  if (!month || !scan.skip('-')) return std::nullopt;
  const auto day = scan.number(2);
  if (!day || !(scan.skip('T') || scan.skip('t'))) return std::nullopt;
  const auto hour = scan.number(2);
  if (!hour || !scan.skip(':')) return std::nullopt;
  const auto minute = scan.number(2);
  if (!minute || !scan.skip(':')) return std::nullopt;
  const auto second = scan.number(2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;

  std::int64_t fraction = 0;
  if (scan.skip('.')) {
    const std::string_view digits = scan.digits();
    if (digits.empty() || digits.size() > 9) return std::nullopt;
    for (std::size_t i = 0; i < 9; ++i) fraction = fraction * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  }

  seconds offset{0};
  if (!scan.skip('Z') && !scan.skip('z')) {
    const bool west = scan.skip('-');
    if (!west && !scan.skip('+')) return std::nullopt;
    const auto offset_hours = scan.number(2);
    if (!offset_hours || !scan.skip(':')) return std::nullopt;
    const auto offset_minutes = scan.number(2);
    if (!offset_minutes || *offset_hours > 23 || *offset_minutes > 59) return std::nullopt;
    offset = hours{*offset_hours} + minutes{*offset_minutes};
    if (west) offset = -offset;
  }

  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!scan.done() || !date.ok() || *year < 1678 || *year > 2261) return std::nullopt;
  return Instant{std::chrono::sys_days{date}.time_since_epoch() + hours{*hour} + minutes{*minute} + seconds{*second} -
                 offset + nanoseconds{fraction}};
}

std::chrono::year_month_day date_of(Instant instant) {
  return std::chrono::sys_days{floor<days>(instant.time_since_epoch())};
}

Instant instant_of(std::chrono::sys_days day) { return Instant{day.time_since_epoch()}; }

void append_padded(std::string& text, std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  text.append(width > digits.size() ? width - digits.size() : 0, '0').append(digits);
}

// "2026-01-05T17:00:00", without fraction and zone.
std::string whole_seconds_text(Instant instant) {
  const auto date = date_of(instant);
  const auto second = floor<seconds>(instant.time_since_epoch() - floor<days>(instant.time_since_epoch())).count();
  std::string text;
  append_padded(text, static_cast<int>(date.year()), 4);
  append_padded(text += '-', static_cast<unsigned>(date.month()), 2);
  append_padded(text += '-', static_cast<unsigned>(date.day()), 2);
  append_padded(text += 'T', second / 3600, 2);
  append_padded(text += ':', second / 60 % 60, 2);
  append_padded(text += ':', second % 60, 2);
  return text;
}

std::int64_t fraction_of_second(Instant instant) {
  return (instant.time_since_epoch() - floor<seconds>(instant.time_since_epoch())).count();
}

// ".25" for 250,000,000 of 9 places; nothing for 0.
std::string decimals(std::int64_t value, std::size_t places) {
  if (value == 0) return "";
  std::string text = ".";
  append_padded(text, value, places);
  return text.erase(text.find_last_not_of('0') + 1);
}

// One number with its unit, exact in nanoseconds; or what is wrong with it.
struct Amount {
  Wide length = 0;
  std::size_t unit = 0;
  std::string fault;
};

Amount scan_amount(Scanner& scan) {
  const std::string_view whole = scan.digits();
  if (whole.empty()) return {.fault = "a number is expected"};
  std::string_view fraction;
  if (scan.skip('.')) {
    fraction = scan.digits();
    if (fraction.empty()) return {.fault = "digits are expected after the point"};
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
  }
  const std::string_view name = scan.letters();
  if (name.empty()) return {.fault = "the unit is missing"};
  std::size_t unit = 0;
  while (unit < units.size() && units[unit].name != name) ++unit;
  if (unit == units.size()) return {.fault = "unknown unit " + quoted(name)};
  if (whole.size() > 19) return {.fault = "more than 292 years"};
  if (fraction.size() > 18) return {.fault = "a fraction of a nanosecond"};

  Wide length = 0;  // in units of 10^-places of the unit
  Wide places = 1;
  for (const char c : whole) length = length * 10 + (c - '0');
  if (length > INT64_MAX / units[unit].length) return {.fault = "more than 292 years"};
  for (const char c : fraction) {
    length = length * 10 + (c - '0');
    places *= 10;
  }
  length *= units[unit].length;
  if (length % places != 0) return {.fault = "a fraction of a nanosecond"};
  return {.length = length / places, .unit = unit, .fault = {}};
}

}  // namespace

Result<Instant> parse_rfc3339(std::string_view text) {
  if (const auto instant = scan_rfc3339(text)) return *instant;
  return Error{"", quoted(text) + " is not an instant with an offset (years 1678 to 2261)",
               "write it as in \"2026-01-05T09:00:00-08:00\" or \"2026-01-05T17:00:00Z\""};
}

std::string to_rfc3339(Instant instant) {
  return whole_seconds_text(instant) + decimals(fraction_of_second(instant), 9) + "Z";
}

std::string to_iso8601_ms(Instant instant) {
  std::string text = whole_seconds_text(instant) + ".";
  append_padded(text, fraction_of_second(instant) / 1'000'000, 3);
  return text + "Z";
}

CivilDate utc_date(Instant instant) {
  const auto date = date_of(instant);
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
}

Instant start_of_utc_day(CivilDate date) {
  return instant_of(
      std::chrono::sys_days{std::chrono::year{date.year} / static_cast<int>(date.month) / static_cast<int>(date.day)});
}

Instant start_of_next_utc_month(Instant instant) {
  const auto date = date_of(instant);
  return instant_of(std::chrono::sys_days{(date.year() / date.month() + std::chrono::months{1}) / 1});
}

std::string duration_text(Duration duration) {
  if (duration == Duration{0}) return "0s";
  // Unsigned, because the least duration has no positive counterpart.
  std::uint64_t left = static_cast<std::uint64_t>(duration.count());
  std::string text;
  if (duration < Duration{0}) {
    left = 0 - left;
    text = "-";
  }
  std::size_t unit = 0;
  while (static_cast<std::uint64_t>(units[unit].length) > left) ++unit;
  // Whole days, hours and minutes; then seconds, or the largest unit that fits, with their fraction.
  for (; unit < 3; ++unit) {
    const auto length = static_cast<std::uint64_t>(units[unit].length);
    if (left >= length) text.append(std::to_string(left / length)).append(units[unit].name);
    left %= length;
  }
  if (left == 0) return text;
  const auto length = static_cast<std::uint64_t>(units[unit].length);
  const std::size_t places = std::to_string(length).size() - 1;
  text += std::to_string(left / length) + decimals(static_cast<std::int64_t>(left % length), places);
  return text.append(units[unit].name);
}

Result<Duration> parse_duration(std::string_view text) {
  const auto fault = [&](const std::string& what) {
    return Error{"", quoted(text) + " is not a duration: " + what,
                 "write numbers with a unit of d h m s ms us ns, as in \"250ms\", \"5s\", \"1.5s\" or \"1h30m\""};
  };
  Scanner scan(text);
  Wide sum = 0;
  std::optional<std::size_t> last;
  do {
    const Amount amount = scan_amount(scan);
    if (!amount.fault.empty()) return fault(amount.fault);
    if (last && amount.unit <= *last) return fault("units go from large to small, each once");
    last = amount.unit;
    sum += amount.length;
  } while (!scan.done());
  if (sum > INT64_MAX) return fault("more than 292 years");
  return Duration{static_cast<std::int64_t>(sum)};
}

}  // namespace sendlab
