#include "engine/service/throughput_window.hpp"

#include <algorithm>
#include <bit>

#include "engine/kernel/ensure.hpp"

namespace sendlab {

ThroughputWindow::ThroughputWindow(Throughput limit, Duration retain)
    : limit_(limit),
      retain_(std::max(retain, limit.per)),
      ring_(std::bit_ceil(static_cast<std::size_t>(std::clamp<std::int64_t>(limit.parts + 1, 2, 16)))) {
  ENSURE(limit.parts >= 0 && limit.per.count() > 0, "a limit has a window and is not negative");
}

void ThroughputWindow::set_limit(Throughput limit) {
  retain_ = std::max(retain_, limit.per);  // what a shorter window has forgotten already cannot count any more
  limit_ = limit;
}

// The merged sequence of what is taken and what is asked for is walked from the first asked part on; the part N places
// back in it decides.
Instant ThroughputWindow::next_start(std::span<const Instant> parts, Instant now) {
  forget_before(now);
  const auto n = static_cast<std::size_t>(limit_.parts);
  if (n == 0) return never;
  const Instant start = parts.front();
  if (parts.size() == 1 && (size_ == 0 || at(size_ - 1) <= start))  // the common case: nothing lies ahead of it
    return size_ < n ? start : std::max(start, at(size_ - n) + limit_.per);
  // merged(j): the j-th of both sequences together, those taken first at equal instants.
  std::size_t t = size_, p = 0;
  while (t > 0 && at(t - 1) > start) --t;  // taken parts after the first asked one are few
  // Walks forward from the first asked part; back(j, n) is found with a second pair of cursors n places behind.
  std::size_t back_t = 0, back_p = 0, behind = t;  // number of merged elements before the walk's position
  auto taken_next = [&](std::size_t ti, std::size_t pi) {
    return pi >= parts.size() || (ti < size_ && at(ti) <= parts[pi]);
  };
  auto step_back_cursor = [&] {
    if (back_t < size_ && taken_next(back_t, back_p)) return at(back_t++);
    return parts[back_p++];
  };
  // Place the back cursor: it must have consumed behind - n elements before the first comparison.
  std::size_t consumed = 0;
  if (behind > n) {
    back_t = behind - n;  // all of them taken parts, since none asked lies before the walk
    consumed = back_t;
  }
  while (t < size_ || p < parts.size()) {
    const bool taken = taken_next(t, p);
    const Instant current = taken ? at(t) : parts[p];
    if (behind >= n) {
      while (consumed < behind - n) {
        step_back_cursor();
        ++consumed;
      }
      const Instant back = step_back_cursor();
      ++consumed;
      if (current < back + limit_.per) {
        if (!taken) return std::max(start + Duration{1}, start + (back + limit_.per - current));
        // One of ours lies within the window that ends at a place taken in advance: start after that place.
        return std::max(start + Duration{1}, start + (current - parts[p == 0 ? 0 : p - 1]));
      }
    }
    ++behind;
    taken ? ++t : ++p;
  }
  return start;
}

Instant ThroughputWindow::next_in_order(Instant from, std::span<const Instant> planned) const {
  const auto n = static_cast<std::size_t>(limit_.parts);
  if (n == 0) return never;
  const std::size_t total = size_ + planned.size();
  auto merged = [&](std::size_t i) { return i < size_ ? at(i) : planned[i - size_]; };
  Instant first = from;
  if (total > 0) first = std::max(first, merged(total - 1));
  if (total >= n) first = std::max(first, merged(total - n) + limit_.per);
  return first;
}

void ThroughputWindow::insert(Instant part) {
  if (size_ == ring_.size()) {
    std::vector<Instant> larger(ring_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = at(i);
    ring_ = std::move(larger);
    ENSURE(ring_.size() <= std::size_t{1} << 31, "a window holds fewer than two thousand million parts");
    first_ = 0;
  }
  std::size_t i = size_++;
  for (; i > 0 && at(i - 1) > part; --i) at(i) = at(i - 1);
  at(i) = part;
}

// The most parts in a window that ends at `from` or at a later part.
std::int64_t ThroughputWindow::fullest_since(Instant from) const {
  auto first_after = [&](Instant instant) {
    std::size_t low = 0, high = size_;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      at(middle) > instant ? high = middle : low = middle + 1;
    }
    return low;
  };
  std::int64_t fullest = 0;
  for (std::size_t i = first_after(from - Duration{1}); i < size_; ++i)
    fullest = std::max(fullest, static_cast<std::int64_t>(i + 1 - first_after(at(i) - limit_.per)));
  return fullest;
}

}  // namespace sendlab
