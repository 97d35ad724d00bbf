#pragma once
// Simulated time and what will happen in it: schedule, cancel, run. Events are plain records; the handler that
// run_until is given decides by `kind` what they mean. Not thread-safe: one simulation belongs to one thread.
#include <cstdint>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/event_queue.hpp"
#include "engine/kernel/time.hpp"

namespace sendlab {

class Simulation {
 public:
  explicit Simulation(Instant start) : now_(start) {}

  [[nodiscard]] Instant now() const { return now_; }

  // Runs at (at, priority), after what was scheduled before for the same. `at` is not before now().
  //
  // Keys never go backwards: what is scheduled for this very instant with a priority whose turn is over takes the
  // priority of the event being run, and so its turn behind those already waiting there.
  EventHandle schedule(Instant at, Priority priority, std::uint8_t kind, std::uint32_t subject) {
    ENSURE(at >= now_, "an event is not scheduled in the past");
    EventKey key = EventKey::make(at, priority, take_place());
    if (key.wide() < last_) key = EventKey::make(at, EventKey::from(last_).priority(), sequence_ - 1);
    return queue_.push(key, priority, kind, subject);
  }

  // A place in the order of one instant, taken early: the event scheduled with it runs as if it had been scheduled when
  // the place was taken. One pending event per place.
  std::uint64_t take_place() {
    ENSURE(sequence_ < (std::uint64_t{1} << EventKey::sequence_bits), "a run has at most 137,438,953,472 events");
    return sequence_++;
  }

  // As schedule(), at a place from take_place(). If that key would not lie after the event being run, a fresh place is
  // used.
  EventHandle schedule_at_place(Instant at, Priority priority, std::uint64_t place, std::uint8_t kind,
                                std::uint32_t subject) {
    ENSURE(at >= now_, "an event is not scheduled in the past");
    ENSURE(place < sequence_, "a place is taken before it is used");
    const EventKey key = EventKey::make(at, priority, place);
    if (!(EventKey::from(last_).without_slot() < key)) return schedule(at, priority, kind, subject);
    return queue_.push(key, priority, kind, subject);
  }

  // True if the event was pending. Clears the handle. A stale handle is harmless.
  bool cancel(EventHandle& handle) {
    const bool was_pending = handle && queue_.cancel(handle);
    handle = {};
    return was_pending;
  }

  // Runs the events with at <= horizon, in order, then sets now() to the horizon if that is later. Ended early by
  // stop(), in which case now() stays at the last event run. handle(const ScheduledEvent&) may schedule, cancel and
  // stop. A handler with a member soon(kind, subject) is told of events shortly before they run, so that it can have
  // the processor fetch what they need; it is a hint, not every event is announced, and an announced one may not come.
  template <class Handler>
  void run_until(Instant horizon, Handler&& handle) {
    while (!stopped_ && !queue_.empty() && queue_.front().at() <= horizon) run_next(handle);
    if (!stopped_ && now_ < horizon) now_ = horizon;
    stopped_ = false;
  }

  // The next event, whatever its time; false when there is none. Does not look at stop().
  template <class Handler>
  bool run_one(Handler&& handle) {
    if (queue_.empty()) return false;
    run_next(handle);
    return true;
  }

  [[nodiscard]] bool idle() const { return queue_.empty(); }
  [[nodiscard]] Instant next_at() const { return queue_.empty() ? never : queue_.front().at(); }

  // Ends run_until after the current event; when none is running, the next run_until returns at once.
  void stop() { stopped_ = true; }

  [[nodiscard]] std::uint64_t events_executed() const { return executed_; }
  [[nodiscard]] std::size_t pending() const { return queue_.size(); }

 private:
  template <class Handler>
  void run_next(Handler& handle) {
    const EventKey::Wide key = queue_.front().wide();
    ENSURE(last_ < key, "events leave the queue in strictly ascending order (R-DET-1)");
    last_ = key;
    const ScheduledEvent event = queue_.pop();
    now_ = event.at;
    ++executed_;
    if constexpr (requires { handle.soon(event.kind, event.subject); }) {
      if (const PendingEvent* next = queue_.ahead(1); next != nullptr) {
        const ScheduledEvent hint = next->scheduled();
        handle.soon(hint.kind, hint.subject);
      }
    }
    handle(event);
  }

  EventQueue queue_;
  Instant now_;
  EventKey::Wide last_ = 0;     // key of the event being run, or run last
  std::uint64_t sequence_ = 1;  // 0 is in no key, so every key lies after the initial last_
  std::uint64_t executed_ = 0;
  bool stopped_ = false;
};

}  // namespace sendlab
