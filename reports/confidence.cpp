#include "reports/confidence.hpp"

#include <array>
#include <cmath>

#include "engine/kernel/ensure.hpp"
#include "reports/metric_path.hpp"

namespace sendlab {

double student_t_975(std::int64_t degrees) {
  ENSURE(degrees >= 1, "an interval needs two samples");
  static constexpr std::array<double, 30> table{
      12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139,
      2.200985,  2.178813, 2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963,
      2.079614,  2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.045230, 2.042272};
  if (degrees <= 30) return table[static_cast<std::size_t>(degrees - 1)];
  // Expansion around the normal quantile; Abramowitz and Stegun, 26.7.5.
  const double z = 1.959963984540054;
  const double z3 = z * z * z;
  const double z5 = z3 * z * z;
  const double z7 = z5 * z * z;
  const double v = static_cast<double>(degrees);
  return z + (z3 + z) / (4 * v) + (5 * z5 + 16 * z3 + 3 * z) / (96 * v * v) +
         (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * v * v * v);
}

void ReplicationStatistics::Series::add(double value) {
  ++n;
  const double before = value - mean;
  mean += before / static_cast<double>(n);
  squares += before * (value - mean);
}

void ReplicationStatistics::add(const Doc& metrics) {
  for_each_metric(metrics, [&](const MetricPath& path, const Doc& doc) {
    const Doc::Number* number = doc.as_number();
    if (number == nullptr) return;
    std::string metric = metric_spelling(path);
    const auto [found, is_new] = index_.try_emplace(metric, series_.size());
    if (is_new) series_.push_back({std::move(metric), number->places, is_sparse_count(path), 0, 0, 0});
    series_[found->second].add(to_double(number->value));
  });
  ++replications_;
}

Doc ReplicationStatistics::document() const {
  Doc all = Doc::object();
  for (Series series : series_) {
    while (series.absent_is_zero && series.n < replications_) series.add(0);
    const int places = series.places > 6 ? 9 : 6;
    Doc& doc = all.add(series.metric, Doc::object());
    doc.add("mean", Doc::number(from_double(series.mean, places), places));
    if (series.n > 1) {
      const double n = static_cast<double>(series.n);
      const double half_width = student_t_975(series.n - 1) * std::sqrt(series.squares / (n - 1) / n);
      doc.add("half_width_95", Doc::number(from_double(half_width, places), places));
    } else {
      doc.add("half_width_95", Doc{});
    }
    doc.add("n", Doc::integer(series.n));
  }
  return all;
}

}  // namespace sendlab
