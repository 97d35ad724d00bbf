#pragma once
// METRIC OP VALUE [over DURATION]: what a scenario expects of its report.
//
//   METRIC   a path in the report: `cost.variable_usd`, `carriers["US Cellular"].delivered_share`,
//   `carriers.AT&T.queue_s.p95`;
//            a leading workload name needs no `workloads.`. Where a name holds a dot, the longest member that fits is
//            taken.
//   OP       >= > <= < == !=
//   VALUE    0.7, 97%, $600, or a duration such as 8s or 1m30s, which is compared in seconds. All exact decimals.
//   over     the worst value over every window of that length, stepped by a tenth of it, by planned instant
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/result.hpp"
#include "engine/kernel/time.hpp"
#include "reports/collection_plan.hpp"
#include "reports/condition.hpp"
#include "reports/document.hpp"
#include "reports/rational.hpp"
#include "reports/topology.hpp"
#include "reports/windows.hpp"

namespace sendlab {

struct Expectation {
  std::string expression;  // as written
  std::string where;       // "file.lua:12"
  std::string metric;
  Comparison comparison{};
  MetricUnit unit{};  // as the value was written; a bare number fits all
  Rational bound;
  std::optional<Duration> over;
};

struct Verdict {
  std::optional<Doc::Number> value;  // absent: the metric has no samples
  bool passed = false;
};

// Checks the form alone; `where` goes into the error.
Result<Expectation> parse_expectation(std::string_view expression, std::string_view where);

// Everything that the expectations need counted, after checking every metric against the world: an unknown metric is an
// error with the nearest known name. All faults at once.
Result<CollectionPlan, Errors> plan_collection(const Topology& topology, const std::vector<Expectation>& expectations);

// Judges one on the merged metrics (metrics_document), and one with `over` on its worst window.
Verdict judge(const Expectation& expectation, const Doc& metrics);
Verdict judge_worst(const Expectation& expectation, const WorstWindow& worst);

// Did every expectation of a finished report pass?
bool all_passed(const Doc& report);

}  // namespace sendlab
