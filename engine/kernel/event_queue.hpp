#pragma once
// The pending events of a simulation, in the exact order (time, priority, sequence), with cancelling in O(1). The
// ladder keeps the order, the slots tell which handles are still good.
#include <cstddef>
#include <cstdint>

#include "engine/kernel/event_key.hpp"
#include "engine/kernel/event_ladder.hpp"
#include "engine/kernel/event_slots.hpp"

namespace sendlab {

class EventQueue {
 public:
  // `key` comes without a slot; `priority` is what the handler is told.
  EventHandle push(EventKey key, Priority priority, std::uint8_t kind, std::uint32_t subject) {
    const EventHandle handle = slots_.take(ladder_.size());
    key.order |= handle.slot;
    ladder_.push(PendingEvent::make(key, priority, kind, subject));
    return handle;
  }

  // O(1): the event stays, dead, until it comes to the front or the dead outnumber the living. True if it was pending.
  bool cancel(EventHandle handle) {
    if (!slots_.cancel(handle)) return false;
    ++dead_;
    if (ladder_.front().key.slot() == handle.slot) drop_dead_front();
    if (dead_ > ladder_.size() / 2 + 32) drop_all_dead();
    return true;
  }

  [[nodiscard]] bool empty() const { return ladder_.empty(); }
  [[nodiscard]] std::size_t size() const { return ladder_.size() - dead_; }
  [[nodiscard]] std::size_t keys_held() const { return ladder_.size(); }  // with cancelled ones not yet dropped

  // The key of the next event; never a cancelled one. Not when empty.
  [[nodiscard]] const EventKey& front() const { return ladder_.front().key; }

  // The event n places behind the front, perhaps a cancelled one, if its place is known yet: a hint of what comes.
  [[nodiscard]] const PendingEvent* ahead(std::size_t n) const { return ladder_.ahead(n); }

  ScheduledEvent pop() {
    const ScheduledEvent event = ladder_.front().scheduled();
    slots_.give(ladder_.front().key.slot());
    ladder_.pop_front();
    if (dead_ != 0) drop_dead_front();
    return event;
  }

  void check() const;  // every invariant, by ENSURE; linear
  [[nodiscard]] const EventLadder& ladder() const { return ladder_; }
  [[nodiscard]] const EventSlots& slots() const { return slots_; }

 private:
  void drop_dead_front() {
    while (!ladder_.empty() && slots_.dead(ladder_.front().key.slot())) {
      slots_.bury(ladder_.front().key.slot());
      ladder_.pop_front();
      --dead_;
    }
  }
  void drop_all_dead();

  EventLadder ladder_;  // its front is never dead
  EventSlots slots_;
  std::size_t dead_ = 0;  // cancelled events still in the ladder
};

}  // namespace sendlab
