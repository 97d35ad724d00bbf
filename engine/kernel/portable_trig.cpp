// The trigonometric functions of portable_math.hpp.
#include <array>
#include <cmath>

#include "engine/kernel/double_double.hpp"
#include "engine/kernel/portable_math.hpp"

namespace sendlab::portable {

using namespace detail;

namespace {

constexpr DoubleDouble half_pi{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
constexpr DoubleDouble pi{0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};

// An argument less a whole number of quarter turns: |rest| <= pi/4, to about 2^-105 of a turn.
struct Reduced {
  DoubleDouble rest;
  unsigned quarter;  // 0 … 3
};

// The first 1,216 bits of 2/pi after the point, behind one word of zeros.
constexpr std::array<std::uint64_t, 20> two_over_pi = {0,
                                                       0xA2F9836E4E441529,
                                                       0xFC2757D1F534DDC0,
                                                       0xDB6295993C439041,
                                                       0xFE5163ABDEBBC561,
                                                       0xB7246E3A424DD2E0,
                                                       0x06492EEA09D1921C,
                                                       0xFE1DEB1CB129A73E,
                                                       0xE88235F52EBB4484,
                                                       0xE99C7026B45F7E41,
                                                       0x3991D639835339F4,
                                                       0x9C845F8BBDF9283B,
                                                       0x1FF897FFDE05980F,
                                                       0xEF2F118B5A0A6D1F,
                                                       0x6D367ECF27CB09B7,
                                                       0x4F463F669E5FEA2D,
                                                       0x7527BAC7EBE5F17B,
                                                       0x3D0739F78A5292EA,
                                                       0x6BFB5FB11F8D5D08,
                                                       0x56033046FC7B6BAB};

// 64 bits of 2/pi from the bit of weight 2^-first on.
std::uint64_t bits_of_two_over_pi(int first) {
  const int position = first + 63;  // within the table
  const auto word = static_cast<std::size_t>(position / 64);
  const int shift = position % 64;
  return shift == 0 ? two_over_pi[word] : two_over_pi[word] << shift | two_over_pi[word + 1] >> (64 - shift);
}

// Payne and Hanek's reduction, for 2^20 <= x: of x * 2/pi only the bits just above and below the point matter, so m *
// 2^e is multiplied by a window of 192 bits of 2/pi; what lies left of the window counts whole turns.
Reduced reduce_large(double x) {
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t m = (bits & ((std::uint64_t{1} << 52) - 1)) | std::uint64_t{1} << 52;
  const int e = static_cast<int>(bits >> 52) - 1075;
  const int first = e - 1;  // its product with 2^e has the weight 2
  std::array<std::uint64_t, 3>
      product;  // m * window mod 2^192, high word first: 2 bits of quarter turns, 190 of fraction
  Wide carry = 0;
  for (int i = 2; i >= 0; --i) {
    carry += Wide{m} * bits_of_two_over_pi(first + 64 * i);
    product[static_cast<std::size_t>(i)] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  unsigned quarter = static_cast<unsigned>(product[0] >> 62);
  Wide fraction = (Wide{product[0]} << 64 | product[1]) << 2 | product[2] >> 62;  // of a quarter turn, times 2^128
  std::uint64_t rest = product[2] << 2;
  const bool more_than_half = (fraction >> 127) != 0;
  if (more_than_half) {
    ++quarter;
    rest = 0 - rest;
    fraction = ~fraction + (rest == 0 ? 1 : 0);
  }
  int exponent = -128;
  while (fraction >> 127 == 0 && exponent > -192) {  // at most 62 leading zeros: no double is nearer to a multiple
    fraction = fraction << 1 | rest >> 63;
    rest <<= 1;
    --exponent;
  }
  const auto head = static_cast<std::uint64_t>(fraction >> 75);                            // 53 bits
  const auto tail = static_cast<std::uint64_t>((fraction >> 22) & ((Wide{1} << 53) - 1));  // the next 53
  const double unit = power_of_two(exponent + 75);
  const DoubleDouble turn{static_cast<double>(head) * unit, static_cast<double>(tail) * (unit * 0x1p-53)};
  DoubleDouble r = turn * half_pi;
  if (more_than_half) r = {-r.high, -r.low};
  return {r, quarter & 3};
}

// For finite x.
Reduced reduce(double x) {
  const double size = std::fabs(x);
  if (size <= 0x1.921fb54442d18p-1) return {{x, 0}, 0};
  Reduced reduced;
  if (size < 0x1p20) {
    // pi/2 in pieces of 33 bits, so that the product with a count below 2^20 is exact.
    const std::int64_t count = nearest_integer(size * 0x1.45f306dc9c883p-1);
    const double k = static_cast<double>(count);
    DoubleDouble r = two_sum(size - k * 0x1.921fb54400000p+0, -(k * 0x1.0b4611a600000p-34));
    r = r + DoubleDouble{-(k * 0x1.3198a2e000000p-69), -(k * 0x1.b839a252049c1p-104)};
    reduced = {r, static_cast<unsigned>(count & 3)};
  } else {
    reduced = reduce_large(size);
  }
  if (x < 0) return {{-reduced.rest.high, -reduced.rest.low}, (4 - reduced.quarter) & 3};
  return reduced;
}

// Taylor series on |r| <= pi/4; the leading terms are added last, with what their rounding lost.
double sin_small(DoubleDouble r) {
  const double x = r.high;
  const double z = x * x;
  const double z2 = z * z;
  const double a = -1.0 / 6 + z * (1.0 / 120);
  const double b = -1.0 / 5040 + z * (1.0 / 362880);
  const double c = -1.0 / 39916800 + z * (1.0 / 6227020800);
  const double d = -1.0 / 1307674368000 + z * (1.0 / 355687428096000);
  const double series = (a + z2 * b) + (z2 * z2) * (c + z2 * d);
  return x + (x * z * series + r.low * (1 - 0.5 * z));
}

double cos_small(DoubleDouble r) {
  const double x = r.high;
  const double z = x * x;
  const double z2 = z * z;
  const double a = 1.0 / 24 + z * (-1.0 / 720);
  const double b = 1.0 / 40320 + z * (-1.0 / 3628800);
  const double c = 1.0 / 479001600 + z * (-1.0 / 87178291200);
  const double series = (a + z2 * b) + (z2 * z2) * (c + z2 * (1.0 / 20922789888000));
  const double half = 0.5 * z;
  const double main = 1 - half;
  return main + (((1 - main) - half) + (z2 * series - x * r.low));
}

// atan(i/8)
constexpr std::array<DoubleDouble, 9> atan_eighths = {{{0, 0},
                                                       {0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59},
                                                       {0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57},
                                                       {0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56},
                                                       {0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56},
                                                       {0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58},
                                                       {0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56},
                                                       {0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56},
                                                       {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55}}};

// atan of y/x for 0 <= y <= x, 0 < x, as a sum: atan c + atan t with c the nearest eighth and t = (y - c x) / (x + c
// y).
DoubleDouble atan_ratio(double y, double x) {
  const std::int64_t eighth = nearest_integer(8 * (y / x));
  const double c = static_cast<double>(eighth) / 8;
  const DoubleDouble top = two_sum(y, -(c * x));  // c x is exact but for the last 3 bits
  const DoubleDouble c_x = two_product(c, x);
  const double t = (top.high + (top.low - c_x.low)) / (x + c * y);
  const double z = t * t;
  const double series =
      -1.0 / 3 + z * (1.0 / 5 + z * (-1.0 / 7 + z * (1.0 / 9 + z * (-1.0 / 11 + z * (1.0 / 13 + z * (-1.0 / 15))))));
  const DoubleDouble base = atan_eighths[static_cast<std::size_t>(eighth)];
  const DoubleDouble sum = two_sum(base.high, t);
  return {sum.high, sum.low + (base.low + t * z * series)};
}

// The angle of the direction (x, y), both positive and finite, in (0, pi/2).
DoubleDouble angle(double y, double x) {
  if (y <= x) return atan_ratio(y, x);
  const DoubleDouble other = atan_ratio(x, y);
  return half_pi + DoubleDouble{-other.high, -other.low};
}

double value(DoubleDouble a) { return a.high + a.low; }

}  // namespace

double sin(double x) {
  if (!(std::fabs(x) < infinity)) return not_a_number;
  if (std::fabs(x) < 0x1p-27) return x;
  const Reduced r = reduce(x);
  const double result = (r.quarter & 1) != 0 ? cos_small(r.rest) : sin_small(r.rest);
  return (r.quarter & 2) != 0 ? -result : result;
}

double cos(double x) {
  if (!(std::fabs(x) < infinity)) return not_a_number;
  const Reduced r = reduce(x);
  const double result = (r.quarter & 1) != 0 ? sin_small(r.rest) : cos_small(r.rest);
  return r.quarter == 1 || r.quarter == 2 ? -result : result;
}

double tan(double x) {
  if (!(std::fabs(x) < infinity)) return not_a_number;
  if (std::fabs(x) < 0x1p-27) return x;
  const Reduced r = reduce(x);
  const double sine = sin_small(r.rest);
  const double cosine = cos_small(r.rest);
  return (r.quarter & 1) != 0 ? -cosine / sine : sine / cosine;
}

double atan(double x) {
  if (x != x || x == 0) return x;
  const double size = std::fabs(x);
  if (size < 0x1p-27) return x;
  const double result = size >= 0x1p60 ? half_pi.high : value(angle(size, 1));
  return x < 0 ? -result : result;
}

double atan2(double y, double x) {
  if (x != x || y != y) return not_a_number;
  const bool left = std::signbit(x);
  double up = std::fabs(y);
  double right = std::fabs(x);
  DoubleDouble a;
  if (up == infinity || right == infinity) {
    a = up != infinity ? DoubleDouble{} : right != infinity ? half_pi : DoubleDouble{half_pi.high / 2, half_pi.low / 2};
  } else if (up == 0) {
    a = {};
  } else if (right == 0) {
    a = half_pi;
  } else {
    if (up < 0x1p-900 || right < 0x1p-900) {  // away from underflow; the ratio stays
      up *= 0x1p100;
      right *= 0x1p100;
    }
    if (up > 0x1p900 || right > 0x1p900) {
      up *= 0x1p-130;
      right *= 0x1p-130;
    }
    const double ratio = up / right;
    if (ratio > 0x1p60) {
      a = half_pi;
    } else if (ratio < 0x1p-60) {
      a = {ratio, 0};
    } else {
      a = angle(up, right);
    }
  }
  if (left) a = pi + DoubleDouble{-a.high, -a.low};
  return std::copysign(value(a), y);
}

double asin(double x) {
  if (!(std::fabs(x) <= 1)) return not_a_number;
  if (std::fabs(x) < 0x1p-27) return x;
  return atan2(x, std::sqrt((1 - x) * (1 + x)));
}

double acos(double x) {
  if (!(std::fabs(x) <= 1)) return not_a_number;
  return 2 * atan2(std::sqrt(1 - x), std::sqrt(1 + x));
}

}  // namespace sendlab::portable
