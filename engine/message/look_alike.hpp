#pragma once
// Names of common characters outside the GSM set, and the GSM text that says the same.
#include <string_view>

namespace sendlab {

struct LookAlike {
  std::string_view name;   // "right single quotation mark"; empty when unknown
  std::string_view text;   // GSM text to write instead; empty when there is none
  bool invisible = false;  // may simply be left out (zero-width characters, byte order mark)
};

[[nodiscard]] LookAlike look_alike_of(char32_t code_point);

}  // namespace sendlab
