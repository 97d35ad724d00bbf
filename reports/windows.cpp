#include "reports/windows.hpp"

#include <algorithm>
#include <utility>

#include "engine/kernel/ensure.hpp"
#include "reports/histogram.hpp"

namespace sendlab {
namespace {

using MetricKind = WindowedMetric::Kind;

constexpr std::int64_t steps_per_window = 10;

bool is_latency(MetricKind kind) {
  return kind == MetricKind::mean || kind == MetricKind::max || kind == MetricKind::quantile || kind == MetricKind::count;
}

// A share or a mean needs samples; a count of nothing is 0.
bool needs_samples(MetricKind kind) {
  switch (kind) {
    case MetricKind::delivered_share:
    case MetricKind::reached_share:
    case MetricKind::delivered_within:
    case MetricKind::mean:
    case MetricKind::max:
    case MetricKind::quantile:
      return true;
    default:
      return false;
  }
}

// The latency that is asked for, if the message got so far.
std::optional<Duration> latency_of(WindowedMetric::Latency latency, const MessageFact& fact) {
  switch (latency) {
    case WindowedMetric::Latency::queue:
      if (fact.left()) return fact.last_hand_over - fact.planned;
      break;
    case WindowedMetric::Latency::accept:
      if (fact.successful) return fact.carrier_accepted - fact.planned;
      break;
    case WindowedMetric::Latency::delivery:
      if (fact.kind == FactKind::status && fact.delivered()) return fact.delivered_at() - fact.planned;
      break;
  }
  return std::nullopt;
}

// What a fact adds to the numerator and the denominator of a metric that counts messages.
std::pair<std::int64_t, std::int64_t> shares_of(const WindowedMetric& metric, const MessageFact& fact) {
  const bool accepted = fact.kind == FactKind::status || fact.kind == FactKind::pending;
  const bool final_fact = fact.kind == FactKind::status;
  const bool delivered = final_fact && fact.delivered();
  const std::int64_t asked = accepted || fact.kind == FactKind::refused ? 1 : 0;
  switch (metric.kind) {
    case MetricKind::requested:
      return {asked, 0};
    case MetricKind::accepted:
      return {accepted, 0};
    case MetricKind::parts:
      return {accepted ? fact.parts : 0, 0};
    case MetricKind::refused:
      return {fact.kind == FactKind::refused && fact.refusal == metric.refusal, 0};
    case MetricKind::final_status:
      return {final_fact && fact.status == metric.status, 0};
    case MetricKind::delivered_share:
      return {delivered, asked};
    case MetricKind::reached_share:
      return {delivered || (final_fact && fact.status == Status::successful), asked};
    case MetricKind::delivered_within:
      return {delivered && fact.delivered_at() - fact.planned <= metric.within, asked};
    default:
      return {0, 0};
  }
}

}  // namespace

Windows::Windows(const CollectionPlan& plan, Instant start) : start_(start) {
  for (const WindowedMetric& metric : plan.windows) {
    ENSURE(metric.length >= std::chrono::seconds{1}, "a window lasts at least a second");
    windows_.push_back({&metric, metric.length / steps_per_window, {}, {}});
  }
}

Windows::Step& Windows::step_of(Window& window, Instant planned) {
  ENSURE(planned >= start_, "no send is planned before the start");
  const auto index = static_cast<std::size_t>((planned - start_) / window.step);
  if (index >= window.steps.size()) window.steps.resize(index + 1);
  if (window.metric->kind == MetricKind::quantile && window.samples.size() < window.steps.size()) {
    window.samples.resize(window.steps.size());
  }
  return window.steps[index];
}

void Windows::add_latency(Window& window, const MessageFact& fact) {
  const std::optional<Duration> latency = latency_of(window.metric->latency, fact);
  if (!latency) return;
  Step& step = step_of(window, fact.planned);
  ++step.below;
  if (window.metric->kind == MetricKind::max) {
    step.above = std::max<Int128>(step.above, latency->count());
  } else if (window.metric->kind == MetricKind::quantile) {
    const std::uint32_t bucket = Histogram::bucket_of(static_cast<std::uint64_t>(latency->count()));
    window.samples[static_cast<std::size_t>((fact.planned - start_) / window.step)].push_back(bucket);
  } else {
    step.above += latency->count();
  }
}

void Windows::add(const MessageFact& fact) {
  for (Window& window : windows_) {
    if (window.metric->workload && *window.metric->workload != fact.workload) continue;
    if (is_latency(window.metric->kind)) {
      add_latency(window, fact);
      continue;
    }
    const auto [above, below] = shares_of(*window.metric, fact);
    if (above == 0 && below == 0) continue;
    Step& step = step_of(window, fact.planned);
    step.above += above;
    step.below += below;
  }
}

void Windows::add_unsent(WorkloadId workload, std::int64_t n, Instant planned) {
  for (Window& window : windows_) {
    const WindowedMetric& metric = *window.metric;
    if (metric.workload && *metric.workload != workload) continue;
    Step& step = step_of(window, planned);
    if (metric.kind == MetricKind::requested) step.above += n;
    if (!is_latency(metric.kind)) step.below += n;
  }
}

std::optional<Rational> Windows::value(const Window& window, std::size_t from, std::size_t to) {
  const WindowedMetric& metric = *window.metric;
  Step all;
  std::vector<std::uint32_t> samples;
  for (std::size_t i = from; i < to; ++i) {
    all.below += window.steps[i].below;
    if (metric.kind == MetricKind::max) {
      all.above = std::max(all.above, window.steps[i].above);
    } else {
      all.above += window.steps[i].above;
    }
    if (metric.kind == MetricKind::quantile && i < window.samples.size()) {
      samples.insert(samples.end(), window.samples[i].begin(), window.samples[i].end());
    }
  }
  if (needs_samples(metric.kind) && all.below == 0) return std::nullopt;
  switch (metric.kind) {
    case MetricKind::delivered_share:
    case MetricKind::reached_share:
    case MetricKind::delivered_within:
      return Rational{all.above, all.below};
    case MetricKind::mean:
      return Rational{all.above, all.below * second_ns};
    case MetricKind::max:
      return Rational{all.above, second_ns};
    case MetricKind::count:
      return Rational{all.below, 1};
    case MetricKind::quantile: {
      const auto rank = (static_cast<std::int64_t>(samples.size()) * metric.per_ten_thousand + 9'999) / 10'000;
      const auto at = samples.begin() + (rank - 1);
      std::nth_element(samples.begin(), at, samples.end());
      return Rational{Histogram::representative(*at).count(), second_ns};
    }
    default:
      return Rational{all.above, 1};
  }
}

std::vector<WorstWindow> Windows::worst() const {
  std::vector<WorstWindow> result;
  for (const Window& window : windows_) {
    WorstWindow worst{std::nullopt, window.metric->worst_is_least};
    const std::size_t steps = window.steps.size();
    const std::size_t starts =
        steps > steps_per_window ? steps - steps_per_window + 1 : std::min<std::size_t>(steps, 1);
    for (std::size_t from = 0; from < starts; ++from) {
      const std::size_t to = std::min<std::size_t>(from + steps_per_window, steps);
      worst.merge({value(window, from, to), worst.least});
    }
    result.push_back(worst);
  }
  return result;
}

}  // namespace sendlab
