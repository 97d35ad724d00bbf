// table. Each element moved or joined is paid for.
#include <climits>

#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

// A table, or a value whose metatable makes it behave like one.
void check_table(lua_State* lua, int argument, bool reads, bool writes, bool measures) {
  if (lua_type(lua, argument) == LUA_TTABLE) return;
  const auto has = [lua, argument](const char* event) {
    const bool found = luaL_getmetafield(lua, argument, event) != LUA_TNIL;
    if (found) lua_pop(lua, 1);
    return found;
  };
  const bool fits = (!reads || has("__index")) && (!writes || has("__newindex")) && (!measures || has("__len"));
  if (!fits) luaL_checktype(lua, argument, LUA_TTABLE);
}

int table_insert(lua_State* lua) {
  check_table(lua, 1, true, true, true);
  const lua_Integer end = static_cast<lua_Integer>(static_cast<lua_Unsigned>(length_of(lua, 1)) + 1);
  lua_Integer position = end;
  switch (lua_gettop(lua)) {
    case 2:
      charge(lua, 1);
      break;
    case 3:
      position = luaL_checkinteger(lua, 2);
      luaL_argcheck(lua, static_cast<lua_Unsigned>(position) - 1U < static_cast<lua_Unsigned>(end), 2,
                    "position out of bounds");
      charge(lua, 1 + static_cast<lua_Unsigned>(end) - static_cast<lua_Unsigned>(position));
      for (lua_Integer i = end; i > position; --i) {
        lua_geti(lua, 1, i - 1);
        lua_seti(lua, 1, i);
      }
      break;
    default:
      return luaL_error(lua, "wrong number of arguments to 'insert'");
  }
  lua_seti(lua, 1, position);
  return 0;
}

int table_remove(lua_State* lua) {
  check_table(lua, 1, true, true, true);
  const lua_Integer size = length_of(lua, 1);
  lua_Integer position = luaL_optinteger(lua, 2, size);
  if (position != size) {  // 1 … size + 1
    luaL_argcheck(lua, static_cast<lua_Unsigned>(position) - 1U <= static_cast<lua_Unsigned>(size), 2,
                  "position out of bounds");
  }
  lua_geti(lua, 1, position);
  for (; position < size; ++position) {
    charge(lua, 1);
    lua_geti(lua, 1, position + 1);
    lua_seti(lua, 1, position);
  }
  lua_pushnil(lua);
  lua_seti(lua, 1, position);
  charge(lua, 1);
  return 1;
}

