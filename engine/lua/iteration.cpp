// pairs, next and ipairs in a fixed order. Stock Lua visits by hash, whose seed comes from the clock and from
// addresses.
//
// Order: numbers ascending, strings in byte order, false, true, then objects in order of creation. It does not depend
// on what else is in the table, so that next() finds its way even when the key it came from has been removed. Keys
// assigned during a traversal by pairs are not visited; removed ones are not visited either.
#include <algorithm>
#include <cmath>

#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

// Whether the integer i is below the float d. Float keys are never whole numbers in range: Lua turns those into
// integers.
bool integer_below(std::int64_t i, double d) {
  if (d >= 0x1p63) return true;
  if (d < -0x1p63) return false;
  return i <= static_cast<std::int64_t>(std::floor(d));
}

bool number_before(const OrderedKey& a, const OrderedKey& b) {
  if (a.is_integer && b.is_integer) return a.integer < b.integer;
  if (!a.is_integer && !b.is_integer) return a.real < b.real;
  return a.is_integer ? integer_below(a.integer, b.real) : !integer_below(b.integer, a.real);
}

// True when the table holds exactly the keys 1 … n. Stops at the first other key.
bool is_sequence(lua_State* lua, int table, lua_Integer& n) {
  n = 0;
  lua_pushnil(lua);
  while (lua_next(lua, table) != 0) {
    lua_pop(lua, 1);
    if (!lua_isinteger(lua, -1) || lua_tointeger(lua, -1) != n + 1) {
      lua_pop(lua, 1);
      return false;
    }
    ++n;
  }
  return true;
}

// Pushes a table of the keys in order and returns how many there are.
lua_Integer push_ordered_keys(lua_State* lua, int table) {
  std::vector<OrderedKey> keys;
  lua_newtable(lua);
  const int found = lua_gettop(lua);
  lua_pushnil(lua);
  while (lua_next(lua, table) != 0) {
    lua_pop(lua, 1);
    keys.push_back(ordered_key(lua, -1));
    keys.back().position = static_cast<std::int64_t>(keys.size());
    lua_pushvalue(lua, -1);
    lua_rawseti(lua, found, keys.back().position);
    if (keys.size() % 1024 == 0) charge(lua, 1024);
  }
  std::uint64_t doublings = 1;
  while ((keys.size() >> doublings) != 0) ++doublings;
  charge(lua, keys.size() * doublings * 2);  // a comparison of strings costs several instructions
  std::sort(keys.begin(), keys.end(), visited_before);

  lua_createtable(lua, static_cast<int>(std::min<std::size_t>(keys.size(), 1U << 26)), 0);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    lua_rawgeti(lua, found, keys[i].position);
    lua_rawseti(lua, -2, static_cast<lua_Integer>(i + 1));
  }
  lua_remove(lua, found);
  return static_cast<lua_Integer>(keys.size());
}

// Iterator over 1 … n. Upvalue 1: n.
int sequence_next(lua_State* lua) {
  const lua_Integer n = lua_tointeger(lua, lua_upvalueindex(1));
  lua_Integer i = lua_isnil(lua, 2) ? 0 : luaL_checkinteger(lua, 2);
  while (++i <= n && i > 0) {
    charge(lua, 1);
    lua_pushinteger(lua, i);
    if (lua_rawgeti(lua, 1, i) != LUA_TNIL) return 2;
    lua_pop(lua, 2);
  }
  lua_pushnil(lua);
  return 1;
}

// Iterator over a snapshot of keys. Upvalues: 1 keys, 2 how many, 3 how many are done.
int ordered_next(lua_State* lua) {
  const lua_Integer n = lua_tointeger(lua, lua_upvalueindex(2));
  lua_Integer done = lua_isnil(lua, 2) ? 0 : lua_tointeger(lua, lua_upvalueindex(3));
  while (++done <= n) {
    charge(lua, 1);
    lua_rawgeti(lua, lua_upvalueindex(1), done);
    lua_pushvalue(lua, -1);
    if (lua_rawget(lua, 1) != LUA_TNIL) {
      lua_pushinteger(lua, done);
      lua_replace(lua, lua_upvalueindex(3));
      return 2;
    }
    lua_pop(lua, 2);
  }
  lua_pushnil(lua);
  return 1;
}

