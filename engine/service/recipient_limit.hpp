#pragma once
// One message a second from an account to a recipient (R-MPS-8), checked at acceptance. Remembers only the recipients
// of the last second and those that are promised a place, so memory does not grow with messages sent.
#include <cstdint>
#include <vector>

#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

class RecipientLimit {
 public:
  explicit RecipientLimit(Duration spacing);  // quotas.csv, sms_per_recipient_rate

  // May a message go to this recipient now?
  [[nodiscard]] bool free(AccountId account, PhoneNumber recipient, Instant now) const {
    return entries_[place_of(key_of(account, recipient))].free_at <= now;
  }
  // After free() said no: the instant at which to ask again. Each asker is promised its own place, in order of asking.
  Instant promise(AccountId account, PhoneNumber recipient, Instant now);
  // A message was accepted now. Instants never go back.
  void take(AccountId account, PhoneNumber recipient, Instant now) {
    const std::uint64_t key = key_of(account, recipient);
    std::size_t place = place_of(key);
    if (entries_[place].key == 0) {
      if (++used_ * 2 > entries_.size()) {
        forget_before(now);
        place = place_of(key);
        ++used_;
      }
      entries_[place].key = key;
    }
    entries_[place].free_at = now + spacing_;
  }

 private:
  struct Entry {
    std::uint64_t key = 0;                // 0: empty
    Instant free_at = Instant::min();     // last acceptance + spacing
    Instant next_promise = Instant::min();
  };

  // E.164 numbers have at most 15 digits, 50 bits; the account fills the rest. Never 0, since no number is 0.
  static std::uint64_t key_of(AccountId account, PhoneNumber recipient) {
    return (std::uint64_t{account.index} << 50 | recipient.digits) + (recipient.digits == 0);
  }
  // Where the key is, or the empty entry where it belongs.
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const {
    const std::size_t mask = entries_.size() - 1;
    std::size_t place = static_cast<std::size_t>((key * 0x9e3779b97f4a7c15u) >> 32) & mask;
    while (entries_[place].key != key && entries_[place].key != 0) place = (place + 1) & mask;
    return place;
  }
  void forget_before(Instant now);

  Duration spacing_;
  // Open addressing, linear probing, a power of two, at most half full. Entries whose time is over stay until the table
  // has no more room; then those that still count move to a table of twice their number at least.
  std::vector<Entry> entries_;
  std::size_t used_ = 0;
  std::vector<Entry> kept_;  // scratch
};

}  // namespace sendlab
