#pragma once
// What a run at a target leaves to it, or cannot know from outside: the sentences of the report.
#include <string>
#include <utility>
#include <vector>

#include "scenarios/scenario.hpp"
#include "tools/world.hpp"

namespace sendlab {

// Registrations and support cases of the scenario, which the target has or makes itself; empty: there are none.
[[nodiscard]] std::string left_to_target(const World& world);

// `observed`: something tells what becomes of the messages.
[[nodiscard]] std::vector<std::string> target_assumptions(const Scenario& scenario, const World& world, bool observed);

}  // namespace sendlab
