// table.sort as a stable merge sort. The stock quicksort takes its pivot from the clock when an array is large, and
// calls the comparator in an order that follows from it.
//
// Merging takes n log n comparisons whatever the comparator answers, so an inconsistent one gives some order and ends.
// The table is written once, at the end: an error in the comparator leaves it as it was.
#include <algorithm>
#include <climits>
#include <utility>

#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

constexpr int comparator = 2;  // stack index; nil for <

// Whether the value at stack index a goes before the one at b.
bool before(lua_State* lua, int a, int b) {
  charge(lua, 2);
  if (lua_isnil(lua, comparator)) return lua_compare(lua, a, b, LUA_OPLT) != 0;
  lua_pushvalue(lua, comparator);
  lua_pushvalue(lua, a);
  lua_pushvalue(lua, b);
  lua_call(lua, 2, 1);
  const bool result = lua_toboolean(lua, -1) != 0;
  lua_pop(lua, 1);
  return result;
}

// Merges source[left, middle) and source[middle, right) into target[left, right). Indices are of Lua, from 1.
void merge(lua_State* lua, int source, int target, lua_Integer left, lua_Integer middle, lua_Integer right) {
  lua_Integer a = left, b = middle;
  lua_rawgeti(lua, source, a);
  lua_rawgeti(lua, source, b);
  const int top_a = lua_gettop(lua) - 1, top_b = top_a + 1;
  for (lua_Integer to = left; to < right; ++to) {
    const bool take_b = a == middle || (b < right && before(lua, top_b, top_a));  // equal ones keep their order
    charge(lua, 1);
    lua_pushvalue(lua, take_b ? top_b : top_a);
    lua_rawseti(lua, target, to);
    lua_Integer& taken = take_b ? b : a;
    ++taken;
    lua_rawgeti(lua, source, taken);
    lua_replace(lua, take_b ? top_b : top_a);
  }
  lua_pop(lua, 2);
}

}  // namespace

int table_sort(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  const lua_Integer n = length_of(lua, 1);
  if (n < 2) return 0;
  luaL_argcheck(lua, n < INT_MAX, 1, "array too big");
  if (!lua_isnoneornil(lua, comparator)) luaL_checktype(lua, comparator, LUA_TFUNCTION);
  lua_settop(lua, 2);
  charge(lua, static_cast<std::uint64_t>(n));
  lua_createtable(lua, static_cast<int>(n), 0);
  lua_createtable(lua, static_cast<int>(n), 0);
  int source = 3, target = 4;
  for (lua_Integer i = 1; i <= n; ++i) {
    lua_geti(lua, 1, i);
    lua_rawseti(lua, source, i);
  }
  for (lua_Integer width = 1; width < n; width *= 2) {
    for (lua_Integer left = 1; left <= n; left += 2 * width) {
      const lua_Integer middle = std::min(left + width, n + 1);
      merge(lua, source, target, left, middle, std::min(left + 2 * width, n + 1));
    }
    std::swap(source, target);
  }
  charge(lua, static_cast<std::uint64_t>(n));
  for (lua_Integer i = 1; i <= n; ++i) {
    lua_rawgeti(lua, source, i);
    lua_seti(lua, 1, i);
  }
  return 0;
}

}  // namespace sendlab
