// utf8. Positions are in bytes; lax accepts surrogates and values up to 2^31.
#include <string>

#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

constexpr std::uint32_t last_unicode = 0x10FFFF;
constexpr std::uint32_t last_lax = 0x7FFFFFFF;

struct Decoded {
  std::size_t bytes = 0;  // 0: not valid here
  std::uint32_t code = 0;
};

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The sequence that begins with the first byte of text, which is not empty.
Decoded decode(std::string_view text, bool strict) {
  constexpr std::uint32_t smallest[] = {0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};  // by continuation bytes
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {1, first};
  std::size_t more = 0;
  while (more < 6 && (first & (0x40U >> more)) != 0) ++more;
  if (more == 0 || more > 5 || text.size() <= more) return {};
  std::uint32_t code = first & (0x3FU >> more);
  for (std::size_t i = 1; i <= more; ++i) {
    if (!is_continuation(text[i])) return {};
    code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  if (code < smallest[more]) return {};  // overlong
  if (strict && (code > last_unicode || (code >= 0xD800 && code <= 0xDFFF))) return {};
  return {more + 1, code};
}

std::string encode(std::uint32_t code) {
  if (code < 0x80) return {static_cast<char>(code)};
  std::string tail;
  std::uint32_t room = 0x3F;  // what fits into the first byte beside its length bits
  do {
    tail.insert(tail.begin(), static_cast<char>(0x80 | (code & 0x3F)));
    code >>= 6;
    room >>= 1;
  } while (code > room);
  tail.insert(tail.begin(), static_cast<char>((~room << 1) | code));
  return tail;
}

lua_Integer from_end(lua_Integer position, std::size_t length) {
  if (position >= 0) return position;
  if (static_cast<std::size_t>(-(position + 1)) + 1 > length) return 0;
  return static_cast<lua_Integer>(length) + position + 1;
}

int utf8_len(lua_State* lua) {
  const std::string_view text = check_text(lua, 1);
  const auto size = static_cast<lua_Integer>(text.size());
  lua_Integer at = from_end(luaL_optinteger(lua, 2, 1), text.size());
  const lua_Integer last = from_end(luaL_optinteger(lua, 3, -1), text.size());
  const bool lax = lua_toboolean(lua, 4) != 0;
  luaL_argcheck(lua, at >= 1 && --at <= size, 2, "initial position out of bounds");
  luaL_argcheck(lua, last - 1 < size, 3, "final position out of bounds");
  lua_Integer count = 0;
  while (at < last) {
    charge(lua, 1);
    const Decoded one = decode(text.substr(static_cast<std::size_t>(at)), !lax);
    if (one.bytes == 0) {
      luaL_pushfail(lua);
      lua_pushinteger(lua, at + 1);
      return 2;
    }
    at += static_cast<lua_Integer>(one.bytes);
    ++count;
  }
  lua_pushinteger(lua, count);
  return 1;
}

int utf8_codepoint(lua_State* lua) {
  const std::string_view text = check_text(lua, 1);
  const lua_Integer first = from_end(luaL_optinteger(lua, 2, 1), text.size());
  const lua_Integer last = from_end(luaL_optinteger(lua, 3, first), text.size());
  const bool lax = lua_toboolean(lua, 4) != 0;
  luaL_argcheck(lua, first >= 1, 2, "out of bounds");
  luaL_argcheck(lua, last <= static_cast<lua_Integer>(text.size()), 3, "out of bounds");
  if (first > last) return 0;
  if (last - first >= INT32_MAX) return luaL_error(lua, "string slice too long");
  charge(lua, static_cast<std::uint64_t>(last - first) + 1);
  luaL_checkstack(lua, static_cast<int>(last - first) + 1, "string slice too long");
  int count = 0;
  for (lua_Integer at = first - 1; at < last; ++count) {
    const Decoded one = decode(text.substr(static_cast<std::size_t>(at)), !lax);
    if (one.bytes == 0) return luaL_error(lua, "invalid UTF-8 code");
    lua_pushinteger(lua, one.code);
    at += static_cast<lua_Integer>(one.bytes);
  }
  return count;
}

int utf8_char(lua_State* lua) {
  const int count = lua_gettop(lua);
  charge(lua, 1 + static_cast<std::uint64_t>(count) * 2);
  luaL_Buffer buffer;
  luaL_buffinit(lua, &buffer);
  for (int i = 1; i <= count; ++i) {
    const auto code = static_cast<lua_Unsigned>(luaL_checkinteger(lua, i));
    luaL_argcheck(lua, code <= last_lax, i, "value out of range");
    const std::string bytes = encode(static_cast<std::uint32_t>(code));
    luaL_addlstring(&buffer, bytes.data(), bytes.size());
  }
  luaL_pushresult(&buffer);
  return 1;
}

// The byte where the n-th character after (or before) a position begins.
int utf8_offset(lua_State* lua) {
  const std::string_view text = check_text(lua, 1);
  const auto size = static_cast<lua_Integer>(text.size());
  lua_Integer n = luaL_checkinteger(lua, 2);
  lua_Integer at = from_end(luaL_optinteger(lua, 3, n >= 0 ? 1 : size + 1), text.size()) - 1;
  luaL_argcheck(lua, at >= 0 && at <= size, 3, "position out of bounds");
  const auto inside = [&](lua_Integer i) { return i < size && is_continuation(text[static_cast<std::size_t>(i)]); };
  charge(lua, 1);
  if (n == 0) {
    while (at > 0 && inside(at)) {
      charge(lua, 1);
      --at;
    }
    lua_pushinteger(lua, at + 1);
    return 1;
  }
  if (inside(at)) return luaL_error(lua, "initial position is a continuation byte");
  for (; n < 0 && at > 0; ++n) {
    do {
      charge(lua, 1);
      --at;
    } while (at > 0 && inside(at));
  }
  for (--n; n > 0 && at < size; --n) {
    do {
      charge(lua, 1);
      ++at;
    } while (inside(at));
  }
  if (n == 0 || n == -1) {
    lua_pushinteger(lua, at + 1);
  } else {
    luaL_pushfail(lua);
  }
  return 1;
}

// Iterator of codes. Upvalue 1: lax.
int codes_next(lua_State* lua) {
  const std::string_view text = check_text(lua, 1);
  auto at = static_cast<lua_Unsigned>(luaL_checkinteger(lua, 2));
  charge(lua, 2);
  // `at` counts from 1, so text[at] is the byte after the one where the last character began.
  while (at < text.size() && is_continuation(text[at])) ++at;
  if (at >= text.size()) return 0;
  const Decoded one = decode(text.substr(at), lua_toboolean(lua, lua_upvalueindex(1)) == 0);
  if (one.bytes == 0 || (at + one.bytes < text.size() && is_continuation(text[at + one.bytes]))) {
    return luaL_error(lua, "invalid UTF-8 code");
  }
  lua_pushinteger(lua, static_cast<lua_Integer>(at + 1));
  lua_pushinteger(lua, one.code);
  return 2;
}

int utf8_codes(lua_State* lua) {
  const std::string_view text = check_text(lua, 1);
  const bool lax = lua_toboolean(lua, 2) != 0;
  luaL_argcheck(lua, text.empty() || !is_continuation(text[0]), 1, "invalid UTF-8 code");
  lua_pushboolean(lua, lax);
  lua_pushcclosure(lua, codes_next, 1);
  lua_pushvalue(lua, 1);
  lua_pushinteger(lua, 0);
  return 3;
}

constexpr NamedFunction utf8_functions[] = {
    {"char", utf8_char}, {"codepoint", utf8_codepoint}, {"codes", utf8_codes},
    {"len", utf8_len},   {"offset", utf8_offset},
};

}  // namespace

void open_utf8_library(lua_State* lua) {
  lua_newtable(lua);
  set_functions(lua, -1, "utf8", utf8_functions);
  constexpr char pattern[] = "[\0-\x7F\xC2-\xFD][\x80-\xBF]*";
  lua_pushlstring(lua, pattern, sizeof pattern - 1);
  lua_setfield(lua, -2, "charpattern");
  lua_setglobal(lua, "utf8");
}

}  // namespace sendlab