int finish_pairs(lua_State*, int, lua_KContext) { return 3; }

int base_pairs(lua_State* lua) {
  luaL_checkany(lua, 1);
  charge(lua, 3);
  if (luaL_getmetafield(lua, 1, "__pairs") != LUA_TNIL) {
    lua_pushvalue(lua, 1);
    lua_callk(lua, 1, 3, 0, finish_pairs);
    return 3;
  }
  luaL_checktype(lua, 1, LUA_TTABLE);
  lua_settop(lua, 1);
  lua_Integer n = 0;
  if (is_sequence(lua, 1, n)) {
    charge(lua, static_cast<std::uint64_t>(n) / 4);
    lua_pushinteger(lua, n);
    lua_pushcclosure(lua, sequence_next, 1);
  } else {
    n = push_ordered_keys(lua, 1);
    lua_pushinteger(lua, n);
    lua_pushinteger(lua, 0);
    lua_pushcclosure(lua, ordered_next, 3);
  }
  lua_pushvalue(lua, 1);
  lua_pushnil(lua);
  return 3;
}

// ---- next: stateless for the script, so a few traversals are remembered ----
// Each slot of the cache holds {[1] = table, [2] = its keys in order}; SandboxState::next has the positions.

// Pushes the slot's keys and returns true when the slot belongs to the table at index 1.
bool push_slot_keys(lua_State* lua, int cache, int slot) {
  if (lua_rawgeti(lua, cache, 2 * slot + 1) == LUA_TTABLE && lua_rawequal(lua, -1, 1)) {
    lua_pop(lua, 1);
    lua_rawgeti(lua, cache, 2 * slot + 2);
    return true;
  }
  lua_pop(lua, 1);
  return false;
}

void clear_slot(lua_State* lua, int cache, int slot) {
  for (const int part : {1, 2}) {
    lua_pushboolean(lua, 0);  // not nil: the cache keeps its size
    lua_rawseti(lua, cache, 2 * slot + part);
  }
}

// From `position` (keys done) to the next key that is still there. keys is on top.
int next_from(lua_State* lua, int cache, int slot, std::int64_t position) {
  const int keys = lua_gettop(lua);
  for (;;) {
    charge(lua, 1);
    if (lua_rawgeti(lua, keys, ++position) == LUA_TNIL) {
      clear_slot(lua, cache, slot);
      lua_pushnil(lua);
      return 1;
    }
    lua_pushvalue(lua, -1);
    if (lua_rawget(lua, 1) != LUA_TNIL) {
      SandboxState::of(lua).next[slot].position = position;
      return 2;
    }
    lua_pop(lua, 2);
  }
}

// The first key: no traversal may follow (next(t) == nil asks whether t is empty), so nothing is sorted yet.
int next_first(lua_State* lua, int cache) {
  for (int slot = 0; slot < SandboxState::next_slots; ++slot) {
    if (push_slot_keys(lua, cache, slot)) {
      lua_pop(lua, 1);
      clear_slot(lua, cache, slot);  // keys may have come since
    }
  }
  bool any = false;
  OrderedKey least;
  lua_pushnil(lua);  // the least key so far
  const int best = lua_gettop(lua);
  std::uint64_t seen = 0;
  lua_pushnil(lua);
  while (lua_next(lua, 1) != 0) {
    lua_pop(lua, 1);
    const OrderedKey key = ordered_key(lua, -1);
    if (!any || visited_before(key, least)) {
      any = true;
      least = key;
      lua_pushvalue(lua, -1);
      lua_replace(lua, best);
    }
    if (++seen % 1024 == 0) charge(lua, 4 * 1024);
  }
  charge(lua, 1 + seen % 1024 * 4);
  if (!any) {
    lua_pushnil(lua);
    return 1;
  }
  lua_pushvalue(lua, best);
  lua_pushvalue(lua, best);
  lua_rawget(lua, 1);
  return 2;
}

