// Values across the border: LuaValue to Lua and back, and the host's own functions and objects inside Lua.
#include <algorithm>

#include "engine/kernel/ensure.hpp"
#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

constexpr int max_nesting = 100;

struct ObjectBlock {
  const std::string* type;  // in SandboxState::object_types
  std::int64_t id;
};

const ObjectBlock* object_at(lua_State* lua, int index) {
  if (lua_type(lua, index) != LUA_TUSERDATA || !lua_getmetatable(lua, index)) return nullptr;
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &RegistryKey::object_metatable);
  const bool ours = lua_rawequal(lua, -1, -2) != 0;
  lua_pop(lua, 2);
  return ours ? static_cast<const ObjectBlock*>(lua_touserdata(lua, index)) : nullptr;
}

int object_tostring(lua_State* lua) {
  const ObjectBlock* object = object_at(lua, 1);
  luaL_argexpected(lua, object != nullptr, 1, "object");
  lua_pushfstring(lua, "%s #%I", object->type->c_str(), static_cast<LUAI_UACINT>(object->id));
  return 1;
}

// Pushes the metatable of host objects, made at the first use.
void push_object_metatable(lua_State* lua) {
  if (lua_rawgetp(lua, LUA_REGISTRYINDEX, &RegistryKey::object_metatable) == LUA_TTABLE) return;
  lua_pop(lua, 1);
  lua_createtable(lua, 0, 2);
  push_function(lua, object_tostring);
  lua_setfield(lua, -2, "__tostring");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");  // what getmetatable shows
  lua_pushvalue(lua, -1);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &RegistryKey::object_metatable);
}

// The reference of a function, the same each time it crosses.
ScriptRef reference_to(lua_State* lua, int index) {
  index = lua_absindex(lua, index);
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &RegistryKey::function_refs);
  lua_pushvalue(lua, index);
  if (lua_rawget(lua, -2) == LUA_TNUMBER) {
    const ScriptRef known{static_cast<int>(lua_tointeger(lua, -1))};
    lua_pop(lua, 2);
    return known;
  }
  lua_pop(lua, 1);
  lua_pushvalue(lua, index);
  const ScriptRef made{luaL_ref(lua, LUA_REGISTRYINDEX)};
  lua_pushvalue(lua, index);
  lua_pushinteger(lua, made.reference);
  lua_rawset(lua, -3);
  lua_pop(lua, 1);
  return made;
}

// Reads one value with all that it holds. A table that is reached twice is copied twice, so the copies are counted.
class Reader {
 public:
  Reader(SandboxState& state, lua_State* lua) : lua_(lua), most_(state.budget.memory_bytes / sizeof(LuaField)) {}

  LuaValue read(int index, int nesting) {
    if (++count_ > most_) throw HostConversionFailed{"the table is too large to hand over", "give fewer entries"};
    switch (lua_type(lua_, index)) {
      case LUA_TBOOLEAN:
        return LuaValue(lua_toboolean(lua_, index) != 0);
      case LUA_TNUMBER:
        if (lua_isinteger(lua_, index)) return LuaValue(std::int64_t{lua_tointeger(lua_, index)});
        return LuaValue(lua_tonumber(lua_, index));
      case LUA_TSTRING: {
        std::size_t length = 0;
        const char* text = lua_tolstring(lua_, index, &length);
        return LuaValue(std::string(text, length));
      }
      case LUA_TFUNCTION:
        return LuaValue(reference_to(lua_, index));
      case LUA_TTABLE:
        return LuaValue(read_table(lua_absindex(lua_, index), nesting));
      case LUA_TUSERDATA:
        if (const ObjectBlock* object = object_at(lua_, index)) return LuaValue(LuaObject{*object->type, object->id});
        [[fallthrough]];
      case LUA_TTHREAD:
        throw HostConversionFailed{"a coroutine cannot be handed over", "give a function"};
      default:
        return {};
    }
  }

 private:
  LuaTable read_table(int table, int nesting) {
    if (nesting >= max_nesting || !lua_checkstack(lua_, 8)) {
      throw HostConversionFailed{"the table contains itself or is nested more than 100 deep", "give plain data"};
    }
    LuaTable result;
    lua_Integer items = 0;
    while (lua_rawgeti(lua_, table, items + 1) != LUA_TNIL) {
      ++items;
      result.items.push_back(read(-1, nesting + 1));
      lua_pop(lua_, 1);
    }
    lua_pop(lua_, 1);

    // The keys first, then the values in order: a function gets its reference when it is read, and lua_next's order
    // comes from the state's random seed.
    std::vector<OrderedKey> order;
    lua_newtable(lua_);
    const int keys = lua_gettop(lua_);
    lua_pushnil(lua_);
    while (lua_next(lua_, table) != 0) {
      lua_pop(lua_, 1);
      const bool item = lua_isinteger(lua_, -1) && lua_tointeger(lua_, -1) >= 1 && lua_tointeger(lua_, -1) <= items;
      if (item) continue;
      order.push_back(ordered_key(lua_, -1));
      order.back().position = static_cast<std::int64_t>(order.size());
      lua_pushvalue(lua_, -1);
      lua_rawseti(lua_, keys, order.back().position);
    }
    std::sort(order.begin(), order.end(), visited_before);
    result.fields.reserve(order.size());
    for (const OrderedKey& key : order) {
      lua_rawgeti(lua_, keys, key.position);
      lua_pushvalue(lua_, -1);
      lua_rawget(lua_, table);
      LuaValue name = read(-2, nesting + 1);
      result.fields.push_back({std::move(name), read(-1, nesting + 1)});
      lua_pop(lua_, 2);
    }
    lua_pop(lua_, 1);
    return result;
  }

