// Coroutines. Resuming keeps track of the thread that runs, for the lines of errors, and lets the end of a script
// through.
#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

lua_State* get_coroutine(lua_State* lua) {
  lua_State* thread = lua_tothread(lua, 1);
  luaL_argexpected(lua, thread != nullptr, 1, "thread");
  return thread;
}

// Resumes with the top `arguments` values. Returns how many results are on top of lua, or -1 with an error object
// there.
int resume(lua_State* lua, lua_State* thread, int arguments) {
  charge(lua, 5);
  if (!lua_checkstack(thread, arguments)) {
    lua_pushliteral(lua, "too many arguments to resume");
    return -1;
  }
  lua_xmove(lua, thread, arguments);
  SandboxState& state = SandboxState::of(lua);
  state.running.push_back(thread);
  int results = 0;
  const int status = lua_resume(thread, lua, arguments, &results);
  state.running.pop_back();
  state.rethrow_end(lua, status);
  if (status != LUA_OK && status != LUA_YIELD) {
    charge(lua, cost_of_error);
    lua_xmove(thread, lua, 1);
    return -1;
  }
  if (!lua_checkstack(lua, results + 1)) {
    lua_pop(thread, results);
    lua_pushliteral(lua, "too many results to resume");
    return -1;
  }
  lua_xmove(thread, lua, results);
  return results;
}

int coroutine_resume(lua_State* lua) {
  lua_State* thread = get_coroutine(lua);
  const int results = resume(lua, thread, lua_gettop(lua) - 1);
  if (results < 0) {
    lua_pushboolean(lua, 0);
    lua_insert(lua, -2);
    return 2;
  }
  lua_pushboolean(lua, 1);
  lua_insert(lua, -(results + 1));
  return results + 1;
}

int coroutine_create(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TFUNCTION);
  // A thread counts its instructions by itself; what it may do before its first look at the budget is paid for here.
  charge(lua, hook_interval);
  lua_State* thread = lua_newthread(lua);
  install_hook(thread);
  lua_pushvalue(lua, 1);
  lua_xmove(lua, thread, 1);
  return 1;
}

int call_wrapped(lua_State* lua) {
  lua_State* thread = lua_tothread(lua, lua_upvalueindex(1));
  const int results = resume(lua, thread, lua_gettop(lua));
  if (results >= 0) return results;
  const int status = lua_status(thread);
  if (status != LUA_OK && status != LUA_YIELD) {  // it ended by the error: run its pending __close
    const int closed = lua_resetthread(thread);
    SandboxState::of(lua).rethrow_end(lua, closed);
    lua_xmove(thread, lua, 1);
  }
  return lua_error(lua);  // as it was: the line is that of the error inside
}

int coroutine_wrap(lua_State* lua) {
  coroutine_create(lua);
  lua_pushcclosure(lua, call_wrapped, 1);
  return 1;
}

int coroutine_yield(lua_State* lua) { return lua_yield(lua, lua_gettop(lua)); }

const char* status_name(lua_State* lua, lua_State* thread) {
  if (lua == thread) return "running";
  switch (lua_status(thread)) {
    case LUA_YIELD:
      return "suspended";
    case LUA_OK: {
      lua_Debug info;
      if (lua_getstack(thread, 0, &info)) return "normal";  // it resumed another one
      return lua_gettop(thread) == 0 ? "dead" : "suspended";
    }
    default:
      return "dead";
  }
}

int coroutine_status(lua_State* lua) {
  lua_pushstring(lua, status_name(lua, get_coroutine(lua)));
  return 1;
}

int coroutine_isyieldable(lua_State* lua) {
  lua_State* thread = lua_isthread(lua, 1) ? lua_tothread(lua, 1) : lua;
  lua_pushboolean(lua, lua_isyieldable(thread));
  return 1;
}

int coroutine_running(lua_State* lua) {
  lua_pushboolean(lua, lua_pushthread(lua));
  return 2;
}

int coroutine_close(lua_State* lua) {
  lua_State* thread = get_coroutine(lua);
  charge(lua, 5);
  const std::string_view status = status_name(lua, thread);
  if (status != "dead" && status != "suspended") {
    return luaL_error(lua, "cannot close a %s coroutine", status_name(lua, thread));
  }
  SandboxState& state = SandboxState::of(lua);
  state.running.push_back(thread);
  const int closed = lua_resetthread(thread);
  state.running.pop_back();
  state.rethrow_end(lua, closed);
  if (closed == LUA_OK) {
    lua_pushboolean(lua, 1);
    return 1;
  }
  lua_pushboolean(lua, 0);
  lua_xmove(thread, lua, 1);
  return 2;
}

constexpr NamedFunction coroutine_functions[] = {
    {"close", coroutine_close},
    {"create", coroutine_create},
    {"resume", coroutine_resume},
    {"running", coroutine_running},
    {"isyieldable", coroutine_isyieldable},
    {"status", coroutine_status},
    {"wrap", coroutine_wrap},
    {"yield", coroutine_yield},
};

}  // namespace

void open_coroutine_library(lua_State* lua) {
  lua_newtable(lua);
  set_functions(lua, -1, "coroutine", coroutine_functions);
  lua_setglobal(lua, "coroutine");
}

}  // namespace sendlab
