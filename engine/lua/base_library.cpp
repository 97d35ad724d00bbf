// The basic functions: errors, types, raw access. What catches errors lets the end of a script through.
#include <cmath>
#include <cstdio>
#include <cstring>

#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

int base_print(lua_State* lua) {
  std::string line;
  const int count = lua_gettop(lua);
  for (int i = 1; i <= count; ++i) {
    if (i > 1) line += '\t';
    line += push_text(lua, i);
    lua_pop(lua, 1);
    charge(lua, 1);
  }
  charge_bytes(lua, 16 + line.size());
  SandboxState& state = SandboxState::of(lua);
  if (state.print) state.print(line);
  return 0;
}

int base_tostring(lua_State* lua) {
  luaL_checkany(lua, 1);
  charge(lua, 1);
  push_text(lua, 1);
  return 1;
}

// The digits of an integer in a base from 2 to 36; wraps around like all integers.
bool parse_in_base(std::string_view text, int base, lua_Integer& result) {
  const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty()) return false;
  lua_Unsigned value = 0;
  for (const char c : text) {
    const char lower = static_cast<char>(c | 0x20);
    const int digit = c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : 99;
    if (digit >= base) return false;
    value = value * static_cast<lua_Unsigned>(base) + static_cast<lua_Unsigned>(digit);
  }
  result = static_cast<lua_Integer>(negative ? 0U - value : value);
  return true;
}

int base_tonumber(lua_State* lua) {
  charge(lua, 1);
  if (lua_isnoneornil(lua, 2)) {
    if (lua_type(lua, 1) == LUA_TNUMBER) {
      lua_settop(lua, 1);
      return 1;
    }
    luaL_checkany(lua, 1);
    std::size_t length = 0;
    const char* text = lua_type(lua, 1) == LUA_TSTRING ? lua_tolstring(lua, 1, &length) : nullptr;
    charge_bytes(lua, length);
    if (text != nullptr && lua_stringtonumber(lua, text) == length + 1) return 1;
  } else {
    const lua_Integer base = luaL_checkinteger(lua, 2);
    luaL_checktype(lua, 1, LUA_TSTRING);
    std::size_t length = 0;
    const char* text = lua_tolstring(lua, 1, &length);
    luaL_argcheck(lua, base >= 2 && base <= 36, 2, "base out of range");
    charge(lua, length);
    lua_Integer value = 0;
    if (parse_in_base({text, length}, static_cast<int>(base), value)) {
      lua_pushinteger(lua, value);
      return 1;
    }
  }
  luaL_pushfail(lua);
  return 1;
}

int base_type(lua_State* lua) {
  luaL_argcheck(lua, lua_type(lua, 1) != LUA_TNONE, 1, "value expected");
  lua_pushstring(lua, luaL_typename(lua, 1));
  return 1;
}

int base_select(lua_State* lua) {
  const int count = lua_gettop(lua);
  charge(lua, 1 + static_cast<std::uint64_t>(count) / 8);
  if (lua_type(lua, 1) == LUA_TSTRING && std::strcmp(lua_tostring(lua, 1), "#") == 0) {
    lua_pushinteger(lua, count - 1);
    return 1;
  }
  lua_Integer from = luaL_checkinteger(lua, 1);
  if (from < 0) from = count + from;
  if (from > count) from = count;
  luaL_argcheck(lua, from >= 1, 1, "index out of range");
  return count - static_cast<int>(from);
}

int base_error(lua_State* lua) {
  const int level = static_cast<int>(luaL_optinteger(lua, 2, 1));
  lua_settop(lua, 1);
  charge(lua, 1);
  if (lua_type(lua, 1) == LUA_TSTRING && level > 0) {
    luaL_where(lua, level);
    lua_pushvalue(lua, 1);
    lua_concat(lua, 2);
  }
  return lua_error(lua);
}

