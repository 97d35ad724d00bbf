#pragma once
// Whether two reports can be compared sensibly: what differs besides the model.
#include <string>
#include <vector>

#include "reports/document.hpp"

namespace sendlab {

// A line for each difference of program version, scenario, parameters, data files, seed, replications, rules and start,
// and for each report that was measured against a target, interrupted or not valid: "seed differs: 2 in BASE, 3 in
// NEW".
std::vector<std::string> comparability_warnings(const Doc& base, const Doc& next);

}  // namespace sendlab
