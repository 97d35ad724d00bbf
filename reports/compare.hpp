#pragma once
// Two reports side by side: every metric with its difference, and gates that turn a difference into a failure.
//
// All arithmetic is on the decimals that the reports show, exactly. In simulated time an unchanged model differs by
// nothing, so without gates any difference at all is a failure.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/result.hpp"
#include "reports/condition.hpp"
#include "reports/document.hpp"

namespace sendlab {

struct MetricDifference {
  enum class Kind : std::uint8_t { unchanged, changed, added, removed };

  std::string metric;  // as expectations spell it
  Kind kind{};
  std::optional<Doc::Number> base, next;  // absent: no samples, or not in that report
  std::optional<Doc::Number> difference;  // next - base, when both are numbers
  std::optional<Rational> relative;       // difference / |base|, when that is not 0; 0 when both are 0
};

// METRIC OP THRESHOLD: fails when the change from base to next stands in that relation to the threshold.
//
//   METRIC     as in expectations
//   OP         > >= < <=
//   THRESHOLD  with its sign: +5% of the base's magnitude; or a difference in the metric's unit: +0.5, +250ms, -$1,
//              -2pp (percentage points of a share). A base of 0 that changes is infinitely far from +N%.
// A metric that has no samples in one of the reports, or is missing from one, fails.
struct Gate {
  std::string expression;  // as written
  std::string metric;
  Comparison comparison{};
  bool relative = false;  // the threshold is a share of the base
  MetricUnit unit{};      // of an absolute threshold; none fits all
  Rational threshold;
};

// Checks the form alone; `where` ("--fail-on") goes into the error.
Result<Gate> parse_gate(std::string_view expression, std::string_view where);

struct GateVerdict {
  Gate gate;
  MetricDifference of;
  bool passed = false;
  std::string reason;  // why it could not be judged, and so failed: "no samples in NEW"; empty when it was
};

struct ExpectationChange {
  std::string expression;
  bool base_passed = false, next_passed = false;
};

struct ReportComparison {
  Doc base, next;  // {name, program, scenario, sha256, seed, rules, replications, target, digest}
  std::vector<MetricDifference> metrics;  // in the order of NEW, removed ones last
  bool digests_agree = false;
  std::vector<std::string> other;  // members that hold no metrics and differ: cost.usage, faults, valid …
  std::vector<ExpectationChange> expectations;  // of both reports, with another verdict
  std::vector<std::string> warnings;  // why the two may not be comparable: "seed differs: 2 in BASE, 3 in NEW"
  std::vector<GateVerdict> gates;     // as asked for; none: the exact gate

  [[nodiscard]] std::size_t count(MetricDifference::Kind kind) const;
  [[nodiscard]] bool identical() const;  // the same digest, metrics and other members
  [[nodiscard]] bool passed() const;     // of all gates, or the exact one

  // Of one kind; changed ones by falling relative difference, what came from 0 or from no samples first.
  [[nodiscard]] std::vector<const MetricDifference*> ranked(MetricDifference::Kind kind) const;
};

// A whole report (report.json) and the name that people know it by.
struct NamedReport {
  std::string name;  // as given on the command line
  const Doc& report;
};

//   errors   of gates: an unknown metric with the nearest known one, a threshold of the wrong unit; all at once
Result<ReportComparison, Errors> compare_reports(const NamedReport& base, const NamedReport& next,
                                                 const std::vector<Gate>& gates);

}  // namespace sendlab
