#pragma once
// sendlab run --target: the same scenario, planned the same way, sent to an endpoint by the wall clock.
#include <atomic>
#include <filesystem>

#include "reports/run_facts.hpp"
#include "tools/replication.hpp"
#include "tools/run_command.hpp"
#include "tools/scenario_file.hpp"

namespace sendlab {

struct TargetRun {
  std::optional<Exit> refused;          // nothing was sent, or sending stopped: usage or refused; the errors say why
  Errors errors;
  ReplicationResult result;             // of what was sent
  std::string target;                   // as the report names it
  RunMember::Requests requests;
  bool generator_too_slow = false;      // more than one send in a hundred left late: the run measured this machine
  bool observed = true;                 // false: nothing tells what became of the messages
};

struct TargetRunOptions {
  const std::atomic<bool>* interrupted = nullptr;
  std::atomic<std::int64_t>* simulated_ns = nullptr;
  std::atomic<std::int64_t>* messages = nullptr;
  std::optional<std::filesystem::path> stream_to;  // writes events.ndjson there: the records as they came
  bool quiet = false;
};

TargetRun run_at_target(const PreparedScenario& prepared, const RunCommand& command, std::uint64_t seed,
                        std::size_t replication, const TargetRunOptions& options);

}  // namespace sendlab
