#pragma once
// The answer of `sendlab parts`: how a text is encoded, what it costs in parts, and what would make it cheaper.
#include <string>
#include <string_view>

namespace sendlab {

// Terminal text: encoding, characters, units, parts and where each ends; the characters that force Unicode with line,
// column and replacement; and the count without them. Ends with a line feed.
[[nodiscard]] std::string parts_report(std::string_view text);

}  // namespace sendlab
