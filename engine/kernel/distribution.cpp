#include "engine/kernel/distribution.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/kernel/calendar.hpp"
#include "engine/kernel/portable_math.hpp"
#include "engine/kernel/samplers.hpp"

namespace sendlab {
namespace {

constexpr Duration longest = std::chrono::days{400};

Duration rounded(double nanoseconds) {
  if (!(nanoseconds < static_cast<double>(longest.count()))) return longest;
  return Duration{static_cast<std::int64_t>(nanoseconds + 0.5)};
}

double count_of(Duration duration) { return static_cast<double>(duration.count()); }

// The shortest text that reads back as the same double.
std::string text_of(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

}  // namespace

Distribution::Distribution(Family family, Duration time, Duration high, double shape)
    : family_(family), time_(time), high_(high), shape_(shape) {
  ENSURE(time >= Duration{0}, "a distribution of durations has no negative parameter");
}

Distribution Distribution::constant(Duration value) { return {Family::constant, value, {}, 0}; }
Distribution Distribution::exponential(Duration mean) { return {Family::exponential, mean, {}, 0}; }
Distribution Distribution::lognormal(Duration median, double sigma) {
  ENSURE(sigma >= 0, "sigma is not negative");
  return {Family::lognormal, median, {}, sigma};
}
Distribution Distribution::uniform(Duration low, Duration high) {
  ENSURE(low <= high, "a uniform distribution has low <= high");
  return {Family::uniform, low, high, 0};
}
Distribution Distribution::gamma(double shape, Duration scale) {
  ENSURE(shape > 0, "a gamma distribution has a shape above 0");
  return {Family::gamma, scale, {}, shape};
}
Distribution Distribution::weibull(double shape, Duration scale) {
  ENSURE(shape > 0, "a Weibull distribution has a shape above 0");
  return {Family::weibull, scale, {}, shape};
}
Distribution Distribution::empirical(std::vector<Duration> points) {
  ENSURE(!points.empty(), "an empirical distribution has at least one point");
  for (const Duration point : points) ENSURE(point >= Duration{0}, "a distribution of durations has no negative point");
  Distribution result{Family::empirical, {}, {}, 0};
  result.points_ = std::move(points);
  return result;
}

Duration Distribution::sample(RandomStream& random) const {
  switch (family_) {
    case Family::constant:
      return std::min(time_, longest);
    case Family::exponential:
      return rounded(count_of(time_) * draw_exponential(random));
    case Family::lognormal:
      return rounded(count_of(time_) * draw_lognormal(random, shape_));
    case Family::uniform:
      if (time_ == high_) return std::min(time_, longest);
      return std::min(time_ + Duration{static_cast<std::int64_t>(
                                  random.below(static_cast<std::uint64_t>((high_ - time_).count())))},
                      longest);
    case Family::gamma:
      return rounded(count_of(time_) * draw_gamma(random, shape_));
    case Family::weibull:
      return rounded(count_of(time_) * draw_weibull(random, shape_));
    case Family::empirical:
      return std::min(points_[static_cast<std::size_t>(random.below(points_.size()))], longest);
  }
  ENSURE(false, "every family has a sampler");
  return {};
}

Duration Distribution::mean() const {
  switch (family_) {
    case Family::constant:
      return std::min(time_, longest);
    case Family::exponential:
      return std::min(time_, longest);
    case Family::lognormal:
      return rounded(count_of(time_) * portable::exp(0.5 * shape_ * shape_));
    case Family::uniform:
      return std::min(time_ + (high_ - time_) / 2, longest);
    case Family::gamma:
      return rounded(count_of(time_) * shape_);
    case Family::weibull:
      return rounded(count_of(time_) * portable::gamma(1 + 1 / shape_));
    case Family::empirical: {
      __extension__ __int128 sum = 0;
      for (const Duration point : points_) sum += std::min(point, longest).count();
      return Duration{static_cast<std::int64_t>(sum / static_cast<std::int64_t>(points_.size()))};
    }
  }
  ENSURE(false, "every family has a mean");
  return {};
}

std::string Distribution::text() const {
  const std::string time = duration_text(time_);
  switch (family_) {
    case Family::constant:
      return "constant " + time;
    case Family::exponential:
      return "exponential mean " + time;
    case Family::lognormal:
      return "lognormal median " + time + " sigma " + text_of(shape_);
    case Family::uniform:
      return "uniform " + time + " to " + duration_text(high_);
    case Family::gamma:
      return "gamma shape " + text_of(shape_) + " scale " + time;
    case Family::weibull:
      return "weibull shape " + text_of(shape_) + " scale " + time;
    case Family::empirical:
      return "empirical, " + std::to_string(points_.size()) + (points_.size() == 1 ? " point" : " points");
  }
  ENSURE(false, "every family has a text");
  return {};
}

}  // namespace sendlab
