#pragma once
// A scenario file as the commands use it: read, loaded, checked against the rule tables and its expectations.
#include <map>
#include <optional>
#include <string>

#include "carriers/rule_tables.hpp"
#include "reports/collection_plan.hpp"
#include "reports/expectations.hpp"
#include "scenarios/load_scenario.hpp"
#include "tools/world.hpp"

namespace sendlab {

struct PreparedScenario {
  LoadedScenario loaded;
  std::unique_ptr<RuleTables> tables;
  World world;
  std::vector<Expectation> expectations;
  CollectionPlan plan;
  std::function<Result<LoadedScenario, Errors>()> reload;  // the same file again, for a Lua state of one's own
};

struct PrepareOptions {
  bool serving = false;             // for an endpoint: workloads are not needed, prices of every number are
  std::optional<std::string> text;  // in place of the file's
  std::optional<Instant> start;     // in place of the scenario's
  std::string countries;            // file of countries that no table has (R-ORG-28); empty: none
};

// Reads `file` (- is standard input) and finds everything wrong with it. All faults at once, by line.
Result<PreparedScenario, Errors> prepare_scenario(const std::string& file,
                                                  const std::map<std::string, std::string>& params,
                                                  const PrepareOptions& options = {});

}  // namespace sendlab
