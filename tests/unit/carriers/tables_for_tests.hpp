#pragma once
// The rule tables of a set, read once for all tests.
#include <chrono>

#include "carriers/rule_tables.hpp"

namespace sendlab {

inline const RuleTables& tables_of(std::string_view rule_set) {
  static const Result<RuleTables> current = RuleTables::load("current_2026");
  static const Result<RuleTables> seed = RuleTables::load("seed_2023");
  const Result<RuleTables>& tables = rule_set == "seed_2023" ? seed : current;
  if (!tables.ok()) throw std::runtime_error(to_text(tables.error()));
  return tables.value();
}
inline const RuleTables& current() { return tables_of("current_2026"); }
inline const RuleTables& seed() { return tables_of("seed_2023"); }

// Midnight UTC.
inline Instant day(int year, unsigned month, unsigned number) {
  const auto date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{number};
  return Instant{std::chrono::sys_days{date}.time_since_epoch()};
}

inline bool lists(const Assumptions& used, std::string_view id) {
  for (const Assumption& assumption : used.list()) {
    if (assumption.id == id) return true;
  }
  return false;
}

}  // namespace sendlab
