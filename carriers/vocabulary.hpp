#pragma once
// The vocabulary of the scenario language as far as the rule tables define it.
#include "carriers/rule_tables.hpp"
#include "engine/message/vocabulary.hpp"

namespace sendlab {

[[nodiscard]] Vocabulary vocabulary(const RuleTables& tables);

}  // namespace sendlab
