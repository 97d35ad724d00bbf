#include "engine/service/recipient_limit.hpp"

#include <algorithm>
#include <bit>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

constexpr std::size_t least_recipients = 1024;

}  // namespace

RecipientLimit::RecipientLimit(Duration spacing) : spacing_(spacing), entries_(least_recipients) {}

// A table four times as large as what it keeps forgets again after as many new recipients as it kept: constant cost for
// each.
void RecipientLimit::forget_before(Instant now) {
  kept_.clear();
  for (const Entry& entry : entries_)
    if (entry.key != 0 && (entry.free_at > now || entry.next_promise > now)) kept_.push_back(entry);
  entries_.assign(std::max(least_recipients, std::bit_ceil(kept_.size() * 4)), Entry{});
  for (const Entry& entry : kept_) entries_[place_of(entry.key)] = entry;
  used_ = kept_.size();
}

Instant RecipientLimit::promise(AccountId account, PhoneNumber recipient, Instant now) {
  Entry& entry = entries_[place_of(key_of(account, recipient))];
  ENSURE(entry.key != 0 && entry.free_at > now, "only a recipient that is not free makes promises");
  const Instant place = std::max(entry.free_at, entry.next_promise);
  entry.next_promise = place + spacing_;
  return place;
}

}  // namespace sendlab
