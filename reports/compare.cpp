#include "reports/compare.hpp"

#include <algorithm>
#include <map>

#include "engine/kernel/ascii.hpp"
#include "reports/comparability.hpp"
#include "reports/metric_path.hpp"

namespace sendlab {
namespace {

using Kind = MetricDifference::Kind;

// Members of a report whose numbers are not metrics of the model.
constexpr std::string_view not_metrics[] = {
    "schema", "program",           "scenario", "inputs", "seed",        "replications", "rules",
    "start",  "complete",          "valid",    "digest", "assumptions", "notes",        "expectations",
    "faults", "replication_stats", "run"};

Doc metrics_of(const Doc& report) {
  Doc metrics = Doc::object();
  for (const Doc::Member& member : report.members()) {
    if (std::find(std::begin(not_metrics), std::end(not_metrics), member.name) == std::end(not_metrics))
      metrics.add(member.name, member.value);
  }
  return metrics;
}

bool is_named_carrier(const MetricPath& path) { return path.back() == "limit_carrier"; }  // text, or null for none

// The metric at a path; nullptr when the report has none. Statuses, refusals and events that did not occur are 0 in
// every block that the report has.
const Doc* metric_at(const Doc& metrics, const MetricPath& path) {
  static const Doc zero = Doc::integer(0);
  const Doc* doc = &metrics;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Doc* member = doc->find(path[i]);
    if (member == nullptr) {
      return i + 1 == path.size() && doc->is_object() && is_sparse_count(path) ? &zero : nullptr;
    }
    doc = member;
  }
  return doc->is_null() || doc->as_number() != nullptr ? doc : nullptr;
}

// The difference of two decimals, over the larger of their denominators, which are powers of ten.
Doc::Number difference_of(const Doc::Number& base, const Doc::Number& next) {
  const Int128 denominator = std::max(base.value.denominator, next.value.denominator);
  const Int128 from = base.value.numerator * (denominator / base.value.denominator);
  const Int128 to = next.value.numerator * (denominator / next.value.denominator);
  return {{to - from, denominator}, std::max(base.places, next.places)};
}

std::optional<Rational> relative_of(const Doc::Number& base, const Rational& difference) {
  if (difference.numerator == 0) return Rational{0, 1};
  if (base.value.numerator == 0) return std::nullopt;
  const Int128 magnitude = base.value.numerator < 0 ? -base.value.numerator : base.value.numerator;
  return Rational{difference.numerator, magnitude * (difference.denominator / base.value.denominator)};
}

MetricDifference compare_metric(std::string spelling, const Doc* base, const Doc* next) {
  MetricDifference result;
  result.metric = std::move(spelling);
  if (base != nullptr && base->as_number() != nullptr) result.base = *base->as_number();
  if (next != nullptr && next->as_number() != nullptr) result.next = *next->as_number();
  if (result.base && result.next) {
    result.difference = difference_of(*result.base, *result.next);
    result.relative = relative_of(*result.base, result.difference->value);
  }
  if (base == nullptr) {
    result.kind = Kind::added;
  } else if (next == nullptr) {
    result.kind = Kind::removed;
  } else {
    const bool same = result.difference ? result.difference->value.numerator == 0 : !result.base && !result.next;
    result.kind = same ? Kind::unchanged : Kind::changed;
  }
  return result;
}

std::vector<MetricDifference> compare_metrics(const Doc& base, const Doc& next) {
  std::map<MetricPath, const Doc*> of_base;
  for_each_metric(base, [&](const MetricPath& path, const Doc& value) { of_base.emplace(path, &value); });
  std::vector<MetricDifference> all;
  for_each_metric(next, [&](const MetricPath& path, const Doc& value) {
    if (is_named_carrier(path)) return;
    const auto found = of_base.find(path);
    const Doc* before = found != of_base.end() ? found->second : metric_at(base, path);
    all.push_back(compare_metric(metric_spelling(path), before, &value));
    if (found != of_base.end()) of_base.erase(found);
  });
  for_each_metric(base, [&](const MetricPath& path, const Doc& value) {
    if (is_named_carrier(path) || !of_base.contains(path)) return;
    all.push_back(compare_metric(metric_spelling(path), &value, metric_at(next, path)));
  });
  return all;
}

Doc identity_of(const NamedReport& named) {
  const Doc& report = named.report;
  Doc identity = Doc::object();
  identity.add("name", Doc::text(named.name));
  identity.add("program", report["program"]["version"]);
  identity.add("scenario", report["scenario"]["file"]);
  identity.add("sha256", report["scenario"]["sha256"]);
  identity.add("seed", report["seed"]);
  identity.add("rules", report["rules"]);
  identity.add("replications", report["replications"]);
  identity.add("target", report["run"]["target"]);
  identity.add("digest", report["digest"]);
  return identity;
}

std::vector<std::string> other_changes(const Doc& base, const Doc& next) {
  std::vector<std::string> changed;
  if (write_json(base["cost"]["usage"]) != write_json(next["cost"]["usage"])) changed.emplace_back("cost.usage");
  for (const char* member : {"faults", "complete", "valid"}) {
    if (write_json(base[member]) != write_json(next[member])) changed.emplace_back(member);
  }
  return changed;
}

std::vector<ExpectationChange> expectation_changes(const Doc& base, const Doc& next) {
  std::map<std::string, bool> before;
  const auto text_of = [](const Doc& doc) { return doc.as_text() != nullptr ? *doc.as_text() : std::string{}; };
  const auto passed = [](const Doc& expectation) {
    return expectation["passed"].as_boolean() != nullptr && *expectation["passed"].as_boolean();
  };
  for (const Doc& expectation : base["expectations"].items()) {
    before[text_of(expectation["expression"])] = passed(expectation);
  }
  std::vector<ExpectationChange> changes;
  for (const Doc& expectation : next["expectations"].items()) {
    const auto found = before.find(text_of(expectation["expression"]));
    if (found != before.end() && found->second != passed(expectation))
      changes.push_back({found->first, found->second, passed(expectation)});
  }
  return changes;
}

std::string_view difference_text(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::share:
      return "a difference such as -0.02 or -2pp (percentage points)";
    case MetricUnit::usd:
      return "a difference such as +1.5 or +$1.50";
    case MetricUnit::seconds:
      return "a difference in seconds such as +0.25, or a duration such as +250ms";
    case MetricUnit::none:
      break;
  }
  return "a bare difference such as +3";
}

