#pragma once
// Counts over simulated time, for timeseries.csv: buckets of 1 s whose width doubles whenever a run needs more than
// 1,000. The width is a function of the run's length alone, memory is bounded, and merging is addition.
#include <cstdint>
#include <string>
#include <vector>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/time.hpp"
#include "reports/rational.hpp"
#include "reports/topology.hpp"

namespace sendlab {

class TimeSeries {
 public:
  struct Row {
    std::int64_t planned = 0;   // sends that were answered, or never left their queue, by planned instant
    std::int64_t accepted = 0;  // the others by the instant of the fact
    std::int64_t refused = 0;
    std::int64_t parts_handed_over = 0;
    std::int64_t successful = 0;
    std::int64_t delivered = 0;
    std::int64_t failed = 0;      // final and neither delivered nor successful
    std::int64_t finished = 0;    // final, in any way
    std::int64_t usd_micros = 0;  // price and carrier fee, at acceptance
    std::int64_t delays = 0;      // delivered messages planned in this bucket, ...
    Int128 delay_sum = 0;         // ... their delivery_s in ns
    std::int64_t delay_max = 0;
    void merge(const Row& other);
  };
  static constexpr std::int64_t max_buckets = 1000;

  TimeSeries() = default;
  TimeSeries(Instant start, std::size_t workloads);

  // The row of a workload at an instant not before the start. The reference holds until the next call.
  Row& at(std::size_t workload, Instant when) {
    ENSURE(when >= start_, "nothing happens before the start");
    const std::int64_t seconds = (when - start_).count() / 1'000'000'000;
    const std::int64_t bucket = seconds >> doublings_;
    if (bucket >= buckets_) [[unlikely]]
      return grown(workload, seconds);
    return rows_[static_cast<std::size_t>(bucket) * workloads_ + workload];
  }

  void merge(const TimeSeries& other);

  [[nodiscard]] std::int64_t width_s() const { return std::int64_t{1} << doublings_; }
  [[nodiscard]] std::int64_t buckets() const { return buckets_; }
  [[nodiscard]] const Row& row(std::int64_t bucket, std::size_t workload) const;

 private:
  Row& grown(std::size_t workload, std::int64_t seconds);
  void double_width();

  Instant start_{};
  std::size_t workloads_ = 0;
  std::int64_t buckets_ = 0;
  int doublings_ = 0;
  std::vector<Row> rows_;  // [bucket][workload], row-major
};

// RFC 4180 with a header. One row a bucket for all workloads together (column `workload` empty), followed by one row
// for each workload. in_flight is accepted and not final at the bucket's end; delivery columns are by planned instant.
std::string write_time_series(const TimeSeries& series, const Topology& topology);

}  // namespace sendlab
