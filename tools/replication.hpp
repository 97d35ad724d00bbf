#pragma once
// One replication of a scenario: builds the simulation, the service and the senders, runs them, and returns what was
// counted.
#include <atomic>
#include <filesystem>
#include <optional>

#include "reports/collection_plan.hpp"
#include "reports/summary.hpp"
#include "scenarios/load_scenario.hpp"
#include "tools/senders.hpp"
#include "tools/spend_watch.hpp"
#include "tools/stream_writer.hpp"
#include "tools/world.hpp"

namespace sendlab {

struct ReplicationOptions {
  std::uint64_t seed = 1;
  std::optional<Duration> until;  // ends the run at this offset; absent: scenario.horizon, or when all is final
  const std::atomic<bool>* interrupted = nullptr;    // once true the run ends where it is
  std::atomic<std::int64_t>* simulated_ns = nullptr; // how far the run is, for progress
  std::atomic<std::int64_t>* messages = nullptr;     // planned sends so far, over all replications
  std::optional<std::filesystem::path> stream_to;    // writes events.ndjson and messages.ndjson there
};

struct ReplicationResult {
  Summary summary;
  std::vector<WrittenStream> streams;  // that ReplicationOptions::stream_to asked for
  std::vector<SpendPoint> spend;       // the spend metrics of AWS/SMSVoice, in time order
  std::int64_t events_executed = 0;
  bool interrupted = false;
  std::optional<Error> error;  // a data file, a script function, or a stream that could not be written
  bool output_failed = false;  // the error is of the output (exit 4), not of the input
};

// What the wiring knows of a replication that ends at `now`. `affected`: messages that a fault met, by its place.
ReplicationFacts replication_facts(const Scenario& scenario, const World& world, const Senders& senders,
                                   const FactPublisher& published, Instant now,
                                   const std::function<std::int64_t(std::size_t fault)>& affected,
                                   const DrawnProvisioning* drawn = nullptr);
// How registrations and cases go in this replication; nullopt: the scenario has none.
std::optional<DrawnProvisioning> draw_provisioning(const World& world, std::uint64_t seed, std::size_t replication);

// A pure function of its arguments, but for interrupted. `reload` loads the scenario again for the replication's own
// Lua state; called only when the scenario has functions of its own.
//   errors   InvariantViolation: a bug of sendlab
ReplicationResult run_replication(const Scenario& scenario, const World& world, const CollectionPlan& plan,
                                  std::size_t replication, const ReplicationOptions& options,
                                  const std::function<Result<LoadedScenario, Errors>()>& reload);

}  // namespace sendlab