int base_assert(lua_State* lua) {
  if (lua_toboolean(lua, 1)) return lua_gettop(lua);
  luaL_checkany(lua, 1);
  lua_remove(lua, 1);
  lua_pushliteral(lua, "assertion failed!");
  lua_settop(lua, 1);  // the message, or the default when there is none
  if (lua_type(lua, 1) == LUA_TSTRING && std::strcmp(lua_tostring(lua, 1), "assertion failed!") == 0) {
    luaL_where(lua, 1);
    lua_insert(lua, 1);
    lua_concat(lua, 2);
  }
  return lua_error(lua);
}

int finish_pcall(lua_State* lua, int status, lua_KContext skip) {
  SandboxState::of(lua).rethrow_end(lua, status);
  if (status != LUA_OK && status != LUA_YIELD) {
    charge(lua, cost_of_error);
    lua_pushboolean(lua, 0);
    lua_pushvalue(lua, -2);
    return 2;
  }
  return lua_gettop(lua) - static_cast<int>(skip);
}

int base_pcall(lua_State* lua) {
  luaL_checkany(lua, 1);
  charge(lua, 5);
  lua_pushboolean(lua, 1);
  lua_insert(lua, 1);
  return finish_pcall(lua, lua_pcallk(lua, lua_gettop(lua) - 2, LUA_MULTRET, 0, 0, finish_pcall), 0);
}

// The script's handler runs where the error is raised, perhaps inside our hook, where nothing counts its work: it must
// not see the end of the script.
int guarded_handler(lua_State* lua) {
  const SandboxState& state = SandboxState::of(lua);
  if (state.ended || state.refused) return 1;
  lua_settop(lua, 1);
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_call(lua, 1, 1);
  return 1;
}

int base_xpcall(lua_State* lua) {
  luaL_checktype(lua, 2, LUA_TFUNCTION);
  charge(lua, 5);
  const int arguments = lua_gettop(lua) - 2;
  lua_pushvalue(lua, 2);
  lua_pushcclosure(lua, guarded_handler, 1);
  lua_replace(lua, 2);
  lua_pushboolean(lua, 1);
  lua_pushvalue(lua, 1);
  lua_rotate(lua, 3, 2);  // f, handler, true, f, arguments
  return finish_pcall(lua, lua_pcallk(lua, arguments, LUA_MULTRET, 2, 2, finish_pcall), 2);
}

int base_rawequal(lua_State* lua) {
  luaL_checkany(lua, 1);
  luaL_checkany(lua, 2);
  lua_pushboolean(lua, lua_rawequal(lua, 1, 2));
  return 1;
}

int base_rawlen(lua_State* lua) {
  const int type = lua_type(lua, 1);
  luaL_argexpected(lua, type == LUA_TTABLE || type == LUA_TSTRING, 1, "table or string");
  lua_pushinteger(lua, type == LUA_TTABLE ? border_of(lua, 1) : static_cast<lua_Integer>(lua_rawlen(lua, 1)));
  return 1;
}

int base_rawget(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  luaL_checkany(lua, 2);
  lua_settop(lua, 2);
  lua_rawget(lua, 1);
  return 1;
}

int base_rawset(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  luaL_checkany(lua, 2);
  luaL_checkany(lua, 3);
  lua_settop(lua, 3);
  lua_rawset(lua, 1);
  return 1;
}

int base_getmetatable(lua_State* lua) {
  luaL_checkany(lua, 1);
  if (!lua_getmetatable(lua, 1)) {
    lua_pushnil(lua);
    return 1;
  }
  luaL_getmetafield(lua, 1, "__metatable");  // pushes nothing when there is none
  return 1;
}

void refuse_metamethod(lua_State* lua, const char* name, const char* why) {
  lua_pushstring(lua, name);
  if (lua_rawget(lua, 2) != LUA_TNIL) luaL_error(lua, "%s is refused in scenarios: %s", name, why);
  lua_pop(lua, 1);
}

