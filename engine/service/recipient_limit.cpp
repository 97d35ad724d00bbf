#include "engine/service/recipient_limit.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

// E.164 numbers have at most 15 digits, 50 bits; the account fills the rest. Never 0, since no number is 0.
std::uint64_t key_of(AccountId account, PhoneNumber recipient) {
  return (std::uint64_t{account.index} << 50 | recipient.digits) + (recipient.digits == 0);
}

std::size_t slot_of(std::uint64_t key, std::size_t mask) {
  key *= 0x9e3779b97f4a7c15u;
  return static_cast<std::size_t>(key >> 32) & mask;
}

}  // namespace

RecipientLimit::RecipientLimit(Duration spacing) : spacing_(spacing), entries_(1024), leaving_(1024) {}

RecipientLimit::Entry* RecipientLimit::find(std::uint64_t key) {
  const std::size_t mask = entries_.size() - 1;
  for (std::size_t i = slot_of(key, mask);; i = (i + 1) & mask) {
    if (entries_[i].key == key) return &entries_[i];
    if (entries_[i].key == 0) return nullptr;
  }
}

// Backward shift: the run of entries behind the hole closes up, so no tombstones are needed.
void RecipientLimit::erase(std::size_t hole) {
  const std::size_t mask = entries_.size() - 1;
  for (std::size_t i = (hole + 1) & mask; entries_[i].key != 0; i = (i + 1) & mask) {
    const std::size_t home = slot_of(entries_[i].key, mask);
    if (((i - home) & mask) >= ((i - hole) & mask)) {
      entries_[hole] = entries_[i];
      hole = i;
    }
  }
  entries_[hole] = Entry{};
  --count_;
}

void RecipientLimit::forget_before(Instant now) {
  const std::size_t mask = leaving_.size() - 1;
  while (leaving_count_ > 0 && leaving_[leaving_first_ & mask].at <= now) {
    const std::uint64_t key = leaving_[leaving_first_ & mask].key;
    ++leaving_first_;
    --leaving_count_;
    Entry* entry = find(key);
    if (entry == nullptr || entry->free_at > now) continue;  // accepted again since: a later entry of the ring
    if (entry->next_promise <= now)
      erase(static_cast<std::size_t>(entry - entries_.data()));
    else  // somebody was promised a place that is still to come: look again
      leaving_[(leaving_first_ + leaving_count_++) & mask] = {now + spacing_, key};
  }
}

void RecipientLimit::grow() {
  std::vector<Entry> old(entries_.size() * 2);
  old.swap(entries_);
  const std::size_t mask = entries_.size() - 1;
  for (const Entry& entry : old) {
    if (entry.key == 0) continue;
    std::size_t i = slot_of(entry.key, mask);
    while (entries_[i].key != 0) i = (i + 1) & mask;
    entries_[i] = entry;
  }
}

RecipientLimit::Entry& RecipientLimit::find_or_add(std::uint64_t key, Instant now) {
  if (Entry* entry = find(key)) return *entry;
  if (count_ * 2 >= entries_.size()) grow();
  const std::size_t mask = entries_.size() - 1;
  std::size_t i = slot_of(key, mask);
  while (entries_[i].key != 0) i = (i + 1) & mask;
  entries_[i] = {key, now, now};
  ++count_;
  return entries_[i];
}

bool RecipientLimit::free(AccountId account, PhoneNumber recipient, Instant now) {
  forget_before(now);
  const Entry* entry = find(key_of(account, recipient));
  return entry == nullptr || entry->free_at <= now;
}

Instant RecipientLimit::promise(AccountId account, PhoneNumber recipient, Instant now) {
  Entry* entry = find(key_of(account, recipient));
  ENSURE(entry != nullptr && entry->free_at > now, "only a recipient that is not free makes promises");
  const Instant place = std::max(entry->free_at, entry->next_promise);
  entry->next_promise = place + spacing_;
  return place;
}

void RecipientLimit::take(AccountId account, PhoneNumber recipient, Instant now) {
  const std::uint64_t key = key_of(account, recipient);
  Entry& entry = find_or_add(key, now);
  entry.free_at = now + spacing_;
  if (leaving_count_ == leaving_.size()) {
    std::vector<Leaving> larger(leaving_.size() * 2);
    const std::size_t mask = leaving_.size() - 1;
    for (std::size_t i = 0; i < leaving_count_; ++i) larger[i] = leaving_[(leaving_first_ + i) & mask];
    leaving_ = std::move(larger);
    leaving_first_ = 0;
  }
  leaving_[(leaving_first_ + leaving_count_++) & (leaving_.size() - 1)] = {entry.free_at, key};
}

}  // namespace sendlab
