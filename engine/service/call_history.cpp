#include "engine/service/call_history.hpp"

#include <algorithm>
#include <bit>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

constexpr std::size_t least_entries = 64;

}  // namespace

CallHistory::CallHistory(std::int64_t most, Duration per)
    : most_(static_cast<std::size_t>(most)), per_(per), keys_(least_entries), next_(least_entries),
      calls_(least_entries * static_cast<std::size_t>(most), Instant::min()) {
  ENSURE(most >= 1 && per.count() > 0, "a recipient may be called once at least");
}

std::size_t CallHistory::place_of(std::uint64_t key) const {
  const std::size_t mask = keys_.size() - 1;
  std::size_t place = static_cast<std::size_t>((key * 0x9e3779b97f4a7c15u) >> 32) & mask;
  while (keys_[place] != key && keys_[place] != 0) place = (place + 1) & mask;
  return place;
}

Instant CallHistory::opens(AccountId account, PhoneNumber recipient, Instant now) const {
  const std::size_t place = place_of(key_of(account, recipient));
  if (keys_[place] == 0 || oldest(place) == Instant::min()) return now;
  return std::max(now, oldest(place) + per_);
}

void CallHistory::take(AccountId account, PhoneNumber recipient, Instant now) {
  const std::uint64_t key = key_of(account, recipient);
  std::size_t place = place_of(key);
  if (keys_[place] == 0) {
    if ((used_ + 1) * 2 > keys_.size()) {
      forget_before(now);
      place = place_of(key);
    }
    keys_[place] = key;
    ++used_;
  }
  calls_[place * most_ + next_[place]] = now;
  next_[place] = (next_[place] + 1) % static_cast<std::uint32_t>(most_);
}

// Who was not called within the window is forgotten. The table becomes four times as large as what it keeps, so that it
// forgets again only after as many new recipients as it kept: constant cost for each.
void CallHistory::forget_before(Instant now) {
  const auto old_keys = std::move(keys_);
  const auto old_next = std::move(next_);
  const auto old_calls = std::move(calls_);
  auto newest = [&](std::size_t place) {
    return old_calls[place * most_ + (old_next[place] + most_ - 1) % most_];
  };
  auto counts = [&](std::size_t place) { return old_keys[place] != 0 && newest(place) + per_ > now; };
  used_ = 0;
  for (std::size_t place = 0; place < old_keys.size(); ++place) used_ += counts(place) ? 1 : 0;
  const std::size_t entries = std::max(least_entries, std::bit_ceil((used_ + 1) * 4));
  keys_.assign(entries, 0);
  next_.assign(entries, 0);
  calls_.assign(entries * most_, Instant::min());
  for (std::size_t place = 0; place < old_keys.size(); ++place) {
    if (!counts(place)) continue;
    const std::size_t to = place_of(old_keys[place]);
    keys_[to] = old_keys[place];
    next_[to] = old_next[place];
    std::copy_n(old_calls.begin() + static_cast<std::ptrdiff_t>(place * most_), most_,
                calls_.begin() + static_cast<std::ptrdiff_t>(to * most_));
  }
}

}  // namespace sendlab
