#include "engine/http/paced_driver.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <vector>

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

Instant at(Duration offset) { return Instant{1000h} + offset; }

// A wall clock that moves when told to. Timers fire in the order of their instants.
struct FakeWall {
  std::int64_t now = 5'000'000'000;
  std::map<std::pair<std::int64_t, TimerId>, std::function<void()>> timers;
  TimerId last = 0;
  int armed = 0;
  Duration tick_of_reading{};  // how far each look at the clock moves it

  WallClock clock() {
    return {[this] { return now += tick_of_reading.count(); },
            [this](std::chrono::nanoseconds wall, std::function<void()> task) {
              ++armed;
              timers.emplace(std::pair{now + std::max<std::int64_t>(wall.count(), 0), ++last}, std::move(task));
              return last;
            },
            [this](TimerId timer) {
              return std::erase_if(timers, [&](const auto& entry) { return entry.first.second == timer; }) != 0;
            }};
  }

  bool fire_one(std::int64_t until) {
    if (timers.empty() || timers.begin()->first.first > until) return false;
    auto timer = timers.extract(timers.begin());
    now = std::max(now, timer.key().first);
    timer.mapped()();
    return true;
  }

  void pass(Duration wall) {
    const std::int64_t until = now + wall.count();
    while (fire_one(until)) {
    }
    now = until;
  }
};

struct Rig {
  explicit Rig(ClockSpeed speed)
      : driver(
            wall.clock(), simulation, speed, [this](const ScheduledEvent& event) { handle(event); },
            [this] { ++batches; }) {}

  void handle(const ScheduledEvent& event) {
    ran.push_back(event.subject);
    ran_at.push_back(wall.now);
    if (on_event) on_event(event);
  }
  void schedule(Duration offset, std::uint32_t subject) {
    simulation.schedule(at(offset), Priority::submit, 0, subject);
  }

  FakeWall wall;
  Simulation simulation{at(0s)};
  std::vector<std::uint32_t> ran;
  std::vector<std::int64_t> ran_at;
  std::function<void(const ScheduledEvent&)> on_event;
  int batches = 0;
  PacedDriver driver;
};

constexpr ClockSpeed real{ClockSpeed::paced, 1, 1};
constexpr ClockSpeed x60{ClockSpeed::paced, 60, 1};
constexpr ClockSpeed third{ClockSpeed::paced, 1, 3};
constexpr ClockSpeed manual{ClockSpeed::manual, 1, 1};
using Subjects = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("an event runs when the wall clock reaches its instant, not a nanosecond before", "[http]") {
  Rig rig(real);
  rig.schedule(1s, 1);
  rig.driver.start();

  rig.wall.pass(1s - 1ns);
  CHECK(rig.ran.empty());
  rig.wall.pass(1ns);
  CHECK(rig.ran == Subjects{1});
  CHECK(rig.simulation.now() == at(1s));
  CHECK(rig.batches == 1);
}

TEST_CASE("simulated time goes by the factor, also by one that does not divide", "[http]") {
  Rig fast(x60);
  fast.schedule(1h, 1);
  fast.driver.start();
  fast.wall.pass(1min - 1ns);
  CHECK(fast.ran.empty());
  fast.wall.pass(1ns);
  CHECK(fast.ran == Subjects{1});

  Rig slow(third);
  slow.schedule(10ns, 1);
  slow.driver.start();
  slow.wall.pass(29ns);
  CHECK(slow.ran.empty());
  CHECK(slow.driver.catch_up() == at(9ns));
  slow.wall.pass(1ns);
  CHECK(slow.ran == Subjects{1});
}

