#pragma once
// sendlab compare BASE NEW: two result folders, their differences, an exit code for CI.
#include <string>
#include <vector>

#include "tools/run_command.hpp"

namespace CLI {
class App;
}

namespace sendlab {

struct CompareCommand {
  std::string base, next;            // result folders, or report.json files
  std::vector<std::string> fail_on;  // METRIC OP THRESHOLD
  bool all = false;
  bool markdown = false;
  bool json = false;
};

// Adds the command with its options and its help to the program.
CLI::App* add_compare(CLI::App& app, CompareCommand& command);

// Exit codes: 0 no gate failed, 2 a report or a gate at fault, 99 a gate failed; without gates any difference fails.
Exit compare_command(const CompareCommand& command);

}  // namespace sendlab
