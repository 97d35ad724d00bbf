// math: what is exact in stock Lua, and our own functions where the C library's results differ between machines.
// There is no random: a scenario draws from named streams of the run.
#include <cfloat>
#include <cmath>

#include "engine/kernel/portable_math.hpp"
#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

template <double (*function)(double)>
int math_of_one(lua_State* lua) {
  const double x = luaL_checknumber(lua, 1);
  charge(lua, 8);
  lua_pushnumber(lua, function(x));
  return 1;
}

int math_sqrt(lua_State* lua) {
  lua_pushnumber(lua, std::sqrt(luaL_checknumber(lua, 1)));
  return 1;
}

int math_pow(lua_State* lua) {
  const double x = luaL_checknumber(lua, 1);
  const double y = luaL_checknumber(lua, 2);
  charge(lua, 8);
  lua_pushnumber(lua, portable::pow(x, y));
  return 1;
}

int math_atan(lua_State* lua) {
  const double y = luaL_checknumber(lua, 1);
  const double x = luaL_optnumber(lua, 2, 1);
  charge(lua, 8);
  lua_pushnumber(lua, portable::atan2(y, x));
  return 1;
}

int math_log(lua_State* lua) {
  const double x = luaL_checknumber(lua, 1);
  charge(lua, 8);
  if (lua_isnoneornil(lua, 2)) {
    lua_pushnumber(lua, portable::log(x));
    return 1;
  }
  const double base = luaL_checknumber(lua, 2);
  lua_pushnumber(lua, base == 2    ? portable::log2(x)
                      : base == 10 ? portable::log10(x)
                                   : portable::log(x) / portable::log(base));
  return 1;
}

// A float as an integer when it has one's value and range.
void push_whole(lua_State* lua, double value) {
  lua_Integer integer = 0;
  if (lua_numbertointeger(value, &integer)) {
    lua_pushinteger(lua, integer);
  } else {
    lua_pushnumber(lua, value);
  }
}

int math_abs(lua_State* lua) {
  if (lua_isinteger(lua, 1)) {
    const lua_Integer n = lua_tointeger(lua, 1);
    lua_pushinteger(lua, n < 0 ? static_cast<lua_Integer>(0U - static_cast<lua_Unsigned>(n)) : n);
  } else {
    lua_pushnumber(lua, std::fabs(luaL_checknumber(lua, 1)));
  }
  return 1;
}

template <double (*round)(double)>
int math_round(lua_State* lua) {
  if (lua_isinteger(lua, 1)) {
    lua_settop(lua, 1);
  } else {
    push_whole(lua, round(luaL_checknumber(lua, 1)));
  }
  return 1;
}

double round_down(double x) { return std::floor(x); }
double round_up(double x) { return std::ceil(x); }

int math_fmod(lua_State* lua) {
  if (!lua_isinteger(lua, 1) || !lua_isinteger(lua, 2)) {
    lua_pushnumber(lua, std::fmod(luaL_checknumber(lua, 1), luaL_checknumber(lua, 2)));
    return 1;
  }
  const lua_Integer divisor = lua_tointeger(lua, 2);
  luaL_argcheck(lua, divisor != 0, 2, "zero");
  lua_pushinteger(lua, divisor == -1 ? 0 : lua_tointeger(lua, 1) % divisor);  // mininteger % -1 traps
  return 1;
}

int math_modf(lua_State* lua) {
  if (lua_isinteger(lua, 1)) {
    lua_settop(lua, 1);
    lua_pushnumber(lua, 0);
    return 2;
  }
  const double x = luaL_checknumber(lua, 1);
  const double whole = x < 0 ? std::ceil(x) : std::floor(x);
  push_whole(lua, whole);
  lua_pushnumber(lua, x == whole ? 0.0 : x - whole);
  return 2;
}

int math_tointeger(lua_State* lua) {
  int exact = 0;
  const lua_Integer n = lua_tointegerx(lua, 1, &exact);
  if (exact) {
    lua_pushinteger(lua, n);
  } else {
    luaL_checkany(lua, 1);
    luaL_pushfail(lua);
  }
  return 1;
}

int math_type(lua_State* lua) {
  luaL_checkany(lua, 1);
  if (lua_type(lua, 1) == LUA_TNUMBER) {
    lua_pushstring(lua, lua_isinteger(lua, 1) ? "integer" : "float");
  } else {
    luaL_pushfail(lua);
  }
  return 1;
}

int math_ult(lua_State* lua) {
  const auto a = static_cast<lua_Unsigned>(luaL_checkinteger(lua, 1));
  lua_pushboolean(lua, a < static_cast<lua_Unsigned>(luaL_checkinteger(lua, 2)));
  return 1;
}

// max: the argument that none is above; min: that none is below.
template <bool largest>
int math_extreme(lua_State* lua) {
  const int count = lua_gettop(lua);
  charge(lua, static_cast<std::uint64_t>(count));
  luaL_argcheck(lua, count >= 1, 1, "value expected");
  int best = 1;
  for (int i = 2; i <= count; ++i) {
    if (largest ? lua_compare(lua, best, i, LUA_OPLT) : lua_compare(lua, i, best, LUA_OPLT)) best = i;
  }
  lua_pushvalue(lua, best);
  return 1;
}

constexpr double pi = 3.141592653589793238462643383279502884;

double to_degrees(double x) { return x * (180.0 / pi); }
double to_radians(double x) { return x * (pi / 180.0); }

constexpr NamedFunction math_functions[] = {
    {"abs", math_abs},
    {"ceil", math_round<round_up>},
    {"floor", math_round<round_down>},
    {"fmod", math_fmod},
    {"modf", math_modf},
    {"sqrt", math_sqrt},
    {"pow", math_pow},
    {"exp", math_of_one<portable::exp>},
    {"log", math_log},
    {"sin", math_of_one<portable::sin>},
    {"cos", math_of_one<portable::cos>},
    {"tan", math_of_one<portable::tan>},
    {"asin", math_of_one<portable::asin>},
    {"acos", math_of_one<portable::acos>},
    {"atan", math_atan},
    {"deg", math_of_one<to_degrees>},
    {"rad", math_of_one<to_radians>},
    {"tointeger", math_tointeger},
    {"type", math_type},
    {"ult", math_ult},
    {"max", math_extreme<true>},
    {"min", math_extreme<false>},
};

}  // namespace

void open_math_library(lua_State* lua) {
  lua_newtable(lua);
  set_functions(lua, -1, "math", math_functions);
  lua_pushnumber(lua, pi);
  lua_setfield(lua, -2, "pi");
  lua_pushnumber(lua, HUGE_VAL);
  lua_setfield(lua, -2, "huge");
  lua_pushinteger(lua, LUA_MAXINTEGER);
  lua_setfield(lua, -2, "maxinteger");
  lua_pushinteger(lua, LUA_MININTEGER);
  lua_setfield(lua, -2, "mininteger");
  lua_setglobal(lua, "math");
}

}  // namespace sendlab
