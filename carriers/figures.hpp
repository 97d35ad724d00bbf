#pragma once
// Every figure of a rule set as text, with its source, for people who want to see what a run goes by. The figures that
// decide limits and prices come from the same look-ups that runs use, so that what is shown is what holds.
#include <optional>
#include <string>
#include <vector>

#include "carriers/rule_tables.hpp"

namespace sendlab {

struct RuleFigure {
  std::string key;         // what it is of, unique with `from` and scores in its table: "AT&T TEN_DLC"
  std::string value;       // "$0.0035", "4500/min", "200000/day"
  std::string from;        // the first month in force, "2026-02"; "" for figures without a date
  std::string source;      // "none" when nobody states it
  std::string confidence;  // "high", "medium", …; "" where the table does not grade
  int score_low = -1;      // the vetting scores it holds for; -1: does not depend on a score
  int score_high = -1;
};

struct FigureTable {
  std::string name;   // "carrier_fees"
  std::string title;  // one line
  std::string rules;  // the rule ids that it serves, "R-BIL-2"
  std::vector<RuleFigure> figures;
};

// All tables of a rule set, always the same ones in the same order.
[[nodiscard]] std::vector<FigureTable> figure_tables(const RuleTables& tables);

// A figure of which two rule sets differ; an absent side has no such figure.
struct FigureDifference {
  std::string table, key, from;  // key with its scores: "2FA, score 75"
  std::optional<RuleFigure> base, next;
};
[[nodiscard]] std::vector<FigureDifference> differing_figures(const std::vector<FigureTable>& base,
                                                              const std::vector<FigureTable>& next);

// "2FA, score 50-74", or the key alone.
[[nodiscard]] std::string key_with_scores(const RuleFigure& figure);

[[nodiscard]] std::string throughput_text(const Throughput& limit);  // "4500/min", "3/s"
[[nodiscard]] std::string month_text(Instant from);                  // "2026-02"; "" for the beginning of time

}  // namespace sendlab
