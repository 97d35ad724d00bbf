#pragma once
// Mean and 95 % half-width of every numeric metric over independent replications.
//
//   source    Student t interval; Law, Simulation Modeling and Analysis, ch. 4
//   order     replications are added by index, so the result does not depend on the worker count
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "reports/document.hpp"

namespace sendlab {

// The 97.5 % point of Student's t distribution, within 1e-5.
//   degrees   at least 1
double student_t_975(std::int64_t degrees);

class ReplicationStatistics {
 public:
  // The next replication's metrics_document.
  void add(const Doc& metrics);

  // {METRIC: {mean, half_width_95, n}} in the order of first appearance, spelled as in expectations. n counts the
  // replications in which the metric had a value; half_width_95 is null when n is 1. Counts absent from a replication
  // (refused, final, events) are 0 there.
  [[nodiscard]] Doc document() const;

 private:
  struct Series {
    std::string metric;
    int places = 0;
    bool absent_is_zero = false;
    std::int64_t n = 0;
    double mean = 0;
    double squares = 0;  // sum of squared differences from the mean (Welford)

    void add(double value);
  };

  std::vector<Series> series_;
  std::map<std::string, std::size_t> index_;  // metric -> series_
  std::int64_t replications_ = 0;
};

}  // namespace sendlab
