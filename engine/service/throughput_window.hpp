#pragma once
// A limit of N parts per window W, exact: at most N hand-overs in any half-open window [t, t + W) (contract, "limits
// are exact"; this replaces the token bucket of R-MPS-10). It keeps the hand-over instants of the last window, sorted;
// some may lie in the future, where a message of several parts has taken its places in advance.
//
//   taken   … 12.0  12.4  13.0 | 13.9  14.0        N = 3, W = 1 s
//                              now                 a part at 13.9 is the third place back from 14.0 + …
//
// The part N places back decides: part j may go at or after part j-N plus W.
#include <algorithm>
#include <span>
#include <vector>

#include "engine/kernel/ensure.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

// One cache line and its ring: there may be thousands, and every message asks several.
class alignas(64) ThroughputWindow {
 public:
  // `retain`: the longest window this limit will ever have (a rule change may lengthen it); at least limit.per.
  explicit ThroughputWindow(Throughput limit, Duration retain = Duration{0});

  [[nodiscard]] Throughput limit() const { return limit_; }
  // From now on. What was handed over before still counts.
  void set_limit(Throughput limit);

  // Would parts handed over at these instants (ascending, none before `now`) keep every window within the limit?
  [[nodiscard]] bool fits(std::span<const Instant> parts, Instant now) {
    forget_before(now);
    const auto n = static_cast<std::size_t>(limit_.parts);
    if (n == 0) return false;
    if (parts.size() == 1 && (size_ == 0 || at(size_ - 1) <= parts[0]))  // the common case
      return size_ < n || at(size_ - n) + limit_.per <= parts[0];
    return next_start(parts, now) == parts.front();
  }
  // After fits() said no for parts starting at parts.front(): an instant, later than that, before which a message of
  // the same spacing cannot start. `never` if the limit is 0.
  [[nodiscard]] Instant next_start(std::span<const Instant> parts, Instant now);

  // For a limit whose parts are taken in ascending order (a number's): the first instant not before `from` at which one
  // more part may go, and no earlier than the last part taken. `never` if the limit is 0.
  [[nodiscard]] Instant next_in_order(Instant from) const {
    const auto n = static_cast<std::size_t>(limit_.parts);
    if (n == 0) return never;
    if (size_ > 0) from = std::max(from, at(size_ - 1));
    return size_ < n ? from : std::max(from, at(size_ - n) + limit_.per);
  }
  // Of such a limit: was it full until this very instant?
  [[nodiscard]] bool opened_at(Instant now) const {
    const auto n = static_cast<std::size_t>(limit_.parts);
    return n != 0 && size_ >= n && at(size_ - n) + limit_.per == now;
  }
  // next_in_order(from) after further parts (at `planned`, ascending) have been taken.
  [[nodiscard]] Instant next_in_order(Instant from, std::span<const Instant> planned) const;

  // Returns the most parts in any window that holds one of them.
  std::int64_t take(std::span<const Instant> parts, Instant now) {
    forget_before(now);
    std::int64_t fullest;
    if (parts.size() == 1 && (size_ == 0 || at(size_ - 1) <= parts[0]) && size_ < ring_.size()) {
      at(size_++) = parts[0];
      // The common case: nothing remembered is older than its window.
      fullest = retain_ == limit_.per && parts[0] == now ? static_cast<std::int64_t>(size_) : fullest_since(parts[0]);
    } else {
      for (const Instant part : parts) insert(part);
      fullest = fullest_since(parts.front());
    }
    peak_ = std::max(peak_, fullest);
    return fullest;
  }

  // The most parts that were ever inside one window.
  [[nodiscard]] std::int64_t peak() const { return peak_; }

 private:
  // Ring of instants, ascending; capacity is a power of two and grows when needed.
  [[nodiscard]] Instant& at(std::size_t i) { return ring_[(first_ + i) & mask()]; }
  [[nodiscard]] Instant at(std::size_t i) const { return ring_[(first_ + i) & mask()]; }
  [[nodiscard]] std::uint32_t mask() const { return static_cast<std::uint32_t>(ring_.size()) - 1; }
  void forget_before(Instant now) {
    while (size_ > 0 && at(0) <= now - retain_) {
      first_ = (first_ + 1) & mask();
      --size_;
    }
  }
  void insert(Instant part);
  [[nodiscard]] std::int64_t fullest_since(Instant from) const;

  Throughput limit_;
  Duration retain_;
  std::int64_t peak_ = 0;
  std::vector<Instant> ring_;
  std::uint32_t first_ = 0, size_ = 0;
};

}  // namespace sendlab
