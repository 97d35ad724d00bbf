#pragma once
// Counts of durations in buckets of equal relative width: 1,024 to each power of two. Merging is addition, so the
// result of many histograms is exact and does not depend on the order.
//
//   unit     nanoseconds, 0 … 2^63-1
//   error    a quantile is within 0.1 % of the true sample; below 2,048 ns, at rank 1 and at the last rank it is exact
//   memory   1 KiB for each 128 neighbouring buckets in use: about 8 KiB for each power of two between least and most
#include <bit>
#include <cstdint>
#include <vector>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/time.hpp"
#include "reports/rational.hpp"

namespace sendlab {

class Histogram {
 public:
  void add(Duration value) {
    const std::int64_t ns = value.count();
    ENSURE(ns >= 0, "a duration in a histogram is not negative");
    const std::uint32_t bucket = bucket_of(static_cast<std::uint64_t>(ns));
    const std::uint32_t page = bucket / page_size;
    if (page >= page_at_.size() || page_at_[page] == no_page) [[unlikely]]
      open_page(page);
    ++counts_[page_at_[page] * page_size + bucket % page_size];
    ++count_;
    sum_ += ns;
    if (ns < min_) min_ = ns;
    if (ns > max_) max_ = ns;
  }

  void merge(const Histogram& other);

  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] Int128 sum() const { return sum_; }  // nanoseconds, exact
  [[nodiscard]] Duration min() const;                // exact; only when count() > 0
  [[nodiscard]] Duration max() const;                // exact; only when count() > 0

  // The sample of rank ceil(count * per_mille_10 / 10000), by nearest rank: quantile(9990) is p99.9.
  //   per_ten_thousand  1 … 10000
  //   returns           the roundest decimal number in the sample's bucket, within [min, max]; only when count() > 0
  [[nodiscard]] Duration quantile(std::int64_t per_ten_thousand) const;

  // How many samples lie in buckets that end below `value`; for pictures only.
  [[nodiscard]] std::int64_t count_below(Duration value) const;

  // The bucket of a value, and the range [low, high] of a bucket. For accumulators that keep bucket numbers.
  static std::uint32_t bucket_of(std::uint64_t ns) {
    if (ns < 2 * per_octave) return static_cast<std::uint32_t>(ns);
    const int shift = static_cast<int>(std::bit_width(ns)) - bits_per_octave - 1;
    return static_cast<std::uint32_t>(shift) * per_octave + static_cast<std::uint32_t>(ns >> shift);
  }
  static std::uint64_t low_of(std::uint32_t bucket);
  static std::uint64_t high_of(std::uint32_t bucket);
  static Duration representative(std::uint32_t bucket);  // the roundest decimal number in [low, high]

  friend bool operator==(const Histogram& a, const Histogram& b);  // same counts, sum, min and max

 private:
  static constexpr int bits_per_octave = 10;
  static constexpr std::uint32_t per_octave = 1U << bits_per_octave;
  static constexpr std::uint32_t page_size = 128;
  static constexpr std::uint32_t no_page = UINT32_MAX;

  void open_page(std::uint32_t page);

  std::vector<std::uint32_t> page_at_;  // page -> its place in counts_, or no_page
  std::vector<std::int64_t> counts_;    // pages in the order in which they were opened
  std::int64_t count_ = 0;
  Int128 sum_ = 0;
  std::int64_t min_ = INT64_MAX;
  std::int64_t max_ = 0;
};

}  // namespace sendlab
