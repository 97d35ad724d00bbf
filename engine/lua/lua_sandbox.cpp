#include "engine/lua/lua_sandbox.hpp"

#include <algorithm>
#include <charconv>

#include "engine/kernel/ensure.hpp"
#include "engine/lua/advice.hpp"
#include "engine/lua/length_calls.hpp"
#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

// A call from the host into the script: gives it a budget of its own and puts things back afterwards.
class Entry {
 public:
  Entry(SandboxState& state, std::uint64_t work) : state_(state), lua_(state.running.back()), top_(lua_gettop(lua_)) {
    outer_ = state.work;
    if (state.entries++ == 0) {
      state.ended = state.refused = false;
      state.end_reason = {};
    }
    state.failure_message.clear();
    state.error_place = {};
    if (!state.ended) state.work = {0, work};
    install_hook(lua_);
  }
  ~Entry() {
    lua_settop(lua_, top_);
    if (--state_.entries == 0) {
      state_.work = {0, UINT64_MAX};
    } else if (!state_.ended) {
      // The count of the calling thread began anew: what it had done since its last look is added here.
      state_.work = {outer_.used + state_.work.used + hook_interval, outer_.limit};
    }
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

  [[nodiscard]] lua_State* lua() const { return lua_; }

 private:
  SandboxState& state_;
  lua_State* lua_;
  int top_;
  WorkMeter outer_;
};

// The last handler: notes where the error was raised and makes a text of it.
int note_error(lua_State* lua) {
  SandboxState& state = SandboxState::of(lua);
  if (state.ended || state.refused) return 1;
  state.error_place = state.place();
  if (lua_type(lua, 1) == LUA_TSTRING) return 1;
  if (lua_type(lua, 1) == LUA_TNUMBER || luaL_getmetafield(lua, 1, "__tostring") != LUA_TNIL) {
    lua_settop(lua, 1);
    push_text(lua, 1);
    return 1;
  }
  lua_pushfstring(lua, "the error is a %s value, not a text", luaL_typename(lua, 1));
  return 1;
}

// Splits "otp.lua:12: text" when it begins with the name of a chunk.
bool split_message(const SandboxState& state, std::string_view message, Error& error) {
  for (const Chunk& chunk : state.chunks) {
    if (message.substr(0, chunk.shown.size()) != chunk.shown) continue;
    std::string_view rest = message.substr(chunk.shown.size());
    if (rest.empty() || rest.front() != ':') continue;
    rest.remove_prefix(1);
    int line = 0;
    const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), line);
    rest.remove_prefix(static_cast<std::size_t>(parsed.ptr - rest.data()));
    if (parsed.ec != std::errc() || rest.substr(0, 2) != ": ") continue;
    error.where = ScriptPlace{&chunk, line}.where();
    error.what = rest.substr(2);
    return true;
  }
  return false;
}

// The error that ended a call, from what is on top of the stack. Rethrows what a host function threw.
Error take_error(SandboxState& state, lua_State* lua, int status) {
  if (state.host_exception) std::rethrow_exception(std::exchange(state.host_exception, nullptr));
  if (status == LUA_ERRMEM || state.refused) state.note_memory_end();
  if (state.ended) return state.end_reason;
  if (status < 0) return Error{state.error_place.where(), unknown_exception, ""};
  const std::string message = lua_type(lua, -1) == LUA_TSTRING ? lua_tostring(lua, -1) : "an error without a text";
  if (!state.failure_message.empty() && message == state.failure_message) return state.failure;
  Error error;
  if (!split_message(state, message, error)) error = {state.error_place.where(), message, ""};
  if (error.where.empty()) error.where = state.chunks.empty() ? "" : state.chunks.back().path;
  std::vector<std::string> globals;
  lua_pushglobaltable(lua);
  lua_pushnil(lua);
  while (lua_next(lua, -2) != 0) {
    lua_pop(lua, 1);
    if (lua_type(lua, -1) == LUA_TSTRING) globals.emplace_back(lua_tostring(lua, -1));
  }
  lua_pop(lua, 1);
  error.fix = advice_for(error.what, std::move(globals));
  return error;
}

// Calls what is on the stack and gives its first result.
Result<LuaValue> call_on_stack(SandboxState& state, lua_State* lua, int arguments) {
  const int handler = lua_gettop(lua) - arguments;
  lua_pushcfunction(lua, note_error);
  lua_insert(lua, handler);
  const int status = lua_pcall(lua, arguments, 1, handler);
  const MemoryLimitLifted lifted(state);
  if (status != LUA_OK || state.ended || state.refused) return take_error(state, lua, status);
  try {
    return to_value(state, lua, -1);
  } catch (const HostConversionFailed& reason) {
    return Error{state.chunks.empty() ? "" : state.chunks.back().path, reason.what, reason.fix};
  }
}

// Leaves the chunk as a function on the stack, or an error. What is compiled first is the text as it stands, for the
// messages; what runs is the text with # replaced.
int load(SandboxState& state, lua_State* lua, std::string_view text, const std::string& source) {
  int status = luaL_loadbufferx(lua, text.data(), text.size(), source.c_str(), "t");
  const std::string replaced = status == LUA_OK ? with_length_calls(text) : "";
  if (replaced.empty()) return status;
  lua_pop(lua, 1);
  status = luaL_loadbufferx(lua, replaced.data(), replaced.size(), source.c_str(), "t");
  if (status != LUA_OK) return status;
  {
    const MemoryLimitLifted lifted(state);
    push_function(lua, length_operator);
  }
  return lua_pcall(lua, 1, 1, 0);
}

