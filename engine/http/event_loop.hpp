#pragma once
// The one loop of a process that uses sockets: input and output, timers, signals and the simulation model all run on
// the thread that calls run(), one callback at a time, so nothing here is locked. Real clocks live in this folder only.
//
// An exception that a callback lets out ends run() and leaves through it.
#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace sendlab {

// Names a timer that has not fired yet; 0 names none, and a stale one is harmless.
using TimerId = std::uint64_t;

class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Until stop(), or until nothing is left that could happen. May be called again afterwards.
  void run();

  // Waits for one callback and runs it; false when nothing is left that could happen. For tests and short waits.
  bool run_one();

  // Ends run() after the current callback. Callable from a callback only (see on_signal for signals).
  void stop();

  // Runs `task` soon, never inside this call, in the order of the calls.
  void post(std::function<void()> task);

  // Runs `task` once, `wall` from now or a little later; at once (but never inside this call) if `wall` is not above 0.
  TimerId after(std::chrono::nanoseconds wall, std::function<void()> task);
  // True if the timer was pending: then its task never runs.
  bool cancel(TimerId timer);

  // From now on these signals run `task` in the loop, each time, in place of what they would do; the last call for a
  // signal holds. Waiting for signals alone keeps run() from returning.
  void on_signal(std::initializer_list<int> signals, std::function<void(int signal)> task);

  // Nanoseconds of the monotonic clock. Only differences mean something.
  [[nodiscard]] static std::int64_t now_ns();
  // Nanoseconds since 1970-01-01T00:00:00Z by the system's clock, which may jump.
  [[nodiscard]] static std::int64_t unix_ns();

  // For the files of this folder.
  [[nodiscard]] boost::asio::io_context& context();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sendlab
