#pragma once
// Counts over simulated time, for timeseries.csv and report.html. Buckets are of 1 s, and their width doubles whenever
// more than some 1,000 of them hold anything: a few receipts that come three days later do not blur an hour of sending.
// The width is a function of what happened alone, memory is bounded, and merging is addition in any order.
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/time.hpp"
#include "engine/message/message_fact.hpp"
#include "reports/rational.hpp"

namespace sendlab {

class TimeSeries {
 public:
  struct Row {                  // of one workload
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
  struct Outcomes {  // how all messages ended
    std::array<std::int64_t, status_count> final_status{};
    std::array<std::int64_t, refusal_count> refused{};
    void merge(const Outcomes& other);
  };
  struct LimitRow {              // of one number, campaign or brand: messages to the carrier that sets its limit
    std::int64_t parts = 0;      // handed over
    std::int64_t fullest = 0;    // most parts in any window of the limit (LimitUse)
    void merge(const LimitRow& other) {
      parts += other.parts;
      fullest = std::max(fullest, other.fullest);
    }
  };
  // Everything of one bucket. Holds until the next call of at().
  struct Bucket {
    Row* workloads;
    Outcomes* outcomes;
    LimitRow* limits;
  };
  struct ConstBucket {
    std::int64_t t_s;  // its beginning, after the start
    const Row* workloads;
    const Outcomes* outcomes;
    const LimitRow* limits;
  };
  // Fewer when a bucket is large: a run of 10,000 numbers has 100.
  static constexpr std::size_t most_buckets = 1000, most_rows = 1'000'000, least_buckets = 16;

  TimeSeries() = default;
  TimeSeries(Instant start, std::size_t workloads, std::size_t limits);

  // The bucket of an instant not before the start.
  Bucket at(Instant when) {
    ENSURE(when >= start_, "nothing happens before the start");
    return at_second((when - start_).count() / 1'000'000'000);
  }

  void merge(const TimeSeries& other);

  [[nodiscard]] std::int64_t width_s() const { return std::int64_t{1} << doublings_; }
  // Those in which anything happened, in order of time.
  [[nodiscard]] std::vector<ConstBucket> buckets() const;

 private:
  static constexpr std::uint32_t nothing = UINT32_MAX;

  Bucket at_second(std::int64_t second) {
    const auto bucket = static_cast<std::size_t>(second >> doublings_);
    std::uint32_t slot = bucket < slots_.size() ? slots_[bucket] : nothing;
    if (slot == nothing) [[unlikely]] slot = add(second);
    return {rows_.data() + slot * workloads_, outcomes_.data() + slot, limit_rows_.data() + slot * limits_};
  }
  std::uint32_t add(std::int64_t second);
  void double_width();
  void resize_rows();

  Instant start_{};
  std::size_t workloads_ = 0, limits_ = 0, capacity_ = most_buckets;
  int doublings_ = 0;
  std::vector<std::uint32_t> slots_;  // by bucket; `nothing` where nothing happened
  std::vector<std::int64_t> used_;    // by slot: its bucket
  std::vector<Row> rows_;             // [slot][workload], row-major
  std::vector<Outcomes> outcomes_;    // [slot]
  std::vector<LimitRow> limit_rows_;  // [slot][limit], row-major
};

}  // namespace sendlab