// The base name, short enough for Lua to show it whole.
std::string shown_name(std::string_view path) {
  constexpr std::size_t longest = 50;
  std::string_view name = path.substr(path.find_last_of('/') + 1);
  if (name.size() > longest) name.remove_prefix(name.size() - longest);
  return name.empty() ? "script" : std::string(name);
}

// Without a byte order mark and without the text of a first line "#!…", whose line end stays.
std::string_view without_preamble(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (text.substr(0, 1) == "#") text.remove_prefix(std::min(text.find('\n'), text.size()));
  return text;
}

}  // namespace

LuaSandbox::LuaSandbox(Budget budget, Print print) : state_(std::make_unique<SandboxState>(budget, std::move(print))) {}
LuaSandbox::LuaSandbox(LuaSandbox&&) noexcept = default;
LuaSandbox& LuaSandbox::operator=(LuaSandbox&&) noexcept = default;
LuaSandbox::~LuaSandbox() = default;

void LuaSandbox::define(std::string name, LuaFunction function) {
  const MemoryLimitLifted lifted(*state_);
  lua_State* lua = state_->running.back();
  lua_pushglobaltable(lua);
  lua_pushlstring(lua, name.data(), name.size());
  push_host_function(*state_, lua, std::move(name), std::move(function), 0);
  lua_rawset(lua, -3);
  lua_pop(lua, 1);
}

void LuaSandbox::set_global(std::string_view name, const LuaValue& value) {
  const MemoryLimitLifted lifted(*state_);
  lua_State* lua = state_->running.back();
  lua_pushglobaltable(lua);
  lua_pushlstring(lua, name.data(), name.size());
  push_value(*state_, lua, value);
  lua_rawset(lua, -3);
  lua_pop(lua, 1);
}

Result<LuaValue> LuaSandbox::run(std::string_view text, std::string_view file) {
  SandboxState& state = *state_;
  if (!text.empty() && text.front() == LUA_SIGNATURE[0]) {
    return Error{std::string(file) + ":1", "this is a compiled Lua chunk, not text", "give the Lua source"};
  }
  text = without_preamble(text);
  state.chunks.push_back({shown_name(file), std::string(file), SourceScan(text)});
  const Chunk& chunk = state.chunks.back();
  if (const int line = chunk.scan.power_line(); line != 0) {
    return Error{ScriptPlace{&chunk, line}.where(), "the operator ^ is refused: its result differs between machines",
                 "use math.pow(x, y)"};
  }
  const Entry entry(state, state.budget.work);
  lua_State* lua = entry.lua();
  const int status = load(state, lua, text, "@" + chunk.shown);
  if (status != LUA_OK) {
    const MemoryLimitLifted lifted(state);
    if (status != LUA_ERRMEM) state.error_place = {&chunk, chunk.scan.deepest_line()};  // for "C stack overflow"
    return take_error(state, lua, status);
  }
  if (state.chunks.size() == 1) state.library_objects = state.objects_made;  // the script's own objects count from 1
  Result<LuaValue> result = call_on_stack(state, lua, 0);
  if (result.ok() && state.weak_tables_exist(lua)) {
    return Error{chunk.path, "weak tables (__mode) are refused: they show when garbage is collected",
                 "remove __mode and drop entries where they end"};
  }
  return result;
}

Result<LuaValue> LuaSandbox::call(ScriptRef function, std::span<const LuaValue> arguments, std::uint64_t work) {
  SandboxState& state = *state_;
  if (state.entries > 0 && state.ended) return state.end_reason;
  const Entry entry(state, work);
  lua_State* lua = entry.lua();
  {
    const MemoryLimitLifted lifted(state);
    ENSURE(lua_checkstack(lua, static_cast<int>(arguments.size()) + 4) != 0, "there is stack for a call");
    lua_rawgeti(lua, LUA_REGISTRYINDEX, function.reference);
    for (const LuaValue& argument : arguments) push_value(state, lua, argument);
  }
  return call_on_stack(state, lua, static_cast<int>(arguments.size()));
}

ScriptRef LuaSandbox::make_table(std::vector<std::pair<std::string, LuaFunction>> functions) {
  const MemoryLimitLifted lifted(*state_);
  lua_State* lua = state_->running.back();
  lua_createtable(lua, 0, static_cast<int>(functions.size()) + 4);
  for (auto& [name, function] : functions) {
    lua_pushlstring(lua, name.data(), name.size());
    push_host_function(*state_, lua, name, std::move(function), -2);
    lua_rawset(lua, -3);
  }
  return {luaL_ref(lua, LUA_REGISTRYINDEX)};
}

void LuaSandbox::set_field(ScriptRef table, std::string_view field, const LuaValue& value) {
  const MemoryLimitLifted lifted(*state_);
  lua_State* lua = state_->running.back();
  lua_rawgeti(lua, LUA_REGISTRYINDEX, table.reference);
  lua_pushlstring(lua, field.data(), field.size());
  push_value(*state_, lua, value);
  lua_rawset(lua, -3);
  lua_pop(lua, 1);
}

std::uint64_t LuaSandbox::memory_in_use() const { return state_->memory; }

}  // namespace sendlab
