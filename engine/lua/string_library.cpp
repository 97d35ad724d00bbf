// string, without dump and pack. Every loop over a text is paid for. Classes and cases are those of ASCII.
#include <cstring>
#include <string>

#include "engine/kernel/ascii.hpp"

#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

// Where a slice begins, from 1; negative positions count from the end.
std::size_t slice_begin(lua_Integer position, std::size_t length) {
  if (position > 0) return static_cast<std::size_t>(position);
  if (position == 0 || position < -static_cast<lua_Integer>(length)) return 1;
  return length + static_cast<std::size_t>(position) + 1;
}

// Where it ends, included; 0 for an empty one.
std::size_t slice_end(lua_Integer position, std::size_t length) {
  if (position > static_cast<lua_Integer>(length)) return length;
  if (position >= 0) return static_cast<std::size_t>(position);
  if (position < -static_cast<lua_Integer>(length)) return 0;
  return length + static_cast<std::size_t>(position) + 1;
}

int string_len(lua_State* lua) {
  lua_pushinteger(lua, static_cast<lua_Integer>(check_text(lua, 1).size()));
  return 1;
}

int string_sub(lua_State* lua) {
  const std::string_view text = check_text(lua, 1);
  const std::size_t begin = slice_begin(luaL_checkinteger(lua, 2), text.size());
  const std::size_t end = slice_end(luaL_optinteger(lua, 3, -1), text.size());
  const std::string_view part = begin <= end ? text.substr(begin - 1, end - begin + 1) : std::string_view();
  charge_bytes(lua, 16 + part.size());
  lua_pushlstring(lua, part.data(), part.size());
  return 1;
}

// Gives each byte of the text to `change(source, length, target)`.
template <class Change>
int changed_text(lua_State* lua, Change change) {
  const std::string_view text = check_text(lua, 1);
  charge(lua, 1 + text.size() / 4);
  luaL_Buffer buffer;
  change(text, luaL_buffinitsize(lua, &buffer, text.size()));
  luaL_pushresultsize(&buffer, text.size());
  return 1;
}

int string_reverse(lua_State* lua) {
  return changed_text(lua, [](std::string_view text, char* target) {
    for (std::size_t i = 0; i < text.size(); ++i) target[i] = text[text.size() - 1 - i];
  });
}

int string_lower(lua_State* lua) {
  return changed_text(lua, [](std::string_view text, char* target) {
    for (const char c : text) *target++ = to_lower(c);
  });
}

int string_upper(lua_State* lua) {
  return changed_text(lua, [](std::string_view text, char* target) {
    for (const char c : text) *target++ = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  });
}

int string_rep(lua_State* lua) {
  const std::string_view text = check_text(lua, 1);
  const lua_Integer times = luaL_checkinteger(lua, 2);
  std::size_t separator_length = 0;
  const char* separator_text = luaL_optlstring(lua, 3, "", &separator_length);
  const std::string_view separator(separator_text, separator_length);
  charge(lua, 1);
  const std::size_t each = text.size() + separator.size();
  if (times <= 0 || each == 0) {
    lua_pushliteral(lua, "");
    return 1;
  }
  constexpr auto longest = static_cast<std::size_t>(LUA_MAXINTEGER) / 2;
  if (each > longest / static_cast<std::size_t>(times)) return luaL_error(lua, "resulting string too large");
  const std::size_t total = each * static_cast<std::size_t>(times) - separator.size();
  luaL_Buffer buffer;
  char* target = luaL_buffinitsize(lua, &buffer, total);  // runs out of memory here, before any work
  charge_bytes(lua, total);
  if (each == 1) {
    std::memset(target, text.empty() ? separator[0] : text[0], total);
  } else {
    for (lua_Integer i = 0; i < times; ++i) {
      if (i % 4096 == 4095) charge(lua, 4096);
      target = std::copy(text.begin(), text.end(), target);
      if (i + 1 < times) target = std::copy(separator.begin(), separator.end(), target);
    }
  }
  luaL_pushresultsize(&buffer, total);
  return 1;
}

