#pragma once
// METRIC OP VALUE [over DURATION]: what a scenario expects of its report.
//
//   METRIC   a path in the report: `cost.variable_usd`, `carriers["US Cellular"].delivered_share`, `carriers.AT&T.queue_s.p95`;
//            a leading workload name needs no `workloads.`. Where a name holds a dot, the longest member that fits is taken.
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
#include "reports/document.hpp"
#include "reports/rational.hpp"
#include "reports/topology.hpp"

namespace sendlab {

enum class Comparison : std::uint8_t { at_least, above, at_most, below, equal, unequal };

struct Expectation {
  std::string expression;  // as written
  std::string where;       // "file.lua:12"
  std::string metric;
  Comparison comparison{};
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

// The metric in a report; nullptr when there is no such path. Counts of statuses, refusals and events that did not
// occur are found as 0.
const Doc* find_metric(const Doc& report, std::string_view metric);

Verdict judge(const Expectation& expectation, const Doc& metrics);

// A metric's spelling in expectations from the member names that lead to it: {"workloads", "codes", "queue_s", "p95"} is codes.queue_s.p95.
std::string metric_spelling(const std::vector<std::string_view>& path);

// Did every expectation of a finished report pass?
bool all_passed(const Doc& report);

}  // namespace sendlab
