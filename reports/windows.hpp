#pragma once
// Sliding windows for expectations with `over`: a few numbers for each tenth of a window, by planned instant, and the
// worst window at the end. Memory: 32 bytes for each step of the run; quantiles also keep 4 bytes for each sample.
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/message/message_fact.hpp"
#include "reports/collection_plan.hpp"
#include "reports/rational.hpp"

namespace sendlab {

// The worst value of a metric over all windows so far; absent when none had samples.
struct WorstWindow {
  std::optional<Rational> value;
  bool least = false;  // the least value is the worst, else the greatest

  void merge(const WorstWindow& other) {
    if (other.value && (!value || (least ? *other.value < *value : *other.value > *value))) value = other.value;
  }
};

class Windows {
 public:
  // Keeps `plan`; it must outlive the windows.
  Windows(const CollectionPlan& plan, Instant start);

  [[nodiscard]] bool empty() const { return windows_.empty(); }

  // A story that counts.
  void add(const MessageFact& fact);
  void add_unsent(WorkloadId workload, std::int64_t n, Instant planned);

  // By CollectionPlan::windows.
  [[nodiscard]] std::vector<WorstWindow> worst() const;

 private:
  struct Step {
    Int128 above = 0;        // the share's numerator, the sum or the maximum
    std::int64_t below = 0;  // the share's denominator, the number of samples
  };
  struct Window {
    const WindowedMetric* metric = nullptr;
    Duration step{};
    std::vector<Step> steps;
    std::vector<std::vector<std::uint32_t>> samples;  // histogram buckets; quantiles only
  };

  Step& step_of(Window& window, Instant planned);
  void add_latency(Window& window, const MessageFact& fact);
  static std::optional<Rational> value(const Window& window, std::size_t from, std::size_t to);

  Instant start_;
  std::vector<Window> windows_;
};

}  // namespace sendlab
