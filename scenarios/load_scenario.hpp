#pragma once
// Reads a scenario script: Lua text in, a checked Scenario with every name resolved out, or every fault of the file at
// once.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/kernel/result.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

class LuaSandbox;
struct Vocabulary;

// Quotas where the vocabulary has none (carriers/tables, quotas: R-REG-6, R-KEY-8, R-TTL-1, R-POL-6); account.quotas
// overrides those that quotas.csv names.
struct ScenarioLimits {
  std::size_t numbers_per_campaign = 49;
  std::size_t campaigns_per_brand = 10;
  std::size_t brands_per_account = 25;
  std::size_t keywords_per_number = 30;
  std::size_t verified_numbers_in_sandbox = 10;
  std::size_t configuration_sets_per_account = 25;
  std::size_t event_destinations_per_set = 5;
  std::size_t pools_per_account = 25;
  std::size_t identities_per_pool = 100;
  std::size_t opt_out_lists_per_account = 25;
  std::size_t keyword_characters = 30;
  std::size_t body_characters = 1600;  // R-ENC-11
  Duration ttl_min = std::chrono::seconds{5};
  Duration ttl_max = std::chrono::hours{72};
  Duration horizon_max = longest_horizon;
  Duration horizon_max_registering = std::chrono::hours{400 * 24};
};

// What to do about a fault of a script when nothing more particular is known.
inline constexpr const char* general_fix =
    "correct this line; scenarios/LANGUAGE.md lists every constructor and field, sendlab check tries it";

struct LoadOptions {
  const Vocabulary& vocabulary;               // known carriers, use cases, regions, countries, zones
  std::string file;                           // as given on the command line; "-" for standard input
  std::string text;                           // the whole script
  std::map<std::string, std::string> params;  // --param NAME=VALUE
  std::string working_directory;              // paths that came by --param are relative to it; "" = as they are
  ScenarioLimits limits{};
  bool workloads_needed = true;  // false: the scenario only says what exists
  // Checks the form of an expectation; returns what is wrong with it, or nothing. Absent: METRIC OP VALUE is checked
  // here.
  std::function<std::optional<Error>(std::string_view expression)> check_expectation{};
};

struct LoadedScenario {
  LoadedScenario();
  LoadedScenario(LoadedScenario&&) noexcept;
  LoadedScenario& operator=(LoadedScenario&&) noexcept;
  ~LoadedScenario();

  Scenario scenario;
  std::unique_ptr<LuaSandbox> sandbox;  // keeps the script's functions alive; never null after a load
};

// Errors come in the order of their lines. Warnings (Scenario::warnings) stop nothing. Loading the same options again
// gives the same scenario with the same function references, so each replication that calls script functions loads its
// own.
Result<LoadedScenario, Errors> load_scenario(const LoadOptions& options);

}  // namespace sendlab
