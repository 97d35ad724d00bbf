#pragma once
// Percent-encoding of RFC 3986 as AWS wants it: all bytes but A-Z a-z 0-9 - . _ ~, upper-case digits.
#include <cstdint>
#include <string>
#include <string_view>

namespace sendlab {

enum class KeepSlash : std::uint8_t { no, yes };

[[nodiscard]] std::string percent_encoded(std::string_view text, KeepSlash slash);

}  // namespace sendlab
