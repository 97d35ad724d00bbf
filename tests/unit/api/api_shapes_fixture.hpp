#pragma once
// The shape table, read once for all tests of the codec.
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/api_error.hpp"
#include "engine/api/shapes.hpp"

namespace sendlab {

inline const ApiShapes& shapes() {
  static const ApiShapes table;
  return table;
}

inline const OperationShape& operation(std::string_view name) { return *shapes().operation(name); }

inline std::vector<std::string> field_names(const ApiError& error) {
  std::vector<std::string> names;
  for (const ApiError::Field& field : error.fields) names.push_back(field.name);
  return names;
}

}  // namespace sendlab
