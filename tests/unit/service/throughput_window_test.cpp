#include "engine/service/throughput_window.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/kernel/random.hpp"

namespace sendlab {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Instant at(Duration offset) { return Instant{seconds{1'000'000}} + offset; }

// The slow way: every window [t, t + per) that begins at a part.
bool within_limit(std::vector<Instant> parts, Throughput limit) {
  std::sort(parts.begin(), parts.end());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto end = std::lower_bound(parts.begin(), parts.end(), parts[i] + limit.per);
    if (end - (parts.begin() + static_cast<std::ptrdiff_t>(i)) > limit.parts) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a limit of N lets N parts go at once and the next one window later", "[service][R-MPS-1]") {
  ThroughputWindow window({3, seconds{1}});
  for (int i = 0; i < 3; ++i) {
    CHECK(window.next_in_order(at(seconds{0})) == at(seconds{0}));
    const Instant part[] = {at(seconds{0})};
    window.take(part, at(seconds{0}));
  }
  CHECK(window.next_in_order(at(seconds{0})) == at(seconds{1}));
  CHECK(window.next_in_order(at(milliseconds{1500})) == at(milliseconds{1500}));
  CHECK(window.peak() == 3);
}

TEST_CASE("the window is half open: a part exactly one window later is free", "[service][R-MPS-10]") {
  ThroughputWindow window({1, seconds{60}});
  const Instant first[] = {at(seconds{0})};
  window.take(first, at(seconds{0}));
  const Instant too_early[] = {at(seconds{60}) - Duration{1}};
  const Instant in_time[] = {at(seconds{60})};
  CHECK_FALSE(window.fits(too_early, at(seconds{1})));
  CHECK(window.fits(in_time, at(seconds{1})));
}

TEST_CASE("taking parts tells how full the fullest window with one of them is", "[service][R-MPS-1]") {
  ThroughputWindow window({4, seconds{1}}, seconds{10});  // remembers more than its window holds
  RandomStream random{stream_key(Seed{5}, 0, "test", "fullest")};
  std::vector<Instant> sent;
  Instant now = at(seconds{0});
  for (int i = 0; i < 200; ++i) {
    now = window.next_in_order(now + milliseconds{static_cast<int>(random.below(300))});
    std::vector<Instant> parts{now};
    if (i % 5 == 0) parts.push_back(window.next_in_order(now, parts));
    const std::int64_t fullest = window.take(parts, now);
    sent.insert(sent.end(), parts.begin(), parts.end());
    std::int64_t counted = 0;
    for (const Instant end : parts)
      counted = std::max<std::int64_t>(counted, std::count_if(sent.begin(), sent.end(), [&](Instant part) {
                                         return part > end - seconds{1} && part <= end;
                                       }));
    REQUIRE(fullest == counted);
    now = parts.back();
  }
  CHECK(window.peak() == 4);
}

TEST_CASE("a pause earns no credit: after it a number sends its N parts, not 2N (R-MPS-10 is replaced)",
          "[service][R-MPS-10]") {
  ThroughputWindow window({4, seconds{1}});
  std::vector<Instant> sent;
  Instant now = at(seconds{100});
  for (int i = 0; i < 12; ++i) {
    now = window.next_in_order(now);
    const Instant part[] = {now};
    window.take(part, now);
    sent.push_back(now);
  }
  CHECK(sent[3] == at(seconds{100}));
  CHECK(sent[4] == at(seconds{101}));
  CHECK(sent[11] == at(seconds{102}));
}

TEST_CASE("places taken in advance by a slow number's message count at their own instants", "[service]") {
  // Two parts a minute. A message of a 1 MPS number takes 0 s and 1 s; at 60 s only one place is free, at 61 s both.
  ThroughputWindow window({2, seconds{60}});
  const Instant slow[] = {at(seconds{0}), at(seconds{1})};
  window.take(slow, at(seconds{0}));
  const Instant both_at_60[] = {at(seconds{60}), at(seconds{60})};
  const Instant both_at_61[] = {at(seconds{61}), at(seconds{61})};
  const Instant spread[] = {at(seconds{60}), at(seconds{61})};
  CHECK_FALSE(window.fits(both_at_60, at(seconds{60})));
  CHECK(window.next_start(both_at_60, at(seconds{60})) == at(seconds{61}));
  CHECK(window.fits(spread, at(seconds{60})));
  CHECK(window.fits(both_at_61, at(seconds{60})));
}

TEST_CASE("random messages of several parts never break a window and never wait without need", "[service][slow]") {
  RandomStream random{stream_key(Seed{11}, 0, "test", "windows")};
  for (int trial = 0; trial < 300; ++trial) {
    const Throughput limit{static_cast<std::int64_t>(1 + random.below(6)),
                           seconds{1 + static_cast<std::int64_t>(random.below(4))}};
    ThroughputWindow window(limit);
    std::vector<Instant> taken;
    Instant now = at(seconds{0});
    for (int message = 0; message < 60; ++message) {
      now += milliseconds{static_cast<std::int64_t>(random.below(900))};
      const auto count = static_cast<std::size_t>(
          1 + random.below(std::min<std::uint64_t>(3, static_cast<std::uint64_t>(limit.parts))));
      const Duration spacing = milliseconds{static_cast<std::int64_t>(random.below(3) * 250)};
      Instant start = now;
      for (;;) {
        std::vector<Instant> parts;
        for (std::size_t i = 0; i < count; ++i) parts.push_back(start + static_cast<std::int64_t>(i) * spacing);
        std::vector<Instant> together = taken;
        together.insert(together.end(), parts.begin(), parts.end());
        const bool allowed = within_limit(together, limit);
        REQUIRE(window.fits(parts, now) == allowed);
        if (allowed) {
          window.take(parts, now);
          taken = together;
          break;
        }
        const Instant next = window.next_start(parts, now);
        REQUIRE(next > start);
        // Nothing between would have been allowed: looked at in steps, and just before the answer.
        for (Instant t = start; t < next; t += std::max(Duration{1}, (next - start) / 7)) {
          std::vector<Instant> earlier = taken;
          for (std::size_t i = 0; i < count; ++i) earlier.push_back(t + static_cast<std::int64_t>(i) * spacing);
          REQUIRE_FALSE(within_limit(earlier, limit));
        }
        start = next;
      }
    }
    REQUIRE(window.peak() <= limit.parts);
  }
}

TEST_CASE("a lower limit counts what went before it", "[service]") {
  ThroughputWindow window({10, seconds{1}});
  for (int i = 0; i < 10; ++i) {
    const Instant part[] = {at(milliseconds{i * 10})};
    window.take(part, part[0]);
  }
  window.set_limit({2, seconds{1}});
  // Two may be in any second: the second to last went at 80 ms.
  CHECK(window.next_in_order(at(milliseconds{100})) == at(milliseconds{1080}));
}

TEST_CASE("a limit of nothing never opens", "[service]") {
  ThroughputWindow window({0, seconds{1}});
  const Instant part[] = {at(seconds{0})};
  CHECK_FALSE(window.fits(part, at(seconds{0})));
  CHECK(window.next_start(part, at(seconds{0})) == never);
  CHECK(window.next_in_order(at(seconds{0})) == never);
}

}  // namespace sendlab
