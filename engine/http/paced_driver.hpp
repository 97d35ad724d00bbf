#pragma once
// Runs a simulation by the wall clock: an event runs when the wall clock says that its instant has come.
//
//   simulated   = simulated at start + jumps + (wall - wall at start) * speed, in whole nanoseconds, rounded down;
//                 computed from the start each time, so nothing drifts
//   backwards   never, not even if the wall clock does
//   behind      when events take longer to run than the wall clock gives, the rest runs in bounded slices with input
//   and
//                 output in between; simulated time then lags the wall clock (lag()) and nothing is skipped
//   manual      time stands still but for advance(); what is due at this very instant runs
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>

#include "engine/http/clock_speed.hpp"
#include "engine/http/event_loop.hpp"
#include "engine/kernel/simulation.hpp"

namespace sendlab {

// What the driver needs of the outside. The loop provides it; tests make their own.
struct WallClock {
  std::function<std::int64_t()> now_ns;                                                // monotonic
  std::function<TimerId(std::chrono::nanoseconds wall, std::function<void()>)> after;  // as EventLoop::after
  std::function<bool(TimerId)> cancel;
};
[[nodiscard]] WallClock wall_clock_of(EventLoop& loop);

class PacedDriver {
 public:
  using Handle = std::function<void(const ScheduledEvent&)>;

  // `handle` runs an event and may schedule others; `after_batch` (may be empty) runs after each slice that ran any,
  // say to publish what the events left. The references outlive the driver. `simulation` is run by nobody else.
  PacedDriver(EventLoop& loop, Simulation& simulation, ClockSpeed speed, Handle handle,
              std::function<void()> after_batch);
  PacedDriver(WallClock wall, Simulation& simulation, ClockSpeed speed, Handle handle,
              std::function<void()> after_batch);
  ~PacedDriver();
  PacedDriver(const PacedDriver&) = delete;
  PacedDriver& operator=(const PacedDriver&) = delete;

  // From now on the simulation's now belongs to the wall clock's now.
  void start();

  // Runs what is due (at most one slice when far behind) and returns the simulated now, which is where anything from
  // outside goes. Call it before each external request, never from `handle`. Without effect before start() and after
  // stop().
  Instant catch_up();

  // Something was scheduled from outside: wakes up in time for it. Cheap when it is not the earliest.
  void wake();

  // Jumps ahead by `by` (0 or more), beside the wall clock in paced mode, runs all events up to there in slices, then
  // calls `done` with the instant reached; never inside this call. Several are done in order.
  void advance(Duration by, std::function<void(Instant)> done);

  // No event runs afterwards; `done` of advances not finished are dropped.
  void stop();

  [[nodiscard]] ClockSpeed speed() const { return speed_; }
  // How far simulated time is behind where it should be by the wall clock and the jumps asked for; 0 or more.
  [[nodiscard]] Duration lag() const;

  // Events run between two looks at sockets and timers, at most. Also ends after `slice_wall` of wall time.
  static constexpr int slice_events = 20'000;
  static constexpr std::chrono::nanoseconds slice_wall{std::chrono::milliseconds{5}};

 private:
  struct Advance {
    Instant until;
    std::function<void(Instant)> done;
  };

  [[nodiscard]] Instant due() const;  // where simulated time should be
  [[nodiscard]] Instant target() const;
  void run_slice(Instant until);
  void turn();
  void arm();

  WallClock wall_;
  Simulation& simulation_;
  ClockSpeed speed_;
  Handle handle_;
  std::function<void()> after_batch_;
  bool running_ = false;
  bool in_slice_ = false;
  std::int64_t wall_start_ = 0;
  Instant simulated_start_{};  // with the jumps
  std::deque<Advance> advances_;
  TimerId timer_ = 0;
  Instant armed_for_ = never;  // the simulated instant the timer waits for
};

}  // namespace sendlab