int table_move(lua_State* lua) {
  const lua_Integer from = luaL_checkinteger(lua, 2);
  const lua_Integer last = luaL_checkinteger(lua, 3);
  const lua_Integer to = luaL_checkinteger(lua, 4);
  const int target = lua_isnoneornil(lua, 5) ? 1 : 5;
  check_table(lua, 1, true, false, false);
  check_table(lua, target, false, true, false);
  if (last >= from) {
    luaL_argcheck(lua, from > 0 || last < LUA_MAXINTEGER + from, 3, "too many elements to move");
    const lua_Integer count = last - from + 1;
    luaL_argcheck(lua, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
    const bool upwards = to > last || to <= from || (target != 1 && !lua_compare(lua, 1, target, LUA_OPEQ));
    for (lua_Integer step = 0; step < count; ++step) {
      charge(lua, 1);
      const lua_Integer i = upwards ? step : count - 1 - step;
      lua_geti(lua, 1, from + i);
      lua_seti(lua, target, to + i);
    }
  }
  lua_pushvalue(lua, target);
  return 1;
}

int table_concat(lua_State* lua) {
  check_table(lua, 1, true, false, true);
  const lua_Integer size = length_of(lua, 1);
  std::size_t separator_length = 0;
  const char* separator = luaL_optlstring(lua, 2, "", &separator_length);
  const lua_Integer first = luaL_optinteger(lua, 3, 1);
  const lua_Integer last = luaL_optinteger(lua, 4, size);
  luaL_Buffer buffer;
  luaL_buffinit(lua, &buffer);
  for (lua_Integer i = first; i <= last; ++i) {
    charge(lua, 1 + separator_length / 16);
    lua_geti(lua, 1, i);
    if (!lua_isstring(lua, -1)) {
      return luaL_error(lua, "invalid value (at index %I) in table for 'concat': a %s", static_cast<LUAI_UACINT>(i),
                        luaL_typename(lua, -1));
    }
    charge(lua, lua_type(lua, -1) == LUA_TSTRING ? lua_rawlen(lua, -1) / 16 : 30);  // a number becomes a text
    luaL_addvalue(&buffer);
    if (i != last) luaL_addlstring(&buffer, separator, separator_length);
    if (i == LUA_MAXINTEGER) break;
  }
  luaL_pushresult(&buffer);
  return 1;
}

int table_pack(lua_State* lua) {
  const int count = lua_gettop(lua);
  charge(lua, static_cast<std::uint64_t>(count));
  lua_createtable(lua, count, 1);
  lua_insert(lua, 1);
  for (int i = count; i >= 1; --i) lua_rawseti(lua, 1, i);
  lua_pushinteger(lua, count);
  lua_setfield(lua, 1, "n");
  return 1;
}

int table_unpack(lua_State* lua) {
  const lua_Integer first = luaL_optinteger(lua, 2, 1);
  const lua_Integer last = lua_isnoneornil(lua, 3) ? length_of(lua, 1) : luaL_checkinteger(lua, 3);
  if (first > last) return 0;
  const lua_Unsigned count = static_cast<lua_Unsigned>(last) - static_cast<lua_Unsigned>(first);
  if (count >= INT_MAX) return luaL_error(lua, "too many results to unpack");
  charge(lua, count + 1);
  if (!lua_checkstack(lua, static_cast<int>(count) + 1)) return luaL_error(lua, "too many results to unpack");
  for (lua_Unsigned i = 0; i <= count; ++i) {
    lua_geti(lua, 1, static_cast<lua_Integer>(static_cast<lua_Unsigned>(first) + i));
  }
  return static_cast<int>(count) + 1;
}

constexpr NamedFunction table_functions[] = {
    {"concat", table_concat}, {"insert", table_insert}, {"move", table_move},     {"pack", table_pack},
    {"remove", table_remove}, {"sort", table_sort},     {"unpack", table_unpack},
};

}  // namespace

lua_Integer border_of(lua_State* lua, int table) {
  const auto present = [lua, table](lua_Integer i) {
    const bool found = lua_rawgeti(lua, table, i) != LUA_TNIL;
    lua_pop(lua, 1);
    return found;
  };
  lua_Integer low = 0, high = 1;  // low is present or 0
  while (present(high)) {
    low = high;
    if (high > LUA_MAXINTEGER / 2) return luaL_error(lua, "table too long");
    high *= 2;
  }
  while (high - low > 1) {
    const lua_Integer middle = low + (high - low) / 2;
    (present(middle) ? low : high) = middle;
  }
  return low;
}

lua_Integer length_of(lua_State* lua, int index) {
  if (lua_type(lua, index) != LUA_TTABLE) return luaL_len(lua, index);
  if (luaL_getmetafield(lua, index, "__len") == LUA_TNIL) return border_of(lua, index);
  lua_pop(lua, 1);
  return luaL_len(lua, index);
}

namespace {
int finish_length(lua_State* lua, int, lua_KContext) {
  lua_settop(lua, 3);
  return 1;
}
}  // namespace

// Arguments: the value, and its name when it has one. The result of __len need not be a number.
int length_operator(lua_State* lua) {
  if (lua_type(lua, 1) == LUA_TSTRING) {
    lua_pushinteger(lua, static_cast<lua_Integer>(lua_rawlen(lua, 1)));
    return 1;
  }
  const char* const name = lua_gettop(lua) > 1 && lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2) : nullptr;
  lua_settop(lua, 2);
  if (luaL_getmetafield(lua, 1, "__len") != LUA_TNIL) {
    lua_pushvalue(lua, 1);
    lua_callk(lua, 1, 1, 0, finish_length);
    return 1;
  }
  if (lua_type(lua, 1) == LUA_TTABLE) {
    lua_pushinteger(lua, border_of(lua, 1));
    return 1;
  }
  if (name == nullptr) return luaL_error(lua, "attempt to get length of a %s value", luaL_typename(lua, 1));
  return luaL_error(lua, "attempt to get length of a %s value ('%s')", luaL_typename(lua, 1), name);
}

void open_table_library(lua_State* lua) {
  lua_newtable(lua);
  set_functions(lua, -1, "table", table_functions);
  lua_setglobal(lua, "table");
}

}  // namespace sendlab