int base_next(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  lua_settop(lua, 2);
  SandboxState& state = SandboxState::of(lua);
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &RegistryKey::next_cache);
  const int cache = 3;
  if (lua_isnil(lua, 2)) return next_first(lua, cache);
  for (int slot = 0; slot < SandboxState::next_slots; ++slot) {
    if (!push_slot_keys(lua, cache, slot)) continue;
    lua_rawgeti(lua, -1, state.next[slot].position);
    const bool here = lua_rawequal(lua, -1, 2) != 0;
    lua_pop(lua, 1);
    if (here) return next_from(lua, cache, slot, state.next[slot].position);
    lua_pop(lua, 1);
  }
  // A new traversal, or a key out of turn: sort, and look for the first key after the given one.
  const lua_Integer n = push_ordered_keys(lua, 1);
  const OrderedKey from = ordered_key(lua, 2);
  lua_Integer low = 0, high = n;  // keys 1 … low are not after `from`
  while (low < high) {
    const lua_Integer middle = low + (high - low) / 2;
    lua_rawgeti(lua, -1, middle + 1);
    if (visited_before(from, ordered_key(lua, -1))) {
      high = middle;
    } else {
      low = middle + 1;
    }
    lua_pop(lua, 1);
  }
  const int slot = state.next_victim;
  state.next_victim = (state.next_victim + 1) % SandboxState::next_slots;
  lua_pushvalue(lua, 1);
  lua_rawseti(lua, cache, 2 * slot + 1);
  lua_pushvalue(lua, -1);
  lua_rawseti(lua, cache, 2 * slot + 2);
  return next_from(lua, cache, slot, low);
}

int ipairs_next(lua_State* lua) {
  const lua_Integer i = static_cast<lua_Integer>(static_cast<lua_Unsigned>(luaL_checkinteger(lua, 2)) + 1);
  lua_pushinteger(lua, i);
  return lua_geti(lua, 1, i) == LUA_TNIL ? 1 : 2;
}

// Upvalue 1: the iterator.
int base_ipairs(lua_State* lua) {
  luaL_checkany(lua, 1);
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_pushvalue(lua, 1);
  lua_pushinteger(lua, 0);
  return 3;
}

}  // namespace

OrderedKey ordered_key(lua_State* lua, int index) {
  OrderedKey key;
  switch (lua_type(lua, index)) {
    case LUA_TNUMBER:
      key.rank = OrderedKey::Rank::number;
      key.is_integer = lua_isinteger(lua, index) != 0;
      if (key.is_integer) {
        key.integer = lua_tointeger(lua, index);
      } else {
        key.real = lua_tonumber(lua, index);
      }
      break;
    case LUA_TSTRING: {
      key.rank = OrderedKey::Rank::text;
      std::size_t length = 0;
      const char* text = lua_tolstring(lua, index, &length);
      key.text = {text, length};
      break;
    }
    case LUA_TBOOLEAN:
      key.rank = OrderedKey::Rank::boolean;
      key.integer = lua_toboolean(lua, index);
      break;
    default:
      key.rank = OrderedKey::Rank::object;
      key.integer = SandboxState::of(lua).serial(lua, index);
      break;
  }
  return key;
}

bool visited_before(const OrderedKey& a, const OrderedKey& b) {
  if (a.rank != b.rank) return a.rank < b.rank;
  switch (a.rank) {
    case OrderedKey::Rank::number:
      return number_before(a, b);
    case OrderedKey::Rank::text:
      return a.text < b.text;  // std::string_view compares as unsigned bytes
    default:
      return a.integer < b.integer;
  }
}

void open_iteration(lua_State* lua) {
  constexpr NamedFunction functions[] = {{"next", base_next}, {"pairs", base_pairs}};
  lua_pushglobaltable(lua);
  set_functions(lua, -1, "", functions);
  push_function(lua, ipairs_next);
  lua_pushcclosure(lua, base_ipairs, 1);
  name_function(lua, "ipairs");
  lua_setfield(lua, -2, "ipairs");
  lua_pop(lua, 1);
}

}  // namespace sendlab
