#include "scenarios/planned_volume.hpp"

#include <algorithm>
#include <cmath>

namespace sendlab {
namespace {

constexpr double day_s = 86400;

double seconds_of(Duration duration) { return static_cast<double>(duration.count()) / 1e9; }
Duration duration_of(double seconds) { return Duration{static_cast<std::int64_t>(std::min(seconds, 3.2e9) * 1e9)}; }
double per_second(const Rate& rate) { return static_cast<double>(rate.millionths) / 1e6 / seconds_of(rate.per); }

PlannedVolume steady(double rate, double lasts_s, Duration at) {
  return {rate * lasts_s, rate * std::min(lasts_s, day_s), rate, at, at + duration_of(lasts_s)};
}

struct VolumeOf {
  using Answer = std::optional<PlannedVolume>;
  std::optional<Duration> end;

  Answer operator()(const ConstantArrivals& a) const {
    const double rate = per_second(a.rate);
    return steady(rate, static_cast<double>(a.count) / rate, a.at);
  }
  Answer operator()(const PoissonArrivals& a) const {
    const double rate = per_second(a.rate);
    return steady(rate, a.lasts ? seconds_of(*a.lasts) : static_cast<double>(a.count.value_or(0)) / rate, a.at);
  }
  Answer operator()(const RampArrivals& a) const {
    const double from = per_second(a.from), to = per_second(a.to);
    PlannedVolume volume = steady((from + to) / 2, seconds_of(a.lasts), a.at);
    volume.per_second = std::max(from, to);
    return volume;
  }
  Answer operator()(const BurstArrivals& a) const {
    const double count = static_cast<double>(a.count);
    const double in_day =
        a.every.count() > 0 ? std::min(static_cast<double>(a.times), std::ceil(day_s / seconds_of(a.every))) : 1;
    return PlannedVolume{count * static_cast<double>(a.times), count * in_day, count, a.at,
                         a.at + a.every * (a.times - 1)};
  }
  Answer operator()(const ProfileArrivals& a) const {
    if (a.points.empty()) return std::nullopt;
    PlannedVolume volume;
    const Duration last = a.repeat_every.value_or(a.points.back().offset);
    for (std::size_t i = 0; i < a.points.size(); ++i) {
      const Duration until = i + 1 < a.points.size() ? a.points[i + 1].offset : last;
      const double rate = per_second(a.points[i].rate) * a.scale;
      const double next = i + 1 < a.points.size() ? per_second(a.points[i + 1].rate) * a.scale : rate;
      volume.total += std::max(0.0, seconds_of(until - a.points[i].offset)) * (a.linear ? (rate + next) / 2 : rate);
      volume.per_second = std::max(volume.per_second, rate);
    }
    volume.first = a.points.front().offset;
    volume.last = last;
    const double period_s = std::max(1.0, seconds_of(last - volume.first));
    volume.most_in_day = volume.total * (a.repeat_every ? day_s / period_s : std::min(1.0, day_s / period_s));
    if (a.repeat_every && end && *end > last) {
      volume.total *= seconds_of(*end) / period_s;
      volume.last = *end;
    }
    return volume;
  }
  Answer operator()(const MmppArrivals& a) const {
    double sum = 0, most = 0;
    for (const Rate& rate : a.rates) sum += per_second(rate), most = std::max(most, per_second(rate));
    PlannedVolume volume =
        steady(sum / static_cast<double>(std::max<std::size_t>(a.rates.size(), 1)), seconds_of(a.lasts), a.at);
    volume.per_second = most;
    return volume;
  }
  Answer operator()(const ReplayArrivals&) const { return std::nullopt; }
  Answer operator()(const ClosedArrivals&) const { return std::nullopt; }
};

}  // namespace

std::optional<PlannedVolume> planned_volume(const Arrivals& arrivals, std::optional<Duration> end) {
  return std::visit(VolumeOf{end}, arrivals);
}

}  // namespace sendlab
