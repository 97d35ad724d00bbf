#include "stock_lua.hpp"

#include <lua.hpp>

namespace sendlab::test {
namespace {

int print_into_text(lua_State* lua) {
  auto& text = *static_cast<std::string*>(lua_touserdata(lua, lua_upvalueindex(1)));
  for (int i = 1; i <= lua_gettop(lua); ++i) {
    if (i > 1) text += '\t';
    std::size_t length = 0;
    const char* part = luaL_tolstring(lua, i, &length);
    text.append(part, length);
    lua_pop(lua, 1);
  }
  text += '\n';
  return 0;
}

}  // namespace

std::string printed_by_stock_lua(std::string_view text, int work) {
  std::string printed;
  lua_State* lua = luaL_newstate();
  luaL_openlibs(lua);
  lua_pushlightuserdata(lua, &printed);
  lua_pushcclosure(lua, print_into_text, 1);
  lua_setglobal(lua, "print");
  lua_sethook(
      lua, [](lua_State* state, lua_Debug*) { luaL_error(state, "too much work"); }, LUA_MASKCOUNT, work);
  int status = luaL_loadbufferx(lua, text.data(), text.size(), "@test.lua", "t");
  if (status == LUA_OK) status = lua_pcall(lua, 0, 0, 0);
  if (status != LUA_OK) printed += std::string("error: ") + lua_tostring(lua, -1) + "\n";
  lua_close(lua);
  return printed;
}

}  // namespace sendlab::test
