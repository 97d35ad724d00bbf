#pragma once
// Exact numbers of a report: a share is 7/10, never the double nearest to it. A report prints them as decimals;
// expectations compare them before any rounding.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sendlab {

__extension__ using Int128 = __int128;

// Durations are counted in nanoseconds and shown in seconds.
inline constexpr std::int64_t second_ns = 1'000'000'000;

struct Rational {
  Int128 numerator = 0;
  Int128 denominator = 1;  // above 0

  // By value: 1/2 equals 2/4. Never overflows (Euclid on both sides in place of a cross product).
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);
  friend bool operator==(const Rational& a, const Rational& b) { return (a <=> b) == 0; }
};

// Rounded half away from zero to at most `places` (0 … 18) decimal places, trailing zeros cut, no exponent: "0.7",
// "-3", "12.000001".
std::string decimal_text(const Rational& value, int places);
void append_decimal_text(std::string& out, const Rational& value, int places);

// "-12.25" as 1225/100 with a minus; at most 20 digits before and 12 after the point. No exponent, no sign but minus.
std::optional<Rational> parse_decimal(std::string_view text);

double to_double(const Rational& value);

// The nearest multiple of 10^-places to a finite double.
Rational from_double(double value, int places);

}  // namespace sendlab
