#pragma once
// What the event queue orders and hands out: keys, handles, events.
#include <cstddef>
#include <cstdint>

#include "engine/kernel/time.hpp"

namespace sendlab {

// What goes first at one instant, so that capacity freed at an instant can be used in it.
enum class Priority : std::uint8_t { fault, receipt, unknown, expiry, release, submit, script, sample };

// Names a pending event, so that it can be cancelled. A handle whose event ran or was cancelled is stale and harmless
// (until 2^32 more events have been scheduled). The default names no event.
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

// (time, priority, sequence, slot) as one 128-bit number: no two pending are equal, because no two share a slot.
struct EventKey {
  static constexpr int slot_bits = 24, sequence_bits = 37;  // 16 million pending events, 137 thousand million in a run
  __extension__ using Wide = unsigned __int128;

  std::uint64_t order = 0;  // priority, 3 bits | sequence, 37 bits | slot, 24 bits
  std::uint64_t time = 0;   // nanoseconds with the sign bit flipped, so that it compares unsigned

  static EventKey make(Instant at, Priority priority, std::uint64_t sequence) {
    return {
        (std::uint64_t{static_cast<std::uint8_t>(priority)} << (slot_bits + sequence_bits)) | (sequence << slot_bits),
        static_cast<std::uint64_t>(at.time_since_epoch().count()) ^ (std::uint64_t{1} << 63)};
  }
  static EventKey from(Wide wide) { return {static_cast<std::uint64_t>(wide), static_cast<std::uint64_t>(wide >> 64)}; }
  [[nodiscard]] Instant at() const {
    return Instant{Duration{static_cast<std::int64_t>(time ^ (std::uint64_t{1} << 63))}};
  }
  [[nodiscard]] Priority priority() const { return static_cast<Priority>(order >> (slot_bits + sequence_bits)); }
  [[nodiscard]] std::uint32_t slot() const { return static_cast<std::uint32_t>(order & ((1U << slot_bits) - 1)); }

  [[nodiscard]] EventKey without_slot() const { return {order >> slot_bits << slot_bits, time}; }
  [[nodiscard]] Wide wide() const { return Wide{time} << 64 | order; }

  friend bool operator<(const EventKey& a, const EventKey& b) { return a.wide() < b.wide(); }
};
static_assert(sizeof(EventKey) == 16);

// A key and what its event means. The queue moves both together: meanings in a table of their own, found by slot, would
// cost a read of cold memory for each event run.
struct PendingEvent {
  EventKey key;
  std::uint64_t meaning = 0;  // subject, 32 bits | kind, 8 bits | the priority the handler is told, 8 bits

  // One word, not three members: copying an event whose parts were just written one by one waits for those writes.
  static PendingEvent make(EventKey key, Priority priority, std::uint8_t kind, std::uint32_t subject) {
    return {key, std::uint64_t{subject} | std::uint64_t{kind} << 32 |
                     std::uint64_t{static_cast<std::uint8_t>(priority)} << 40};
  }
  [[nodiscard]] ScheduledEvent scheduled() const {
    return {key.at(), static_cast<Priority>(meaning >> 40), static_cast<std::uint8_t>(meaning >> 32),
            static_cast<std::uint32_t>(meaning)};
  }

  friend bool operator<(const PendingEvent& a, const PendingEvent& b) { return a.key < b.key; }
};
static_assert(sizeof(PendingEvent) == 24);

}  // namespace sendlab