int string_byte(lua_State* lua) {
  const std::string_view text = check_text(lua, 1);
  const lua_Integer first = luaL_optinteger(lua, 2, 1);
  const std::size_t begin = slice_begin(first, text.size());
  const std::size_t end = slice_end(luaL_optinteger(lua, 3, lua_isnoneornil(lua, 2) ? 1 : first), text.size());
  if (begin > end) return 0;
  const std::size_t count = end - begin + 1;
  charge(lua, count);
  if (count >= INT32_MAX) return luaL_error(lua, "string slice too long");
  luaL_checkstack(lua, static_cast<int>(count), "string slice too long");
  for (const char c : text.substr(begin - 1, count)) lua_pushinteger(lua, static_cast<unsigned char>(c));
  return static_cast<int>(count);
}

int string_char(lua_State* lua) {
  const int count = lua_gettop(lua);
  charge(lua, static_cast<std::uint64_t>(count));
  luaL_Buffer buffer;
  char* target = luaL_buffinitsize(lua, &buffer, static_cast<std::size_t>(count));
  for (int i = 1; i <= count; ++i) {
    const auto code = static_cast<lua_Unsigned>(luaL_checkinteger(lua, i));
    luaL_argcheck(lua, code <= 255, i, "value out of range");
    target[i - 1] = static_cast<char>(code);
  }
  luaL_pushresultsize(&buffer, static_cast<std::size_t>(count));
  return 1;
}

constexpr NamedFunction string_functions[] = {
    {"byte", string_byte}, {"char", string_char}, {"len", string_len},         {"lower", string_lower},
    {"rep", string_rep},   {"sub", string_sub},   {"reverse", string_reverse}, {"upper", string_upper},
};

// ---- "10" + 1: strings that hold numbers take part in arithmetic, through the metatable of strings ----

bool push_number(lua_State* lua, int argument) {
  if (lua_type(lua, argument) == LUA_TNUMBER) {
    lua_pushvalue(lua, argument);
    return true;
  }
  std::size_t length = 0;
  const char* text = lua_type(lua, argument) == LUA_TSTRING ? lua_tolstring(lua, argument, &length) : nullptr;
  charge_bytes(lua, length);
  return text != nullptr && lua_stringtonumber(lua, text) == length + 1;
}

template <int operation>
int string_arithmetic(lua_State* lua) {
  static constexpr const char* events[] = {"__add", "__sub", "__mul", "__mod", "", "__div", "__idiv"};
  constexpr const char* event = operation == LUA_OPUNM ? "__unm" : events[operation == LUA_OPUNM ? 0 : operation];
  charge(lua, 2);
  if (push_number(lua, 1) && (operation == LUA_OPUNM || push_number(lua, 2))) {
    lua_arith(lua, operation);
    return 1;
  }
  // Perhaps the other operand knows what to do.
  lua_settop(lua, 2);
  if (lua_type(lua, 2) == LUA_TSTRING || luaL_getmetafield(lua, 2, event) == LUA_TNIL) {
    return luaL_error(lua, "attempt to %s a '%s' with a '%s'", event + 2, luaL_typename(lua, 1), luaL_typename(lua, 2));
  }
  lua_insert(lua, -3);
  lua_call(lua, 2, 1);
  return 1;
}

constexpr NamedFunction string_metamethods[] = {
    {"__add", string_arithmetic<LUA_OPADD>}, {"__sub", string_arithmetic<LUA_OPSUB>},
    {"__mul", string_arithmetic<LUA_OPMUL>}, {"__mod", string_arithmetic<LUA_OPMOD>},
    {"__div", string_arithmetic<LUA_OPDIV>}, {"__idiv", string_arithmetic<LUA_OPIDIV>},
    {"__unm", string_arithmetic<LUA_OPUNM>},
};
static_assert(LUA_OPADD == 0 && LUA_OPSUB == 1 && LUA_OPMUL == 2 && LUA_OPMOD == 3 && LUA_OPDIV == 5 &&
              LUA_OPIDIV == 6);

}  // namespace

void open_string_library(lua_State* lua) {
  lua_newtable(lua);
  set_functions(lua, -1, "string", string_functions);
  add_pattern_functions(lua, -1);
  add_format_function(lua, -1);

  lua_newtable(lua);  // the metatable of every string: ("x"):rep(3)
  set_functions(lua, -1, "string", string_metamethods);
  lua_pushvalue(lua, -2);
  lua_setfield(lua, -2, "__index");
  lua_pushliteral(lua, "");
  lua_pushvalue(lua, -2);
  lua_setmetatable(lua, -2);
  lua_pop(lua, 2);
  lua_setglobal(lua, "string");
}

}  // namespace sendlab
