#include "engine/kernel/portable_math.hpp"

#include <cmath>

#include "engine/kernel/double_double.hpp"

namespace sendlab::portable {

using namespace detail;

namespace {

// ln x to about 2^-75 of its value, for positive finite x: the series of portable_exp_log.hpp, its leading terms in
// double-double.
DoubleDouble log_twice(double x) {
  const auto [m, exponent] = split_exponent(x);
  const double f = m - 1;
  const DoubleDouble s = DoubleDouble{f, 0} / two_sum(2, f);
  const DoubleDouble z = s * s;
  const double t = z.high;
  const double tail =
      1.0 / 9 +
      t * (1.0 / 11 +
           t * (1.0 / 13 +
                t * (1.0 / 15 + t * (1.0 / 17 + t * (1.0 / 19 + t * (1.0 / 21 + t * (1.0 / 23 + t * (1.0 / 25))))))));
  DoubleDouble sum = DoubleDouble{0x1.2492492492492p-3, 0x1.2492492492492p-57} + z * DoubleDouble{tail, 0};  // 1/7
  sum = DoubleDouble{0x1.999999999999ap-3, -0x1.999999999999ap-57} + z * sum;                                // 1/5
  sum = DoubleDouble{0x1.5555555555555p-2, 0x1.5555555555555p-56} + z * sum;                                 // 1/3
  sum = DoubleDouble{1, 0} + z * sum;
  const DoubleDouble log_m = DoubleDouble{2 * s.high, 2 * s.low} * sum;
  const double k = static_cast<double>(exponent);
  return DoubleDouble{k * ln2_high, 0} + (DoubleDouble{k * ln2_middle, k * ln2_rest} + log_m);
}

// e^x, x good to about 2^-65.
double exp_twice(DoubleDouble x) {
  if (x.high > 709.79) return infinity;
  if (x.high < -745.2) return 0;
  const std::int64_t k = nearest_integer(x.high * one_over_ln2);
  const double steps = static_cast<double>(k);
  const DoubleDouble r = (DoubleDouble{x.high - steps * ln2_high, 0} + DoubleDouble{x.low, 0}) +
                         DoubleDouble{-steps * ln2_middle, -steps * ln2_rest};
  const double t = r.high;
  double tail = 0;
  for (int n = 17; n > 5; --n) tail = (1 + tail) * t / n;  // t/6 + t²/(6·7) + …
  DoubleDouble sum =
      DoubleDouble{0x1.5555555555555p-5, 0x1.5555555555555p-59} + r * DoubleDouble{(1 + tail) / 120, 0};  // 1/24
  sum = DoubleDouble{0x1.5555555555555p-3, 0x1.5555555555555p-57} + r * sum;                              // 1/6
  sum = DoubleDouble{0.5, 0} + r * sum;
  sum = DoubleDouble{1, 0} + r * sum;
  sum = DoubleDouble{1, 0} + r * sum;
  return scaled(sum.high, k);
}

bool is_integer(double y) { return std::floor(y) == y; }
bool is_odd(double y) { return std::fabs(y) < 0x1p53 && is_integer(y) && !is_integer(y / 2); }

}  // namespace

double expm1(double x) {
  if (!(std::fabs(x) <= 0.5)) return exp(x) - 1;  // also NaN
  if (std::fabs(x) < 0x1p-54) return x;
  double tail = 0;
  for (int n = 17; n > 2; --n) tail = (1 + tail) * x / n;  // x/3 + x²/(3·4) + …
  return x + x * x / 2 * (1 + tail);
}

double log1p(double x) {
  if (!(x > -1)) return x == -1 ? -infinity : not_a_number;
  if (std::fabs(x) < 0x1p-54) return x;
  const double u = 1 + x;
  if (!(u < 0x1p60)) return log(u);
  const double lost = x > 1 ? 1 - (u - x) : x - (u - 1);  // what the sum rounded away
  return log(u) + lost / u;
}

double log2(double x) {
  if (!(x > 0) || x == infinity) return log(x);
  const auto [m, k] = split_exponent(x);
  if (m == 1) return static_cast<double>(k);
  return (log_twice(x) * DoubleDouble{0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56}).high;
}

double log10(double x) {
  if (!(x > 0) || x == infinity) return log(x);
  return (log_twice(x) * DoubleDouble{0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57}).high;
}

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return x + y;
  const double size = std::fabs(x);
  if (std::fabs(y) == infinity) {
    if (size == 1) return 1;
    return (size > 1) == (y > 0) ? infinity : 0;
  }
  const bool negative = std::signbit(x) && is_odd(y);
  const double sign = negative ? -1 : 1;
  if (size == 0 || size == infinity) return sign * ((size == 0) == (y > 0) ? 0 : infinity);
  if (x < 0 && !is_integer(y)) return not_a_number;
  if (y == 1) return x;
  const DoubleDouble log_size = log_twice(size);
  if (std::fabs(y) > 0x1p65) {  // the product below would leave the range in which it is exact
    if (size == 1) return sign;
    return sign * ((size > 1) == (y > 0) ? infinity : 0);
  }
  return sign * exp_twice(log_size * DoubleDouble{y, 0});
}

double gamma(double x) {
  if (!(x > 0)) return not_a_number;
  if (x > 171.7) return infinity;
  // Stirling's series needs a large argument: Γ(x) = Γ(x + n) / (x (x + 1) … (x + n - 1)).
  double below = 1;
  while (x < 20) below *= x++;
  const double inverse = 1 / x;
  const double square = inverse * inverse;
  const double series =
      inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))));
  constexpr double sqrt_two_pi = 0x1.40d931ff62706p+1;
  const double root = pow(x, 0.5 * x - 0.25);  // half the power, twice: the whole would overflow too early
  return root * (sqrt_two_pi * exp(series - x)) * root / below;
}

}  // namespace sendlab::portable
