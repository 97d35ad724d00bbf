#pragma once
// A JSON table as figures, whatever its shape: one for each object that holds plain values.
#include <string>
#include <string_view>

#include "carriers/figures.hpp"

namespace sendlab {

// `file` is a bundled table. A figure's key is the path to its object, with the names of rows in place of their
// numbers; its value are the object's own members; source and confidence those of the object or of what it lies in.
[[nodiscard]] FigureTable figures_of_json(std::string name, std::string title, std::string rules,
                                          std::string_view file);

}  // namespace sendlab
