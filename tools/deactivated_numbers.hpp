#pragma once
// Which numbers of a scenario's people deactivation reports list (R-DEA-1, R-DEA-4).
#include <vector>

#include "engine/api/deactivation_reports.hpp"
#include "tools/world.hpp"

namespace sendlab {

// The people in the United States whom the scenario's workloads address and who are deactivated, by the workload's
// deactivated_share or a handset's, and as many again who only changed their network (assumption deactivation/ported):
// the reports name both alike. By number, each once. Looks at every person: worth a moment where there are millions.
[[nodiscard]] std::vector<DeactivatedNumber> deactivated_numbers(const Scenario& scenario, const World& world);

}  // namespace sendlab
