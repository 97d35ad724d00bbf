#include "reports/histogram.hpp"

#include <algorithm>

namespace sendlab {

void Histogram::open_page(std::uint32_t page) {
  if (page >= page_at_.size()) page_at_.resize(page + 1, no_page);
  page_at_[page] = static_cast<std::uint32_t>(counts_.size() / page_size);
  counts_.resize(counts_.size() + page_size, 0);
}

void Histogram::merge(const Histogram& other) {
  for (std::uint32_t page = 0; page < other.page_at_.size(); ++page) {
    if (other.page_at_[page] == no_page) continue;
    if (page >= page_at_.size() || page_at_[page] == no_page) open_page(page);
    for (std::uint32_t i = 0; i < page_size; ++i) {
      counts_[page_at_[page] * page_size + i] += other.counts_[other.page_at_[page] * page_size + i];
    }
  }
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

Duration Histogram::min() const {
  ENSURE(count_ > 0, "an empty histogram has no least sample");
  return Duration{min_};
}

Duration Histogram::max() const {
  ENSURE(count_ > 0, "an empty histogram has no greatest sample");
  return Duration{max_};
}

Duration Histogram::quantile(std::int64_t per_ten_thousand) const {
  ENSURE(count_ > 0, "an empty histogram has no quantile");
  ENSURE(per_ten_thousand >= 1 && per_ten_thousand <= 10'000, "a quantile is above 0 and at most 1");
  const std::int64_t rank = static_cast<std::int64_t>((Int128{count_} * per_ten_thousand + 9'999) / 10'000);
  if (rank == count_) return Duration{max_};
  if (rank == 1) return Duration{min_};
  std::int64_t seen = 0;
  for (std::uint32_t page = 0; page < page_at_.size(); ++page) {
    if (page_at_[page] == no_page) continue;
    for (std::uint32_t i = 0; i < page_size; ++i) {
      seen += counts_[page_at_[page] * page_size + i];
      if (seen >= rank) return std::clamp(representative(page * page_size + i), Duration{min_}, Duration{max_});
    }
  }
  ENSURE(false, "the buckets of a histogram hold all of its samples");
}

std::int64_t Histogram::count_below(Duration value) const {
  if (value.count() <= 0) return 0;
  const std::uint32_t end = bucket_of(static_cast<std::uint64_t>(value.count()));
  std::int64_t seen = 0;
  for (std::uint32_t page = 0; page < page_at_.size() && page * page_size < end; ++page) {
    if (page_at_[page] == no_page) continue;
    const std::uint32_t stop = std::min(page_size, end - page * page_size);
    for (std::uint32_t i = 0; i < stop; ++i) seen += counts_[page_at_[page] * page_size + i];
  }
  return seen;
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
  if (a.count_ != b.count_ || a.sum_ != b.sum_ || a.min_ != b.min_ || a.max_ != b.max_) return false;
  const auto at = [](const Histogram& h, std::uint32_t page, std::uint32_t i) {
    const bool open = page < h.page_at_.size() && h.page_at_[page] != Histogram::no_page;
    return open ? h.counts_[h.page_at_[page] * Histogram::page_size + i] : 0;
  };
  const std::size_t pages = std::max(a.page_at_.size(), b.page_at_.size());
  for (std::uint32_t page = 0; page < pages; ++page) {
    for (std::uint32_t i = 0; i < Histogram::page_size; ++i) {
      if (at(a, page, i) != at(b, page, i)) return false;
    }
  }
  return true;
}

}  // namespace sendlab