// A change from 0 has no size in percent; it is farther than any.
bool trips(const Gate& gate, const MetricDifference& of) {
  if (!gate.relative) return holds(gate.comparison, of.difference->value, gate.threshold);
  if (of.relative) return holds(gate.comparison, *of.relative, gate.threshold);
  const bool upwards = gate.comparison == Comparison::above || gate.comparison == Comparison::at_least;
  return upwards == (of.difference->value.numerator > 0);
}

std::string why_not_judged(const MetricDifference& of) {
  if (of.kind == Kind::added) return "not in BASE";
  if (of.kind == Kind::removed) return "not in NEW";
  if (!of.base && !of.next) return "no samples in either";
  if (!of.base) return "no samples in BASE";
  return of.next ? "" : "no samples in NEW";
}

Result<GateVerdict> judge_gate(const Gate& gate, const Doc& base, const Doc& next) {
  std::optional<FoundMetric> found = find_metric(next, gate.metric);
  if (!found) found = find_metric(base, gate.metric);
  if (!found || is_named_carrier(found->path)) {
    std::string nearest = nearest_metric(next, gate.metric);
    if (nearest.empty()) nearest = nearest_metric(base, gate.metric);
    return Error{"--fail-on", "no metric of the two reports is called \"" + gate.metric + "\"",
                 nearest.empty() ? "use a path of report.json, for example delivered_share or cost.variable_usd"
                                 : "did you mean " + nearest + "?"};
  }
  const MetricUnit unit = unit_of(found->path);
  if (!gate.relative && gate.unit != MetricUnit::none && gate.unit != unit) {
    return Error{
        "--fail-on", "wrong unit of the threshold in \"" + gate.expression + "\"",
        gate.metric + " changes by " + std::string(difference_text(unit)) + ", or by a percentage such as +5%"};
  }
  GateVerdict verdict{
      gate,
      compare_metric(metric_spelling(found->path), metric_at(base, found->path), metric_at(next, found->path)),
      false,
      {}};
  verdict.reason = why_not_judged(verdict.of);
  verdict.passed = verdict.reason.empty() && !trips(gate, verdict.of);
  return verdict;
}

// |relative| of a changed metric; nothing when it is beyond all percentages.
std::optional<Rational> size_of(const MetricDifference& of) {
  if (!of.relative) return std::nullopt;
  Rational size = *of.relative;
  if (size.numerator < 0) size.numerator = -size.numerator;
  return size;
}

bool is_larger(const MetricDifference* a, const MetricDifference* b) {
  const std::optional<Rational> left = size_of(*a);
  const std::optional<Rational> right = size_of(*b);
  if (!left || !right) return !left && right;
  return *left > *right;
}

}  // namespace

