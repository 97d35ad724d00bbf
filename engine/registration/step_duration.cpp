#include "engine/registration/step_duration.hpp"

#include <algorithm>
#include <cmath>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

std::int64_t day_of(Instant instant) {
  const std::int64_t ns = instant.time_since_epoch().count();
  return ns / one_day.count() - (ns % one_day.count() < 0 ? 1 : 0);
}

// 1970-01-01 was a Thursday: day 2 a Saturday, day 3 a Sunday.
bool is_weekend(std::int64_t day) {
  const std::int64_t weekday = ((day % 7) + 7) % 7;
  return weekday == 2 || weekday == 3;
}

}  // namespace

// The inverse of the distribution function; sqrt is exact in IEEE 754, so the bits are the same everywhere.
double draw_triangular(RandomStream& random, double least, double mode, double most) {
  const double u = random.uniform();
  const double span = most - least;
  if (!(span > 0)) return least;
  const double rise = (mode - least) / span;
  if (u < rise) return least + std::sqrt(u * span * (mode - least));
  return most - std::sqrt((1 - u) * span * (most - mode));
}

Duration StepDuration::sample(RandomStream& random) const {
  ENSURE(!components.empty(), "a step has a duration");
  const Component* chosen = &components.back();
  if (components.size() > 1) {
    double total = 0;
    for (const Component& c : components) total += c.weight;
    double left = random.uniform() * total;
    for (const Component& c : components) {
      chosen = &c;
      if (left < c.weight) break;
      left -= c.weight;
    }
  }
  if (chosen->most <= chosen->least) return chosen->least;
  if (chosen->shape == Shape::uniform)
    return chosen->least + Duration{static_cast<std::int64_t>(
                               random.below(static_cast<std::uint64_t>((chosen->most - chosen->least).count()) + 1))};
  const double ns =
      draw_triangular(random, static_cast<double>(chosen->least.count()), static_cast<double>(chosen->mode.count()),
                      static_cast<double>(chosen->most.count()));
  return std::clamp(Duration{static_cast<std::int64_t>(ns + 0.5)}, chosen->least, chosen->most);
}

Instant StepDuration::end_of(Instant from, Duration lasts) const {
  return business_days ? after_business_time(from, lasts) : from + lasts;
}

Duration StepDuration::least() const { return std::ranges::min(components, {}, &Component::least).least; }
Duration StepDuration::most() const { return std::ranges::max(components, {}, &Component::most).most; }

Instant after_business_time(Instant from, Duration lasts) {
  std::int64_t day = day_of(from);
  const auto start_of = [](std::int64_t d) { return Instant{d * one_day}; };
  while (true) {
    while (is_weekend(day)) from = start_of(++day);
    const Duration left_today = start_of(day + 1) - from;
    if (lasts <= left_today) return from + lasts;
    lasts -= left_today;
    from = start_of(++day);
  }
}

}  // namespace sendlab
