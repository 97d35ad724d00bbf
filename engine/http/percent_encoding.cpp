#include "engine/http/percent_encoding.hpp"

#include "engine/kernel/ascii.hpp"

namespace sendlab {

std::string percent_encoded(std::string_view text, KeepSlash slash) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool plain = is_letter_or_digit(c) || c == '-' ||
                       c == '.' || c == '_' || c == '~' || (c == '/' && slash == KeepSlash::yes);
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

}  // namespace sendlab
