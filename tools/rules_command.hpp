#pragma once
// sendlab rules: the dated rule sets and the rule book. Lists them, shows one table or rule, tells two sets apart, and
// says which rules and figures decide the result of a scenario.
#include <map>
#include <string>
#include <vector>

#include "tools/run_command.hpp"

namespace CLI {
class App;
}

namespace sendlab {

struct RulesCommand {
  enum class Kind : std::uint8_t { list, show, diff, decided } kind = Kind::list;
  std::vector<std::string> words;             // show: SET, SET TABLE, SET RULE-ID or RULE-ID
  std::string base, next;                     // diff
  std::string scenario;                       // decided
  std::map<std::string, std::string> params;  // decided
  bool json = false;
};

// Adds the command with its own commands, options and help. `params` takes the --param of `decided`.
CLI::App* add_rules(CLI::App& app, RulesCommand& command, std::vector<std::string>& params);

// The fix of an unknown word after `sendlab rules`, with the nearest known one.
std::string rules_usage_fix(const std::string& word);

// Exit codes: 0 told, 2 an unknown set, table or rule, or a scenario at fault.
Exit rules_command(const RulesCommand& command);
Exit rules_decided(const RulesCommand& command);  // the part of it in rules_decided.cpp

}  // namespace sendlab
