#include "engine/kernel/event_ladder.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <vector>

#include "engine/kernel/random.hpp"

using namespace sendlab;

namespace {

// The ladder beside the slow reference: an ordered set of keys. Every step compares the two.
class Compared {
 public:
  void push(std::uint64_t time, std::uint64_t order) {
    const EventKey key{order << EventKey::slot_bits, time};
    REQUIRE(reference_.insert(key.wide()).second);
    ladder_.push({key, time ^ order});
    compare();
  }
  EventKey pop() {
    const PendingEvent first = ladder_.front();
    REQUIRE(first.meaning == (first.key.time ^ (first.key.order >> EventKey::slot_bits)));
    ladder_.pop_front();
    reference_.erase(reference_.begin());
    compare();
    return first.key;
  }
  template <class Gone>
  void remove_if(Gone&& gone) {
    ladder_.remove_if(gone);
    std::erase_if(reference_, [&](EventKey::Wide key) {
      return gone(EventKey{static_cast<std::uint64_t>(key), static_cast<std::uint64_t>(key >> 64)});
    });
    compare();
    ladder_.check();
  }
  void drain() {
    while (!empty()) pop();
  }
  [[nodiscard]] bool empty() const { return reference_.empty(); }
  [[nodiscard]] std::size_t size() const { return reference_.size(); }
  [[nodiscard]] const EventLadder& ladder() const { return ladder_; }

 private:
  void compare() const {
    REQUIRE(ladder_.size() == reference_.size());
    REQUIRE(ladder_.empty() == reference_.empty());
    if (!reference_.empty() && ladder_.front().key.wide() != *reference_.begin())
      FAIL("the front is not the least key");
  }

  EventLadder ladder_;
  std::set<EventKey::Wide> reference_;
};

constexpr std::uint64_t second = 1'000'000'000, day = 86'400 * second;

// 1 ns … 30 days, each power of ten as likely.
std::uint64_t any_scale(RandomStream& random) {
  std::uint64_t scale = 1;
  for (std::uint64_t digits = random.below(16); digits != 0; --digits) scale *= 10;
  return std::min<std::uint64_t>(scale + random.below(9 * scale), 30 * day);
}

}  // namespace

TEST_CASE("the ladder agrees with an ordered set on random operations", "[kernel][event_ladder][R-DET-1]") {
  const auto seed = GENERATE(1U, 2U, 3U, 4U, 5U, 6U);
  RandomStream random(StreamKey{seed});
  Compared both;
  std::uint64_t now = std::uint64_t{1} << 63;
  std::uint64_t sequence = 0;
  for (int step = 0; step < 60'000; ++step) {
    const bool growing = (step / 6000) % 2 == 0;
    if (both.empty() || random.chance(growing ? 0.6 : 0.35)) {
      std::uint64_t gap = 0;
      switch (seed % 3) {
        case 0:
          gap = any_scale(random);
          break;
        case 1:
          gap = random.below(second);
          break;
        default:
          gap = random.below(4) * second;  // heaps of equal instants
      }
      both.push(now + gap, random.below(8) << EventKey::sequence_bits | sequence++);
    } else {
      now = both.pop().time;
    }
    if (step % 3000 == 0)
      both.remove_if([&](EventKey key) { return (key.order >> EventKey::slot_bits) % 5 == seed % 5; });
    if (step % 500 == 0) both.ladder().check();
  }
  both.drain();
  CHECK(both.ladder().most_rungs() < 20);
}

TEST_CASE("a hundred thousand events of one instant leave by priority and sequence", "[kernel][event_ladder]") {
  Compared both;
  RandomStream random(StreamKey{9});
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    both.push(7 * second, random.below(8) << EventKey::sequence_bits | i);
    if (i % 1000 == 0) both.push(7 * second + i, i);
  }
  both.ladder().check();
  // Older places and other priorities arrive while they leave.
  for (std::uint64_t i = 0; i < 30'000; ++i) {
    const EventKey last = both.pop();
    const std::uint64_t order = last.order >> EventKey::slot_bits;
    if (i % 3 == 0) both.push(7 * second, (order | std::uint64_t{1} << 36) + i * 1024);
  }
  both.ladder().check();
  both.drain();
}

TEST_CASE("pushing ever earlier keys keeps the rungs few", "[kernel][event_ladder]") {
  Compared both;
  for (std::uint64_t i = 0; i < 20'000; ++i) both.push(day - i, i);
  both.ladder().check();
  CHECK(both.ladder().most_rungs() <= 2);
  for (std::uint64_t i = 0; i < 10'000; ++i) both.pop();
  for (std::uint64_t i = 0; i < 20'000; ++i) both.push(day - 10'001 - i, i);
  both.ladder().check();
  CHECK(both.ladder().most_rungs() <= 6);
  both.drain();
}

TEST_CASE("the ladder works at both ends of its key range and after it was empty", "[kernel][event_ladder]") {
  Compared both;
  for (int round = 0; round < 3; ++round) {
    for (std::uint64_t i = 0; i < 300; ++i) {
      both.push(UINT64_MAX, i);
      both.push(UINT64_MAX - i - 1, i);
      both.push(i, i);
      both.push(std::uint64_t{1} << 63, i);
    }
    both.ladder().check();
    for (std::uint64_t i = 300; i < 500; ++i) {  // while it drains
      both.pop();
      both.push(i, i);
      both.push(UINT64_MAX, i);
      both.push((std::uint64_t{1} << 62) * (i % 4), i);
      both.ladder().check();
    }
    both.drain();
    both.ladder().check();
  }
}

TEST_CASE("a few far events do not slow the near ones", "[kernel][event_ladder]") {
  Compared both;
  RandomStream random(StreamKey{11});
  std::uint64_t sequence = 0, now = 0;
  for (int i = 0; i < 50; ++i) both.push(30 * day + random.below(day), sequence++);
  for (int i = 0; i < 5000; ++i) both.push(random.below(second), sequence++);
  for (int i = 0; i < 50'000; ++i) {
    now = both.pop().time;
    both.push(now + random.below(second), sequence++);
  }
  both.ladder().check();
  CHECK(both.ladder().most_rungs() <= 8);
  CHECK(both.ladder().chunks() <= 8192);
}
