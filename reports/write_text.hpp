#pragma once
// The summary for people: outcomes, latency, what delayed messages, limits, cost, faults and expectations, 100 columns
// wide.
#include <string>

#include "reports/document.hpp"
#include "reports/histogram.hpp"

namespace sendlab {

struct TextOptions {
  bool colour = false;
  const Histogram* delivery = nullptr;  // draws the distribution of delivery_s when given
};

// UTF-8. `report` is a whole report, built or read back from report.json.
std::string write_text(const Doc& report, const TextOptions& options);

}  // namespace sendlab