Result<Gate> parse_gate(std::string_view expression, std::string_view where) {
  Gate gate;
  gate.expression = std::string(trimmed(expression));
  const auto fault = [&](const std::string& what, const std::string& fix) {
    return Error{std::string(where), what + " in \"" + gate.expression + "\"", fix};
  };
  const std::optional<SplitCondition> found = split_condition(gate.expression);
  if (!found) return fault("no comparison", "write METRIC OP THRESHOLD, for example \"codes.delivery_s.p99 > +5%\"");
  if (found->metric.ends_with('=')) {
    return fault("no comparison is written =" + std::string(found->sign), "use one of > >= < <=");
  }
  if (found->comparison == Comparison::equal || found->comparison == Comparison::unequal) {
    return fault(std::string(found->sign) + " is no gate",
                 "use one of > >= < <=; without --fail-on any difference fails");
  }
  if (found->metric.empty()) return fault("no metric", "put a path of the report first, such as cost.total_usd");
  std::string_view text = found->value;
  const bool negative = text.starts_with('-');
  const bool has_sign = negative || text.starts_with('+');
  if (has_sign) text.remove_prefix(1);
  const bool points = text.ends_with("pp");
  if (points) text.remove_suffix(2);
  const std::optional<ValueWithUnit> parsed = parse_value(text);
  if (!parsed || text.starts_with('-') || (points && parsed->unit != MetricUnit::none)) {
    return fault("the threshold \"" + std::string(found->value) + "\" is not a difference",
                 "write a percentage (+5%), a difference (+0.5), a duration (+250ms), an amount (+$1) or points of a "
                 "share (-2pp)");
  }
  if (!has_sign && parsed->value.numerator != 0) {
    return fault("the threshold \"" + std::string(found->value) + "\" has no sign",
                 "a gate is on the change from BASE to NEW: write +" + std::string(found->value) + " or -" +
                     std::string(found->value));
  }
  gate.metric = std::string(found->metric);
  gate.comparison = found->comparison;
  gate.relative = !points && parsed->unit == MetricUnit::share;
  gate.unit = points ? MetricUnit::share : gate.relative ? MetricUnit::none : parsed->unit;
  gate.threshold = parsed->value;
  if (points) gate.threshold.denominator *= 100;
  if (negative) gate.threshold.numerator = -gate.threshold.numerator;
  return gate;
}

std::size_t ReportComparison::count(Kind kind) const {
  return static_cast<std::size_t>(
      std::count_if(metrics.begin(), metrics.end(), [&](const MetricDifference& of) { return of.kind == kind; }));
}

bool ReportComparison::identical() const {
  return digests_agree && other.empty() && count(Kind::unchanged) == metrics.size();
}

bool ReportComparison::passed() const {
  if (gates.empty()) return identical();
  return std::all_of(gates.begin(), gates.end(), [](const GateVerdict& verdict) { return verdict.passed; });
}

std::vector<const MetricDifference*> ReportComparison::ranked(Kind kind) const {
  std::vector<const MetricDifference*> of_kind;
  for (const MetricDifference& metric : metrics) {
    if (metric.kind == kind) of_kind.push_back(&metric);
  }
  if (kind == Kind::changed) std::stable_sort(of_kind.begin(), of_kind.end(), is_larger);
  return of_kind;
}

Result<ReportComparison, Errors> compare_reports(const NamedReport& base, const NamedReport& next,
                                                 const std::vector<Gate>& gates) {
  const Doc base_metrics = metrics_of(base.report);
  const Doc next_metrics = metrics_of(next.report);
  ReportComparison comparison;
  Errors errors;
  for (const Gate& gate : gates) {
    Result<GateVerdict> verdict = judge_gate(gate, base_metrics, next_metrics);
    if (verdict) {
      comparison.gates.push_back(std::move(verdict).value());
    } else {
      errors.push_back(verdict.error());
    }
  }
  if (!errors.empty()) return errors;
  comparison.base = identity_of(base);
  comparison.next = identity_of(next);
  comparison.metrics = compare_metrics(base_metrics, next_metrics);
  const std::string* digest = base.report["digest"].as_text();
  comparison.digests_agree =
      digest != nullptr && next.report["digest"].as_text() != nullptr && *digest == *next.report["digest"].as_text();
  comparison.other = other_changes(base.report, next.report);
  comparison.expectations = expectation_changes(base.report, next.report);
  comparison.warnings = comparability_warnings(base.report, next.report);
  return comparison;
}

}  // namespace sendlab
