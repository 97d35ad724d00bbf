#pragma once
// Counts of durations in buckets of equal relative width: 1,024 to each power of two. Merging is addition, so the
// result of many histograms is exact and does not depend on the order.
//
//   unit     nanoseconds, 0 … 2^63-1
//   error    a quantile is within 0.1 % of the true sample; below 2,048 ns, at rank 1 and at the last rank it is exact
//   memory   2 bytes for each of the first 512 samples. From then on a byte for each bucket near which there are
//   samples,
//            1 KiB for each power of two between least and most, and 4 bytes more where a bucket holds over 255
//
// Samples are written down as they come and counted 512 at a time: the bucket of one sample is seldom in the
// processor's cache when there are hundreds of histograms, and fetching 512 of them one after the other costs little
// more than one.
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/time.hpp"
#include "reports/bucket_pages.hpp"
#include "reports/rational.hpp"

namespace sendlab {

// What add() changes fills one cache line, besides the end of the list.
class alignas(64) Histogram {
 public:
  // A duration with its bucket, for whoever adds one to several histograms.
  struct Sample {
    explicit Sample(Duration value)
        : ns(value.count()), bucket(static_cast<std::uint16_t>(bucket_of(static_cast<std::uint64_t>(ns)))) {
      ENSURE(ns >= 0, "a duration in a histogram is not negative");
    }
    std::int64_t ns;
    std::uint16_t bucket;  // 53,248 + 2,047 is the last one
  };

  void add(Duration value) { add(Sample(value)); }
  void add(const Sample& sample) {
    if (recent_.size() == recent_.capacity()) [[unlikely]]
      make_room();
    recent_.push_back(sample.bucket);
    sum_ += sample.ns;
    if (sample.ns < min_) min_ = sample.ns;
    if (sample.ns > max_) max_ = sample.ns;
  }

  // Has the processor fetch where the next sample goes.
  void fetch_end() const { __builtin_prefetch(recent_.data() + recent_.size(), 1); }

  void merge(const Histogram& other);

  [[nodiscard]] std::int64_t count() const { return counted_ + static_cast<std::int64_t>(recent_.size()); }
  [[nodiscard]] Int128 sum() const { return sum_; }  // nanoseconds, exact
  [[nodiscard]] Duration min() const;                // exact; only when count() > 0
  [[nodiscard]] Duration max() const;                // exact; only when count() > 0

  // The sample of rank ceil(count * per_ten_thousand / 10000), by nearest rank: quantile(9990) is p99.9.
  //   per_ten_thousand  1 … 10000; of several: ascending
  //   returns           the roundest decimal number in the sample's bucket, within [min, max]; only when count() > 0
  [[nodiscard]] Duration quantile(std::int64_t per_ten_thousand) const;
  void quantiles(std::span<const std::int64_t> per_ten_thousand, std::span<Duration> values) const;

  // How many samples lie in buckets that end below `value`; for pictures only.
  [[nodiscard]] std::int64_t count_below(Duration value) const;

  // Bytes that samples and buckets take.
  [[nodiscard]] std::size_t memory() const;

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
  static constexpr std::size_t most_recent = 512;
  static constexpr std::int64_t carry = 256;  // what a byte cannot hold

  void make_room();
  void count_recent() const;
  void settle() const;

  // Counting what was written down, or sorting it, changes nothing that can be seen: done when somebody looks. As with
  // any class of the library, two threads must not use one histogram at the same time, even to look.
  mutable std::vector<std::uint16_t> recent_;  // buckets of samples not counted yet
  mutable std::int64_t counted_ = 0;
  Int128 sum_ = 0;
  std::int64_t min_ = INT64_MAX;
  std::int64_t max_ = 0;
  mutable BucketPages<std::uint8_t> low_;    // count of a bucket modulo 256 ...
  mutable BucketPages<std::uint32_t> high_;  // ... and divided by 256
};

}  // namespace sendlab
