#pragma once
// Which Regions have the voice channel (R-REL-2).
#include <string_view>

namespace sendlab {

// Of a Region that is not known: true.
//   source  carriers/tables/regions.csv; a test holds this list against it
[[nodiscard]] bool has_voice(std::string_view region);

}  // namespace sendlab
