#include "reports/expectations.hpp"

#include <algorithm>

#include "engine/kernel/ascii.hpp"
#include "engine/kernel/calendar.hpp"
#include "reports/report_document.hpp"

namespace sendlab {
namespace {

// Takes " over 30s" off the end of a metric or a value.
std::optional<std::string_view> take_over(std::string_view& text) {
  const std::size_t at = text.rfind(" over ");
  if (at == std::string_view::npos || text.find("\"]", at) != std::string_view::npos) return std::nullopt;
  const std::string_view length = trimmed(text.substr(at + 6));
  text = trimmed(text.substr(0, at));
  return length;
}

Verdict judge_number(const Expectation& expectation, Doc::Number number) {
  const bool passed = holds(expectation.comparison, number.value, expectation.bound);
  // When rounding would hide why, more places are shown: 0.999999999, not 1, has failed >= 1.
  const std::optional<Rational> shown = parse_decimal(decimal_text(number.value, number.places));
  if (shown && holds(expectation.comparison, *shown, expectation.bound) != passed) number.places = 12;
  return {number, passed};
}

// delivered_within.30s or delivered_within["30s"] at the end of a metric.
std::optional<WithinThreshold> threshold_in(std::string_view metric) {
  constexpr std::string_view name = "delivered_within";
  const std::size_t at = metric.rfind(name);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view key = metric.substr(at + name.size());
  if (key.starts_with('.')) {
    key.remove_prefix(1);
  } else if (key.size() > 4 && key.starts_with('[') && key.ends_with(']')) {
    key = key.substr(2, key.size() - 4);
  }
  const Result<Duration> limit = parse_duration(key);
  if (!limit || limit.value() <= Duration::zero()) return std::nullopt;
  return WithinThreshold{std::string(key), limit.value()};
}

void add_threshold(CollectionPlan& plan, WithinThreshold threshold) {
  for (const WithinThreshold& known : plan.thresholds) {
    if (known.key == threshold.key) return;
  }
  const auto later = [](const WithinThreshold& a, const WithinThreshold& b) { return a.limit < b.limit; };
  plan.thresholds.insert(std::upper_bound(plan.thresholds.begin(), plan.thresholds.end(), threshold, later),
                         std::move(threshold));
}

std::optional<std::int64_t> quantile_of(std::string_view name) {
  if (name == "p50") return 5'000;
  if (name == "p90") return 9'000;
  if (name == "p95") return 9'500;
  if (name == "p99") return 9'900;
  if (name == "p999") return 9'990;
  return std::nullopt;
}

bool set_latency(WindowedMetric& metric, const MetricPath& path, std::size_t at) {
  using Kind = WindowedMetric::Kind;
  using Latency = WindowedMetric::Latency;
  if (path.size() != at + 2) return false;
  if (path[at] == "queue_s") {
    metric.latency = Latency::queue;
  } else if (path[at] == "accept_s") {
    metric.latency = Latency::accept;
  } else if (path[at] == "delivery_s") {
    metric.latency = Latency::delivery;
  } else {
    return false;
  }
  const std::string& name = path[at + 1];
  if (const auto quantile = quantile_of(name)) {
    metric.kind = Kind::quantile;
    metric.per_ten_thousand = *quantile;
    return true;
  }
  metric.kind = name == "mean" ? Kind::mean : name == "max" ? Kind::max : Kind::count;
  return true;
}

bool set_count(WindowedMetric& metric, const MetricPath& path, std::size_t at) {
  using Kind = WindowedMetric::Kind;
  if (path[at] != "messages" || path.size() < at + 2) return false;
  const std::string& name = path[at + 1];
  if (path.size() == at + 2) {
    if (name == "requested") return metric.kind = Kind::requested, true;
    if (name == "accepted") return metric.kind = Kind::accepted, true;
    if (name == "parts") return metric.kind = Kind::parts, true;
    return false;
  }
  if (name == "refused") {
    metric.kind = Kind::refused;
    for (std::size_t i = 1; i < refusal_count; ++i) {
      if (report_key_of(static_cast<Refusal>(i)) == path[at + 2]) metric.refusal = static_cast<Refusal>(i);
    }
    return true;
  }
  metric.kind = Kind::final_status;
  for (std::size_t i = 0; i < status_count; ++i) {
    if (name_of(static_cast<Status>(i)) == path[at + 2]) metric.status = static_cast<Status>(i);
  }
  return name == "final";
}

// The accumulator for a metric over windows; nothing when the metric cannot be windowed.
std::optional<WindowedMetric> windowed(const Expectation& expectation, const MetricPath& path, const Topology& topology,
                                       const CollectionPlan& plan) {
  using Kind = WindowedMetric::Kind;
  WindowedMetric metric;
  metric.length = *expectation.over;
  metric.worst_is_least = expectation.comparison == Comparison::at_least || expectation.comparison == Comparison::above;
  std::size_t at = 0;
  if (path[0] == "workloads") {
    for (std::size_t i = 0; i < topology.workloads.size(); ++i) {
      if (topology.workloads[i].key == path[1]) metric.workload = WorkloadId{static_cast<std::uint16_t>(i)};
    }
    at = 2;
  }
  if (path.size() == at + 1 && path[at] == "delivered_share") return metric.kind = Kind::delivered_share, metric;
  if (path.size() == at + 1 && path[at] == "reached_share") return metric.kind = Kind::reached_share, metric;
  if (path[at] == "delivered_within" && path.size() == at + 2) {
    metric.kind = Kind::delivered_within;
    for (const WithinThreshold& threshold : plan.thresholds) {
      if (threshold.key == path[at + 1]) metric.within = threshold.limit;
    }
    return metric;
  }
  if (set_latency(metric, path, at) || set_count(metric, path, at)) return metric;
  return std::nullopt;
}

Error unknown_metric(const Expectation& expectation, const Doc& skeleton) {
  const std::string nearest = nearest_metric(skeleton, expectation.metric);
  return {expectation.where, "expect: no metric is called \"" + expectation.metric + "\"",
          nearest.empty() ? "use a path of report.json, for example delivered_share or cost.variable_usd"
                          : "did you mean " + nearest + "?"};
}

}  // namespace

Result<Expectation> parse_expectation(std::string_view expression, std::string_view where) {
  const auto fault = [&](const std::string& what, const std::string& fix) {
    return Error{std::string(where), "expect: " + what + " in \"" + std::string(expression) + "\"", fix};
  };
  Expectation result;
  result.expression = std::string(trimmed(expression));
  result.where = std::string(where);
  const std::optional<SplitCondition> found = split_condition(result.expression);
  if (!found) return fault("no comparison", "write METRIC OP VALUE, for example codes.delivered_share >= 0.97");
  std::string_view metric = found->metric;
  std::string_view value = found->value;
  result.comparison = found->comparison;

  std::optional<std::string_view> over = take_over(value);
  if (!over) over = take_over(metric);
  if (over) {
    const Result<Duration> length = parse_duration(*over);
    if (!length || length.value() < std::chrono::seconds{1}) {
      return fault("the window \"" + std::string(*over) + "\" is not a duration of at least 1s", "write over 30s");
    }
    result.over = length.value();
    if (found->comparison == Comparison::equal || found->comparison == Comparison::unequal) {
      return fault("a sliding window has no worst value for " + std::string(found->sign),
                   "compare with >=, >, <= or <");
    }
  }
  if (metric.ends_with('=')) {
    return fault("no comparison is written =" + std::string(found->sign), "use one of >= > <= < == !=");
  }
  if (metric.empty())
    return fault("no metric", "put a path of the report before the comparison, such as cost.total_usd");
  const auto parsed = parse_value(value);
  if (!parsed) {
    return fault("the value \"" + std::string(value) + "\" is not a number",
                 "write a number (0.97), a share (97%), an amount ($600) or a duration (8s)");
  }
  result.metric = std::string(metric);
  result.bound = parsed->value;
  result.unit = parsed->unit;
  return result;
}

Result<CollectionPlan, Errors> plan_collection(const Topology& topology, const std::vector<Expectation>& expectations) {
  CollectionPlan plan = default_plan();
  plan.has_calls = topology.has_calls;
  for (const Expectation& expectation : expectations) {
    if (auto threshold = threshold_in(expectation.metric)) add_threshold(plan, std::move(*threshold));
  }
  Errors errors;
  if (expectations.empty()) return plan;
  const Doc brief = skeleton_document(topology, plan, Skeleton::brief);
  std::optional<Doc> whole;  // made only when somebody asks for what it alone has
  for (const Expectation& expectation : expectations) {
    // What a script will record is known only when it has.
    if (expectation.metric.rfind("metrics.", 0) == 0 && !expectation.over) continue;
    std::optional<FoundMetric> found = find_metric(brief, expectation.metric);
    if (!found) {
      if (!whole) whole = skeleton_document(topology, plan);
      found = find_metric(*whole, expectation.metric);
    }
    if (!found) {
      errors.push_back(unknown_metric(expectation, *whole));
      continue;
    }
    const MetricUnit unit = unit_of(found->path);
    if (expectation.unit != MetricUnit::none && expectation.unit != unit) {
      errors.push_back({expectation.where, "expect: wrong unit of the value in \"" + expectation.expression + "\"",
                        expectation.metric + " is compared with " + std::string(unit_text(unit))});
    }
    if (!expectation.over) continue;
    if (const std::optional<WindowedMetric> metric = windowed(expectation, found->path, topology, plan)) {
      plan.windows.push_back(*metric);
    } else {
      errors.push_back({expectation.where, "expect: " + expectation.metric + " cannot be taken over a sliding window",
                        "use messages, queue_s, accept_s, delivery_s or a share, of all together or of a workload"});
    }
  }
  if (!errors.empty()) return errors;
  return plan;
}

Verdict judge(const Expectation& expectation, const Doc& metrics) {
  const std::optional<FoundMetric> found = find_metric(metrics, expectation.metric);
  const Doc::Number* number = found ? found->value->as_number() : nullptr;
  if (number == nullptr) return {};
  return judge_number(expectation, *number);
}

Verdict judge_worst(const Expectation& expectation, const WorstWindow& worst) {
  if (!worst.value) return {};
  const bool latency = expectation.metric.find("_s.") != std::string::npos;
  return judge_number(expectation, {*worst.value, latency ? 9 : 6});
}

bool all_passed(const Doc& report) {
  const Doc::Array& expectations = report["expectations"].items();
  return std::all_of(expectations.begin(), expectations.end(), [](const Doc& expectation) {
    const bool* passed = expectation["passed"].as_boolean();
    return passed != nullptr && *passed;
  });
}

}  // namespace sendlab
