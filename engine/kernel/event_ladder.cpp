#include "engine/kernel/event_ladder.hpp"

#include <algorithm>
#include <bit>

namespace sendlab {
namespace {

int bit_width(EventKey::Wide value) {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  return high != 0 ? 64 + static_cast<int>(std::bit_width(high))
                   : static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value)));
}

}  // namespace

EventLadder::Rung& EventLadder::add_rung() {
  if (depth_ == rungs_.size()) rungs_.push_back(std::make_unique<Rung>());
  return *rungs_[depth_++];
}

void EventLadder::push_into_full_bottom(PendingEvent event) {
  if (head_ >= bottom_capacity / 4) {  // room at the front
    std::copy(bottom_.begin() + head_, bottom_.begin() + tail_, bottom_.begin());
    tail_ -= head_;
    head_ = 0;
    place_in_bottom(event);
    return;
  }
  // The later half goes to a rung of one bucket. Such a rung has no order to keep, so it can begin earlier and earlier
  // and one is enough.
  const std::size_t cut = (head_ + tail_) / 2;
  if (depth_ == 0 || innermost().last != 0) {
    Rung& rung = add_rung();
    rung.next = rung.last = 0;
    rung.rest_from = 0;
    rung.end = bottom_end_;
  }
  for (std::size_t i = cut; i != tail_; ++i) innermost().buckets[0].add(bottom_[i], pool_);
  tail_ = cut;
  innermost().open_from = bottom_end_ = bottom_[cut].key.wide();
  --size_;
  push(event);
}

// The next bucket that is not empty, taken out of the innermost rung; the rung ends with its last bucket. An empty
// bucket when that was empty too.
EventBucket EventLadder::open_next_bucket() {
  Rung& rung = innermost();
  while (rung.buckets[rung.next].empty() && rung.next != rung.last) ++rung.next;
  const EventBucket bucket = rung.buckets[rung.next];
  rung.buckets[rung.next] = {};
  if (rung.next == rung.last) {
    --depth_;
    bottom_end_ = rung.end;
  } else {
    bottom_end_ = rung.open_from = rung.first_key_of(++rung.next);
  }
  return bucket;
}

void EventLadder::refill() {
  head_ = tail_ = 0;
  while (depth_ != 0) {
    const EventBucket bucket = open_next_bucket();
    if (bucket.empty()) continue;
    if (bucket.holds_at_most(sorted_at_once)) {
      sort_into_bottom(bucket);
      return;
    }
    spread(bucket);
  }
}

// Buckets so wide that some 6 to 12 events lie in each where they lie densest, which is at the near end: events are
// scheduled some time ahead of now, and fewer and fewer wait for later times. How dense that is follows from their mean
// distance, whatever the shape: it is range / 2 for a uniform spread and less for one with a long tail.
void EventLadder::spread(EventBucket bucket) {
  Wide least = no_end, most = 0, times = 0;
  std::size_t count = 0;
  bucket.for_each_chunk([&](std::span<const PendingEvent> events) {
    count += events.size();
    for (const PendingEvent& event : events) {
      times += event.key.time;
      least = std::min(least, event.key.wide());
      most = std::max(most, event.key.wide());
    }
  });
  constexpr int events_wanted = 12;
  const Wide range = most - least;
  const Wide mean_time = times / count;
  const bool one_instant = mean_time <= (least >> 64) + 1;  // or so nearly one that the mean says nothing
  const Wide mean = one_instant ? range / 2 : std::min(range / 2, (mean_time << 64) - least);
  const int shift_wanted = bit_width(2 * mean / count * events_wanted) - 1;

  Rung& rung = add_rung();
  rung.shift = std::max({0, shift_wanted, bit_width(range) - most_bucket_bits});
  rung.start = rung.open_from = least;
  rung.next = 0;
  rung.last = static_cast<std::uint32_t>(range >> rung.shift) + 1;
  rung.end = bottom_end_;
  rung.rest_from = least + (Wide{rung.last} << rung.shift);
  if (rung.rest_from <= least || rung.rest_from > rung.end) rung.rest_from = rung.end;  // beyond 2^128, or the rung

  bucket.drain(pool_, [&](std::span<const PendingEvent> events) {
    for (const PendingEvent& event : events) {
      rung.buckets[static_cast<std::size_t>((event.key.wide() - least) >> rung.shift)].add(event, pool_);
    }
  });
}

// Each event's place is the number of those before it. That compares every pair, but has no branch that depends on the
// keys, and wrong guesses would cost more. Padded with keys after all others to whole blocks, for the same reason.
void EventLadder::sort_into_bottom(EventBucket bucket) {
  constexpr std::size_t block = 4;
  static_assert(sorted_at_once % block == 0);
  std::array<PendingEvent, sorted_at_once> events;
  std::size_t count = 0;
  bucket.drain(pool_, [&](std::span<const PendingEvent> chunk) {
    for (const PendingEvent& event : chunk) events[count++] = event;
  });
  std::size_t padded = count;
  while (padded % block != 0) events[padded++].key = {UINT64_MAX, UINT64_MAX};

  for (std::size_t i = 0; i != count; ++i) {
    const PendingEvent event = events[i];
    std::size_t before = 0;
    for (std::size_t j = 0; j != padded; j += block) {
      for (std::size_t k = j; k != j + block; ++k) before += events[k] < event ? 1U : 0U;
    }
    bottom_[before] = event;
  }
  tail_ = count;
}

std::size_t EventLadder::check_rung(const Rung& rung, Wide around) const {
  ENSURE(rung.end == around, "a rung ends where the rung around it is open from");
  ENSURE(rung.next <= rung.last, "a rung in use has a bucket to open");
  ENSURE(rung.open_from <= rung.end, "a rung does not reach into the rung around it");
  std::size_t counted = 0;
  for (std::size_t b = 0; b != rung.buckets.size(); ++b) {
    rung.buckets[b].for_each_chunk([&](std::span<const PendingEvent> events) {
      ENSURE(b >= rung.next && b <= rung.last, "opened buckets are empty");
      counted += events.size();
      for (const PendingEvent& event : events) {
        const Wide key = event.key.wide();
        ENSURE(key >= rung.open_from && key < rung.end, "a key lies in its rung");
        ENSURE((key >= rung.rest_from) == (b == rung.last), "what lies beyond the buckets is in the last");
        ENSURE(b == rung.last || ((key - rung.start) >> rung.shift) == b, "a key lies in its bucket");
      }
    });
  }
  return counted;
}

void EventLadder::check() const {
  std::size_t counted = tail_ - head_;
  Wide around = no_end;
  for (std::size_t r = 0; r != depth_; ++r) {
    counted += check_rung(*rungs_[r], around);
    around = rungs_[r]->open_from;
  }
  ENSURE(bottom_end_ == around, "the bottom ends where the innermost rung is open from");
  ENSURE(counted == size_, "every event is counted once");
  ENSURE(head_ != tail_ || size_ == 0, "the bottom is empty only when the queue is");
  for (std::size_t i = head_; i != tail_; ++i) {
    ENSURE(bottom_[i].key.wide() < bottom_end_, "a key of the bottom lies before every rung");
    ENSURE(i == head_ || bottom_[i - 1] < bottom_[i], "the bottom is sorted");
  }
}

}  // namespace sendlab
