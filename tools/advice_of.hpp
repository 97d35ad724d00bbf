#pragma once
// Advice on a scenario, by the rule tables that it runs with.
#include "tools/scenario_file.hpp"

namespace sendlab {

[[nodiscard]] Errors advice_of(const PreparedScenario& prepared);

}  // namespace sendlab
