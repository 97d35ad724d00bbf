#include "tools/planned_cases.hpp"

namespace sendlab {

void plan_cases(AccountCases& cases, const World& world) {
  if (world.provisioning == nullptr) return;
  for (const PlannedCase& planned : world.provisioning->cases) {
    if (planned.account.index != 0) continue;
    CaseToOpen open{.request = planned.request, .at = planned.at, .reply_after = planned.replies_after()};
    open.objection = planned.objection;
    if (planned.of_this_region) open.gives = planned.gives;
    open.text = planned.text;
    cases.plan(std::move(open));
  }
}

}  // namespace sendlab
