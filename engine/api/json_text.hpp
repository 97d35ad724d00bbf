#pragma once
// The text of a JSON string as what the rest of the project reads.
#include <boost/json/string.hpp>
#include <string_view>

namespace sendlab {

[[nodiscard]] inline std::string_view view(const boost::json::string& text) { return {text.data(), text.size()}; }
[[nodiscard]] inline std::string_view view(boost::json::string_view text) { return {text.data(), text.size()}; }

}  // namespace sendlab
