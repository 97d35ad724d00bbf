#include "engine/kernel/event_slots.hpp"

#include <algorithm>

namespace sendlab {

void EventSlots::open_next_word(std::size_t taken) {
  constexpr std::size_t most_words = (std::size_t{1} << EventKey::slot_bits) / 64;
  // At least a quarter is free, so the search below is short.
  if (4 * taken >= 3 * stamps_.size() && free_.size() < most_words) {
    const std::size_t words = std::max<std::size_t>(1, 2 * free_.size());
    word_ = static_cast<std::uint32_t>(free_.size()) - 1;  // the new ones are next
    stamps_.resize(64 * words);
    free_.resize(words, ~std::uint64_t{0});
    dead_.resize(words);
  }
  ENSURE(taken < stamps_.size(), "at most 16,777,216 events are pending at once");
  do {
    word_ = word_ + 1 < free_.size() ? word_ + 1 : 0;
  } while (free_[word_] == 0);
  open_ = free_[word_];
  free_[word_] = 0;
}

std::size_t EventSlots::free_slots() const {
  auto count = static_cast<std::size_t>(std::popcount(open_));
  for (const std::uint64_t word : free_) count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

}  // namespace sendlab
