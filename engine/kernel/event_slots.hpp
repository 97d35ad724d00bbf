#pragma once
// Which handle means which pending event: one slot an event, one bit a slot. Freeing a slot when its event runs sets a
// bit, so that the table stays in the cache: a million pending events take 256 KB of bits. New events take the free
// slots of one word of 64 after the other, so that their stamps are written in sequence.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/event_key.hpp"
#include "engine/kernel/huge_pages.hpp"

namespace sendlab {

class EventSlots {
 public:
  // A handle for a new event. `taken` is the number of slots now taken.
  EventHandle take(std::size_t taken) {
    if (open_ == 0) [[unlikely]]
      open_next_word(taken);
    const std::uint32_t slot = word_ * 64 + static_cast<std::uint32_t>(std::countr_zero(open_));
    open_ &= open_ - 1;
    stamps_[slot] = ++stamp_;
    return {slot, stamp_};
  }

  // The slot is free again: its event ran.
  void give(std::uint32_t slot) { free_[slot / 64] |= bit(slot); }

  // Marks the event as dead; its slot stays taken until bury(). False if the event ran, is dead, or never was.
  bool cancel(EventHandle handle) {
    const std::uint32_t slot = handle.slot;
    if (slot >= stamps_.size() || stamps_[slot] != handle.generation) return false;
    const bool in_open_word = slot / 64 == word_ && (open_ & bit(slot)) != 0;
    if (in_open_word || ((free_[slot / 64] | dead_[slot / 64]) & bit(slot)) != 0) return false;
    dead_[slot / 64] |= bit(slot);
    return true;
  }
  [[nodiscard]] bool dead(std::uint32_t slot) const { return (dead_[slot / 64] & bit(slot)) != 0; }
  void bury(std::uint32_t slot) {
    dead_[slot / 64] &= ~bit(slot);
    give(slot);
  }

  [[nodiscard]] std::size_t size() const { return stamps_.size(); }  // slots in all
  [[nodiscard]] std::size_t free_slots() const;                      // linear

 private:
  static std::uint64_t bit(std::uint32_t slot) { return std::uint64_t{1} << (slot % 64); }
  void open_next_word(std::size_t taken);

  std::uint64_t open_ = 0;   // the slots of word_ still to be taken; none of them is in free_
  std::uint32_t word_ = 0;   // slots 64 * word_ … 64 * word_ + 63
  std::uint32_t stamp_ = 0;  // of the event scheduled last
  std::vector<std::uint32_t, HugePageAllocator<std::uint32_t>> stamps_;  // by slot: of the event that took it last
  std::vector<std::uint64_t> free_;                                      // by word
  std::vector<std::uint64_t> dead_;                                      // by word: cancelled, but still in the queue
};

}  // namespace sendlab
