#include "engine/http/paced_driver.hpp"

#include <algorithm>
#include <utility>

namespace sendlab {

namespace {

__extension__ using Wide = __int128;

std::int64_t clamped(Wide value) {
  return static_cast<std::int64_t>(std::clamp<Wide>(value, INT64_MIN, INT64_MAX - 1));  // INT64_MAX is `never`
}

Instant sum(Instant at, Wide by) { return Instant{Duration{clamped(Wide{at.time_since_epoch().count()} + by)}}; }

}  // namespace

WallClock wall_clock_of(EventLoop& loop) {
  return {
      [] { return EventLoop::now_ns(); },
      [&loop](std::chrono::nanoseconds wall, std::function<void()> task) { return loop.after(wall, std::move(task)); },
      [&loop](TimerId timer) { return loop.cancel(timer); }};
}

PacedDriver::PacedDriver(EventLoop& loop, Simulation& simulation, ClockSpeed speed, Handle handle,
                         std::function<void()> after_batch)
    : PacedDriver(wall_clock_of(loop), simulation, speed, std::move(handle), std::move(after_batch)) {}

PacedDriver::PacedDriver(WallClock wall, Simulation& simulation, ClockSpeed speed, Handle handle,
                         std::function<void()> after_batch)
    : wall_(std::move(wall)),
      simulation_(simulation),
      speed_(speed),
      handle_(std::move(handle)),
      after_batch_(std::move(after_batch)) {
  ENSURE(speed_.numerator > 0 && speed_.denominator > 0, "a clock goes forwards");
}

PacedDriver::~PacedDriver() { stop(); }

void PacedDriver::start() {
  ENSURE(!running_, "a driver starts once");
  running_ = true;
  wall_start_ = wall_.now_ns();
  simulated_start_ = simulation_.now();
  arm();
}

Instant PacedDriver::catch_up() {
  ENSURE(!in_slice_, "an event does not drive the clock");
  if (!running_) return simulation_.now();
  run_slice(target());
  arm();
  return simulation_.now();
}

void PacedDriver::wake() {
  if (running_ && !in_slice_) arm();
}

void PacedDriver::advance(Duration by, std::function<void(Instant)> done) {
  ENSURE(by >= Duration::zero(), "time does not go back");
  if (!running_) return;
  // Counted from where time should be, and after the advances still under way, so that jumps add up exactly.
  simulated_start_ = sum(simulated_start_, by.count());
  advances_.push_back({due(), std::move(done)});
  arm();
}

void PacedDriver::stop() {
  running_ = false;
  if (timer_ != 0) wall_.cancel(timer_);
  timer_ = 0;
  armed_for_ = never;
  advances_.clear();
}

Duration PacedDriver::lag() const {
  return running_ ? std::max(due() - simulation_.now(), Duration::zero()) : Duration::zero();
}

Instant PacedDriver::due() const {
  if (speed_.kind == ClockSpeed::manual) return std::max(simulated_start_, simulation_.now());
  const Wide wall = std::max<Wide>(Wide{wall_.now_ns()} - wall_start_, 0);
  return std::max(sum(simulated_start_, wall * speed_.numerator / speed_.denominator), simulation_.now());
}

// As far as the next slice may go: whoever asked for a jump is told at exactly its end.
Instant PacedDriver::target() const {
  return advances_.empty() ? due() : std::max(advances_.front().until, simulation_.now());
}

// Runs what is due, and takes simulated time there if the slice sufficed.
void PacedDriver::run_slice(Instant until) {
  struct InSlice {
    bool& flag;
    explicit InSlice(bool& f) : flag(f) { flag = true; }
    ~InSlice() { flag = false; }
  };
  int events = 0;
  {
    const InSlice guard(in_slice_);
    const std::int64_t end = wall_.now_ns() + slice_wall.count();
    while (running_ && simulation_.next_at() <= until && events < slice_events) {
      simulation_.run_one(handle_);
      // Reading the clock costs as much as a small event.
      if (++events % 64 == 0 && wall_.now_ns() >= end) break;
    }
    if (running_ && simulation_.next_at() > until && simulation_.now() < until) simulation_.run_until(until, handle_);
  }
  if (events != 0 && after_batch_) after_batch_();
}

// The timer's turn: one slice towards where time should be, then whoever waited for that instant.
void PacedDriver::turn() {
  timer_ = 0;
  armed_for_ = never;
  run_slice(target());
  while (running_ && !advances_.empty() && simulation_.now() >= advances_.front().until &&
         simulation_.next_at() > advances_.front().until) {
    const Advance advance = std::move(advances_.front());
    advances_.pop_front();
    if (advance.done) advance.done(simulation_.now());
  }
  if (running_) arm();
}

// Sets the timer to the next event, or to now when something is due or waits for time to go on.
void PacedDriver::arm() {
  const Instant next = advances_.empty() ? simulation_.next_at() : simulation_.now();
  if (timer_ != 0 && armed_for_ == next) return;
  if (timer_ != 0) wall_.cancel(timer_);
  timer_ = 0;
  armed_for_ = never;
  if (next == never) return;
  if (speed_.kind == ClockSpeed::manual && next > std::max(simulated_start_, simulation_.now())) return;
  const Wide ahead = Wide{next.time_since_epoch().count()} - simulated_start_.time_since_epoch().count();
  // Rounded up: woken a nanosecond early, nothing would be due yet.
  const Wide wall = speed_.kind == ClockSpeed::manual || ahead <= 0
                        ? 0
                        : (ahead * speed_.denominator + speed_.numerator - 1) / speed_.numerator;
  const std::int64_t wait = clamped(std::max<Wide>(wall - (Wide{wall_.now_ns()} - wall_start_), 0));
  armed_for_ = next;
  timer_ = wall_.after(std::chrono::nanoseconds{wait}, [this] { turn(); });
}

}  // namespace sendlab
