#include "scenarios/planned_end.hpp"

#include <algorithm>

namespace sendlab {
namespace {

Duration time_for(std::int64_t count, const Rate& rate) {
  constexpr double century_ns = 3.2e18;  // longer than any run, and safe to add to
  const double ns =
      static_cast<double>(count) * 1e6 / static_cast<double>(rate.millionths) * static_cast<double>(rate.per.count());
  return Duration{static_cast<std::int64_t>(std::min(ns, century_ns))};
}

struct EndOf {
  using Answer = std::optional<Duration>;
  Answer operator()(const ConstantArrivals& a) const { return a.at + time_for(a.count, a.rate); }
  Answer operator()(const PoissonArrivals& a) const {
    return a.at + (a.lasts ? *a.lasts : time_for(a.count.value_or(0), a.rate));
  }
  Answer operator()(const RampArrivals& a) const { return a.at + a.lasts; }
  Answer operator()(const BurstArrivals& a) const { return a.at + a.every * (a.times - 1); }
  Answer operator()(const ProfileArrivals& a) const {
    if (a.repeat_every || a.points.empty()) return std::nullopt;
    return a.points.back().offset;
  }
  Answer operator()(const MmppArrivals& a) const { return a.at + a.lasts; }
  Answer operator()(const ReplayArrivals&) const { return std::nullopt; }
  Answer operator()(const ClosedArrivals& a) const { return a.lasts; }
};

}  // namespace

std::optional<Duration> planned_end(const Scenario& scenario) {
  Duration end{};
  for (const Workload& workload : scenario.workloads) {
    const auto own = std::visit(EndOf{}, workload.arrivals);
    if (!own && !scenario.horizon) return std::nullopt;
    end = std::max(end, own.value_or(*scenario.horizon));
  }
  return scenario.horizon ? std::min(end, *scenario.horizon) : end;
}

}  // namespace sendlab
