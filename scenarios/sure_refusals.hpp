#pragma once
// Findings on workloads whose every request the service will refuse, as far as the scenario alone tells.
#include "scenarios/load_context.hpp"

namespace sendlab {

// Another message type than the sender's (R-TYP-6), a sender without SMS, a sender that does not reach the country of
// the recipients (R-ORG-1, R-ORG-5, R-ORG-6, R-SIM-5).
void warn_of_sure_refusals(LoadContext& context, const Scenario& scenario, const Workload& workload);

}  // namespace sendlab
