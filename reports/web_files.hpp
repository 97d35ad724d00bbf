#pragma once
// The files of reports/web and the chart library, as they were when the program was built.
#include <string_view>

namespace sendlab {

std::string_view web_file(std::string_view name);  // empty: no such file

}  // namespace sendlab
