#pragma once
// engine/api/api_shapes.json as it was when the program was built.
#include <string_view>

namespace sendlab {

// The text of "api_shapes.json"; empty for any other name.
[[nodiscard]] std::string_view bundled_api_shapes(std::string_view name);

}  // namespace sendlab