TEST_CASE("looking often does not make the clock drift", "[http]") {
  Rig rig(third);
  rig.driver.start();
  for (int i = 0; i < 10'000; ++i) {
    rig.wall.pass(7ns);
    rig.driver.catch_up();
  }
  CHECK(rig.driver.catch_up() == at(Duration{10'000 * 7 / 3}));
}

TEST_CASE("a year at the greatest speed does not overflow", "[http]") {
  Rig rig({ClockSpeed::paced, 99'999'999'999, 1'000'000});
  rig.driver.start();
  rig.wall.pass(24h * 30);
  CHECK(rig.driver.catch_up() > at(24h * 365 * 200));
  rig.wall.pass(24h * 3650);
  CHECK(rig.driver.catch_up() < never);
}

TEST_CASE("a wall clock that steps back does not take simulated time back", "[http]") {
  Rig rig(real);
  rig.driver.start();
  rig.wall.pass(10s);
  CHECK(rig.driver.catch_up() == at(10s));
  rig.wall.now -= 20'000'000'000;
  CHECK(rig.driver.catch_up() == at(10s));
  CHECK(rig.driver.lag() == 0s);
  rig.wall.pass(25s);
  CHECK(rig.driver.catch_up() == at(15s));
}

TEST_CASE("catching up runs all that is due, in order, and gives the instant for what comes from outside", "[http]") {
  Rig rig(real);
  rig.schedule(2s, 2);
  rig.schedule(1s, 1);
  rig.schedule(9s, 9);
  rig.driver.start();
  rig.wall.now += 3'000'000'000;  // the loop was busy: no timer has fired

  CHECK(rig.driver.catch_up() == at(3s));
  CHECK(rig.ran == Subjects{1, 2});
  rig.wall.pass(6s);
  CHECK(rig.ran == Subjects{1, 2, 9});
}

TEST_CASE("waking arms the timer for what was scheduled from outside", "[http]") {
  Rig rig(real);
  rig.schedule(1h, 1);
  rig.driver.start();
  CHECK(rig.wall.armed == 1);
  rig.driver.catch_up();
  rig.driver.wake();
  CHECK(rig.wall.armed == 1);  // nothing earlier came

  rig.schedule(1s, 2);
  rig.driver.wake();
  CHECK(rig.wall.armed == 2);
  rig.wall.pass(1s);
  CHECK(rig.ran == Subjects{2});
}

TEST_CASE("an event that falls due while events run is run in its turn", "[http]") {
  Rig rig(real);
  rig.on_event = [&](const ScheduledEvent& event) {
    if (event.subject == 1) rig.simulation.schedule(event.at, Priority::submit, 0, 2);
    if (event.subject == 2) rig.simulation.schedule(event.at + 1s, Priority::submit, 0, 3);
  };
  rig.schedule(1s, 1);
  rig.driver.start();
  rig.wall.pass(1s);
  CHECK(rig.ran == Subjects{1, 2});
  rig.wall.pass(1s);
  CHECK(rig.ran == Subjects{1, 2, 3});
}

TEST_CASE("behind the wall clock events run in bounded slices, none is skipped, and the lag is told", "[http]") {
  Rig rig(real);
  constexpr int events = PacedDriver::slice_events * 2 + 10;
  for (std::uint32_t i = 0; i < events; ++i) rig.schedule(1s + Duration{i}, i);
  rig.driver.start();
  rig.wall.now += 2'000'000'000;

  CHECK(rig.driver.lag() == 2s);
  const Instant reached = rig.driver.catch_up();
  CHECK(rig.ran.size() == PacedDriver::slice_events);
  CHECK(reached == rig.simulation.now());
  CHECK(reached == at(1s + Duration{PacedDriver::slice_events - 1}));
  CHECK(rig.driver.lag() == at(2s) - reached);

  CHECK(rig.wall.fire_one(rig.wall.now));
  CHECK(rig.ran.size() == 2 * PacedDriver::slice_events);
  CHECK(rig.wall.fire_one(rig.wall.now));
  CHECK(rig.ran.size() == events);
  CHECK(std::is_sorted(rig.ran.begin(), rig.ran.end()));
  CHECK(rig.driver.lag() == 0s);
  CHECK(rig.batches == 3);
}

TEST_CASE("a slice also ends after its share of wall time", "[http]") {
  Rig rig(real);
  for (std::uint32_t i = 0; i < 1000; ++i) rig.schedule(1s, i);
  rig.driver.start();
  rig.wall.now += 2'000'000'000;
  rig.on_event = [&](const ScheduledEvent&) { rig.wall.now += 1'000'000; };  // each event takes a millisecond

  rig.driver.catch_up();

  CHECK(rig.ran.size() == 64);
}

TEST_CASE("by hand, time stands still until it is advanced", "[http]") {
  Rig rig(manual);
  rig.schedule(72h, 1);
  rig.driver.start();
  rig.wall.pass(24h * 365);
  CHECK(rig.driver.catch_up() == at(0s));
  CHECK(rig.ran.empty());

  std::vector<Instant> reached;
  rig.driver.advance(72h - 1ns, [&](Instant now) { reached.push_back(now); });
  CHECK(reached.empty());  // never inside the call
  rig.wall.pass(0s);
  CHECK(reached == std::vector{at(72h - 1ns)});
  CHECK(rig.ran.empty());

  rig.driver.advance(1ns, [&](Instant now) { reached.push_back(now); });
  rig.wall.pass(0s);
  CHECK(reached.back() == at(72h));
  CHECK(rig.ran == Subjects{1});
}

TEST_CASE("by hand, what is due at this very instant runs", "[http]") {
  Rig rig(manual);
  rig.driver.start();
  rig.schedule(0s, 1);
  rig.driver.wake();
  rig.wall.pass(0s);
  CHECK(rig.ran == Subjects{1});

  rig.schedule(0s, 2);
  CHECK(rig.driver.catch_up() == at(0s));
  CHECK(rig.ran == Subjects{1, 2});
}

TEST_CASE("a long advance runs in slices and ends exactly where it was asked to", "[http]") {
  Rig rig(manual);
  constexpr int events = PacedDriver::slice_events + 10;
  for (std::uint32_t i = 0; i < events; ++i) rig.schedule(1s + Duration{i}, i);
  rig.schedule(3s, events);
  rig.driver.start();
  std::vector<std::pair<Instant, std::size_t>> reached;
  const auto note = [&](Instant now) { reached.emplace_back(now, rig.ran.size()); };
  rig.driver.advance(2s, note);
  rig.driver.advance(1s, note);

  CHECK(rig.wall.fire_one(rig.wall.now));
  CHECK(rig.ran.size() == PacedDriver::slice_events);
  CHECK(reached.empty());
  rig.wall.pass(0s);

  CHECK(reached == std::vector<std::pair<Instant, std::size_t>>{{at(2s), events}, {at(3s), events + 1}});
}

TEST_CASE("a paced clock may be advanced too, and goes on from there", "[http]") {
  Rig rig(x60);
  rig.schedule(1h, 1);
  rig.schedule(2h, 2);
  rig.driver.start();
  rig.wall.pass(1s);  // a minute
  Instant reached{};
  rig.driver.advance(1h, [&](Instant now) { reached = now; });
  rig.wall.pass(0s);

  CHECK(reached == at(61min));
  CHECK(rig.ran == Subjects{1});
  rig.wall.pass(59s - 1ns);
  CHECK(rig.ran == Subjects{1});
  rig.wall.pass(1ns);
  CHECK(rig.ran == Subjects{1, 2});
}

TEST_CASE("a stopped driver runs nothing and drops what waits", "[http]") {
  Rig rig(real);
  rig.schedule(1s, 1);
  rig.driver.start();
  bool called = false;
  rig.driver.advance(1h, [&](Instant) { called = true; });
  rig.driver.stop();
  rig.wall.pass(2h);
  rig.driver.wake();

  CHECK(rig.driver.catch_up() == at(0s));
  CHECK(rig.ran.empty());
  CHECK_FALSE(called);
  CHECK(rig.wall.timers.empty());
}

TEST_CASE("an event may stop the driver", "[http]") {
  Rig rig(real);
  rig.schedule(1s, 1);
  rig.schedule(1s, 2);
  rig.on_event = [&](const ScheduledEvent&) { rig.driver.stop(); };
  rig.driver.start();
  rig.wall.pass(5s);
  CHECK(rig.ran == Subjects{1});
}

TEST_CASE("on a real loop the driver comes to its events", "[http]") {
  EventLoop loop;
  Simulation simulation{at(0s)};
  std::vector<std::uint32_t> ran;
  PacedDriver driver(
      loop, simulation, {ClockSpeed::paced, 1000, 1},
      [&](const ScheduledEvent& event) {
        ran.push_back(event.subject);
        if (ran.size() == 2) loop.stop();
      },
      nullptr);
  simulation.schedule(at(1s), Priority::submit, 0, 1);
  simulation.schedule(at(2s), Priority::submit, 0, 2);
  const std::int64_t begun = EventLoop::now_ns();
  driver.start();

  loop.run();

  CHECK(ran == Subjects{1, 2});
  CHECK(EventLoop::now_ns() - begun >= 2'000'000);
}
