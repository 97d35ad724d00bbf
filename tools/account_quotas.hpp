#pragma once
// Quotas of an account as the tables have them (quotas.csv, api_quotas.csv).
#include "carriers/rule_tables.hpp"
#include "engine/api/simulated_account.hpp"

namespace sendlab {

// What the quota table allows an account. Requests are not limited.
[[nodiscard]] AccountQuotas quotas_of(const RuleTables& tables);
// Requests a second of each operation.
[[nodiscard]] RequestRates::Table request_rates();

}  // namespace sendlab
