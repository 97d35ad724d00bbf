#pragma once
#include <string>

#include "reports/document.hpp"

namespace sendlab {

// JUnit XML: a test case for each expectation, with its value when it failed, and one for each planned fault, failed
// when the fault never took effect.
std::string write_junit(const Doc& report);

}  // namespace sendlab
