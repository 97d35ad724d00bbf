#pragma once
// Tables of the ziggurat method, computed at compile time with the portable exp and log.
//
// A decreasing density f is covered by 256 layers of equal area: layer 0 is the tail beyond r with the rectangle below
// it, layer i >= 1 the rectangle of width x[i] between the heights f(x[i]) and f(x[i+1]). x[0] is layer 0's area over
// its height, x[256] = 0. r and the area are the solution of "the last rectangle ends at f(0)"; samplers_test.cpp
// checks it. Source: Marsaglia and Tsang, "The ziggurat method for generating random variables", 2000.
#include <array>
#include <cstddef>

#include "engine/kernel/portable_exp_log.hpp"

namespace sendlab {

struct Ziggurat {
  std::array<double, 257> x;
  std::array<double, 257> f;
};

namespace detail {

// Newton's iteration from above; for a > 0 of ordinary size. std::sqrt is not constexpr.
constexpr double constexpr_sqrt(double a) {
  double root = a > 1 ? a : 1;
  for (int i = 0; i < 60; ++i) root = 0.5 * (root + a / root);
  return root;
}

template <class Density, class Inverse>
constexpr Ziggurat ziggurat(double r, double area, Density density, Inverse inverse) {
  Ziggurat table{};
  table.x[0] = area / density(r);
  table.f[0] = 0;  // not used: layer 0 ends in the tail
  table.x[1] = r;
  table.f[1] = density(r);
  for (std::size_t i = 2; i < 256; ++i) {
    table.x[i] = inverse(table.f[i - 1] + area / table.x[i - 1]);
    table.f[i] = density(table.x[i]);
  }
  table.x[256] = 0;
  table.f[256] = 1;
  return table;
}

}  // namespace detail

// exp(-x), x >= 0
inline constexpr Ziggurat exponential_ziggurat = detail::ziggurat(
    7.697117470131049714, 0.003949659822581557220, [](double x) { return portable::exp(-x); },
    [](double y) { return -portable::log(y); });

// exp(-x²/2), x >= 0
inline constexpr Ziggurat normal_ziggurat = detail::ziggurat(
    3.654152885361008772, 0.004928673233974655347, [](double x) { return portable::exp(-0.5 * x * x); },
    [](double y) { return detail::constexpr_sqrt(-2 * portable::log(y)); });

}  // namespace sendlab
