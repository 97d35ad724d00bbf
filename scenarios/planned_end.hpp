#pragma once
// When a scenario's sending is over, as far as its text tells: for progress only, nothing is decided by it.
#include <optional>

#include "scenarios/scenario.hpp"

namespace sendlab {

// The offset of the last planned send, exact or expected; absent when only running the scenario can tell (a replayed
// log, a profile that repeats without a horizon).
std::optional<Duration> planned_end(const Scenario& scenario);

}  // namespace sendlab
