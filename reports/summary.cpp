#include "reports/summary.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

void add(std::int64_t& into, std::int64_t n) {
  ENSURE(!__builtin_add_overflow(into, n, &into), "sums of counts and money fit into 64 bits");
}

void add(UsdMicros& into, UsdMicros n) { add(into.count, n.count); }

template <std::size_t n>
void add(std::array<std::int64_t, n>& into, const std::array<std::int64_t, n>& from) {
  for (std::size_t i = 0; i < n; ++i) add(into[i], from[i]);
}

template <class T, class Add>
void merge_all(std::vector<T>& into, const std::vector<T>& from, Add&& add_one) {
  ENSURE(into.size() == from.size(), "summaries that are merged come from one topology");
  for (std::size_t i = 0; i < into.size(); ++i) add_one(into[i], from[i]);
}

void merge_limit(LimitTotals& into, const LimitTotals& from) {
  add(into.parts, from.parts);
  into.peak = std::max(into.peak, from.peak);
  add(into.windows, from.windows);
}

void merge_usage(UsageTotals& into, const UsageTotals& from) {
  add(into.parts, from.parts);
  add(into.message_price, from.message_price);
  add(into.fee_parts, from.fee_parts);
  add(into.carrier_fee, from.carrier_fee);
  add(into.inbound, from.inbound);
  add(into.inbound_price, from.inbound_price);
  add(into.call_minutes, from.call_minutes);
  add(into.call_price, from.call_price);
}

void merge_fixed(std::vector<CostLine>& into, const std::vector<CostLine>& from) {
  for (const CostLine& line : from) {
    const auto same = [&](const CostLine& other) { return other.usage_type == line.usage_type; };
    const auto found = std::find_if(into.begin(), into.end(), same);
    if (found == into.end()) {
      into.push_back(line);
    } else {
      add(found->quantity, line.quantity);
      add(found->usd, line.usd);
    }
  }
}

}  // namespace

void BlockTotals::merge(const BlockTotals& other) {
  add(accepted, other.accepted);
  add(unsent, other.unsent);
  add(parts, other.parts);
  add(parts_handed_over, other.parts_handed_over);
  add(refused, other.refused);
  add(final_status, other.final_status);
  if (delivered_within.empty()) delivered_within.resize(other.delivered_within.size());
  merge_all(delivered_within, other.delivered_within, [](std::int64_t& into, std::int64_t n) { add(into, n); });
  for (std::size_t i = 0; i < delay_cause_count; ++i) delay_ns[i] += other.delay_ns[i];
  add(message_price, other.message_price);
  add(carrier_fee, other.carrier_fee);
  add(inbound_price, other.inbound_price);
  add(inbound, other.inbound);
  add(calls, other.calls);
  add(answered, other.answered);
  add(call_minutes, other.call_minutes);
  first_hand_over = std::min(first_hand_over, other.first_hand_over);
  last_hand_over = std::max(last_hand_over, other.last_hand_over);
  last_final = std::max(last_final, other.last_final);
  queue.merge(other.queue);
  accept.merge(other.accept);
  delivery.merge(other.delivery);
}

std::int64_t BlockTotals::refused_total() const {
  std::int64_t sum = 0;
  for (const std::int64_t n : refused) sum += n;
  return sum;
}

std::int64_t BlockTotals::final_total() const {
  std::int64_t sum = 0;
  for (const std::int64_t n : final_status) sum += n;
  return sum;
}

std::int64_t BlockTotals::delivered() const {
  return final_status[static_cast<std::size_t>(Status::delivered)] +
         final_status[static_cast<std::size_t>(Status::call_completed)];
}

std::int64_t BlockTotals::reached() const {
  return delivered() + final_status[static_cast<std::size_t>(Status::successful)];
}

void Summary::merge(const Summary& next) {
  const auto block = [](BlockTotals& into, const BlockTotals& from) { into.merge(from); };
  digests.insert(digests.end(), next.digests.begin(), next.digests.end());
  virtual_span = std::max(virtual_span, next.virtual_span);
  virtual_total += next.virtual_total;
  merge_all(workloads, next.workloads, block);
  merge_all(carriers, next.carriers, block);
  merge_all(numbers, next.numbers, block);
  merge_all(offered, next.offered, [](OfferedTotals& into, const OfferedTotals& from) {
    add(into.offered, from.offered);
    add(into.late, from.late);
    add(into.dropped, from.dropped);
  });
  merge_all(number_limits, next.number_limits, merge_limit);
  merge_all(campaign_limits, next.campaign_limits, merge_limit);
  merge_all(brand_limits, next.brand_limits, merge_limit);
  merge_all(usage, next.usage, merge_usage);
  add(events, next.events);
  add(failed_but_billed, next.failed_but_billed);
  merge_fixed(fixed, next.fixed);
  merge_all(faults, next.faults,
            [](FaultOutcome& into, const FaultOutcome& from) { add(into.messages_affected, from.messages_affected); });
  merge_all(worst_windows, next.worst_windows, [](WorstWindow& into, const WorstWindow& from) { into.merge(from); });
  merge_all(destinations, next.destinations,
            [](DestinationTotals& into, const DestinationTotals& from) { into.merge(from); });
  inbound.merge(next.inbound);
  merge_all(alarms, next.alarms, [](AlarmOutcome& into, const AlarmOutcome& from) {
    add(into.times, from.times);
    if (from.first && (!into.first || *from.first < *into.first)) into.first = from.first;
  });
  series.merge(next.series);
  for (const RecordedMetric& metric : next.recorded) {
    const auto at = std::lower_bound(recorded.begin(), recorded.end(), metric,
                                     [](const RecordedMetric& a, const RecordedMetric& b) { return a.name < b.name; });
    if (at == recorded.end() || at->name != metric.name) {
      recorded.insert(at, metric);
      continue;
    }
    add(at->count, metric.count);
    add(at->sum, metric.sum);
    at->least = std::min(at->least, metric.least);
    at->most = std::max(at->most, metric.most);
  }
}

std::string Summary::digest() const {
  ENSURE(!digests.empty(), "a replication has a digest");
  return digests.size() == 1 ? digests.front().hex() : Digest::combined(digests).hex();
}

BlockTotals Summary::totals() const {
  BlockTotals all;
  for (const BlockTotals& workload : workloads) all.merge(workload);
  return all;
}

}  // namespace sendlab
