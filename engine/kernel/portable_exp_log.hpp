#pragma once
// exp and log of portable_math.hpp. Here, and constexpr, because samplers inline them and build their tables with them.
#include <bit>
#include <cstdint>
#include <limits>

namespace sendlab::portable {

namespace detail {

// ln 2 = high + middle + 2^-96; high and middle have 42 bits, so that their products with an exponent are exact.
inline constexpr double ln2_high = 0x1.62e42fefa3800p-1;
inline constexpr double ln2_middle = 0x1.ef35793c76000p-45;
inline constexpr double ln2_rest = 0x1.cc01f97b57a08p-87;
inline constexpr double ln2_low = ln2_middle + ln2_rest;
inline constexpr double one_over_ln2 = 0x1.71547652b82fep+0;
inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// 2^k for a normal result, -1022 <= k <= 1023.
constexpr double power_of_two(std::int64_t k) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52);
}

// value * 2^k with one rounding, for value in [0.5, 2] and any k an exponential can have.
constexpr double scaled(double value, std::int64_t k) {
  if (k >= -1021 && k <= 1023) return value * power_of_two(k);
  if (k > 1023) return value * 0x1p1023 * power_of_two(k - 1023 > 2 ? 2 : k - 1023);
  if (k < -1100) return 0;
  return value * power_of_two(k + 200) * 0x1p-200;  // only the last step can round
}

// The integer nearest to x, |x| < 2^51: adding 1.5 * 2^52 leaves it in the low bits.
constexpr std::int64_t nearest_integer(double x) {
  constexpr double shift = 0x1.8p52;
  return static_cast<std::int64_t>((x + shift) - shift);
}

// x = m * 2^k with m in [sqrt(1/2), sqrt(2)), for positive finite x.
struct Split {
  double m;
  std::int64_t k;
};
constexpr Split split_exponent(double x) {
  std::int64_t k = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    k = -54;
  }
  constexpr std::uint64_t sqrt_half = 0x3FE6'A09E'667F'3BCD;  // its bits
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  const std::int64_t steps = static_cast<std::int64_t>(bits - sqrt_half) >> 52;
  return {std::bit_cast<double>(bits - (static_cast<std::uint64_t>(steps) << 52)), k + steps};
}

}  // namespace detail

// e^x = 2^k e^r with |r| <= ln(2)/2, and the Taylor series of e^r.
constexpr double exp(double x) {
  using namespace detail;
  if (!(x <= 709.79)) return x != x ? x : infinity;
  if (x < -745.2) return 0;
  const std::int64_t k = nearest_integer(x * one_over_ln2);
  const double steps = static_cast<double>(k);
  const double high = x - steps * ln2_high;
  const double low = steps * ln2_low;
  const double r = high - low;
  const double rounding = (high - r) - low;  // r + rounding is the reduced argument to twice the precision
  // 1/2! … 1/13!, in pairs: short chains of operations instead of one long one.
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double a = 1.0 / 2 + r * (1.0 / 6);
  const double b = 1.0 / 24 + r * (1.0 / 120);
  const double c = 1.0 / 720 + r * (1.0 / 5040);
  const double d = 1.0 / 40320 + r * (1.0 / 362880);
  const double e = 1.0 / 3628800 + r * (1.0 / 39916800);
  const double f = 1.0 / 479001600 + r * (1.0 / 6227020800);
  const double tail = ((a + r2 * b) + r4 * (c + r2 * d)) + (r4 * r4) * (e + r2 * f);
  return scaled(1 + (r + (r2 * tail + (rounding + r * rounding))), k);
}

// ln x = k ln 2 + ln m. With f = m - 1 and s = f / (2 + f), ln(1 + f) = 2 atanh s = f - f²/2 + s (f²/2 + R(s²)), where
// the part that carries rounding errors is small against f.
constexpr double log(double x) {
  using namespace detail;
  if (!(x > 0)) return x == 0 ? -infinity : not_a_number;
  if (x == infinity) return x;
  const auto [m, exponent] = split_exponent(x);
  const double k = static_cast<double>(exponent);
  const double f = m - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  const double z2 = z * z;
  const double z4 = z2 * z2;
  const double a = 2.0 / 3 + z * (2.0 / 5);
  const double b = 2.0 / 7 + z * (2.0 / 9);
  const double c = 2.0 / 11 + z * (2.0 / 13);
  const double d = 2.0 / 15 + z * (2.0 / 17);
  const double e = 2.0 / 19 + z * (2.0 / 21);
  const double series = z * (((a + z2 * b) + z4 * (c + z2 * d)) + (z4 * z4) * e);
  const double half_square = 0.5 * f * f;
  return k * ln2_high - ((half_square - (s * (half_square + series) + k * ln2_low)) - f);
}

}  // namespace sendlab::portable
