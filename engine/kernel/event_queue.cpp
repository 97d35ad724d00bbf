#include "engine/kernel/event_queue.hpp"

namespace sendlab {

std::uint32_t EventQueue::new_slot() {
  ENSURE(slots_.size() < (std::size_t{1} << EventKey::slot_bits), "at most 16,777,216 events are pending at once");
  slots_.emplace_back();
  return static_cast<std::uint32_t>(slots_.size() - 1);
}

void EventQueue::drop_all_dead() {
  std::size_t kept = 0;
  for (const EventKey key : heap_) {
    if (slots_[key.slot()].pending) {
      heap_[kept++] = key;
    } else {
      free_slot(key.slot());
    }
  }
  heap_.resize(kept);
  dead_ = 0;
  // Each prefix is a heap before the next key is lifted into place. The keys were nearly in order, so few of them move.
  for (std::size_t i = 1; i < kept; ++i) sift_up(i, heap_[i]);
}

}  // namespace sendlab
