// What a script must not reach, and what must not show: files, the clock, chance, addresses, garbage collection.
#include <catch2/catch.hpp>

#include "script.hpp"

using sendlab::test::Outcome;
using sendlab::test::printed_by;
using sendlab::test::run_script;

TEST_CASE("no library reaches outside the script", "[lua]") {
  CHECK(printed_by(R"lua(
    for _, name in ipairs { "io", "os", "package", "require", "load", "loadstring", "loadfile", "dofile", "debug",
                            "collectgarbage", "warn", "newproxy", "getfenv" } do
      if _ENV[name] ~= nil or _G[name] ~= nil then print(name) end
    end
    print(string.dump, math.random, math.randomseed, string.pack, string.unpack, string.packsize)
  )lua") == "nil\tnil\tnil\tnil\tnil\tnil\n");
}

TEST_CASE("every global is one that this list names", "[lua]") {
  CHECK(
      printed_by(R"lua(
    local names = {}
    for name in pairs(_G) do names[#names + 1] = name end
    print(table.concat(names, " "))
    for _, library in ipairs { "coroutine", "math", "string", "table", "utf8" } do
      names = {}
      for name in pairs(_G[library]) do names[#names + 1] = name end
      print(library .. ": " .. table.concat(names, " "))
    end
  )lua") ==
      "_G _VERSION assert coroutine error getmetatable ipairs math next pairs pcall print rawequal rawget rawlen "
      "rawset "
      "select setmetatable string table tonumber tostring type utf8 xpcall\n"
      "coroutine: close create isyieldable resume running status wrap yield\n"
      "math: abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger modf pi pow rad sin "
      "sqrt tan tointeger type ult\n"
      "string: byte char find format gmatch gsub len lower match rep reverse sub upper\n"
      "table: concat insert move pack remove sort unpack\n"
      "utf8: char charpattern codepoint codes len offset\n");
}

TEST_CASE("objects show creation numbers, not addresses", "[lua]") {
  const std::string text = R"lua(
    local a, b = {}, {}
    local f = function() end
    print(a, b, tostring(a) == tostring(a), tostring(f), coroutine.create(f))
    print(string.format("%p %p %p %s %5p|", a, f, "text", b, b), string.format("%p", 12))
    print(print, string.rep)
    print(setmetatable({}, { __name = "Queue" }))
  )lua";
  const std::string printed = printed_by(text);
  CHECK(printed.find("0x") == std::string::npos);
  CHECK(printed.find("table: #1\ttable: #2\ttrue\tfunction: #3\tthread: #4\n") == 0);
  CHECK(printed.find("#1 #3 (null) table: #2    #2|\t(null)\n") != std::string::npos);
  CHECK(printed.find("Queue: #") != std::string::npos);
  CHECK(printed == printed_by(text));
}

TEST_CASE("a compiled chunk is refused", "[lua]") {
  const Outcome outcome = run_script("\x1bLua");
  CHECK_FALSE(outcome.ok);
  CHECK(outcome.error.where == "dir/test.lua:1");
  CHECK(outcome.error.what.find("compiled") != std::string::npos);
}

TEST_CASE("finalizers are refused, also as methods of a metatable that gets them later", "[lua]") {
  CHECK(printed_by(R"lua(
    print(pcall(setmetatable, {}, { __gc = function() end }))
    local late = {}
    setmetatable({}, late)
    late.__gc = function() print("collected") end
    for i = 1, 200000 do local garbage = { i, {} } end   -- several collections
    print(pcall(setmetatable, {}, late))
  )lua") ==
        "false\t__gc is refused in scenarios: when garbage is collected must not show\n"
        "false\t__gc is refused in scenarios: when garbage is collected must not show\n");
}

TEST_CASE("weak tables are refused", "[lua]") {
  CHECK(printed_by(R"lua(print(pcall(setmetatable, {}, { __mode = "k" })))lua") ==
        "false\t__mode is refused in scenarios: weak tables show when garbage is collected\n");
}

TEST_CASE("a table made weak behind our back ends the script before anything is collected", "[lua]") {
  const char* sneak = R"lua(
    local mt = {}
    local weak = setmetatable({}, mt)
    mt["__" .. "mode"] = "k"
    weak[{}] = true
  )lua";
  SECTION("when garbage is due") {
    const Outcome outcome = run_script(std::string(sneak) + R"lua(
      pcall(function() for i = 1, 1e7 do local garbage = { {}, {}, {} } end end)
      print("still here", next(weak))
    )lua");
    CHECK_FALSE(outcome.ok);
    CHECK(outcome.printed.empty());
    CHECK(outcome.error.what.find("weak tables") != std::string::npos);
  }
  SECTION("at the end at the latest") { CHECK_FALSE(run_script(sneak).ok); }
}

TEST_CASE("the operator ^ is refused with its line, and only the operator", "[lua]") {
  const Outcome outcome = run_script("local a = 2\n-- a ^ b\nlocal s = 'a^b' .. [[ ^ ]]\nreturn a ^ 2");
  CHECK_FALSE(outcome.ok);
  CHECK(outcome.error.where == "dir/test.lua:4");
  CHECK(outcome.error.fix == "use math.pow(x, y)");

  CHECK(printed_by("--[==[ ^ ]] ]==] print(math.pow(2, 10), '^', \"\\\"^\", [=[^]=], ('a^'):find('^', 1, true))") ==
        "1024.0\t^\t\"^\t^\t2\t2\n");
}

TEST_CASE("the script sees the base name of its file, not the folder", "[lua]") {
  CHECK(printed_by("print(select(2, pcall(error, 'x'))) print(select(2, pcall(function() error('here') end)))") ==
        "x\ntest.lua:1: here\n");
}

TEST_CASE("names in messages do not depend on what the script copies", "[lua]") {
  CHECK(printed_by("fmt = string.format a_copy = string.format print(select(2, pcall(fmt, {})))") ==
        "bad argument #1 to 'string.format' (string expected, got table)\n");
}
