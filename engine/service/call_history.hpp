#pragma once
// How many calls each recipient had from an account in the last 24 hours (R-VSB-2). Remembers only recipients of the
// last 24 hours, so memory does not grow with the length of a run: an account makes some ten thousand calls a day at
// most.
#include <cstdint>
#include <vector>

#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

class CallHistory {
 public:
  // At most `most` (from 1) calls to one recipient in any half-open window [t, t + per).
  CallHistory(std::int64_t most, Duration per);

  // The first instant, not before now, at which the recipient may be called again.
  [[nodiscard]] Instant opens(AccountId account, PhoneNumber recipient, Instant now) const;
  // A call was accepted now. Instants never go back.
  void take(AccountId account, PhoneNumber recipient, Instant now);

 private:
  // E.164 numbers have at most 15 digits, 50 bits; the account fills the rest. Never 0.
  static std::uint64_t key_of(AccountId account, PhoneNumber recipient) {
    return (std::uint64_t{account.index} << 50 | recipient.digits) + (recipient.digits == 0);
  }
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const;
  void forget_before(Instant now);
  // The calls of the entry at `place`: a ring of `most_`, the oldest at the cursor.
  [[nodiscard]] const Instant& oldest(std::size_t place) const { return calls_[place * most_ + next_[place]]; }

  std::size_t most_;
  Duration per_;
  // Open addressing, linear probing, a power of two, at most half full.
  std::vector<std::uint64_t> keys_;   // 0: empty
  std::vector<std::uint32_t> next_;   // where the next call goes
  std::vector<Instant> calls_;        // [entry][most]; Instant::min(): none
  std::size_t used_ = 0;
};

}  // namespace sendlab
