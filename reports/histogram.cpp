#include "reports/histogram.hpp"

#include <algorithm>

namespace sendlab {

void Histogram::make_room() {
  if (recent_.size() < most_recent) return recent_.reserve(std::max<std::size_t>(16, recent_.size() * 2));
  count_recent();
}

void Histogram::count_recent() const {
  for (const std::uint16_t bucket : recent_)
    if (++low_[bucket] == 0) ++high_[bucket];
  counted_ += static_cast<std::int64_t>(recent_.size());
  recent_.clear();
}

// Either all samples are counted, or none is and they lie in order.
void Histogram::settle() const {
  if (counted_ > 0)
    count_recent();
  else if (!std::is_sorted(recent_.begin(), recent_.end()))
    std::sort(recent_.begin(), recent_.end());
}

void Histogram::merge(const Histogram& other) {
  ENSURE(this != &other, "a histogram is not merged with itself");
  if (other.counted_ > 0) {
    for (std::uint32_t page = 0; page < other.low_.pages(); ++page) {
      const std::uint8_t* low = other.low_.page(page);
      if (low == nullptr) continue;
      const std::uint32_t* high = other.high_.page(page);
      const std::uint32_t first = page * low_.page_size;
      std::uint8_t* into = &low_[first];
      std::array<std::uint16_t, BucketPages<std::uint8_t>::page_size> sums;
      unsigned over = 0;
      for (std::uint32_t i = 0; i < low_.page_size; ++i) {
        sums[i] = static_cast<std::uint16_t>(into[i] + low[i]);
        over |= sums[i];
      }
      for (std::uint32_t i = 0; i < low_.page_size; ++i) into[i] = static_cast<std::uint8_t>(sums[i]);
      if (over < carry && high == nullptr) continue;
      for (std::uint32_t i = 0; i < low_.page_size; ++i) {
        const std::uint32_t more = static_cast<std::uint32_t>(sums[i] / carry) + (high != nullptr ? high[i] : 0);
        if (more != 0) high_[first + i] += more;
      }
    }
    counted_ += other.counted_;
  }
  for (const std::uint16_t bucket : other.recent_) {
    if (recent_.size() == recent_.capacity()) make_room();
    recent_.push_back(bucket);
  }
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

Duration Histogram::min() const {
  ENSURE(count() > 0, "an empty histogram has no least sample");
  return Duration{min_};
}

Duration Histogram::max() const {
  ENSURE(count() > 0, "an empty histogram has no greatest sample");
  return Duration{max_};
}

Duration Histogram::quantile(std::int64_t per_ten_thousand) const {
  Duration value;
  quantiles({&per_ten_thousand, 1}, {&value, 1});
  return value;
}

void Histogram::quantiles(std::span<const std::int64_t> per_ten_thousand, std::span<Duration> values) const {
  ENSURE(count() > 0, "an empty histogram has no quantile");
  settle();
  std::uint32_t page = 0;
  std::int64_t before = 0;  // samples in pages before `page`
  std::int64_t last = 1;
  for (std::size_t q = 0; q < per_ten_thousand.size(); ++q) {
    ENSURE(per_ten_thousand[q] >= last && per_ten_thousand[q] <= 10'000,
           "quantiles are above 0, at most 1 and ascending");
    last = per_ten_thousand[q];
    const auto rank = static_cast<std::int64_t>((Int128{count()} * last + 9'999) / 10'000);
    std::uint32_t bucket = 0;
    if (rank == count()) {
      values[q] = Duration{max_};
      continue;
    }
    if (rank == 1) {
      values[q] = Duration{min_};
      continue;
    }
    if (counted_ == 0) {
      bucket = recent_[static_cast<std::size_t>(rank - 1)];
    } else {
      for (;; ++page) {
        ENSURE(page < low_.pages(), "the buckets of a histogram hold all of its samples");
        const std::int64_t here = low_.sum(page) + carry * high_.sum(page);
        if (before + here >= rank) break;
        before += here;
      }
      const std::uint8_t* low = low_.page(page);
      const std::uint32_t* high = high_.page(page);
      std::uint32_t i = 0;
      for (std::int64_t seen = before;; ++i) {
        seen += low[i] + (high != nullptr ? carry * high[i] : 0);
        if (seen >= rank) break;
      }
      bucket = page * low_.page_size + i;
    }
    values[q] = std::clamp(representative(bucket), Duration{min_}, Duration{max_});
  }
}

std::int64_t Histogram::count_below(Duration value) const {
  if (value.count() <= 0) return 0;
  const std::uint32_t end = bucket_of(static_cast<std::uint64_t>(value.count()));
  settle();
  if (counted_ == 0) return std::lower_bound(recent_.begin(), recent_.end(), end) - recent_.begin();
  std::int64_t seen = 0;
  for (std::uint32_t page = 0; page < low_.pages() && page * low_.page_size < end; ++page) {
    const std::uint32_t n = std::min(low_.page_size, end - page * low_.page_size);
    seen += low_.sum(page, n) + carry * high_.sum(page, n);
  }
  return seen;
}

std::size_t Histogram::memory() const {
  return recent_.capacity() * sizeof(std::uint16_t) + low_.memory() + high_.memory();
}

std::uint64_t Histogram::low_of(std::uint32_t bucket) {
  if (bucket < 2 * per_octave) return bucket;
  const std::uint32_t shift = bucket / per_octave - 1;
  return static_cast<std::uint64_t>(bucket % per_octave + per_octave) << shift;
}

std::uint64_t Histogram::high_of(std::uint32_t bucket) { return low_of(bucket + 1) - 1; }

Duration Histogram::representative(std::uint32_t bucket) {
  const std::uint64_t low = low_of(bucket);
  const std::uint64_t high = high_of(bucket);
  const std::uint64_t middle = low + (high - low) / 2;
  for (std::uint64_t power = 1'000'000'000'000'000'000; power > 1; power /= 10) {
    // If any multiple lies in the bucket, the one nearest to its middle does.
    const std::uint64_t multiple = (middle + power / 2) / power * power;
    if (multiple >= low && multiple <= high) return Duration{static_cast<std::int64_t>(multiple)};
  }
  return Duration{static_cast<std::int64_t>(middle)};
}

bool operator==(const Histogram& a, const Histogram& b) {
  if (a.count() != b.count() || a.sum_ != b.sum_ || a.min_ != b.min_ || a.max_ != b.max_) return false;
  const auto buckets_of = [](const Histogram& histogram) {
    histogram.count_recent();
    const auto& low = histogram.low_;
    std::vector<std::int64_t> counts(std::size_t{low.pages()} * low.page_size);
    for (std::uint32_t i = 0; i < counts.size(); ++i) {
      const std::uint32_t page = i / low.page_size, at = i % low.page_size;
      if (low.page(page) != nullptr) counts[i] = low.page(page)[at];
      if (histogram.high_.page(page) != nullptr) counts[i] += Histogram::carry * histogram.high_.page(page)[at];
    }
    while (!counts.empty() && counts.back() == 0) counts.pop_back();
    return counts;
  };
  return buckets_of(a) == buckets_of(b);
}

}  // namespace sendlab
