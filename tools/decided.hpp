#pragma once
// Which rules and figures decide the result of a scenario: limits, prices in force, fees, networks, quotas,
// assumptions; each with who says so, the scenario or a table, and the rules it follows.
#include <string>
#include <vector>

#include "tools/scenario_file.hpp"

namespace sendlab {

struct DecidedFigure {
  std::string what;    // "campaign otp at AT&T"
  std::string value;   // "4500/min"
  std::string by;      // "otp.lua:12", or "rules"
  std::string rules;   // "R-REG-8", several with spaces
  std::string source;  // of the figure of the rules; "" when the scenario says it
};
struct DecidedSection {
  std::string title;
  std::vector<DecidedFigure> figures;
};

// In an order that is the same for the same scenario; sections without figures are left out.
[[nodiscard]] std::vector<DecidedSection> decided_by(const PreparedScenario& prepared);

// The ids of all rules that the figures name, each once, sorted.
[[nodiscard]] std::vector<std::string> rules_of(const std::vector<DecidedSection>& sections);

}  // namespace sendlab
