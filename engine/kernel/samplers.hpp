#pragma once
// Draws from the standard distributions, the same bits on every machine. Scale and shift are the caller's:
// a mean of 3 s is 3e9 * draw_exponential(random) nanoseconds.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/kernel/ziggurat.hpp"

namespace sendlab {

double draw_exponential(RandomStream& random);              // mean 1
double draw_normal(RandomStream& random);                   // mean 0, standard deviation 1
double draw_lognormal(RandomStream& random, double sigma);  // median 1; sigma >= 0 is the deviation of its logarithm
double draw_gamma(RandomStream& random, double shape);      // scale 1, so mean = shape; shape > 0
double draw_weibull(RandomStream& random, double shape);    // scale 1; shape > 0

// Draws index i with probability weight[i] / sum of weights, from one draw whatever the number of weights.
// Source: Walker's alias method, set up as in Vose, "A linear algorithm for generating random numbers", 1991.
class AliasTable {
 public:
  AliasTable() = default;
  explicit AliasTable(std::span<const double> weights);  // each >= 0 and finite, their sum > 0; at most 2^32

  [[nodiscard]] std::size_t sample(RandomStream& random) const {
    __extension__ using Wide = unsigned __int128;
    ENSURE(!columns_.empty(), "an alias table is built before it is drawn from");
    const Wide product = Wide{random.bits()} * columns_.size();  // column, and where in it
    const Column& column = columns_[static_cast<std::size_t>(product >> 64)];
    const auto index = static_cast<std::size_t>(product >> 64);
    return static_cast<std::uint64_t>(product) < column.keep_below ? index : column.alias;
  }
  [[nodiscard]] std::size_t size() const { return columns_.size(); }

 private:
  struct Column {
    std::uint64_t keep_below;  // share of the column that is its own, times 2^64
    std::uint32_t alias;       // whose the rest is
  };
  std::vector<Column> columns_;
};

namespace detail {
double exponential_edge(RandomStream& random, std::size_t layer, double x);
double normal_edge(RandomStream& random, std::size_t layer, double x);
}  // namespace detail

// The layer from the low 8 bits, the place in it from the high 53. Nearly all draws lie where the layer is whole.
inline double draw_exponential(RandomStream& random) {
  const std::uint64_t bits = random.bits();
  const std::size_t layer = bits & 255;
  const double x = static_cast<double>(bits >> 11) * 0x1p-53 * exponential_ziggurat.x[layer];
  if (x < exponential_ziggurat.x[layer + 1]) [[likely]]
    return x;
  return detail::exponential_edge(random, layer, x);
}

inline double draw_normal(RandomStream& random) {
  const std::uint64_t bits = random.bits();
  const std::size_t layer = bits & 255;
  double x = static_cast<double>(bits >> 11) * 0x1p-53 * normal_ziggurat.x[layer];
  if (!(x < normal_ziggurat.x[layer + 1])) [[unlikely]]
    x = detail::normal_edge(random, layer, x);
  return (bits & 256) != 0 ? -x : x;
}

inline double draw_lognormal(RandomStream& random, double sigma) { return portable::exp(sigma * draw_normal(random)); }

}  // namespace sendlab
