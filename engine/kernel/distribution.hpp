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
  static Distribution lognormal(Duration median, double sigma);       // sigma: standard deviation of ln(seconds)
  static Distribution uniform(Duration low, Duration high);           // [low, high)
  static Distribution gamma(double shape, Duration scale);
  static Distribution weibull(double shape, Duration scale);
  static Distribution empirical(std::vector<Duration> points);        // each point equally likely; at least one

  // A draw, never negative, rounded to whole nanoseconds; draws longer than 400 days are cut to 400 days.
  // A constant draws nothing from the stream.
  [[nodiscard]] Duration sample(RandomStream& random) const;
  [[nodiscard]] Duration mean() const;
  [[nodiscard]] bool is_constant() const { return family_ == Family::constant; }
  [[nodiscard]] std::string text() const;  // "lognormal median 2.8s sigma 0.9", for lists of assumptions

 private:
  Family family_ = Family::constant;
  double a_ = 0;  // family's first parameter, times in nanoseconds
  double b_ = 0;  // second parameter
  std::vector<Duration> points_;
};

}  // namespace sendlab
