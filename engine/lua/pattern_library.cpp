// string.find, match, gmatch and gsub on our own matcher.
#include <cstring>

#include "engine/lua/pattern.hpp"
#include "engine/lua/sandbox_state.hpp"

namespace sendlab {
namespace {

// Runs `attempt`, turning what the matcher throws into errors of the script.
template <class Attempt>
auto guarded(lua_State* lua, Attempt attempt) {
  PatternError fault{nullptr};
  try {
    return attempt();
  } catch (const PatternError& error) {
    fault = error;
  } catch (const PatternWorkExhausted&) {
  }
  if (fault.what == nullptr) SandboxState::of(lua).end_for_work(lua);
  if (fault.capture_index != 0) luaL_error(lua, "%s %%%d", fault.what, fault.capture_index);
  luaL_error(lua, "%s", fault.what);
  return decltype(attempt()){};
}

std::optional<std::size_t> match_at(lua_State* lua, PatternMatcher& matcher, std::size_t start) {
  return guarded(lua, [&] { return matcher.match_at(start); });
}

// Pushes one capture; a pattern without captures has the whole match as its first.
void push_capture(lua_State* lua, const PatternMatcher& matcher, int index, std::string_view subject, std::size_t start,
                  std::size_t end) {
  if (index >= matcher.capture_count()) {
    if (index != 0) luaL_error(lua, "invalid capture index %%%d", index + 1);
    lua_pushlstring(lua, subject.data() + start, end - start);
    return;
  }
  const PatternMatcher::Capture capture = guarded(lua, [&] { return matcher.capture(index); });
  if (capture.length == PatternMatcher::Capture::position) {
    lua_pushinteger(lua, static_cast<lua_Integer>(capture.start + 1));
  } else {
    lua_pushlstring(lua, subject.data() + capture.start, static_cast<std::size_t>(capture.length));
  }
}

int push_captures(lua_State* lua, const PatternMatcher& matcher, std::string_view subject, std::size_t start,
                  std::size_t end, bool whole_if_none) {
  const int count = matcher.capture_count() == 0 && whole_if_none ? 1 : matcher.capture_count();
  luaL_checkstack(lua, count, "too many captures");
  charge_bytes(lua, end - start);
  for (int i = 0; i < count; ++i) push_capture(lua, matcher, i, subject, start, end);
  return count;
}

// Where a search begins, from 0; more than the length when it cannot.
std::size_t search_start(lua_Integer position, std::size_t length) {
  if (position > 0) return static_cast<std::size_t>(position) - 1;
  if (position == 0 || position < -static_cast<lua_Integer>(length)) return 0;
  return length + static_cast<std::size_t>(position);
}

bool has_specials(std::string_view pattern) { return pattern.find_first_of("^$*+?.([%-") != std::string_view::npos; }

int find_or_match(lua_State* lua, bool find) {
  const std::string_view subject = check_text(lua, 1);
  std::string_view pattern = check_text(lua, 2);
  const std::size_t from = search_start(luaL_optinteger(lua, 3, 1), subject.size());
  charge(lua, 2);
  if (from > subject.size()) {
    luaL_pushfail(lua);
    return 1;
  }
  if (find && (lua_toboolean(lua, 4) || !has_specials(pattern))) {
    // memmem takes linear time whatever the texts are.
    charge_bytes(lua, subject.size() - from + pattern.size());
    const void* found = pattern.empty()
                            ? subject.data() + from
                            : memmem(subject.data() + from, subject.size() - from, pattern.data(), pattern.size());
    if (found == nullptr) {
      luaL_pushfail(lua);
      return 1;
    }
    const auto start = static_cast<std::size_t>(static_cast<const char*>(found) - subject.data());
    lua_pushinteger(lua, static_cast<lua_Integer>(start + 1));
    lua_pushinteger(lua, static_cast<lua_Integer>(start + pattern.size()));
    return 2;
  }
  const bool anchored = !pattern.empty() && pattern.front() == '^';
  if (anchored) pattern.remove_prefix(1);
  PatternMatcher matcher(subject, pattern, SandboxState::of(lua).work);
  for (std::size_t start = from; start <= subject.size(); ++start) {
    charge(lua, 1);
    if (const auto end = match_at(lua, matcher, start)) {
      if (!find) return push_captures(lua, matcher, subject, start, *end, true);
      lua_pushinteger(lua, static_cast<lua_Integer>(start + 1));
      lua_pushinteger(lua, static_cast<lua_Integer>(*end));
      return 2 + push_captures(lua, matcher, subject, start, *end, false);
    }
    if (anchored) break;
  }
  luaL_pushfail(lua);
  return 1;
}

int string_find(lua_State* lua) { return find_or_match(lua, true); }
int string_match(lua_State* lua) { return find_or_match(lua, false); }

// Upvalues: 1 subject, 2 pattern, 3 where to search next, 4 where the last match ended (-1: none yet).
int gmatch_next(lua_State* lua) {
  std::size_t length = 0;
  const char* text = lua_tolstring(lua, lua_upvalueindex(1), &length);
  const std::string_view subject(text, length);
  text = lua_tolstring(lua, lua_upvalueindex(2), &length);
  const std::string_view pattern(text, length);
  const auto from = static_cast<std::size_t>(lua_tointeger(lua, lua_upvalueindex(3)));
  const lua_Integer last_end = lua_tointeger(lua, lua_upvalueindex(4));
  PatternMatcher matcher(subject, pattern, SandboxState::of(lua).work);
  for (std::size_t start = from; start <= subject.size(); ++start) {
    charge(lua, 1);
    const auto end = match_at(lua, matcher, start);
    // An empty match right after the last one is not another match.
    if (end && static_cast<lua_Integer>(*end) != last_end) {
      lua_pushinteger(lua, static_cast<lua_Integer>(*end));
      lua_pushvalue(lua, -1);
      lua_replace(lua, lua_upvalueindex(3));
      lua_replace(lua, lua_upvalueindex(4));
      return push_captures(lua, matcher, subject, start, *end, true);
    }
  }
  return 0;
}

int string_gmatch(lua_State* lua) {
  const std::string_view subject = check_text(lua, 1);
  check_text(lua, 2);
  std::size_t from = search_start(luaL_optinteger(lua, 3, 1), subject.size());
  if (from > subject.size()) from = subject.size() + 1;
  charge(lua, 2);
  lua_settop(lua, 2);
  lua_pushinteger(lua, static_cast<lua_Integer>(from));
  lua_pushinteger(lua, -1);
  lua_pushcclosure(lua, gmatch_next, 4);
  return 1;
}

// The text that stands for a match: %0 … %9 in a replacement string.
void add_expanded(lua_State* lua, luaL_Buffer& buffer, const PatternMatcher& matcher, std::string_view subject,
                  std::size_t start, std::size_t end, std::string_view replacement) {
  charge_bytes(lua, replacement.size());
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    if (c != '%') {
      luaL_addchar(&buffer, c);
      continue;
    }
    const char next = ++i < replacement.size() ? replacement[i] : '\0';
    if (next == '%') {
      luaL_addchar(&buffer, '%');
    } else if (next == '0') {
      charge_bytes(lua, end - start);
      luaL_addlstring(&buffer, subject.data() + start, end - start);
    } else if (next >= '1' && next <= '9') {
      charge_bytes(lua, end - start);
      push_capture(lua, matcher, next - '1', subject, start, end);
      luaL_tolstring(lua, -1, nullptr);  // a position is a number
      lua_remove(lua, -2);
      luaL_addvalue(&buffer);
    } else {
      luaL_error(lua, "invalid use of '%%' in replacement string");
    }
  }
}

// Adds what stands for the match; false or nil keeps the text. True when the text changed.
bool add_replacement(lua_State* lua, luaL_Buffer& buffer, const PatternMatcher& matcher, std::string_view subject,
                     std::size_t start, std::size_t end) {
  switch (lua_type(lua, 3)) {
    case LUA_TFUNCTION: {
      lua_pushvalue(lua, 3);
      lua_call(lua, push_captures(lua, matcher, subject, start, end, true), 1);
      break;
    }
    case LUA_TTABLE:
      push_capture(lua, matcher, 0, subject, start, end);
      lua_gettable(lua, 3);
      break;
    default: {
      std::size_t length = 0;
      const char* text = lua_tolstring(lua, 3, &length);
      add_expanded(lua, buffer, matcher, subject, start, end, {text, length});
      return true;
    }
  }
  if (!lua_toboolean(lua, -1)) {
    lua_pop(lua, 1);
    luaL_addlstring(&buffer, subject.data() + start, end - start);
    return false;
  }
  if (!lua_isstring(lua, -1)) luaL_error(lua, "invalid replacement value (a %s)", luaL_typename(lua, -1));
  charge_bytes(lua, lua_rawlen(lua, -1));
  luaL_addvalue(&buffer);
  return true;
}

int string_gsub(lua_State* lua) {
  const std::string_view subject = check_text(lua, 1);
  std::string_view pattern = check_text(lua, 2);
  const int kind = lua_type(lua, 3);
  luaL_argexpected(lua, kind == LUA_TNUMBER || kind == LUA_TSTRING || kind == LUA_TFUNCTION || kind == LUA_TTABLE, 3,
                   "string/function/table");
  const lua_Integer most = luaL_optinteger(lua, 4, static_cast<lua_Integer>(subject.size()) + 1);
  const bool anchored = !pattern.empty() && pattern.front() == '^';
  if (anchored) pattern.remove_prefix(1);
  charge(lua, 2);
  PatternMatcher matcher(subject, pattern, SandboxState::of(lua).work);
  luaL_Buffer buffer;
  luaL_buffinit(lua, &buffer);
  std::size_t at = 0;
  std::optional<std::size_t> last_end;
  lua_Integer count = 0;
  bool changed = false;
  while (count < most) {
    charge(lua, 1);
    const auto end = match_at(lua, matcher, at);
    if (end && end != last_end) {
      ++count;
      changed |= add_replacement(lua, buffer, matcher, subject, at, *end);
      at = *end;
      last_end = end;
    } else if (at < subject.size()) {
      luaL_addchar(&buffer, subject[at]);
      ++at;
    } else {
      break;
    }
    if (anchored) break;
  }
  if (!changed) {
    lua_pushvalue(lua, 1);
  } else {
    charge_bytes(lua, subject.size() - at);
    luaL_addlstring(&buffer, subject.data() + at, subject.size() - at);
    luaL_pushresult(&buffer);
  }
  lua_pushinteger(lua, count);
  return 2;
}

}  // namespace

void add_pattern_functions(lua_State* lua, int table) {
  constexpr NamedFunction functions[] = {
      {"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch}, {"gsub", string_gsub}};
  set_functions(lua, table, "string", functions);
}

}  // namespace sendlab
