#pragma once
#include <cstdio>

#include "engine/kernel/result.hpp"

namespace sendlab {

void print_errors(const Errors& errors);      // to standard error
void print_warnings(const Errors& warnings);  // to standard error
void print_advice(const Errors& findings);    // the same with the word advice

// The stream is a terminal and NO_COLOR is not set.
bool colour_wanted(std::FILE* stream);

}  // namespace sendlab
