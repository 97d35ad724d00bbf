#pragma once
// Registrations that wait for each other, so that none of them is ever submitted.
#include <string>

#include "scenarios/scenario.hpp"

namespace sendlab {

struct RegistrationCircle {
  std::string path;  // "B, c, B"
  Where where;       // of the first
};

// Every circle once, in the order of the account's registrations. A registration waits for those that its `after` names,
// and a campaign or vetting for that of its brand (R-REG-2).
[[nodiscard]] std::vector<RegistrationCircle> registration_circles(const AccountSpec& account);

}  // namespace sendlab
