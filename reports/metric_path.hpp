#pragma once
// How the metrics of a report are named: carriers["US Cellular"].queue_s.p95, codes.delivered_share.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/document.hpp"

namespace sendlab {

// The member names that lead to a metric: {"workloads", "codes", "queue_s", "p95"}.
using MetricPath = std::vector<std::string>;

struct FoundMetric {
  MetricPath path;
  const Doc* value = nullptr;  // a number, or null when the metric has no samples
};

// Finds a metric by its spelling. A name in the report comes before a workload of the same name. Where names hold dots,
// the longest member that leads to a metric is taken. Counts of statuses, refusals and events that did not occur are 0.
std::optional<FoundMetric> find_metric(const Doc& report, std::string_view spelling);

// The spelling that find_metric finds again.
std::string metric_spelling(const MetricPath& path);

// Every metric of a report in its order, absent (null) ones too; not those inside arrays.
void for_each_metric(const Doc& report, const std::function<void(const MetricPath&, const Doc&)>& visit);

// May this metric be missing from a report because nothing was counted? (refused{}, final{}, events{})
bool is_sparse_count(const MetricPath& path);

// The metric spelled most like `spelling`; empty when none is near.
std::string nearest_metric(const Doc& report, std::string_view spelling);

}  // namespace sendlab
