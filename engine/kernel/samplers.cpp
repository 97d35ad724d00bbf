#include "engine/kernel/samplers.hpp"

#include <cmath>

namespace sendlab {
namespace {

// x^y for x >= 0, y > 0, to some 1e-14: a draw needs no more, and portable::pow takes ten times as long.
double power(double x, double y) { return portable::exp(y * portable::log(x)); }

}  // namespace

namespace detail {

namespace {

// The point (x, y) with y uniform over the height of `layer` lies under the density.
bool under(const Ziggurat& table, RandomStream& random, std::size_t layer, double density_at_x) {
  return table.f[layer] + (table.f[layer + 1] - table.f[layer]) * random.uniform() < density_at_x;
}

}  // namespace

double exponential_edge(RandomStream& random, std::size_t layer, double x) {
  if (layer == 0) return exponential_ziggurat.x[1] + draw_exponential(random);  // the tail is an exponential again
  if (under(exponential_ziggurat, random, layer, portable::exp(-x))) return x;
  return draw_exponential(random);
}

double normal_edge(RandomStream& random, std::size_t layer, double x) {
  const double r = normal_ziggurat.x[1];
  if (layer == 0) {  // Marsaglia's tail method
    for (;;) {
      const double beyond = draw_exponential(random) / r;
      if (2 * draw_exponential(random) > beyond * beyond) return r + beyond;
    }
  }
  if (under(normal_ziggurat, random, layer, portable::exp(-0.5 * x * x))) return x;
  return std::fabs(draw_normal(random));
}

}  // namespace detail

// Source: Marsaglia and Tsang, "A simple method for generating gamma variables", 2000.
double draw_gamma(RandomStream& random, double shape) {
  ENSURE(shape > 0, "a gamma distribution has a shape above 0");
  if (shape < 1) {
    const double above = draw_gamma(random, shape + 1);
    return above * power(random.uniform_open(), 1 / shape);
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = draw_normal(random);
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double u = random.uniform_open();
    if (u < 1 - 0.0331 * (x * x) * (x * x)) return d * v;
    if (portable::log(u) < 0.5 * x * x + d * (1 - v + portable::log(v))) return d * v;
  }
}

double draw_weibull(RandomStream& random, double shape) {
  ENSURE(shape > 0, "a Weibull distribution has a shape above 0");
  return power(draw_exponential(random), 1 / shape);
}

AliasTable::AliasTable(std::span<const double> weights) {
  const std::size_t n = weights.size();
  ENSURE(n > 0 && n <= (std::size_t{1} << 32), "an alias table has 1 to 2^32 weights");
  double sum = 0;
  for (const double weight : weights) {
    ENSURE(weight >= 0 && weight <= 1e300, "a weight is a finite number, not negative");
    sum += weight;
  }
  ENSURE(sum > 0 && sum <= 1e300, "weights have a sum above 0");

  // Every column has the share 1/n. A column short of it is filled up by one that has too much; each step settles one.
  std::vector<double> share(n);  // times n
  std::vector<std::uint32_t> small, large;
  for (std::size_t i = 0; i < n; ++i) {
    share[i] = weights[i] / sum * static_cast<double>(n);
    (share[i] < 1 ? small : large).push_back(static_cast<std::uint32_t>(i));
  }
  columns_.resize(n);
  while (!small.empty() && !large.empty()) {
    const std::uint32_t low = small.back();
    const std::uint32_t high = large.back();
    small.pop_back();
    columns_[low] = {static_cast<std::uint64_t>(share[low] * 0x1p64), high};
    share[high] -= 1 - share[low];
    if (share[high] < 1) {
      large.pop_back();
      small.push_back(high);
    }
  }
  for (const std::uint32_t i : large) columns_[i] = {UINT64_MAX, i};
  // Left over by rounding only: their share is 1 but for an error of some 1e-16, unless a weight of 0 ended here.
  for (const std::uint32_t i : small) columns_[i] = {UINT64_MAX, i};
}

}  // namespace sendlab
