#pragma once
// The rules of registrations and support cases, read from the tables and narrowed to one rule set.
#include "carriers/rule_tables.hpp"
#include "engine/registration/registration_rules.hpp"
#include "engine/registration/support_case.hpp"

namespace sendlab {

// Forms (registration_forms.json), durations and fees (10dlc.json), the rest (registrations.json). A form's member
// current_2026 counts in that rule set only. Errors: a table that does not read (a fault of the build).
[[nodiscard]] Result<RegistrationRules> load_registration_rules(const RuleTables& tables);

// support_cases.json, with the lead times of 10dlc.json.
[[nodiscard]] Result<SupportCaseRules> load_support_case_rules();

}  // namespace sendlab
