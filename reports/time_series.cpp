#include "reports/time_series.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"

namespace sendlab {

void TimeSeries::Row::merge(const Row& other) {
  planned += other.planned;
  accepted += other.accepted;
  refused += other.refused;
  parts_handed_over += other.parts_handed_over;
  successful += other.successful;
  delivered += other.delivered;
  failed += other.failed;
  finished += other.finished;
  usd_micros += other.usd_micros;
  delays += other.delays;
  delay_sum += other.delay_sum;
  delay_max = std::max(delay_max, other.delay_max);
}

TimeSeries::TimeSeries(Instant start, std::size_t workloads) : start_(start), workloads_(workloads) {}

TimeSeries::Row& TimeSeries::grown(std::size_t workload, std::int64_t seconds) {
  while (seconds >> doublings_ >= max_buckets) double_width();
  const std::int64_t bucket = seconds >> doublings_;
  buckets_ = std::max(buckets_, bucket + 1);
  rows_.resize(static_cast<std::size_t>(buckets_) * workloads_);
  return rows_[static_cast<std::size_t>(bucket) * workloads_ + workload];
}

void TimeSeries::double_width() {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const std::size_t bucket = i / workloads_;
    Row& into = rows_[bucket / 2 * workloads_ + i % workloads_];
    if (bucket % 2 == 1) {
      into.merge(rows_[i]);
    } else {
      into = rows_[i];
    }
  }
  buckets_ = (buckets_ + 1) / 2;
  rows_.resize(static_cast<std::size_t>(buckets_) * workloads_);
  ++doublings_;
}

void TimeSeries::merge(const TimeSeries& other) {
  ENSURE(workloads_ == other.workloads_, "time series of one scenario have the same workloads");
  TimeSeries next = other;
  while (next.doublings_ < doublings_) next.double_width();
  while (doublings_ < next.doublings_) double_width();
  buckets_ = std::max(buckets_, next.buckets_);
  rows_.resize(static_cast<std::size_t>(buckets_) * workloads_);
  for (std::size_t i = 0; i < next.rows_.size(); ++i) rows_[i].merge(next.rows_[i]);
}

const TimeSeries::Row& TimeSeries::row(std::int64_t bucket, std::size_t workload) const {
  ENSURE(bucket >= 0 && bucket < buckets_ && workload < workloads_, "a row of the time series exists");
  return rows_[static_cast<std::size_t>(bucket) * workloads_ + workload];
}

}  // namespace sendlab
