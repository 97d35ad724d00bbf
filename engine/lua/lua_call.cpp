// One call of a host function, seen from the host.
#include <algorithm>

#include "engine/lua/sandbox_state.hpp"

namespace sendlab {

LuaCall::LuaCall(SandboxState& state, void* lua, std::string_view name, int first_argument)
    : state_(state),
      lua_(lua),
      name_(name),
      first_argument_(first_argument),
      last_argument_(lua_gettop(static_cast<lua_State*>(lua))) {}

std::size_t LuaCall::argument_count() const {
  return static_cast<std::size_t>(std::max(0, last_argument_ - first_argument_ + 1));
}

LuaValue LuaCall::argument(std::size_t index) const {
  if (index >= argument_count()) return {};
  const MemoryLimitLifted lifted(state_);
  try {
    return to_value(state_, static_cast<lua_State*>(lua_), first_argument_ + static_cast<int>(index));
  } catch (const HostConversionFailed& reason) {
    fail(reason.what, reason.fix);
  }
}

std::string_view LuaCall::text(std::size_t index) const {
  auto* lua = static_cast<lua_State*>(lua_);
  if (index >= argument_count()) return {};
  const int at = first_argument_ + static_cast<int>(index);
  if (lua_type(lua, at) != LUA_TSTRING) return {};
  std::size_t length = 0;
  const char* text = lua_tolstring(lua, at, &length);
  return {text, length};
}

void LuaCall::return_value(const LuaValue& value) {
  const MemoryLimitLifted lifted(state_);
  push_value(state_, static_cast<lua_State*>(lua_), value);
  ++results_;
}

void LuaCall::return_object(std::string_view type, std::int64_t id) {
  const MemoryLimitLifted lifted(state_);
  push_object(state_, static_cast<lua_State*>(lua_), type, id);
  ++results_;
}

int LuaCall::line() const { return state_.place().line; }

int LuaCall::line_of_field(std::string_view path) const {
  const ScriptPlace place = state_.place();
  if (place.chunk == nullptr || place.line == 0) return place.line;
  auto* lua = static_cast<lua_State*>(lua_);
  const MemoryLimitLifted lifted(state_);
  std::vector<std::string_view> keys;
  if (argument_count() > 0 && lua_istable(lua, first_argument_)) {
    lua_pushnil(lua);
    while (lua_next(lua, first_argument_) != 0) {
      lua_pop(lua, 1);
      if (lua_type(lua, -1) != LUA_TSTRING) continue;
      std::size_t length = 0;
      const char* text = lua_tolstring(lua, -1, &length);
      keys.emplace_back(text, length);
    }
  }
  return place.chunk->scan.field_line(place.line, name_, keys, path);
}

std::string LuaCall::where() const { return state_.place().where(); }

std::string LuaCall::where_of_field(std::string_view path) const {
  return ScriptPlace{state_.place().chunk, line_of_field(path)}.where();
}

void LuaCall::fail(std::string what, std::string fix) const { fail_at(line(), std::move(what), std::move(fix)); }

void LuaCall::fail_field(std::string_view path, std::string what, std::string fix) const {
  fail_at(line_of_field(path), std::move(what), std::move(fix));
}

void LuaCall::fail_at(int line, std::string what, std::string fix) const {
  const ScriptPlace place{state_.place().chunk, line};
  const std::string shown =
      place.chunk != nullptr && line > 0 ? place.chunk->shown + ":" + std::to_string(line) + ": " : "";
  state_.failure_message = shown + what;
  state_.failure = {place.where(), std::move(what), std::move(fix)};
  throw HostCallFailed{};
}

}  // namespace sendlab