int base_setmetatable(lua_State* lua) {
  const int type = lua_type(lua, 2);
  luaL_checktype(lua, 1, LUA_TTABLE);
  luaL_argexpected(lua, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  charge(lua, 20);
  if (luaL_getmetafield(lua, 1, "__metatable") != LUA_TNIL) {
    return luaL_error(lua, "cannot change a protected metatable");
  }
  lua_settop(lua, 2);
  if (type == LUA_TTABLE) {
    // Lua marks an object for finalisation here and only here: a __gc that comes later has no effect.
    refuse_metamethod(lua, "__gc", "when garbage is collected must not show");
    refuse_metamethod(lua, "__mode", "weak tables show when garbage is collected");
    lua_rawgetp(lua, LUA_REGISTRYINDEX, &RegistryKey::metatables);
    lua_pushvalue(lua, 2);
    lua_pushboolean(lua, 1);
    lua_rawset(lua, -3);
    lua_pop(lua, 1);
  }
  lua_setmetatable(lua, 1);
  return 1;
}

constexpr NamedFunction base_functions[] = {
    {"assert", base_assert},
    {"error", base_error},
    {"getmetatable", base_getmetatable},
    {"pcall", base_pcall},
    {"print", base_print},
    {"rawequal", base_rawequal},
    {"rawget", base_rawget},
    {"rawlen", base_rawlen},
    {"rawset", base_rawset},
    {"select", base_select},
    {"setmetatable", base_setmetatable},
    {"tonumber", base_tonumber},
    {"tostring", base_tostring},
    {"type", base_type},
    {"xpcall", base_xpcall},
};

}  // namespace

std::string_view push_text(lua_State* lua, int index) {
  index = lua_absindex(lua, index);
  if (luaL_callmeta(lua, index, "__tostring")) {
    if (!lua_isstring(lua, -1)) luaL_error(lua, "'__tostring' must return a string");
  } else {
    switch (lua_type(lua, index)) {
      case LUA_TNUMBER: {
        const double value = lua_tonumber(lua, index);
        // The sign of a NaN depends on the processor.
        if (!lua_isinteger(lua, index) && std::isnan(value)) {
          lua_pushliteral(lua, "nan");
        } else {
          lua_pushvalue(lua, index);
          lua_tolstring(lua, -1, nullptr);
        }
        break;
      }
      case LUA_TSTRING:
        lua_pushvalue(lua, index);
        break;
      case LUA_TBOOLEAN:
        lua_pushstring(lua, lua_toboolean(lua, index) ? "true" : "false");
        break;
      case LUA_TNIL:
        lua_pushliteral(lua, "nil");
        break;
      default: {
        const int named = luaL_getmetafield(lua, index, "__name");
        const char* kind = named == LUA_TSTRING ? lua_tostring(lua, -1) : luaL_typename(lua, index);
        const std::int64_t serial = SandboxState::of(lua).serial(lua, index);
        if (serial > 0) {
          lua_pushfstring(lua, "%s: #%I", kind, static_cast<LUAI_UACINT>(serial));
        } else {  // the library's own
          const std::int64_t number = serial + static_cast<std::int64_t>(SandboxState::of(lua).library_objects);
          lua_pushfstring(lua, "%s: library #%I", kind, static_cast<LUAI_UACINT>(number));
        }
        if (named != LUA_TNIL) lua_remove(lua, -2);
        break;
      }
    }
  }
  std::size_t length = 0;
  const char* text = lua_tolstring(lua, -1, &length);
  return {text, length};
}

void open_base_library(lua_State* lua) {
  lua_pushglobaltable(lua);
  set_functions(lua, -1, "", base_functions);
  lua_pushvalue(lua, -1);
  lua_setfield(lua, -2, "_G");
  lua_pushstring(lua, LUA_VERSION);
  lua_setfield(lua, -2, "_VERSION");
  lua_pop(lua, 1);
}

}  // namespace sendlab
