// string.format, and what it shows of objects: creation numbers where stock Lua shows addresses.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "engine/kernel/ascii.hpp"

#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

// One conversion, "%-5.2f": its C format without the length modifier.
struct Conversion {
  std::string format;  // "%-5.2"
  char letter = 0;
  bool plain = false;  // nothing between % and the letter
};

[[noreturn]] void refuse(lua_State* lua, const Conversion& conversion) {
  luaL_error(lua, "invalid conversion specification: '%s%c'", conversion.format.c_str(), conversion.letter);
  std::abort();  // luaL_error does not return
}

bool is_flag(char c) { return c == '-' || c == '+' || c == ' ' || c == '#' || c == '0'; }

Conversion read_conversion(lua_State* lua, std::string_view text, std::size_t& at) {
  constexpr std::size_t longest = 22;
  const std::size_t begin = at;
  while (at < text.size() && (is_flag(text[at]) || is_digit(text[at]) || text[at] == '.')) ++at;
  if (at - begin >= longest) luaL_error(lua, "invalid format string to 'format'");
  Conversion result;
  result.format = "%" + std::string(text.substr(begin, at - begin));
  result.plain = at == begin;
  result.letter = at < text.size() ? text[at] : '\0';
  ++at;
  return result;
}

// Flags, a width of two digits and a precision of two; whatever this conversion does not allow is refused, as in stock
// Lua.
void check_form(lua_State* lua, const Conversion& conversion, std::string_view flags, bool precision) {
  std::string_view rest = std::string_view(conversion.format).substr(1);
  const auto skip_digits = [&rest] {
    for (int i = 0; i < 2 && !rest.empty() && is_digit(rest.front()); ++i) rest.remove_prefix(1);
  };
  while (!rest.empty() && is_flag(rest.front())) {
    if (flags.find(rest.front()) == std::string_view::npos) refuse(lua, conversion);
    rest.remove_prefix(1);
  }
  skip_digits();
  if (precision && !rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    skip_digits();
  }
  if (!rest.empty()) refuse(lua, conversion);
}

template <class Value>
void add_formatted(luaL_Buffer& buffer, const std::string& format, Value value) {
  // 310 digits before the point of a double, 99 after it, and a width of at most 99.
  constexpr std::size_t room = 512;
  char* target = luaL_prepbuffsize(&buffer, room);
  luaL_addsize(&buffer, static_cast<std::size_t>(std::snprintf(target, room, format.c_str(), value)));
}

void add_integer(lua_State* lua, luaL_Buffer& buffer, const Conversion& conversion, int argument) {
  const lua_Integer value = luaL_checkinteger(lua, argument);
  add_formatted(buffer, conversion.format + "ll" + conversion.letter, static_cast<long long>(value));
}

void add_real(lua_State* lua, luaL_Buffer& buffer, const Conversion& conversion, int argument) {
  double value = luaL_checknumber(lua, argument);
  if (std::isnan(value)) value = std::fabs(value);  // the sign of a NaN depends on the processor
  add_formatted(buffer, conversion.format + conversion.letter, value);
}

void add_text(lua_State* lua, luaL_Buffer& buffer, const Conversion& conversion, int argument) {
  std::string_view text = push_text(lua, argument);
  charge_bytes(lua, text.size());
  if (conversion.plain) {
    luaL_addvalue(&buffer);
    return;
  }
  luaL_argcheck(lua, text.find('\0') == std::string_view::npos, argument, "string contains zeros");
  if (conversion.format.find('.') == std::string::npos && text.size() >= 100) {
    luaL_addvalue(&buffer);  // longer than any width
    return;
  }
  char part[256];  // width and precision have two digits
  std::snprintf(part, sizeof part, (conversion.format + "s").c_str(), text.data());
  lua_pop(lua, 1);  // the buffer wants the top of the stack to itself
  luaL_addstring(&buffer, part);
}

void add_quoted_text(luaL_Buffer& buffer, std::string_view text) {
  luaL_addchar(&buffer, '"');
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '"' || c == '\\' || c == '\n') {
      luaL_addchar(&buffer, '\\');
      luaL_addchar(&buffer, static_cast<char>(c));
    } else if (c < 0x20 || c == 0x7f) {
      char digits[8];
      const bool digit_follows = i + 1 < text.size() && is_digit(text[i + 1]);
      std::snprintf(digits, sizeof digits, digit_follows ? "\\%03d" : "\\%d", static_cast<int>(c));
      luaL_addstring(&buffer, digits);
    } else {
      luaL_addchar(&buffer, static_cast<char>(c));
    }
  }
  luaL_addchar(&buffer, '"');
}

