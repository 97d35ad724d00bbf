#include "engine/kernel/event_queue.hpp"

#include "engine/kernel/ensure.hpp"

namespace sendlab {

void EventQueue::drop_all_dead() {
  ladder_.remove_if([this](EventKey key) {
    const bool dead = slots_.dead(key.slot());
    if (dead) slots_.bury(key.slot());
    return dead;
  });
  dead_ = 0;
}

void EventQueue::check() const {
  ladder_.check();
  std::size_t dead = 0;
  ladder_.for_each([&](const PendingEvent& event) { dead += slots_.dead(event.key.slot()) ? 1 : 0; });
  ENSURE(dead == dead_, "every cancelled event still held is counted");
  ENSURE(empty() || !slots_.dead(front().slot()), "the front is never dead");
  ENSURE(slots_.free_slots() + ladder_.size() == slots_.size(), "every event held has one slot");
}

}  // namespace sendlab
