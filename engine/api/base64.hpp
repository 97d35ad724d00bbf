#pragma once
// Base64 of RFC 4648: the standard alphabet with padding for blobs, the URL alphabet without padding for page tokens.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sendlab {

// Bytes that padded base64 text stands for; nothing if it is malformed.
[[nodiscard]] std::optional<std::size_t> base64_size(std::string_view text);

[[nodiscard]] std::string to_base64url(std::string_view bytes);
// Nothing for any text that to_base64url does not write.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace sendlab
