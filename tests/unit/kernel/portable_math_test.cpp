#include "engine/kernel/portable_math.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <functional>

#include "engine/kernel/random.hpp"

using namespace sendlab;

namespace {

constexpr double inf = portable::detail::infinity;
constexpr double nan_value = portable::detail::not_a_number;

bool same(double a, double b) {
  return (a != a && b != b) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// Distance of `value` from the long double reference, in units in the last place of the reference as a double.
double error_in_ulp(double value, long double reference) {
  const double rounded = std::fabs(static_cast<double>(reference));
  const double ulp = std::nextafter(rounded, inf) - rounded;
  return static_cast<double>(std::fabs(static_cast<long double>(value) - reference) / static_cast<long double>(ulp));
}

using Function = double (*)(double);
using Reference = long double (*)(long double);

double worst(Function f, Reference reference, const std::function<double(RandomStream&)>& draw) {
  RandomStream random(StreamKey{11});
  double most = 0;
  for (int i = 0; i < 20'000; ++i) {
    const double x = draw(random);
    most = std::max(most, error_in_ulp(f(x), reference(static_cast<long double>(x))));
  }
  return most;
}

std::function<double(RandomStream&)> between(double low, double high) {
  return [=](RandomStream& random) { return low + (high - low) * random.uniform(); };
}

// Spread evenly over the orders of magnitude.
std::function<double(RandomStream&)> magnitudes(double low, double high) {
  return [=](RandomStream& random) { return low * std::pow(high / low, random.uniform()); };
}

}  // namespace

TEST_CASE("portable functions give the same bits everywhere", "[kernel][portable_math][R-DET-1]") {
  struct Golden {
    const char* what;
    double value;
    std::uint64_t bits;
  };
  const Golden golden[] = {
      {"exp(1)", portable::exp(1), 0x4005BF0A8B145769},
      {"exp(-0.3)", portable::exp(-0.3), 0x3FE7B4C869C37C05},
      {"exp(100.25)", portable::exp(100.25), 0x48F8C39B9134BAC4},
      {"exp(-740)", portable::exp(-740), 0x0000000000000055},
      {"log(10)", portable::log(10), 0x40026BB1BBB55516},
      {"log(0.7)", portable::log(0.7), 0xBFD6D3C324E13F50},
      {"log(1e-310)", portable::log(1e-310), 0xC0864E69394D9508},
      {"log1p(1e-5)", portable::log1p(1e-5), 0x3EE4F8AEA9AE7316},
      {"expm1(0.01)", portable::expm1(0.01), 0x3F84952E9791133F},
      {"log2(3)", portable::log2(3), 0x3FF95C01A39FBD68},
      {"log10(7)", portable::log10(7), 0x3FEB0B0B0B78CC3F},
      {"pow(2, 0.5)", portable::pow(2, 0.5), 0x3FF6A09E667F3BCD},
      {"pow(1.0001, 12345.678)", portable::pow(1.0001, 12345.678), 0x400B7E526B8E001C},
      {"pow(0.1, -300.5)", portable::pow(0.1, -300.5), 0x7E52E34F399A8763},
      {"sin(1)", portable::sin(1), 0x3FEAED548F090CEE},
      {"sin(-100.5)", portable::sin(-100.5), 0x3F9FB3F833470FF1},
      {"sin(1e22)", portable::sin(1e22), 0xBFEB453AB76BF397},
      {"cos(2)", portable::cos(2), 0xBFDAA22657537205},
      {"cos(999999.5)", portable::cos(999999.5), 0x3FE4EFDFC640FC4D},
      {"cos(1e300)", portable::cos(1e300), 0xBFE2699022ADC4C1},
      {"tan(1.5)", portable::tan(1.5), 0x402C33ED50B88778},
      {"tan(-4e5)", portable::tan(-4e5), 0x3FC26EE2D53C8366},
      {"asin(0.3)", portable::asin(0.3), 0x3FD380159E14F6FF},
      {"asin(-0.99)", portable::asin(-0.99), 0xBFF6DE3C6F33D51D},
      {"acos(0.3)", portable::acos(0.3), 0x3FF441F5ECBEEF58},
      {"acos(-0.75)", portable::acos(-0.75), 0x400359D26F93B6C3},
      {"atan(0.1)", portable::atan(0.1), 0x3FB983E282E2CC4D},
      {"atan(-12.5)", portable::atan(-12.5), 0xBFF7DAFF85A63058},
      {"atan2(-1, -3)", portable::atan2(-1, -3), 0xC0068F095FDF593C},
      {"atan2(1e-5, 2)", portable::atan2(1e-5, 2), 0x3ED4F8B588E2A8CA},
      {"gamma(1.7)", portable::gamma(1.7), 0x3FED1391892F7AED},
      {"gamma(0.3)", portable::gamma(0.3), 0x4007EEBBB8AEC4B2},
  };
  for (const auto& [what, value, bits] : golden) {
    INFO(what);
    CHECK(std::bit_cast<std::uint64_t>(value) == bits);
  }
}

#if LDBL_MANT_DIG >= 64
TEST_CASE("portable functions stay within their documented error", "[kernel][portable_math]") {
  CHECK(worst(portable::exp, std::exp, between(-700, 700)) < 1);
  CHECK(worst(portable::exp, std::exp, between(-1, 1)) < 1);
  CHECK(worst(portable::log, std::log, magnitudes(1e-300, 1e300)) < 1);
  CHECK(worst(portable::log, std::log, between(0.5, 2)) < 1);
  CHECK(worst(portable::log2, std::log2, magnitudes(1e-300, 1e300)) < 0.51);
  CHECK(worst(portable::log10, std::log10, magnitudes(1e-300, 1e300)) < 0.51);
  CHECK(worst(portable::log10, std::log10, between(0.5, 2)) < 0.51);
  CHECK(worst(portable::expm1, std::expm1, between(-2, 2)) < 2);
  CHECK(worst(portable::expm1, std::expm1, magnitudes(1e-12, 1)) < 2);
  CHECK(worst(portable::log1p, std::log1p, between(-0.9, 3)) < 2);
  CHECK(worst(portable::log1p, std::log1p, magnitudes(1e-12, 1e12)) < 2);
  CHECK(worst(portable::sin, std::sin, between(-20, 20)) < 1);
  CHECK(worst(portable::cos, std::cos, between(-20, 20)) < 1);
  CHECK(worst(portable::tan, std::tan, between(-20, 20)) < 2);
  CHECK(worst(portable::atan, std::atan, magnitudes(1e-6, 1e6)) < 1.5);
  CHECK(worst(portable::asin, std::asin, between(-1, 1)) < 2.5);
  CHECK(worst(portable::acos, std::acos, between(-1, 1)) < 2.5);
}

TEST_CASE("pow is within half a unit of its exact value", "[kernel][portable_math]") {
  RandomStream random(StreamKey{12});
  double most = 0;
  for (int i = 0; i < 20'000; ++i) {
    const double x = magnitudes(1e-3, 1e3)(random);
    const double y = between(-8, 8)(random);
    most = std::max(
        most, error_in_ulp(portable::pow(x, y), std::pow(static_cast<long double>(x), static_cast<long double>(y))));
  }
  CHECK(most < 0.51);
}

TEST_CASE("atan2 is within its error in all quadrants", "[kernel][portable_math]") {
  RandomStream random(StreamKey{13});
  double most = 0;
  for (int i = 0; i < 20'000; ++i) {
    const double y = between(-3, 3)(random);
    const double x = between(-3, 3)(random);
    most = std::max(most, error_in_ulp(portable::atan2(y, x),
                                       std::atan2(static_cast<long double>(y), static_cast<long double>(x))));
  }
  CHECK(most < 1.5);
}
#endif

TEST_CASE("exact results are exact", "[kernel][portable_math]") {
  for (int n = -300; n <= 300; ++n) {
    INFO(n);
    const double power = std::strtod(("1e" + std::to_string(n)).c_str(), nullptr);
    CHECK(portable::log10(power) == n);
    CHECK(portable::pow(10, n) == power);
    CHECK(portable::log2(std::ldexp(1.0, n)) == n);
    CHECK(portable::pow(2, n) == std::ldexp(1.0, n));
  }
  for (int n = 0; n < 1000; ++n) {
    CHECK(portable::pow(n, 2) == n * n);
    CHECK(portable::pow(n, 3) == static_cast<double>(n) * n * n);
    CHECK(portable::pow(static_cast<double>(n) * n, 0.5) == n);
  }
  CHECK(portable::exp(0) == 1);
  CHECK(portable::log(1) == 0);
  CHECK(portable::cos(0) == 1);
  CHECK(portable::atan(1) == 0x1.921fb54442d18p-1);
  CHECK(portable::acos(-1) == 0x1.921fb54442d18p+1);
}

TEST_CASE("special cases are those of the C standard", "[kernel][portable_math]") {
  const auto check = [](double value, double expected) { CHECK(same(value, expected)); };
  check(portable::exp(inf), inf), check(portable::exp(-inf), 0), check(portable::exp(nan_value), nan_value);
  check(portable::exp(710), inf), check(portable::exp(-746), 0), check(portable::exp(-745), 0x1p-1074);
  check(portable::log(0), -inf), check(portable::log(-0.0), -inf), check(portable::log(-1), nan_value),
      check(portable::log(inf), inf);
  check(portable::log(nan_value), nan_value), check(portable::log(0x1p-1074), -0x1.74385446d71c3p+9);
  check(portable::log2(0), -inf), check(portable::log2(inf), inf), check(portable::log10(-1), nan_value),
      check(portable::log10(0), -inf);
  check(portable::log1p(-1), -inf), check(portable::log1p(-2), nan_value), check(portable::log1p(inf), inf),
      check(portable::log1p(-0.0), -0.0);
  check(portable::expm1(-inf), -1), check(portable::expm1(inf), inf), check(portable::expm1(-0.0), -0.0);
  check(portable::sin(-0.0), -0.0), check(portable::sin(inf), nan_value), check(portable::cos(-inf), nan_value),
      check(portable::tan(nan_value), nan_value);
  check(portable::tan(-0.0), -0.0), check(portable::asin(-0.0), -0.0), check(portable::asin(1.5), nan_value),
      check(portable::acos(-1.5), nan_value);
  check(portable::acos(1), 0), check(portable::atan(-0.0), -0.0), check(portable::atan(inf), 0x1.921fb54442d18p+0);
  check(portable::atan2(0.0, 1), 0), check(portable::atan2(-0.0, 1), -0.0),
      check(portable::atan2(0.0, -1), 0x1.921fb54442d18p+1);
  check(portable::atan2(-0.0, -0.0), -0x1.921fb54442d18p+1), check(portable::atan2(0.0, 0.0), 0),
      check(portable::atan2(1, 0), 0x1.921fb54442d18p+0);
  check(portable::atan2(inf, inf), 0x1.921fb54442d18p-1), check(portable::atan2(-inf, -inf), -0x1.2d97c7f3321d2p+1);
  check(portable::atan2(1, inf), 0), check(portable::atan2(-1, -inf), -0x1.921fb54442d18p+1),
      check(portable::atan2(nan_value, 1), nan_value);
}

TEST_CASE("special cases of pow are those of the C standard", "[kernel][portable_math]") {
  const auto check = [](double value, double expected) { CHECK(same(value, expected)); };
  check(portable::pow(nan_value, 0), 1), check(portable::pow(1, nan_value), 1),
      check(portable::pow(nan_value, 1), nan_value);
  check(portable::pow(2, nan_value), nan_value), check(portable::pow(-8, 1.0 / 3), nan_value);
  check(portable::pow(-2, 3), -8), check(portable::pow(-2, 4), 16), check(portable::pow(-2, -3), -0.125),
      check(portable::pow(-1, 1e300), 1);
  check(portable::pow(-1, inf), 1), check(portable::pow(0.5, inf), 0), check(portable::pow(0.5, -inf), inf),
      check(portable::pow(2, inf), inf);
  check(portable::pow(2, -inf), 0), check(portable::pow(0.0, 3), 0), check(portable::pow(-0.0, 3), -0.0),
      check(portable::pow(-0.0, 2), 0);
  check(portable::pow(-0.0, -3), -inf), check(portable::pow(0.0, -2), inf), check(portable::pow(inf, 2), inf),
      check(portable::pow(inf, -2), 0);
  check(portable::pow(-inf, 3), -inf), check(portable::pow(-inf, -3), -0.0), check(portable::pow(-inf, 2), inf);
  check(portable::pow(2, 1024), inf), check(portable::pow(2, -1074), 0x1p-1074), check(portable::pow(2, -1080), 0),
      check(portable::pow(10, 309), inf);
  check(portable::pow(0.9999999999, 1e300), 0), check(portable::pow(1.0000000001, 1e300), inf),
      check(portable::pow(1.0000000001, -1e300), 0);
}

TEST_CASE("large arguments are reduced exactly", "[kernel][portable_math]") {
  // Correctly rounded values, computed with 1,400 bits.
  CHECK(portable::sin(1e22) == Approx(-0.8522008497671888).epsilon(1e-15));
  CHECK(portable::cos(1e22) == Approx(0.5232147853951389).epsilon(1e-15));
  CHECK(portable::sin(0x1.fffffffffffffp1023) == Approx(0.004961954789184062).epsilon(1e-14));
  CHECK(portable::cos(0x1.fffffffffffffp1023) == Approx(-0.9999876894265599).epsilon(1e-15));
  // The double nearest to a multiple of pi/2.
  CHECK(portable::cos(0x1.6ac5b262ca1ffp+849) * 1e19 == Approx(-4.6871659242546276111).epsilon(1e-15));
}

TEST_CASE("gamma agrees with factorials and known values", "[kernel][portable_math]") {
  double factorial = 1;
  for (int n = 1; n <= 170; ++n) {
    CHECK(portable::gamma(n) == Approx(factorial).epsilon(1e-13));
    factorial *= n;
  }
  CHECK(portable::gamma(0.5) == Approx(1.7724538509055160273).epsilon(1e-13));
  CHECK(portable::gamma(1.5) == Approx(0.88622692545275801365).epsilon(1e-13));
  CHECK(portable::gamma(0.01) == Approx(99.432585119150603714).epsilon(1e-13));
  CHECK(portable::gamma(172) == inf);
  CHECK(same(portable::gamma(0), nan_value));
  CHECK(same(portable::gamma(-1.5), nan_value));
}
