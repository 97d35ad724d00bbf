#pragma once
// A distribution of durations: what a scenario writes as lognormal { median = "2.8s", sigma = 0.9 }.
#include <cstdint>
#include <string>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/kernel/time.hpp"

namespace sendlab {

class Distribution {
 public:
  enum class Family : std::uint8_t { constant, exponential, lognormal, uniform, gamma, weibull, empirical };

  static Distribution constant(Duration value);
  static Distribution exponential(Duration mean);
  static Distribution lognormal(Duration median, double sigma);  // sigma: standard deviation of ln(seconds)
  static Distribution uniform(Duration low, Duration high);      // [low, high)
  static Distribution gamma(double shape, Duration scale);
  static Distribution weibull(double shape, Duration scale);
  static Distribution empirical(std::vector<Duration> points);  // each point equally likely; at least one

  // A draw, never negative, rounded to whole nanoseconds; draws longer than 400 days are cut to 400 days.
  // A constant draws nothing from the stream.
  [[nodiscard]] Duration sample(RandomStream& random) const;
  // Of the distribution before long draws are cut, but at most 400 days itself; exact to some 1e-13.
  [[nodiscard]] Duration mean() const;
  [[nodiscard]] bool is_constant() const { return family_ == Family::constant; }
  [[nodiscard]] std::string text() const;  // "lognormal median 2.8s sigma 0.9", for lists of assumptions

 private:
  Distribution(Family family, Duration time, Duration high, double shape);

  Family family_;
  Duration time_;  // the value, mean, median, scale or low end
  Duration high_;  // uniform only
  double shape_;   // sigma or shape
  std::vector<Duration> points_;
};

}  // namespace sendlab
