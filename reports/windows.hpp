#pragma once
// Sliding windows for expectations with `over`: a few numbers for each tenth of a window, by planned instant, and the
// worst window at the end. Memory: 16 bytes for each step of the run; quantiles also keep 4 bytes for each sample.
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/message/message_fact.hpp"
#include "reports/collection_plan.hpp"
#include "reports/rational.hpp"

namespace sendlab {

class Windows {
 public:
  // Keeps `plan`; it must outlive the windows.
  Windows(const CollectionPlan& plan, Instant start);

  [[nodiscard]] bool empty() const { return windows_.empty(); }

  // A fact that counts.
  void add(const MessageFact& fact);
  void add_unsent(WorkloadId workload, std::int64_t n, Instant planned);

  // The worst value of each window, by CollectionPlan::windows; absent when no window had samples.
  [[nodiscard]] std::vector<std::optional<Rational>> worst() const;

 private:
  struct Step {
    std::int64_t above = 0;  // the share's numerator, the sum or the maximum
    std::int64_t below = 0;  // the share's denominator, the number of samples
  };
  struct Window {
    const WindowedMetric* metric = nullptr;
    Duration step{};
    std::vector<Step> steps;
    std::vector<std::vector<std::uint32_t>> samples;  // histogram buckets; quantiles only
  };

  void count(Window& window, Instant planned, std::int64_t above, std::int64_t below);
  void add_latency(Window& window, const MessageFact& fact);

  Instant start_;
  std::vector<Window> windows_;
};

}  // namespace sendlab