// %q: a literal that Lua reads back.
void add_literal(lua_State* lua, luaL_Buffer& buffer, int argument) {
  switch (lua_type(lua, argument)) {
    case LUA_TSTRING: {
      std::size_t length = 0;
      const char* text = lua_tolstring(lua, argument, &length);
      charge(lua, length);
      add_quoted_text(buffer, {text, length});
      break;
    }
    case LUA_TNUMBER: {
      char text[64];
      if (lua_isinteger(lua, argument)) {
        const lua_Integer value = lua_tointeger(lua, argument);
        std::snprintf(text, sizeof text, value == LUA_MININTEGER ? "0x%llx" : "%lld", static_cast<long long>(value));
      } else {
        const double value = lua_tonumber(lua, argument);
        if (std::isinf(value)) {
          std::snprintf(text, sizeof text, value > 0 ? "1e9999" : "-1e9999");
        } else if (std::isnan(value)) {
          std::snprintf(text, sizeof text, "(0/0)");
        } else {
          std::snprintf(text, sizeof text, "%a", value);
        }
      }
      luaL_addstring(&buffer, text);
      break;
    }
    case LUA_TNIL:
    case LUA_TBOOLEAN:
      push_text(lua, argument);
      luaL_addvalue(&buffer);
      break;
    default:
      luaL_argerror(lua, argument, "value has no literal form");
  }
}

// %p: "#7" for an object, "(null)" for what has no identity.
void add_identity(lua_State* lua, luaL_Buffer& buffer, const Conversion& conversion, int argument) {
  std::string text = "(null)";
  switch (lua_type(lua, argument)) {
    case LUA_TTABLE:
    case LUA_TFUNCTION:
    case LUA_TTHREAD:
    case LUA_TUSERDATA:
      text = "#" + std::to_string(SandboxState::of(lua).serial(lua, argument));
      break;
    default:
      break;
  }
  add_formatted(buffer, conversion.format + "s", text.c_str());
}

void add_conversion(lua_State* lua, luaL_Buffer& buffer, const Conversion& conversion, int argument) {
  switch (conversion.letter) {
    case 'c':
      check_form(lua, conversion, "-", false);
      add_formatted(buffer, conversion.format + "c", static_cast<int>(luaL_checkinteger(lua, argument)));
      break;
    case 'd':
    case 'i':
      check_form(lua, conversion, "-+0 ", true);
      add_integer(lua, buffer, conversion, argument);
      break;
    case 'u':
      check_form(lua, conversion, "-0", true);
      add_integer(lua, buffer, conversion, argument);
      break;
    case 'o':
    case 'x':
    case 'X':
      check_form(lua, conversion, "-#0", true);
      add_integer(lua, buffer, conversion, argument);
      break;
    case 'a':
    case 'A':
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      check_form(lua, conversion, "-+ #0", true);
      add_real(lua, buffer, conversion, argument);
      break;
    case 'p':
      check_form(lua, conversion, "-", false);
      luaL_checkany(lua, argument);
      add_identity(lua, buffer, conversion, argument);
      break;
    case 'q':
      if (!conversion.plain) luaL_error(lua, "specifier '%%q' cannot have modifiers");
      add_literal(lua, buffer, argument);
      break;
    case 's':
      check_form(lua, conversion, "-", true);
      add_text(lua, buffer, conversion, argument);
      break;
    default:
      luaL_error(lua, "invalid conversion '%s%c' to 'format'", conversion.format.c_str(), conversion.letter);
  }
}

int string_format(lua_State* lua) {
  std::size_t length = 0;
  const char* begin = luaL_checklstring(lua, 1, &length);
  const std::string_view text(begin, length);
  const int last = lua_gettop(lua);
  int argument = 1;
  charge(lua, 1 + length / 4);
  luaL_Buffer buffer;
  luaL_buffinit(lua, &buffer);
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '%') {
      luaL_addchar(&buffer, text[at]);
      ++at;
    } else if (at + 1 < text.size() && text[at + 1] == '%') {
      luaL_addchar(&buffer, '%');
      at += 2;
    } else {
      ++at;
      charge(lua, 4);
      const Conversion conversion = read_conversion(lua, text, at);
      if (++argument > last) return luaL_argerror(lua, argument, "no value");
      add_conversion(lua, buffer, conversion, argument);
    }
  }
  luaL_pushresult(&buffer);
  return 1;
}

}  // namespace

void add_format_function(lua_State* lua, int table) {
  constexpr NamedFunction functions[] = {{"format", string_format}};
  set_functions(lua, table, "string", functions);
}

}  // namespace sendlab
