#include "engine/kernel/simulation.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

Instant at(Duration offset) { return Instant{} + offset; }

using Subjects = std::vector<std::uint32_t>;

Subjects run_all(Simulation& simulation, Instant horizon = at(1h)) {
  Subjects subjects;
  simulation.run_until(horizon, [&](const ScheduledEvent& event) { subjects.push_back(event.subject); });
  return subjects;
}

}  // namespace

TEST_CASE("events of one instant run by priority, then in the order scheduled", "[kernel][simulation][R-DET-1]") {
  Simulation simulation{at(0s)};
  simulation.schedule(at(5s), Priority::sample, 0, 8);
  simulation.schedule(at(5s), Priority::script, 0, 7);
  simulation.schedule(at(5s), Priority::submit, 0, 6);
  simulation.schedule(at(5s), Priority::release, 0, 5);
  simulation.schedule(at(5s), Priority::expiry, 0, 4);
  simulation.schedule(at(5s), Priority::unknown, 0, 3);
  simulation.schedule(at(5s), Priority::receipt, 0, 1);
  simulation.schedule(at(5s), Priority::receipt, 0, 2);
  simulation.schedule(at(5s), Priority::fault, 0, 0);
  simulation.schedule(at(4s), Priority::sample, 0, 99);
  CHECK(run_all(simulation) == Subjects{99, 0, 1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(simulation.events_executed() == 10);
}

TEST_CASE("run_until runs the events up to and at the horizon and ends there", "[kernel][simulation]") {
  Simulation simulation{at(0s)};
  for (const auto offset : {1s, 2s, 3s}) {
    simulation.schedule(at(offset), Priority::submit, 0, static_cast<std::uint32_t>(offset.count()));
  }
  CHECK(simulation.next_at() == at(1s));
  CHECK(run_all(simulation, at(2s)) == Subjects{1, 2});
  CHECK(simulation.now() == at(2s));
  CHECK(simulation.pending() == 1);
  CHECK(run_all(simulation, at(10s)) == Subjects{3});
  CHECK(simulation.now() == at(10s));
  CHECK(simulation.idle());
  CHECK(simulation.next_at() == never);
  CHECK(run_all(simulation, at(5s)).empty());
  CHECK(simulation.now() == at(10s));  // never back
}

TEST_CASE("stop ends the run after the current event", "[kernel][simulation]") {
  Simulation simulation{at(0s)};
  simulation.schedule(at(1s), Priority::submit, 0, 1);
  simulation.schedule(at(2s), Priority::submit, 0, 2);
  int runs = 0;
  simulation.run_until(at(9s), [&](const ScheduledEvent&) {
    ++runs;
    simulation.stop();
  });
  CHECK(runs == 1);
  CHECK(simulation.now() == at(1s));
  CHECK(run_all(simulation, at(9s)) == Subjects{2});  // a stop counts once

  simulation.schedule(at(10s), Priority::submit, 0, 3);
  simulation.stop();
  CHECK(run_all(simulation, at(20s)).empty());
  CHECK(simulation.now() == at(9s));
  CHECK(run_all(simulation, at(20s)) == Subjects{3});
}

TEST_CASE("run_one runs the next event whatever its time", "[kernel][simulation]") {
  Simulation simulation{at(0s)};
  simulation.schedule(at(72h), Priority::submit, 4, 7);
  ScheduledEvent seen{};
  CHECK(simulation.run_one([&](const ScheduledEvent& event) { seen = event; }));
  CHECK(seen.at == at(72h));
  CHECK(seen.kind == 4);
  CHECK(seen.subject == 7);
  CHECK(simulation.now() == at(72h));
  CHECK_FALSE(simulation.run_one([](const ScheduledEvent&) {}));
}

TEST_CASE("a cancelled event does not run", "[kernel][simulation]") {
  Simulation simulation{at(0s)};
  EventHandle first = simulation.schedule(at(1s), Priority::expiry, 0, 1);
  simulation.schedule(at(2s), Priority::expiry, 0, 2);
  CHECK(simulation.cancel(first));
  CHECK_FALSE(first);
  CHECK_FALSE(simulation.cancel(first));
  CHECK(simulation.next_at() == at(2s));
  CHECK(simulation.pending() == 1);
  EventHandle running = simulation.schedule(at(3s), Priority::expiry, 0, 3);
  simulation.run_until(at(5s), [&](const ScheduledEvent& event) {
    if (event.subject == 3) CHECK_FALSE(simulation.cancel(running));
  });
  CHECK(simulation.events_executed() == 2);
}

TEST_CASE("an event is not scheduled in the past", "[kernel][simulation]") {
  Simulation simulation{at(10s)};
  CHECK_THROWS_AS(simulation.schedule(at(9s), Priority::submit, 0, 0), InvariantViolation);
  CHECK_NOTHROW(simulation.schedule(at(10s), Priority::submit, 0, 0));
  CHECK_THROWS_AS(simulation.schedule_at_place(at(10s), Priority::submit, 1000, 0, 0), InvariantViolation);
}

TEST_CASE("an event at a place runs as if scheduled when the place was taken", "[kernel][simulation]") {
  Simulation simulation{at(0s)};
  simulation.schedule(at(5s), Priority::submit, 0, 1);
  const std::uint64_t place = simulation.take_place();
  simulation.schedule(at(5s), Priority::submit, 0, 3);
  simulation.schedule(at(1s), Priority::submit, 0, 0);
  Subjects order;
  simulation.run_until(at(9s), [&](const ScheduledEvent& event) {
    order.push_back(event.subject);
    if (event.subject == 0) simulation.schedule_at_place(at(5s), Priority::submit, place, 0, 2);
  });
  CHECK(order == Subjects{0, 1, 2, 3});
}

TEST_CASE("a place whose turn is over at this instant becomes a fresh one", "[kernel][simulation]") {
  Simulation simulation{at(0s)};
  const std::uint64_t place = simulation.take_place();
  simulation.schedule_at_place(at(5s), Priority::submit, place, 0, 1);
  simulation.schedule(at(5s), Priority::submit, 0, 2);
  Subjects order;
  simulation.run_until(at(9s), [&](const ScheduledEvent& event) {
    order.push_back(event.subject);
    // Its own place, at its own instant: behind what waits already.
    if (event.subject == 1) simulation.schedule_at_place(at(5s), Priority::submit, place, 0, 3);
    // At a later instant the old place holds again.
    if (event.subject == 3) {
      simulation.schedule(at(6s), Priority::submit, 0, 5);
      simulation.schedule_at_place(at(6s), Priority::submit, place, 0, 4);
    }
  });
  CHECK(order == Subjects{1, 2, 3, 4, 5});
}

TEST_CASE("what is scheduled for this instant with a priority whose turn is over runs in the present turn",
          "[kernel][simulation][R-DET-1]") {
  Simulation simulation{at(0s)};
  simulation.schedule(at(5s), Priority::submit, 0, 1);
  simulation.schedule(at(5s), Priority::submit, 0, 2);
  simulation.schedule(at(5s), Priority::script, 0, 4);
  Subjects order;
  std::vector<Priority> priorities;
  simulation.run_until(at(9s), [&](const ScheduledEvent& event) {
    order.push_back(event.subject);
    priorities.push_back(event.priority);
    if (event.subject == 1) simulation.schedule(at(5s), Priority::receipt, 0, 3);
  });
  CHECK(order == Subjects{1, 2, 3, 4});
  CHECK(priorities == std::vector{Priority::submit, Priority::submit, Priority::receipt, Priority::script});
}

TEST_CASE("an event that throws leaves the simulation usable", "[kernel][simulation]") {
  Simulation simulation{at(0s)};
  simulation.schedule(at(1s), Priority::submit, 0, 1);
  simulation.schedule(at(2s), Priority::submit, 0, 2);
  CHECK_THROWS_AS(simulation.run_until(at(9s), [](const ScheduledEvent&) { throw std::runtime_error("x"); }),
                  std::runtime_error);
  CHECK(simulation.now() == at(1s));
  CHECK(run_all(simulation) == Subjects{2});
}
