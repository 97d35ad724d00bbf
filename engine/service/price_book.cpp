#include "engine/service/price_book.hpp"

#include <algorithm>

namespace sendlab {
namespace {

// The last row that has begun; before the first row the first (contract, "prices"). No row: free.
UsdMicros in_force(const std::vector<DatedValue>& rows, Instant now) {
  if (rows.empty()) return {};
  const auto after =
      std::upper_bound(rows.begin(), rows.end(), now, [](Instant t, const DatedValue& row) { return t < row.from; });
  return after == rows.begin() ? rows.front().value : std::prev(after)->value;
}

}  // namespace

PriceBook::PriceBook(const PriceModel& prices, Instant start)
    : prices_(prices),
      per_part_(prices.per_part.size()),
      fee_(prices.carrier_fee.size()),
      inbound_fee_(prices.inbound_fee.size()),
      inbound_(prices.inbound.size()),
      voice_minute_(prices.voice_minute.size()),
      fee_override_(prices.carrier_fee.size()) {
  auto note = [&](const std::vector<DatedValue>& rows) {
    for (const DatedValue& row : rows) changes_.push_back(row.from);
  };
  for (const auto& types : prices.per_part) std::for_each(types.begin(), types.end(), note);
  for (const auto& types : prices.carrier_fee) std::for_each(types.begin(), types.end(), note);
  for (const auto& types : prices.inbound_fee) std::for_each(types.begin(), types.end(), note);
  std::for_each(prices.inbound.begin(), prices.inbound.end(), note);
  std::for_each(prices.voice_minute.begin(), prices.voice_minute.end(), note);
  std::sort(changes_.begin(), changes_.end());
  changes_.erase(std::unique(changes_.begin(), changes_.end()), changes_.end());
  set_to(start);
}

Instant PriceBook::next_change(Instant now) const {
  const auto next = std::upper_bound(changes_.begin(), changes_.end(), now);
  return next == changes_.end() ? never : *next;
}

void PriceBook::set_to(Instant now) {
  auto fill = [now](const auto& from, auto& to) {
    for (std::size_t i = 0; i < from.size(); ++i)
      for (std::size_t t = 0; t < from[i].size(); ++t) to[i][t] = in_force(from[i][t], now);
  };
  fill(prices_.per_part, per_part_);
  fill(prices_.carrier_fee, fee_);
  fill(prices_.inbound_fee, inbound_fee_);
  for (std::size_t i = 0; i < inbound_.size(); ++i) inbound_[i] = in_force(prices_.inbound[i], now);
  for (std::size_t i = 0; i < voice_minute_.size(); ++i) voice_minute_[i] = in_force(prices_.voice_minute[i], now);
  for (std::size_t k = 0; k < fee_.size(); ++k)
    if (fee_override_[k]) fee_[k].fill(*fee_override_[k]);
}

}  // namespace sendlab
