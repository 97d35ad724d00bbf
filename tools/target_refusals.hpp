#pragma once
// What a run at a target cannot do: refused before anything is sent, with the place in the scenario.
#include <optional>

#include "engine/kernel/result.hpp"
#include "scenarios/scenario.hpp"
#include "tools/world.hpp"

namespace sendlab {

// What only a simulated run can do.
[[nodiscard]] std::optional<Error> needs_simulation(const Scenario& scenario);
// What only a simulated endpoint with this scenario can do. `world`: of the scenario.
[[nodiscard]] std::optional<Error> needs_simulated_endpoint(const Scenario& scenario, const World& world);

}  // namespace sendlab
