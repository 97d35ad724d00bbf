#include "engine/http/event_loop.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <stdexcept>
#include <vector>

using namespace sendlab;
using namespace std::chrono_literals;

TEST_CASE("posted tasks run in the order of the calls, and never inside the call", "[http]") {
  EventLoop loop;
  std::vector<int> ran;
  loop.post([&] {
    loop.post([&] { ran.push_back(3); });
    ran.push_back(1);
  });
  loop.post([&] { ran.push_back(2); });
  CHECK(ran.empty());

  loop.run();

  CHECK(ran == std::vector{1, 2, 3});
}

TEST_CASE("timers run in the order of their instants, equal ones in the order of the calls", "[http]") {
  EventLoop loop;
  std::vector<int> ran;
  loop.after(2ms, [&] { ran.push_back(3); });
  loop.after(0ns, [&] { ran.push_back(1); });
  loop.after(-5s, [&] { ran.push_back(2); });
  CHECK(ran.empty());

  loop.run();

  CHECK(ran.size() == 3);
  CHECK(ran.back() == 3);
}

TEST_CASE("a timer does not fire before its time", "[http]") {
  EventLoop loop;
  const std::int64_t begun = EventLoop::now_ns();
  std::int64_t fired = 0;
  loop.after(3ms, [&] { fired = EventLoop::now_ns(); });

  loop.run();

  CHECK(fired - begun >= 3'000'000);
}

TEST_CASE("a cancelled timer never runs, and cancelling twice or too late says so", "[http]") {
  EventLoop loop;
  bool ran = false;
  const TimerId far = loop.after(1h, [&] { ran = true; });
  const TimerId near = loop.after(1ms, [] {});
  CHECK(loop.cancel(far));
  CHECK_FALSE(loop.cancel(far));

  loop.run();  // returns: nothing is left

  CHECK_FALSE(ran);
  CHECK_FALSE(loop.cancel(near));
  CHECK_FALSE(loop.cancel(0));
}

TEST_CASE("a timer may be set and cancelled from a timer", "[http]") {
  EventLoop loop;
  std::vector<int> ran;
  TimerId second = 0;
  loop.after(1ms, [&] {
    ran.push_back(1);
    loop.cancel(second);
    loop.after(1ms, [&] { ran.push_back(3); });
  });
  second = loop.after(1ms, [&] { ran.push_back(2); });

  loop.run();

  CHECK(ran == std::vector{1, 3});
}

TEST_CASE("what a task throws leaves run, and the other timers stay", "[http]") {
  EventLoop loop;
  bool later = false;
  loop.after(1ms, [] { throw std::runtime_error("a bug"); });
  loop.after(2ms, [&] { later = true; });

  CHECK_THROWS_AS(loop.run(), std::runtime_error);
  loop.run();

  CHECK(later);
}

TEST_CASE("stop ends run after the current task; run goes on with the rest", "[http]") {
  EventLoop loop;
  std::vector<int> ran;
  loop.post([&] {
    loop.stop();
    ran.push_back(1);
  });
  loop.post([&] { ran.push_back(2); });

  loop.run();
  CHECK(ran == std::vector{1});
  loop.run();
  CHECK(ran == std::vector{1, 2});
}

TEST_CASE("signals arrive in the loop, each time", "[http]") {
  EventLoop loop;
  int signals = 0;
  loop.on_signal({SIGUSR1, SIGUSR2}, [&](int signal) {
    signals += signal == SIGUSR1 ? 1 : 10;
    if (signals == 2) std::raise(SIGUSR2);
    if (signals >= 10) loop.stop();
  });
  loop.post([] { std::raise(SIGUSR1); });
  loop.after(1ms, [] { std::raise(SIGUSR1); });

  loop.run();

  CHECK(signals == 12);
}
