#pragma once
// The figures that decide a scenario, gathered section by section, and who tells what.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "carriers/figures.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/message/units.hpp"
#include "tools/decided.hpp"

namespace sendlab {

class DecidedFigures {
 public:
  explicit DecidedFigures(const Scenario& scenario)
      : start_(scenario.start), end_(scenario.start + scenario.horizon.value_or(longest_horizon)) {}

  template <class Fill>
  void section(const char* title, Fill fill) {
    sections_.push_back({title, {}});
    fill();
    if (sections_.back().figures.empty()) sections_.pop_back();
  }
  void add(std::string what, std::string value, std::string by, std::string rules, std::string source = "") {
    sections_.back().figures.push_back(
        {std::move(what), std::move(value), std::move(by), std::move(rules), std::move(source)});
  }
  void add_of_rules(std::string what, std::string value, std::string rules, std::string source) {
    add(std::move(what), std::move(value), "rules", std::move(rules), std::move(source));
  }
  // The scenario's own value, or that of the rules.
  void add_either(std::string what, std::string value, bool own, const Where& where, std::string rules,
                  std::string source) {
    add(std::move(what), std::move(value), own ? where : "rules", std::move(rules), own ? "" : std::move(source));
  }
  // The row in force at the start and those that begin before the end.
  void add_rows(const std::string& what, const std::vector<DatedPrice>& rows, const std::string& rules) {
    if (rows.empty()) return;
    const DatedPrice& now = price_at(rows, start_);
    add_of_rules(what, usd_text(now.value) + (month_text(now.from).empty() ? "" : " since " + month_text(now.from)),
                 rules, now.source + (now.confidence.empty() ? "" : " (" + now.confidence + ")"));
    for (const DatedPrice& row : rows)
      if (row.from > start_ && row.from <= end_ && &row != &now)
        add_of_rules(what, usd_text(row.value) + " from " + month_text(row.from), rules, row.source);
  }
  [[nodiscard]] std::vector<DecidedSection> take() { return std::move(sections_); }

 private:
  Instant start_, end_;
  std::vector<DecidedSection> sections_;
};

// Which countries the scenario sends to; empty: a feed or a list says it, so any.
[[nodiscard]] std::vector<std::string> countries_sent_to(const Scenario& scenario);

void decide_calls(const PreparedScenario& prepared, DecidedFigures& figures);          // the section "calls"
void decide_conversation(const PreparedScenario& prepared, DecidedFigures& figures);   // answers, keywords, opt-outs
void decide_registrations(const PreparedScenario& prepared, DecidedFigures& figures);  // registrations and cases

}  // namespace sendlab
