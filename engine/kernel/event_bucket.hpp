#pragma once
// Bags of events, kept in chunks of one pool. Adding an event writes it at a cursor; nothing is ever moved within a
// bag.
//
//     bucket.next_ ------------------------------------.
//                                                      v
//     newest chunk [ older | skip | event event event  _  _ ]     10 events of 24 bytes
//                      |
//                      v
//     older chunk  [ older | skip | event event … event event ]   all but the newest are full
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernel/event_key.hpp"
#include "engine/kernel/huge_pages.hpp"

namespace sendlab {

// 256 bytes, at an address that is a multiple of 256: a cursor tells where its chunk begins and whether that is full.
struct alignas(256) EventChunk {
  static constexpr std::size_t capacity = 10;

  EventChunk* older = nullptr;  // the chunk filled before this one; of a free chunk: the next free one
  EventChunk* skip = nullptr;   // the one before that, so that two chunks can be on their way from memory at once
  PendingEvent events[capacity];
};
static_assert(sizeof(EventChunk) == 256);

// Chunks for the buckets of one queue. The chunk given back last is taken first: it is still in the cache. Grows by
// blocks and keeps them, so its size follows the most events that were ever pending at once.
class EventChunkPool {
 public:
  EventChunkPool() = default;
  EventChunkPool(EventChunkPool&&) = default;
  EventChunkPool& operator=(EventChunkPool&&) = default;

  EventChunk* take() {
    if (free_ == nullptr) grow();
    EventChunk* const chunk = free_;
    free_ = chunk->older;
    __builtin_prefetch(free_, 1);
    return chunk;
  }
  void give(EventChunk* chunk) {
    chunk->older = free_;
    free_ = chunk;
  }
  [[nodiscard]] std::size_t chunks() const { return chunks_; }  // in all, taken and free

 private:
  void grow();

  EventChunk* free_ = nullptr;
  std::size_t chunks_ = 0;
  std::vector<std::vector<EventChunk, HugePageAllocator<EventChunk>>> blocks_;
};

// Events in no order. Its chunks belong to the pool, which is the same in every call.
class EventBucket {
 public:
  [[nodiscard]] bool empty() const { return next_ == nullptr; }

  void add(PendingEvent event, EventChunkPool& pool) {
    if (full()) add_chunk(pool);
    *next_++ = event;
  }

  // Looks at no more chunks than it takes to tell. Not when empty.
  [[nodiscard]] bool holds_at_most(std::size_t count) const {
    std::size_t counted = newest_events().size();
    for (const EventChunk* chunk = newest()->older; chunk != nullptr && counted <= count; chunk = chunk->older) {
      counted += EventChunk::capacity;
    }
    return counted <= count;
  }

  // use(std::span<const PendingEvent>) on the events of each chunk.
  template <class Use>
  void for_each_chunk(Use&& use) const {
    if (empty()) return;
    use(newest_events());
    for (const EventChunk* chunk = newest()->older; chunk != nullptr; chunk = chunk->older) {
      if (chunk->skip != nullptr) prefetch(chunk->skip);
      use(std::span<const PendingEvent>{chunk->events});
    }
  }

  // As for_each_chunk, but each chunk goes back to the pool after its use: leaves the bucket empty.
  template <class Use>
  void drain(EventChunkPool& pool, Use&& use) {
    if (empty()) return;
    EventChunk* chunk = newest();
    std::span<const PendingEvent> events = newest_events();
    next_ = nullptr;
    while (true) {
      EventChunk* const older = chunk->older;
      if (chunk->skip != nullptr) prefetch(chunk->skip);
      use(events);
      pool.give(chunk);
      if (older == nullptr) return;
      chunk = older;
      events = chunk->events;
    }
  }

 private:
  static void prefetch(const EventChunk* chunk) {
    const char* const line = reinterpret_cast<const char*>(chunk);
    for (std::size_t at = 0; at < sizeof(EventChunk); at += 64) __builtin_prefetch(line + at);
  }

  // No chunk yet, or the newest ends here: either way the cursor is a multiple of the chunk's size.
  [[nodiscard]] bool full() const { return (reinterpret_cast<std::uintptr_t>(next_) & (sizeof(EventChunk) - 1)) == 0; }

  [[nodiscard]] EventChunk* newest() const {
    const auto last_byte = reinterpret_cast<std::uintptr_t>(next_) - 1;
    return reinterpret_cast<EventChunk*>(last_byte & ~(sizeof(EventChunk) - 1));
  }
  [[nodiscard]] std::span<const PendingEvent> newest_events() const { return {newest()->events, next_}; }

  [[gnu::noinline]] void add_chunk(EventChunkPool& pool) {
    EventChunk* const chunk = pool.take();
    chunk->older = empty() ? nullptr : newest();
    chunk->skip = empty() ? nullptr : chunk->older->older;
    next_ = chunk->events;
  }

  PendingEvent* next_ = nullptr;  // where the next event goes; null when empty
};

}  // namespace sendlab
