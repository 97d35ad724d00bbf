#include "reports/windows.hpp"

#include <algorithm>
#include <utility>

#include "engine/kernel/ensure.hpp"
#include "reports/histogram.hpp"

namespace sendlab {
namespace {

using Kind = WindowedMetric::Kind;

constexpr std::int64_t steps_per_window = 10;

bool is_latency(Kind kind) {
  return kind == Kind::mean || kind == Kind::max || kind == Kind::quantile || kind == Kind::count;
}

// A share or a mean needs samples; a count of nothing is 0.
bool needs_samples(Kind kind) {
  switch (kind) {
    case Kind::delivered_share:
    case Kind::reached_share:
    case Kind::delivered_within:
    case Kind::mean:
    case Kind::max:
    case Kind::quantile:
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
    case Kind::requested:
      return {asked, 0};
    case Kind::accepted:
      return {accepted, 0};
    case Kind::parts:
      return {accepted ? fact.parts : 0, 0};
    case Kind::refused:
      return {fact.kind == FactKind::refused && fact.refusal == metric.refusal, 0};
    case Kind::final_status:
      return {final_fact && fact.status == metric.status, 0};
    case Kind::delivered_share:
      return {delivered, asked};
    case Kind::reached_share:
      return {delivered || (final_fact && fact.status == Status::successful), asked};
    case Kind::delivered_within:
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
  if (window.metric->kind == Kind::quantile && window.samples.size() < window.steps.size()) {
    window.samples.resize(window.steps.size());
  }
  return window.steps[index];
}

void Windows::add_latency(Window& window, const MessageFact& fact) {
  const std::optional<Duration> latency = latency_of(window.metric->latency, fact);
  if (!latency) return;
  Step& step = step_of(window, fact.planned);
  ++step.below;
  if (window.metric->kind == Kind::max) {
    step.above = std::max<Int128>(step.above, latency->count());
  } else if (window.metric->kind == Kind::quantile) {
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
    if (metric.kind == Kind::requested) step.above += n;
    if (!is_latency(metric.kind)) step.below += n;
  }
}

std::optional<Rational> Windows::value(const Window& window, std::size_t from, std::size_t to) {
  const WindowedMetric& metric = *window.metric;
  Step all;
  std::vector<std::uint32_t> samples;
  for (std::size_t i = from; i < to; ++i) {
    all.below += window.steps[i].below;
    if (metric.kind == Kind::max) {
      all.above = std::max(all.above, window.steps[i].above);
    } else {
      all.above += window.steps[i].above;
    }
    if (metric.kind == Kind::quantile && i < window.samples.size()) {
      samples.insert(samples.end(), window.samples[i].begin(), window.samples[i].end());
    }
  }
  if (needs_samples(metric.kind) && all.below == 0) return std::nullopt;
  constexpr Int128 second = 1'000'000'000;
  switch (metric.kind) {
    case Kind::delivered_share:
    case Kind::reached_share:
    case Kind::delivered_within:
      return Rational{all.above, all.below};
    case Kind::mean:
      return Rational{all.above, all.below * second};
    case Kind::max:
      return Rational{all.above, second};
    case Kind::count:
      return Rational{all.below, 1};
    case Kind::quantile: {
      const auto rank = (static_cast<std::int64_t>(samples.size()) * metric.per_ten_thousand + 9'999) / 10'000;
      const auto at = samples.begin() + (rank - 1);
      std::nth_element(samples.begin(), at, samples.end());
      return Rational{Histogram::representative(*at).count(), second};
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
