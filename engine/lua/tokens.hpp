#pragma once
// The tokens of a Lua chunk, for what we read or change in its text before Lua compiles it.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sendlab {

enum class TokenKind : std::uint8_t { end, name, text, number, symbol };  // keywords are names

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;           // of a string: what stands between its quotes, escapes as written
  int line = 0;                    // where it begins
  std::size_t begin = 0, end = 0;  // bytes of the chunk, quotes included
};

// All tokens, the last of kind end. Stops early at what is not Lua: the compiler reports that.
std::vector<Token> tokens_of(std::string_view text);

}  // namespace sendlab
