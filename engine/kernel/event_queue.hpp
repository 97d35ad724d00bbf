#pragma once
// The pending events of a simulation, in the exact order (time, priority, sequence). A 4-ary heap of 16-byte keys; what
// an event means lies in a table of slots, so that sifting moves keys only. Only this file and event_queue.cpp know
// how.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/time.hpp"

namespace sendlab {

// What goes first at one instant, so that capacity freed at an instant can be used in it.
enum class Priority : std::uint8_t { fault, receipt, unknown, expiry, release, submit, script, sample };

// Names a pending event, so that it can be cancelled. A handle whose event ran or was cancelled is stale and harmless
// (until its slot has been reused 2^32 times). The default names no event.
struct EventHandle {
  std::uint32_t slot = UINT32_MAX;
  std::uint32_t generation = 0;
  explicit operator bool() const { return slot != UINT32_MAX; }
};

// What a handler gets. `kind` and `subject` are the scheduler's own words: which action, on which entity.
struct ScheduledEvent {
  Instant at;
  Priority priority;
  std::uint8_t kind;
  std::uint32_t subject;
};

// (time, priority, sequence, slot) as one 128-bit number: no two are equal, because no two share a sequence.
struct EventKey {
  static constexpr int slot_bits = 24, sequence_bits = 37;  // 16 million pending events, 137 thousand million in a run

  std::uint64_t order = 0;  // priority, 3 bits | sequence, 37 bits | slot, 24 bits
  std::uint64_t time = 0;   // nanoseconds with the sign bit flipped, so that it compares unsigned

  static EventKey make(Instant at, Priority priority, std::uint64_t sequence) {
    return {
        (std::uint64_t{static_cast<std::uint8_t>(priority)} << (slot_bits + sequence_bits)) | (sequence << slot_bits),
        static_cast<std::uint64_t>(at.time_since_epoch().count()) ^ (std::uint64_t{1} << 63)};
  }
  [[nodiscard]] Instant at() const {
    return Instant{Duration{static_cast<std::int64_t>(time ^ (std::uint64_t{1} << 63))}};
  }
  [[nodiscard]] Priority priority() const { return static_cast<Priority>(order >> (slot_bits + sequence_bits)); }
  [[nodiscard]] std::uint32_t slot() const { return static_cast<std::uint32_t>(order & ((1U << slot_bits) - 1)); }

  [[nodiscard]] EventKey without_slot() const { return {order >> slot_bits << slot_bits, time}; }

  friend bool operator<(const EventKey& a, const EventKey& b) { return a.wide() < b.wide(); }

 private:
  __extension__ using Wide = unsigned __int128;
  [[nodiscard]] Wide wide() const { return Wide{time} << 64 | order; }
};
static_assert(sizeof(EventKey) == 16);

class EventQueue {
 public:
  // `key` comes without a slot; `priority` is what the handler is told.
  EventHandle push(EventKey key, Priority priority, std::uint8_t kind, std::uint32_t subject) {
    const std::uint32_t index = take_slot();
    Slot& slot = slots_[index];
    slot.subject = subject;
    slot.kind = kind;
    slot.priority = priority;
    slot.pending = true;
    key.order |= index;
    heap_.push_back(key);
    sift_up(heap_.size() - 1, key);
    return {index, slot.generation};
  }

  // O(1): the key stays until it comes to the front or the dead outnumber the living. True if the event was pending.
  bool cancel(EventHandle handle) {
    if (handle.slot >= slots_.size()) return false;
    Slot& slot = slots_[handle.slot];
    if (slot.generation != handle.generation || !slot.pending) return false;
    slot.pending = false;
    ++slot.generation;
    ++dead_;
    if (heap_.front().slot() == handle.slot) drop_dead_front();
    if (dead_ > heap_.size() / 2 + 32) drop_all_dead();
    return true;
  }

  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] std::size_t size() const { return heap_.size() - dead_; }
  [[nodiscard]] std::size_t keys_held() const { return heap_.size(); }  // with cancelled ones not yet dropped

  // The key of the next event; never a cancelled one. Not when empty.
  [[nodiscard]] const EventKey& front() const { return heap_.front(); }

  ScheduledEvent pop() {
    const EventKey key = heap_.front();
    const Slot& slot = slots_[key.slot()];
    const ScheduledEvent event{key.at(), slot.priority, slot.kind, slot.subject};
    free_slot(key.slot());
    remove_front();
    if (dead_ != 0) drop_dead_front();
    return event;
  }

 private:
  struct Slot {
    std::uint32_t generation = 0;  // moves on each time the event runs or is cancelled
    std::uint32_t subject = 0;     // of a free slot: the next free one
    std::uint8_t kind = 0;
    Priority priority{};
    bool pending = false;  // false: free, or dead and still named by a key
  };

  std::uint32_t take_slot() {
    if (first_free_ == no_slot) return new_slot();
    const std::uint32_t index = first_free_;
    first_free_ = slots_[index].subject;
    return index;
  }

  void free_slot(std::uint32_t index) {
    Slot& slot = slots_[index];
    if (slot.pending) ++slot.generation;  // a cancelled one moved on when it was cancelled
    slot.pending = false;
    slot.subject = first_free_;
    first_free_ = index;
  }

  // Children of i: 4i+1 … 4i+4.
  void sift_up(std::size_t hole, EventKey key) {
    while (hole != 0) {
      const std::size_t parent = (hole - 1) / 4;
      if (!(key < heap_[parent])) break;
      heap_[hole] = heap_[parent];
      hole = parent;
    }
    heap_[hole] = key;
  }

  // Lets the hole sink to a leaf along the least children, then lifts the last key into it: the last key nearly always
  // belongs near the leaves, so this compares less than sifting it down.
  void remove_front() {
    const EventKey last = heap_.back();
    heap_.pop_back();
    const std::size_t size = heap_.size();
    if (size == 0) return;
    EventKey* const heap = heap_.data();
    std::size_t hole = 0;
    std::size_t child = 1;
    for (; child + 3 < size; child = 4 * hole + 1) {
      // Sums, not choices: which child is least cannot be predicted, and a wrong guess costs more than the compares.
      const std::size_t left = child + static_cast<std::size_t>(heap[child + 1] < heap[child]);
      const std::size_t right = child + 2 + static_cast<std::size_t>(heap[child + 3] < heap[child + 2]);
      const std::size_t least = left + (right - left) * static_cast<std::size_t>(heap[right] < heap[left]);
      heap[hole] = heap[least];
      hole = least;
    }
    if (child < size) {
      std::size_t least = child;
      for (std::size_t other = child + 1; other < size; ++other) {
        if (heap[other] < heap[least]) least = other;
      }
      heap[hole] = heap[least];
      hole = least;
    }
    sift_up(hole, last);
  }

  void drop_dead_front() {
    while (!heap_.empty() && !slots_[heap_.front().slot()].pending) {
      free_slot(heap_.front().slot());
      remove_front();
      --dead_;
    }
  }

  std::uint32_t new_slot();
  void drop_all_dead();

  static constexpr std::uint32_t no_slot = UINT32_MAX;

  std::vector<EventKey> heap_;  // the front is never dead
  std::vector<Slot> slots_;
  std::uint32_t first_free_ = no_slot;
  std::size_t dead_ = 0;  // cancelled events whose keys are still in the heap
};

}  // namespace sendlab
