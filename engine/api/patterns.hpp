#pragma once
// The patterns of the shape table, each with a matcher written by hand: linear in the text, without recursion, without
// memory. A pattern must match the whole text. Blanks (\s) are the six of ASCII, and "." is anything but a line end,
// as in Java, in whose dialect the model is written (assumption: nobody states it).
#include <span>
#include <string_view>

namespace sendlab {

struct Pattern {
  std::string_view text;  // as the table writes it
  std::string_view rule;  // in words: "must not be blank"
  bool (*matches)(std::string_view value);
};

// The matcher of exactly this pattern; null: none is known.
[[nodiscard]] const Pattern* find_pattern(std::string_view text);
[[nodiscard]] std::span<const Pattern> known_patterns();

}  // namespace sendlab
