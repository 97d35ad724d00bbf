#include "carriers/decimal.hpp"

#include <chrono>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

// The first `count` characters as a number; none if they are not all digits.
std::optional<int> leading_number(std::string_view text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (char c : text.substr(0, count)) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_decimal(std::string_view text, int places) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return std::nullopt;
  std::int64_t value = 0;
  int left = -1;  // places still to fill; -1 before the point
  for (char c : text) {
    if (c == '.') {
      if (left >= 0) return std::nullopt;
      left = places;
      continue;
    }
    if (!is_digit(c)) return std::nullopt;
    if (left == 0) {
      if (c != '0') return std::nullopt;  // finer than the unit
      continue;
    }
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value))
      return std::nullopt;
    if (left > 0) --left;
  }
  for (int i = left < 0 ? places : left; i > 0; --i) {
    if (__builtin_mul_overflow(value, 10, &value)) return std::nullopt;
  }
  return negative ? -value : value;
}

std::optional<UsdMicros> parse_usd(std::string_view text) {
  const auto value = parse_decimal(text, 6);
  return value ? std::optional(UsdMicros{*value}) : std::nullopt;
}

std::optional<Duration> parse_seconds(std::string_view text) {
  const auto value = parse_decimal(text, 9);
  return value ? std::optional(Duration{*value}) : std::nullopt;
}

std::optional<Instant> parse_first_month(std::string_view as_of) {
  const auto year = leading_number(as_of, 4);
  if (!year || *year < 1970 || *year > 2200) return std::nullopt;
  std::string_view rest = as_of.substr(4);
  int month = 1;
  // "-05" is a month, "-2024" the end of a range.
  if (rest.starts_with('-') && (rest.size() == 3 || (rest.size() > 3 && !is_digit(rest[3])))) {
    const auto given = leading_number(rest.substr(1), 2);
    if (!given || *given < 1 || *given > 12) return std::nullopt;
    month = *given;
    rest.remove_prefix(3);
  }
  if (!rest.empty() && !rest.starts_with("..") && !rest.starts_with('-')) return std::nullopt;
  const auto day = std::chrono::sys_days{std::chrono::year{*year} / month / 1};
  return Instant{day.time_since_epoch()};
}

}  // namespace sendlab
