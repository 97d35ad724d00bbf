#include "engine/http/event_loop.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <map>
#include <utility>

#include "engine/http/asio.hpp"

namespace sendlab {

// Timers lie in one ordered map; the system sees one timer, for the earliest of them.
struct EventLoop::Impl {
  using Place = std::pair<std::int64_t, TimerId>;  // due, id: at one instant in the order of the calls

  // One thread only, so the sockets' own locks are off; the scheduler keeps its locks, because names are resolved on a
  // thread of Asio's.
  asio::io_context context{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
  asio::steady_timer wake{context};
  asio::signal_set signals{context};
  std::map<int, std::function<void(int)>> signal_tasks;
  std::map<Place, std::function<void()>> timers;
  std::map<TimerId, std::int64_t> due_of;
  TimerId last_id = 0;
  std::int64_t armed_for = INT64_MAX;
  bool waiting_for_signal = false;

  void arm() {
    const std::int64_t due = timers.empty() ? INT64_MAX : timers.begin()->first.first;
    if (due == armed_for) return;
    armed_for = due;
    if (due == INT64_MAX) {
      wake.cancel();
      return;
    }
    wake.expires_at(std::chrono::steady_clock::time_point(
        std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::nanoseconds{due})));
    wake.async_wait([this](error_code error) {
      if (!error) fire();
    });
  }

  void fire() {
    armed_for = INT64_MAX;
    const Place end{now_ns(), last_id + 1};  // timers made by the tasks wait for the next turn
    struct Rearm {                           // also when a task throws
      Impl& impl;
      ~Rearm() { impl.arm(); }
    } rearm{*this};
    while (!timers.empty() && timers.begin()->first < end) {
      auto timer = timers.extract(timers.begin());
      due_of.erase(timer.key().second);
      timer.mapped()();
    }
  }

  void wait_for_signal() {
    waiting_for_signal = true;
    signals.async_wait([this](error_code error, int signal) {
      waiting_for_signal = false;
      if (error) return;
      wait_for_signal();
      const auto task = signal_tasks.find(signal);
      if (task != signal_tasks.end()) task->second(signal);
    });
  }
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::run() {
  impl_->context.restart();
  impl_->context.run();
}

bool EventLoop::run_one() {
  if (impl_->context.stopped()) impl_->context.restart();
  return impl_->context.run_one() != 0;
}

void EventLoop::stop() { impl_->context.stop(); }

void EventLoop::post(std::function<void()> task) { asio::post(impl_->context, std::move(task)); }

TimerId EventLoop::after(std::chrono::nanoseconds wall, std::function<void()> task) {
  const std::int64_t now = now_ns();
  const std::int64_t wait = wall.count() > 0 ? wall.count() : 0;
  const std::int64_t due = wait < INT64_MAX - 1 - now ? now + wait : INT64_MAX - 1;
  const TimerId id = ++impl_->last_id;
  impl_->timers.emplace(Impl::Place{due, id}, std::move(task));
  impl_->due_of.emplace(id, due);
  impl_->arm();
  return id;
}

bool EventLoop::cancel(TimerId timer) {
  const auto found = impl_->due_of.find(timer);
  if (found == impl_->due_of.end()) return false;
  impl_->timers.erase({found->second, timer});
  impl_->due_of.erase(found);
  impl_->arm();
  return true;
}

void EventLoop::on_signal(std::initializer_list<int> signals, std::function<void(int)> task) {
  for (const int signal : signals) {
    impl_->signal_tasks[signal] = task;
    impl_->signals.add(signal);
  }
  if (!impl_->waiting_for_signal) impl_->wait_for_signal();
}

std::int64_t EventLoop::now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::int64_t EventLoop::unix_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

boost::asio::io_context& EventLoop::context() { return impl_->context; }

}  // namespace sendlab
