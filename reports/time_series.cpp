#include "reports/time_series.hpp"

#include <algorithm>
#include <numeric>

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

void TimeSeries::Outcomes::merge(const Outcomes& other) {
  for (std::size_t i = 0; i < status_count; ++i) final_status[i] += other.final_status[i];
  for (std::size_t i = 0; i < refusal_count; ++i) refused[i] += other.refused[i];
}

TimeSeries::TimeSeries(Instant start, std::size_t workloads, std::size_t limits)
    : start_(start), workloads_(workloads), limits_(limits),
      capacity_(std::clamp(most_rows / std::max<std::size_t>(1, workloads + limits), least_buckets, most_buckets)) {}

void TimeSeries::resize_rows() {
  rows_.resize(used_.size() * workloads_);
  outcomes_.resize(used_.size());
  limit_rows_.resize(used_.size() * limits_);
}

// The width stays the least at which all buckets that hold anything have room, whatever the order in which they come.
std::uint32_t TimeSeries::add(std::int64_t second) {
  const auto bucket = [&] { return static_cast<std::size_t>(second >> doublings_); };
  const auto is_new = [&] { return bucket() >= slots_.size() || slots_[bucket()] == nothing; };
  while (is_new() && used_.size() == capacity_) double_width();
  if (is_new()) {
    if (bucket() >= slots_.size()) slots_.resize(bucket() + 1, nothing);
    slots_[bucket()] = static_cast<std::uint32_t>(used_.size());
    used_.push_back(static_cast<std::int64_t>(bucket()));
    resize_rows();
  }
  return slots_[bucket()];
}

// In place: a slot moves to the first of the two that fall together, never to a later one.
void TimeSeries::double_width() {
  ++doublings_;
  std::fill(slots_.begin(), slots_.end(), nothing);
  slots_.resize((slots_.size() + 1) / 2);
  std::size_t kept = 0;
  for (std::size_t slot = 0; slot < used_.size(); ++slot) {
    const std::int64_t bucket = used_[slot] / 2;
    std::uint32_t& target = slots_[static_cast<std::size_t>(bucket)];
    const bool first = target == nothing;
    if (first) target = static_cast<std::uint32_t>(kept++);
    const auto move = [&](auto& rows, std::size_t columns) {
      for (std::size_t i = 0; i < columns; ++i) {
        auto& into = rows[target * columns + i];
        const auto& from = rows[slot * columns + i];
        if (!first)
          into.merge(from);
        else if (&into != &from)
          into = from;
      }
    };
    move(rows_, workloads_);
    move(outcomes_, 1);
    move(limit_rows_, limits_);
    if (first) used_[target] = bucket;
  }
  used_.resize(kept);
  // What is given back must be empty when it is taken again.
  resize_rows();
}

void TimeSeries::merge(const TimeSeries& other) {
  ENSURE(workloads_ == other.workloads_ && limits_ == other.limits_, "time series of one scenario have the same rows");
  while (doublings_ < other.doublings_) double_width();
  for (std::size_t slot = 0; slot < other.used_.size(); ++slot) {
    const Bucket into = at_second(other.used_[slot] << other.doublings_);
    for (std::size_t i = 0; i < workloads_; ++i) into.workloads[i].merge(other.rows_[slot * workloads_ + i]);
    into.outcomes->merge(other.outcomes_[slot]);
    for (std::size_t i = 0; i < limits_; ++i) into.limits[i].merge(other.limit_rows_[slot * limits_ + i]);
  }
}

std::vector<TimeSeries::ConstBucket> TimeSeries::buckets() const {
  std::vector<std::size_t> order(used_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return used_[a] < used_[b]; });
  std::vector<ConstBucket> all;
  for (const std::size_t slot : order)
    all.push_back({used_[slot] << doublings_, rows_.data() + slot * workloads_, outcomes_.data() + slot,
                   limit_rows_.data() + slot * limits_});
  return all;
}

}  // namespace sendlab
