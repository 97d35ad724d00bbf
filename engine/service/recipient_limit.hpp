#pragma once
// One message a second from an account to a recipient (R-MPS-8), checked at acceptance. Remembers only the recipients of the
// last second and those that are promised a place, so memory does not grow with messages sent.
#include <cstdint>
#include <vector>

#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

class RecipientLimit {
 public:
  explicit RecipientLimit(Duration spacing);  // quotas.csv, sms_per_recipient_rate

  // May a message go to this recipient now?
  [[nodiscard]] bool free(AccountId account, PhoneNumber recipient, Instant now);
  // After free() said no: the instant at which to ask again. Each asker is promised its own place, in order of asking.
  Instant promise(AccountId account, PhoneNumber recipient, Instant now);
  // A message was accepted now.
  void take(AccountId account, PhoneNumber recipient, Instant now);

 private:
  struct Entry {
    std::uint64_t key = 0;          // 0: empty
    Instant free_at{};              // last acceptance + spacing
    Instant next_promise{};         // not before free_at
  };
  struct Leaving {
    Instant at;
    std::uint64_t key;
  };
  Entry* find(std::uint64_t key);
  Entry& find_or_add(std::uint64_t key, Instant now);
  void erase(std::size_t position);
  void forget_before(Instant now);
  void grow();

  Duration spacing_;
  std::vector<Entry> entries_;  // open addressing, linear probing, power of two
  std::size_t count_ = 0;
  std::vector<Leaving> leaving_;  // ring in order of time; power of two
  std::size_t leaving_first_ = 0, leaving_count_ = 0;
};

}  // namespace sendlab
