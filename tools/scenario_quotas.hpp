#pragma once
// Figures of quotas.csv as an account has them: its own (account.quotas), else the table's.
#include <optional>
#include <string_view>

#include "carriers/rule_tables.hpp"
#include "engine/api/simulated_account.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// What the scenario says; nothing when it keeps the table's.
[[nodiscard]] std::optional<std::int64_t> own_quota(const AccountSpec& account, std::string_view name);

// Parts a second of an identity that names no rate of its own (R-MPS-2 … R-MPS-7).
[[nodiscard]] std::int64_t identity_mps(const AccountSpec& account, const RuleTables& tables, NumberType type,
                                        std::string_view iso, Assumptions* used = nullptr);

// The quotas of the account's API. Those of calls are in the model (world_voice.cpp).
[[nodiscard]] AccountQuotas quotas_of(const AccountSpec& account, const RuleTables& tables);

}  // namespace sendlab
