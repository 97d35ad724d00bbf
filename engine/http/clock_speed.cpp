#include "engine/http/clock_speed.hpp"

#include <numeric>
#include <string>

namespace sendlab {

namespace {

constexpr std::int64_t fastest = 100'000;
constexpr int most_decimals = 6;

Error fault(std::string_view where, std::string_view text, const std::string& what) {
  return {std::string(where), what + ", got \"" + std::string(text) + "\"",
          "give real, manual or a factor such as x60 (an hour a minute), x0.5, x1"};
}

}  // namespace

Result<ClockSpeed> parse_clock_speed(std::string_view text, std::string_view where) {
  if (text == "manual") return ClockSpeed{ClockSpeed::manual, 1, 1};
  if (text == "real") return ClockSpeed{};
  if (text.size() < 2 || text[0] != 'x') return fault(where, text, "a clock is real, manual or xN");

  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  int decimals = -1;  // none until the point
  bool digit_last = false;
  for (const char c : text.substr(1)) {
    if (c == '.' && decimals < 0 && digit_last) {
      decimals = 0;
      digit_last = false;
      continue;
    }
    if (c < '0' || c > '9') return fault(where, text, "the factor after x is a decimal number");
    digit_last = true;
    if (decimals >= 0) {
      if (++decimals > most_decimals) return fault(where, text, "the factor of a clock has at most 6 decimals");
      denominator *= 10;
    }
    numerator = numerator * 10 + (c - '0');
    if (numerator > fastest * denominator) return fault(where, text, "a clock runs at most 100000 times as fast");
  }
  if (!digit_last) return fault(where, text, "the factor after x is a decimal number");
  if (numerator == 0) return fault(where, text, "the factor of a clock is above 0");
  const std::int64_t common = std::gcd(numerator, denominator);
  return ClockSpeed{ClockSpeed::paced, numerator / common, denominator / common};
}

std::string to_text(ClockSpeed speed) {
  if (speed.kind == ClockSpeed::manual) return "manual";
  if (speed == ClockSpeed{}) return "real";
  std::string text = "x" + std::to_string(speed.numerator / speed.denominator);
  std::int64_t rest = speed.numerator % speed.denominator;
  if (rest != 0) text += '.';
  for (int decimals = 0; rest != 0 && decimals < most_decimals; ++decimals) {
    rest *= 10;
    text += static_cast<char>('0' + rest / speed.denominator);
    rest %= speed.denominator;
  }
  return text;
}

}  // namespace sendlab
