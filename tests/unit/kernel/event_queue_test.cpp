#include "engine/kernel/event_queue.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <tuple>
#include <vector>

#include "engine/kernel/random.hpp"

using namespace sendlab;

namespace {

Instant at(std::int64_t ns) { return Instant{Duration{ns}}; }

// The slow reference: an ordered map from (time, priority, sequence).
class ReferenceQueue {
 public:
  using Key = std::tuple<Instant, Priority, std::uint64_t>;

  void push(const Key& key, std::uint32_t subject) { events_.emplace(key, subject); }
  bool cancel(const Key& key) { return events_.erase(key) != 0; }
  [[nodiscard]] std::size_t size() const { return events_.size(); }
  std::pair<Key, std::uint32_t> pop() {
    const auto first = *events_.begin();
    events_.erase(events_.begin());
    return first;
  }

 private:
  std::map<Key, std::uint32_t> events_;
};

struct Issued {
  EventHandle handle;
  ReferenceQueue::Key key;
};

}  // namespace

TEST_CASE("the event queue agrees with an ordered map on random operations", "[kernel][event_queue][R-DET-1]") {
  const auto seed = GENERATE(1U, 2U, 3U, 4U);
  const auto cancel_share = GENERATE(0.0, 0.3, 0.9);
  RandomStream random(StreamKey{seed});
  EventQueue queue;
  ReferenceQueue reference;
  std::vector<Issued> issued;
  std::uint64_t sequence = 0;
  std::int64_t now = -1'000'000;  // before the epoch too

  for (int step = 0; step < 30'000; ++step) {
    const bool growing = (step / 3000) % 2 == 0;
    if (random.chance(growing ? 0.7 : 0.4)) {
      const std::int64_t span = random.chance(0.5) ? 4 : 100'000;  // many ties
      const Instant when = at(now + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(span))));
      const auto priority = static_cast<Priority>(random.below(8));
      const auto kind = static_cast<std::uint8_t>(sequence % 251);
      const auto subject = static_cast<std::uint32_t>(sequence);
      const EventHandle handle = queue.push(EventKey::make(when, priority, sequence), priority, kind, subject);
      reference.push({when, priority, sequence}, subject);
      issued.push_back({handle, {when, priority, sequence}});
      ++sequence;
    } else if (random.chance(cancel_share) && !issued.empty()) {
      const Issued& one = issued[static_cast<std::size_t>(random.below(issued.size()))];  // often stale
      REQUIRE(queue.cancel(one.handle) == reference.cancel(one.key));
    } else if (!queue.empty()) {
      const auto [key, subject] = reference.pop();
      REQUIRE(queue.front().at() == std::get<0>(key));
      const ScheduledEvent event = queue.pop();
      REQUIRE(event.at == std::get<0>(key));
      REQUIRE(event.priority == std::get<1>(key));
      REQUIRE(event.subject == subject);
      REQUIRE(event.kind == std::get<2>(key) % 251);
      now = event.at.time_since_epoch().count();
    }
    REQUIRE(queue.size() == reference.size());
    REQUIRE(queue.empty() == (reference.size() == 0));
    if (step % 1000 == 0) queue.check();
  }
  while (!queue.empty()) REQUIRE(queue.pop().subject == reference.pop().second);
  CHECK(reference.size() == 0);
}

TEST_CASE("cancelled events do not pile up", "[kernel][event_queue]") {
  EventQueue queue;
  std::uint64_t sequence = 0;
  const auto push = [&](std::int64_t ns) {
    return queue.push(EventKey::make(at(ns), Priority::release, sequence++), Priority::release, 0, 0);
  };
  for (int i = 0; i < 100; ++i) push(i);
  std::size_t most_keys = 0;
  std::uint32_t last_slot = 0;
  for (int i = 0; i < 100'000; ++i) {
    const EventHandle handle = push(1'000'000 + i);
    last_slot = std::max(last_slot, handle.slot);
    REQUIRE(queue.cancel(handle));
    most_keys = std::max(most_keys, queue.keys_held());
  }
  CHECK(queue.size() == 100);
  CHECK(most_keys <= 300);
  CHECK(last_slot < 512);
}

TEST_CASE("memory goes with the events pending, not with events ever scheduled", "[kernel][event_queue]") {
  const auto pending = GENERATE(5, 60, 1000, 20'000);
  EventQueue queue;
  RandomStream random(StreamKey{5});
  std::uint64_t sequence = 0;
  std::vector<EventHandle> timeouts(static_cast<std::size_t>(pending));
  const auto push = [&](Instant when, std::uint8_t kind, std::uint32_t subject) {
    return queue.push(EventKey::make(when, Priority::submit, sequence++), Priority::submit, kind, subject);
  };
  const auto hold = [&] {
    const ScheduledEvent event = queue.pop();
    push(event.at + Duration{static_cast<std::int64_t>(random.below(1'000'000))}, 0, event.subject);
    if (random.chance(0.5)) {  // some wait for a timeout, which never comes
      queue.cancel(timeouts[event.subject]);
      timeouts[event.subject] = push(event.at + std::chrono::hours{720}, 1, event.subject);
    }
  };
  for (std::uint32_t i = 0; i < timeouts.size(); ++i) push(at(i), 0, i);
  for (int i = 0; i < 20 * pending + 1000; ++i) hold();
  const std::size_t chunks = queue.ladder().chunks();
  const std::size_t rungs = queue.ladder().most_rungs();
  const std::size_t slots = queue.slots().size();
  for (int i = 0; i < 20 * pending + 1000; ++i) hold();
  CHECK(queue.ladder().chunks() <= chunks + chunks / 4);
  CHECK(queue.ladder().chunks() <= 2048 + static_cast<std::size_t>(pending));
  CHECK(queue.ladder().most_rungs() <= rungs + 1);
  CHECK(queue.slots().size() == slots);
  CHECK(slots <= 128 + 10 * static_cast<std::size_t>(pending));
  queue.check();
}

TEST_CASE("a handle of an event that ran does not cancel the next user of its slot", "[kernel][event_queue]") {
  EventQueue queue;
  const EventHandle first = queue.push(EventKey::make(at(1), Priority::submit, 0), Priority::submit, 1, 10);
  queue.pop();
  const EventHandle second = queue.push(EventKey::make(at(2), Priority::submit, 1), Priority::submit, 2, 20);
  CHECK_FALSE(queue.cancel(first));
  CHECK(queue.size() == 1);
  CHECK(queue.cancel(second));
  CHECK_FALSE(queue.cancel(second));
  CHECK_FALSE(queue.cancel(EventHandle{}));
  CHECK(queue.empty());
}

TEST_CASE("a stale handle stays stale while its slot is used again and again", "[kernel][event_queue]") {
  EventQueue queue;
  std::vector<EventHandle> stale{EventHandle{}};
  std::uint64_t sequence = 0;
  for (int i = 0; i < 500; ++i) {  // one pending at a time: every slot of the first word is used several times
    const EventHandle handle = queue.push(EventKey::make(at(i), Priority::submit, sequence++), Priority::submit, 0, 0);
    for (const EventHandle& old : stale) REQUIRE_FALSE(queue.cancel(old));
    if (i % 3 == 0) {
      REQUIRE(queue.cancel(handle));
    } else {
      queue.pop();
    }
    REQUIRE_FALSE(queue.cancel(handle));
    REQUIRE(queue.empty());
    stale.push_back(handle);
  }
}
