#include "reports/rational.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/kernel/ascii.hpp"

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

__extension__ using UInt128 = unsigned __int128;

Int128 floor_divide(Int128 a, Int128 b) {
  const Int128 quotient = a / b;
  return a % b < 0 ? quotient - 1 : quotient;
}

Int128 power_of_ten(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  ENSURE(a.denominator > 0 && b.denominator > 0, "a denominator is above 0");
  Rational left = a;
  Rational right = b;
  // Compare the whole parts; when they are equal, compare the remainders by their reciprocals, the other way round.
  for (;;) {
    const Int128 whole_left = floor_divide(left.numerator, left.denominator);
    const Int128 whole_right = floor_divide(right.numerator, right.denominator);
    if (whole_left != whole_right) return whole_left <=> whole_right;
    const Int128 rest_left = left.numerator - whole_left * left.denominator;
    const Int128 rest_right = right.numerator - whole_right * right.denominator;
    if (rest_left == 0 || rest_right == 0) return rest_left <=> rest_right;
    const Rational inverse_left{left.denominator, rest_left};
    left = {right.denominator, rest_right};
    right = inverse_left;
  }
}

void append_decimal_text(std::string& out, const Rational& value, int places) {
  ENSURE(value.denominator > 0 && places >= 0 && places <= 18,
         "a decimal has a positive denominator and 0 to 18 places");
  const bool negative = value.numerator < 0;
  const UInt128 magnitude =
      negative ? 0 - static_cast<UInt128>(value.numerator) : static_cast<UInt128>(value.numerator);
  const auto denominator = static_cast<UInt128>(value.denominator);
  const auto scale = static_cast<std::uint64_t>(power_of_ten(places));
  UInt128 whole = 0;
  std::uint64_t fraction = 0;  // of `scale`
  bool up = false;             // half of the last place or more is left
  if (magnitude <= UINT64_MAX && denominator <= UINT64_MAX) {
    const auto m = static_cast<std::uint64_t>(magnitude), d = static_cast<std::uint64_t>(denominator);
    whole = m / d;
    std::uint64_t rest = m % d;
    if (d == scale) {
      fraction = rest;
      rest = 0;
    } else if (rest != 0) {
      const UInt128 scaled = UInt128{rest} * scale;
      fraction = static_cast<std::uint64_t>(scaled / d);
      rest = static_cast<std::uint64_t>(scaled % d);
    }
    up = rest >= d - rest;
  } else {
    whole = magnitude / denominator;
    UInt128 rest = magnitude % denominator;
    for (int i = 0; i < places; ++i) {
      rest *= 10;
      fraction = fraction * 10 + static_cast<std::uint64_t>(rest / denominator);
      rest %= denominator;
    }
    up = rest >= denominator - rest;
  }
  if (up && ++fraction == scale) {
    fraction = 0;
    ++whole;
  }

  std::array<char, 64> digits;  // from the end
  char* at = digits.data() + digits.size();
  if (fraction != 0) {
    for (; fraction % 10 == 0; --places) fraction /= 10;
    for (; places > 0; --places, fraction /= 10) *--at = static_cast<char>('0' + fraction % 10);
    *--at = '.';
  }
  const bool zero = whole == 0 && at == digits.data() + digits.size();
  for (; whole > UINT64_MAX; whole /= 10) *--at = static_cast<char>('0' + static_cast<int>(whole % 10));
  auto rest = static_cast<std::uint64_t>(whole);
  do {
    *--at = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (negative && !zero) *--at = '-';
  out.append(at, digits.data() + digits.size());
}

std::string decimal_text(const Rational& value, int places) {
  std::string out;
  append_decimal_text(out, value, places);
  return out;
}

std::optional<Rational> parse_decimal(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view{};
  if (whole.empty() || whole.size() > 20 || fraction.size() > 12) return std::nullopt;
  if (point < text.size() && fraction.empty()) return std::nullopt;
  Rational value;
  for (const std::string_view digits : {whole, fraction}) {
    for (const char c : digits) {
      if (!is_digit(c)) return std::nullopt;
      value.numerator = value.numerator * 10 + (c - '0');
    }
  }
  value.denominator = power_of_ten(static_cast<int>(fraction.size()));
  if (negative) value.numerator = -value.numerator;
  return value;
}

double to_double(const Rational& value) {
  return static_cast<double>(value.numerator) / static_cast<double>(value.denominator);
}

Rational from_double(double value, int places) {
  const Int128 scale = power_of_ten(places);
  const double scaled = value * static_cast<double>(scale);
  ENSURE(scaled > -1e36 && scaled < 1e36, "a figure of a report fits into 128 bits");
  return {static_cast<Int128>(std::floor(scaled + 0.5)), scale};
}

}  // namespace sendlab
