#pragma once
// The support cases of a scenario that is served: the account's own desk answers them, with the draws of the first
// replication of a run.
#include "engine/api/account_cases.hpp"
#include "tools/world.hpp"

namespace sendlab {

// Plans the cases of the world's first account.
void plan_cases(AccountCases& cases, const World& world);

}  // namespace sendlab
