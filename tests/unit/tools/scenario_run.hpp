#pragma once
// A whole scenario, from its text to the summary of its run: what the program does, without its files.
#include <string>

#include "reports/summary.hpp"

namespace sendlab::test {

// One replication of the scenario's own seed, or of `seed`. Fails the test when the scenario has a fault.
Summary run_scenario(const std::string& text, std::uint64_t seed = 1);

// A scenario around the fields of its account and its workloads. Network: ideal, 100 ms to the carrier, 1 s to the
// handset.
std::string scenario_of(const std::string& account_fields, const std::string& workloads, const std::string& more = "");

inline std::int64_t count_of(const BlockTotals& block, Status status) {
  return block.final_status[static_cast<std::size_t>(status)];
}
inline std::int64_t count_of(const BlockTotals& block, Refusal refusal) {
  return block.refused[static_cast<std::size_t>(refusal)];
}

}  // namespace sendlab::test
