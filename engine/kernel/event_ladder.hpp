#pragma once
// Pending events in the order of their keys, at a cost that does not grow with their number. A ladder queue: what is
// far away lies unsorted in buckets, and only the bucket whose turn has come is sorted.
//
//     key order ------------------------------------------------------------------------------------------>
//
//     bottom  [ 3 4 7 9 ]                                   sorted, at most 64: the next events
//     rung 1             [ . | 12 | . | . | 17 16 | rest ]  one bucket of rung 0, opened and spread
//     rung 0                                               [ . | 42 31 | 57 | . | . | 99 81 77 | . | rest ]
//                        ^                                 ^
//                        rung 1 is open from here          rung 0 is open from here
//
//   push   goes to the bottom if it lies before every rung, else to the first rung, from rung 0 on, that is open from
//          its key or earlier; there its bucket follows by a shift.
//   pop    takes the first of the bottom. When the bottom is empty, the innermost rung opens its next bucket: a small
//          one is sorted and becomes the bottom, a large one is spread over a rung of its own.
//   rest   the last bucket of a rung takes all keys beyond those it was made for, up to the rung around it (rung 0:
//          without end). A few far events so cost one more spread, not a disorder of the many near ones.
//
// An event is appended two or three times and sorted once, among few. A rung has at most 1024 buckets, so that the ends
// of all of them fit in the cache. Buckets are ranges of the whole 128-bit key, not of time: a hundred thousand events
// of one instant are spread by priority and sequence. When few events are pending they are all in the bottom, and there
// are no rungs.
//
// The bottom is empty only when the queue is. What overflows it goes to a rung of one bucket, of which only `rest` is
// used. Source of the idea: Tang, Goh, Thng, "Ladder queue", ACM TOMACS 15(3), 2005.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/event_bucket.hpp"
#include "engine/kernel/event_key.hpp"

namespace sendlab {

class EventLadder {
 public:
  void push(PendingEvent event) {
    ++size_;
    if (event.key.wide() < bottom_end_) {
      push_into_bottom(event);
      return;
    }
    std::size_t i = 0;  // ends at the innermost rung at the latest: that is open from bottom_end_
    while (event.key.wide() < rungs_[i]->open_from) ++i;
    rungs_[i]->bucket_of(event.key).add(event, pool_);
  }

  [[nodiscard]] bool empty() const { return head_ == tail_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const PendingEvent& front() const { return bottom_[head_]; }  // not when empty

  // The event n places behind the front, if its place is known yet; null otherwise.
  [[nodiscard]] const PendingEvent* ahead(std::size_t n) const {
    return head_ + n < tail_ ? &bottom_[head_ + n] : nullptr;
  }

  void pop_front() {  // not when empty
    --size_;
    if (++head_ == tail_) refill();
  }

  // Removes the events with gone(key). Linear.
  template <class Gone>
  void remove_if(Gone&& gone);

  // use(const PendingEvent&) on each event, in no order.
  template <class Use>
  void for_each(Use&& use) const;

  void check() const;                                                     // every invariant, by ENSURE; linear
  [[nodiscard]] std::size_t chunks() const { return pool_.chunks(); }     // memory held, in chunks of 256 bytes
  [[nodiscard]] std::size_t most_rungs() const { return rungs_.size(); }  // used at once so far

 private:
  using Wide = EventKey::Wide;
  static constexpr Wide no_end = ~Wide{0};
  static constexpr std::size_t bottom_capacity = 64;
  static constexpr std::size_t sorted_at_once = 24;  // buckets up to this are sorted, larger ones spread
  static constexpr int most_bucket_bits = 10;

  // Bucket b takes the keys from start + b * 2^shift on, the last one those from rest_from to end. Buckets before
  // `next` have been opened and are empty.
  struct Rung {
    Wide open_from = 0;  // the first key of bucket `next`
    Wide rest_from = 0;
    Wide start = 0;
    Wide end = 0;  // where the rung around it is open from
    int shift = 0;
    std::uint32_t next = 0;
    std::uint32_t last = 0;
    std::array<EventBucket, (std::size_t{1} << most_bucket_bits) + 1> buckets;

    [[nodiscard]] Wide first_key_of(std::uint32_t bucket) const {
      return bucket == last ? rest_from : start + (Wide{bucket} << shift);
    }
    EventBucket& bucket_of(EventKey key) {
      return buckets[key.wide() >= rest_from ? last : static_cast<std::size_t>((key.wide() - start) >> shift)];
    }
  };

  // From the end: what is scheduled last mostly lies late.
  void place_in_bottom(PendingEvent event) {
    std::size_t hole = tail_++;
    for (; hole > head_ && event < bottom_[hole - 1]; --hole) bottom_[hole] = bottom_[hole - 1];
    bottom_[hole] = event;
  }
  void push_into_bottom(PendingEvent event) {
    if (tail_ == bottom_capacity) [[unlikely]] {
      push_into_full_bottom(event);
    } else {
      place_in_bottom(event);
    }
  }

  void push_into_full_bottom(PendingEvent event);
  void refill();
  EventBucket open_next_bucket();
  void spread(EventBucket bucket);
  void sort_into_bottom(EventBucket bucket);
  Rung& add_rung();
  [[nodiscard]] Rung& innermost() const { return *rungs_[depth_ - 1]; }
  [[nodiscard]] std::size_t check_rung(const Rung& rung, Wide around) const;

  std::size_t head_ = 0, tail_ = 0;  // the bottom is bottom_[head_ … tail_-1]
  Wide bottom_end_ = no_end;         // where the innermost rung is open from; no_end without rungs
  std::size_t size_ = 0;
  std::size_t depth_ = 0;  // rungs in use
  EventChunkPool pool_;
  std::vector<std::unique_ptr<Rung>> rungs_;  // outermost first; those from depth_ on are empty and kept for reuse
  std::array<PendingEvent, bottom_capacity> bottom_;
};

template <class Gone>
void EventLadder::remove_if(Gone&& gone) {
  std::size_t kept = head_;
  for (std::size_t i = head_; i != tail_; ++i) {
    if (!gone(bottom_[i].key)) bottom_[kept++] = bottom_[i];
  }
  size_ -= tail_ - kept;
  tail_ = kept;
  for (std::size_t r = 0; r != depth_; ++r) {
    Rung& rung = *rungs_[r];
    for (std::size_t b = rung.next; b <= rung.last; ++b) {
      EventBucket remaining;
      rung.buckets[b].drain(pool_, [&](std::span<const PendingEvent> events) {
        for (const PendingEvent& event : events) {
          if (gone(event.key)) {
            --size_;
          } else {
            remaining.add(event, pool_);
          }
        }
      });
      rung.buckets[b] = remaining;
    }
  }
  if (head_ == tail_) refill();
}

template <class Use>
void EventLadder::for_each(Use&& use) const {
  for (std::size_t i = head_; i != tail_; ++i) use(bottom_[i]);
  for (std::size_t r = 0; r != depth_; ++r) {
    for (const EventBucket& bucket : rungs_[r]->buckets) {
      bucket.for_each_chunk([&](std::span<const PendingEvent> events) {
        for (const PendingEvent& event : events) use(event);
      });
    }
  }
}

}  // namespace sendlab