  lua_State* lua_;
  std::uint64_t most_, count_ = 0;
};

// Upvalues: 1 the HostFunction, 2 the table it is a method of, or nil.
int call_host_function(lua_State* lua) {
  SandboxState& state = SandboxState::of(lua);
  charge(lua, 10);
  const auto& host = *static_cast<const HostFunction*>(lua_touserdata(lua, lua_upvalueindex(1)));
  const bool as_method = lua_istable(lua, lua_upvalueindex(2)) && lua_rawequal(lua, 1, lua_upvalueindex(2));
  LuaCall call = SandboxState::make_call(state, lua, host.name, as_method ? 2 : 1);
  bool failed = false;
  try {
    host.function(call);
  } catch (const HostCallFailed&) {
    failed = true;
  } catch (...) {
    // Not the script's to catch: it leaves LuaSandbox::run or call as it was thrown. Lua raises nothing in here, the
    // memory limit being lifted.
    state.host_exception = std::current_exception();
  }
  if (state.host_exception || state.ended) state.end_script(lua, "a host function threw", "");
  if (!failed) return SandboxState::results_of(call);
  lua_pushlstring(lua, state.failure_message.data(), state.failure_message.size());
  return lua_error(lua);
}

}  // namespace

void push_object(SandboxState& state, lua_State* lua, std::string_view type, std::int64_t id) {
  auto* block = static_cast<ObjectBlock*>(lua_newuserdatauv(lua, sizeof(ObjectBlock), 0));
  *block = {&*state.object_types.emplace(type).first, id};
  push_object_metatable(lua);
  lua_setmetatable(lua, -2);
}

void push_value(SandboxState& state, lua_State* lua, const LuaValue& value) {
  ENSURE(lua_checkstack(lua, 4) != 0, "there is stack for a value of the host");
  switch (value.kind()) {
    case LuaValue::Kind::nil:
      lua_pushnil(lua);
      return;
    case LuaValue::Kind::boolean:
      lua_pushboolean(lua, *value.boolean());
      return;
    case LuaValue::Kind::integer:
      lua_pushinteger(lua, *value.integer());
      return;
    case LuaValue::Kind::number:
      lua_pushnumber(lua, *value.number());
      return;
    case LuaValue::Kind::text:
      lua_pushlstring(lua, value.text()->data(), value.text()->size());
      return;
    case LuaValue::Kind::function:
      lua_rawgeti(lua, LUA_REGISTRYINDEX, value.function()->reference);
      return;
    case LuaValue::Kind::object:
      push_object(state, lua, value.object()->type, value.object()->id);
      return;
    case LuaValue::Kind::table:
      break;
  }
  const LuaTable& table = *value.table();
  lua_createtable(lua, static_cast<int>(table.items.size()), static_cast<int>(table.fields.size()));
  lua_Integer index = 0;
  for (const LuaValue& item : table.items) {
    push_value(state, lua, item);
    lua_rawseti(lua, -2, ++index);
  }
  for (const LuaField& field : table.fields) {
    push_value(state, lua, field.key);
    push_value(state, lua, field.value);
    lua_rawset(lua, -3);
  }
}

LuaValue to_value(SandboxState& state, lua_State* lua, int index) {
  const int top = lua_gettop(lua);
  try {
    return Reader(state, lua).read(index, 0);
  } catch (const HostConversionFailed&) {
    lua_settop(lua, top);
    throw;
  }
}

void push_host_function(SandboxState& state, lua_State* lua, std::string name, LuaFunction function, int own_table) {
  state.host_functions.push_back({std::move(name), std::move(function)});
  if (own_table != 0) own_table = lua_absindex(lua, own_table);
  lua_pushlightuserdata(lua, &state.host_functions.back());
  if (own_table != 0) {
    lua_pushvalue(lua, own_table);
  } else {
    lua_pushnil(lua);
  }
  lua_pushcclosure(lua, call_host_function, 2);
  name_function(lua, state.host_functions.back().name);
}

}  // namespace sendlab
