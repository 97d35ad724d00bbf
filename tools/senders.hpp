#pragma once
// The scenario's half of a replication: planned sends, people who reply, scripts. The same objects whatever backend
// they send to.
#include <functional>
#include <memory>
#include <optional>

#include "engine/service/backend.hpp"
#include "reports/collector.hpp"
#include "scenarios/load_scenario.hpp"
#include "scenarios/script_host.hpp"
#include "scenarios/traffic.hpp"
#include "tools/world.hpp"

namespace sendlab {

// A random stream for each entity and purpose of one replication.
Traffic::Streams streams_of(Seed seed, std::size_t replication);

class Senders final : public StatusListener {
 public:
  struct Options {
    std::uint64_t seed = 1;
    std::size_t replication = 0;
    bool keep_bodies = false;  // the backend sends the texts themselves
  };
  using Reload = std::function<Result<LoadedScenario, Errors>()>;

  // All references outlive the senders. `reload` loads the scenario again for the replication's own Lua state; called
  // only when the scenario has functions of its own.
  static Result<std::unique_ptr<Senders>, Error> create(const Scenario& given, const World& world,
                                                        Simulation& simulation, Backend& backend,
                                                        const Options& options, const Reload& reload);

  void start(Instant end);
  void handle(const ScheduledEvent& event);  // of kinds from backend_event_kinds on
  // Statuses go to the senders and people first, then to the script; each looks only at what it asked for.
  void on_status(const Message& message, bool is_final, Instant now) override;
  // Nothing is left to send, and nobody is about to act.
  [[nodiscard]] bool done() const { return traffic_->done() && (!scripts_ || scripts_->done()); }
  [[nodiscard]] const Error* error() const;

  // Planned sends so far.
  [[nodiscard]] std::int64_t offered() const;
  [[nodiscard]] Traffic& traffic() { return *traffic_; }
  // The scenario as it was loaded for this replication, and its functions; null when it has none.
  [[nodiscard]] const Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] ScriptHost* scripts() { return scripts_ ? &*scripts_ : nullptr; }
  // What only the senders know: what was offered, and what never left their queues.
  void report_to(Collector& collector) const;
  [[nodiscard]] std::vector<RecordedMetric> recorded() const;

 private:
  Senders() = default;

  std::optional<LoadedScenario> own_;
  const Scenario* scenario_ = nullptr;
  const World* world_ = nullptr;
  std::optional<Traffic> traffic_;
  std::optional<ScriptHost> scripts_;
};

// The scenario calls functions while it runs.
bool has_functions(const Scenario& scenario);

}  // namespace sendlab
