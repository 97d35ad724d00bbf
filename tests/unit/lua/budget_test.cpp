// Memory and work are counted; running out ends the script, with its line, whatever it does to go on.
#include <catch2/catch.hpp>

#include "script.hpp"

using sendlab::Error;
using sendlab::LuaCall;
using sendlab::LuaSandbox;
using sendlab::LuaValue;
using sendlab::SandboxBudget;
using sendlab::test::Outcome;
using sendlab::test::run_script;

namespace {

constexpr SandboxBudget small{.memory_bytes = 8 << 20, .work = 3'000'000};

void check_out_of_work(std::string_view text, std::string_view where) {
  const Outcome outcome = run_script(text, small);
  INFO(text);
  REQUIRE_FALSE(outcome.ok);
  CHECK(outcome.error.what == "the script did more work than its budget of 3000000 units");
  CHECK(outcome.error.where == where);
  CHECK(outcome.printed.empty());
}

void check_out_of_memory(std::string_view text, std::string_view where) {
  const Outcome outcome = run_script(text, {.memory_bytes = 8 << 20, .work = 100'000'000});
  INFO(text);
  REQUIRE_FALSE(outcome.ok);
  CHECK(outcome.error.what == "not enough memory: the script needs more than its limit of 8 MiB");
  CHECK(outcome.error.where == where);
  CHECK(outcome.printed.empty());
}

}  // namespace

TEST_CASE("an endless loop ends with its line", "[lua]") {
  check_out_of_work("while true do end", "dir/test.lua:1");
  check_out_of_work("local n = 0\n\nrepeat n = n + 1 until false", "dir/test.lua:3");
  check_out_of_work("\nlocal function f() return f() end f()", "dir/test.lua:2");
}

TEST_CASE("running out of work cannot be caught", "[lua]") {
  check_out_of_work("pcall(function() while true do end end) print('on')", "dir/test.lua:1");
  check_out_of_work("while true do pcall(function() while true do end end) end", "dir/test.lua:1");
  check_out_of_work("xpcall(function() while true do end end, function() while true do end end) print('on')",
                    "dir/test.lua:1");
  check_out_of_work("xpcall(function() while true do end end, print) print('on')", "dir/test.lua:1");
  check_out_of_work("coroutine.resume(coroutine.create(function()\nwhile true do end end)) print('on')",
                    "dir/test.lua:2");
  check_out_of_work("local f = coroutine.wrap(function()\nwhile true do end end) pcall(f) print('on')",
                    "dir/test.lua:2");
  check_out_of_work(R"lua(
    local guard <close> = setmetatable({}, { __close = function() while true do end end })
    local second <close> = setmetatable({}, { __close = function() pcall(print, "on") error("instead") end })
    while true do end)lua",
                    "dir/test.lua:4");
  check_out_of_work(R"lua(
    local co = coroutine.create(function()
      local x <close> = setmetatable({}, { __close = function() while true do end end })
      coroutine.yield()
    end)
    coroutine.resume(co) coroutine.close(co) print("on"))lua",
                    "dir/test.lua:3");
  check_out_of_work("pcall(string.gsub, ('x'):rep(100), 'x', function() while true do end end) print('on')",
                    "dir/test.lua:1");
  check_out_of_work("pcall(table.sort, { 1, 2, 3 }, function() while true do end end) print('on')", "dir/test.lua:1");
  check_out_of_work("for k in setmetatable({}, { __call = function() while true do end end }) do end",
                    "dir/test.lua:1");
}

TEST_CASE("work inside one call of a library function counts", "[lua]") {
  // Pattern matching: exponential and polynomial backtracking.
  check_out_of_work("local s = ('a'):rep(40)\nstring.find(s, ('a?'):rep(40) .. ('a'):rep(40))", "dir/test.lua:2");
  check_out_of_work("string.find(('a'):rep(3000), ('.-'):rep(12) .. 'b')", "dir/test.lua:1");
  check_out_of_work("pcall(string.match, ('a'):rep(30000), '.-.-b') print('on')", "dir/test.lua:1");
  check_out_of_work("for w in (('a'):rep(30000)):gmatch('.-.-b') do end", "dir/test.lua:1");
  check_out_of_work("(('a'):rep(30000)):gsub('.-.-b', '')", "dir/test.lua:1");
  check_out_of_work("(('(')):rep(30000):gsub('%b()', '')", "dir/test.lua:1");
  check_out_of_work("local s = ('x'):rep(1e6) while true do s:upper() end", "dir/test.lua:1");
  check_out_of_work("local s = ('x'):rep(1e6) while true do s:find('y', 1, true) end", "dir/test.lua:1");
  check_out_of_work("local t = table.pack(('x'):rep(1000):byte(1, -1)) while true do table.concat(t) end",
                    "dir/test.lua:1");
  check_out_of_work("local t = {} for i = 1, 1e4 do table.insert(t, 1, i) end", "dir/test.lua:1");
  check_out_of_work("table.move({}, 1, 1e9, 2)", "dir/test.lua:1");
  check_out_of_work("table.unpack({}, 1, 1e8)", "dir/test.lua:1");
  check_out_of_work(
      "table.concat(setmetatable({}, { __len = function() return 1e9 end, __index = function() return '' end }))",
      "dir/test.lua:1");
  check_out_of_work("local s = ('x'):rep(1e6) while true do utf8.len(s) end", "dir/test.lua:1");
  check_out_of_work("while true do string.format('%s', ('x'):rep(1e5)) end", "dir/test.lua:1");
  check_out_of_work("local s = ('x'):rep(1e6) while true do local t = s .. s end", "dir/test.lua:1");
  check_out_of_work("local t = {} for i = 1, 3e4 do t[-i] = i end while true do next(t) end", "dir/test.lua:1");
  check_out_of_work("local t = {} for i = 1, 3e4 do t[-i] = i end while true do pairs(t) end", "dir/test.lua:1");
  check_out_of_work("while true do coroutine.wrap(function() for i = 1, 300 do end end)() end", "dir/test.lua:1");
}

TEST_CASE("running out of memory names memory and the line", "[lua]") {
  check_out_of_memory("local t = {}\nfor i = 1, 1e12 do t[i] = string.rep('x', 1e6) end", "dir/test.lua:2");
  check_out_of_memory("local t = {}\nfor i = 1, 1e12 do\n t[i] = {} end", "dir/test.lua:3");
  check_out_of_memory("local s = 'x'\nwhile true do s = s .. s end", "dir/test.lua:2");
  check_out_of_memory("\n('x'):rep(1e12)", "dir/test.lua:2");
  check_out_of_memory("('x'):rep(1e9, ('y'):rep(1000))", "dir/test.lua:1");
  check_out_of_memory("\n\nlocal t = {} t[1] = t table.concat({ ('x'):rep(5e6), ('x'):rep(5e6) })", "dir/test.lua:3");
  check_out_of_memory(
      "local t = {} for i = 1, 300 do t[i] = ('x'):rep(20000) end (t[1]):gsub('', function() t[#t + 1] = t[1] .. #t "
      "end)",
      "dir/test.lua:1");
  check_out_of_memory("coroutine.wrap(function()\n ('x'):rep(1e9) end)()", "dir/test.lua:2");
}

TEST_CASE("running out of memory cannot be caught", "[lua]") {
  check_out_of_memory("pcall(string.rep, 'x', 1e9) print('on')", "dir/test.lua:1");
  check_out_of_memory("pcall(function() local t = {} for i = 1, 1e12 do t[i] = {} end end) print('on')",
                      "dir/test.lua:1");
  check_out_of_memory("xpcall(string.rep, function() print('on') end, 'x', 1e9) print('on')", "dir/test.lua:1");
  check_out_of_memory("coroutine.resume(coroutine.create(function() return ('x'):rep(1e9) end)) print('on')",
                      "dir/test.lua:1");
  check_out_of_memory(R"lua(
    pcall(function()
      local x <close> = setmetatable({}, { __close = function() error("instead") end })
      return ("x"):rep(1e9) end)
    print("on"))lua",
                      "dir/test.lua:4");
}

TEST_CASE("garbage does not count: a script may make more than its memory holds", "[lua]") {
  const Outcome outcome = run_script(R"lua(
    local n = 0
    for i = 1, 1000 do local s = ("x"):rep(100000 + i) n = n + #s end
    return n
  )lua",
                                     {.memory_bytes = 4 << 20, .work = 100'000'000});
  REQUIRE(outcome.ok);
  CHECK(outcome.value.integer() == 100500500);
}

TEST_CASE("deep recursion is an ordinary error that the script can catch", "[lua]") {
  const Outcome outcome = run_script(R"lua(
    local function deep(n) return 1 + deep(n + 1) end
    print(pcall(deep, 1) == false)
    local function nested(n) return pcall(nested, n + 1) end
    print(nested(1) ~= nil)
    print(pcall(string.find, ("x"):rep(400), ("x?"):rep(400)))
    print(pcall(string.gsub, "x", "x", function() return pcall(nested, 1) and "y" end))
    local function sorted(n) table.sort({ 1, 2 }, function(a, b) sorted(n + 1) return a < b end) end
    print(pcall(sorted, 1) == false)
    local function wrapped(n) return coroutine.wrap(wrapped)(n + 1) end
    print(pcall(wrapped, 1) == false)
    local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return t[k + 1] end
    print(pcall(function() return t[1] end) == false)
    print(select("#", xpcall(deep, function(m) return deep(1) end, 1)))
    local s = setmetatable({}, {}) getmetatable(s).__tostring = function() return tostring(s) end
    print(pcall(tostring, s) == false)
  )lua");
  CHECK((outcome.ok ? "" : to_text(outcome.error)) == "");
  CHECK(outcome.printed.find("true\ntrue\nfalse\tpattern too complex\n") == 0);
}

TEST_CASE("a chunk nested too deep is an error with its line", "[lua]") {
  std::string text = "\nreturn ";
  for (int i = 0; i < 100'000; ++i) text += "{";
  const Outcome braces = run_script(text);
  CHECK_FALSE(braces.ok);
  CHECK(braces.error.where == "dir/test.lua:2");
  CHECK(braces.error.what.find("C stack overflow") != std::string::npos);
}

TEST_CASE("the cost of a call does not depend on the calls before it", "[lua]") {
  LuaSandbox sandbox;
  const auto made = sandbox.run("return function(n) for i = 1, n do end return n end", "test.lua");
  REQUIRE(made.ok());
  const sendlab::ScriptRef loop = *made.value().function();
  const LuaValue few[] = {LuaValue(600)};
  for (int i = 0; i < 100; ++i) CHECK(sandbox.call(loop, few, 2000).ok());
  const LuaValue many[] = {LuaValue(20000)};
  const auto exhausted = sandbox.call(loop, many, 2000);
  REQUIRE_FALSE(exhausted.ok());
  CHECK(exhausted.error().where == "test.lua:1");
  CHECK(exhausted.error().what.find("2000 units") != std::string::npos);
  CHECK(sandbox.call(loop, few, 2000).ok());  // the next call has a budget of its own
}

TEST_CASE("a script that ran out of memory leaves a sandbox that works", "[lua]") {
  LuaSandbox sandbox({.memory_bytes = 8 << 20, .work = 100'000'000});
  CHECK_FALSE(sandbox.run("local t = {} for i = 1, 1e9 do t[i] = {} end", "a.lua").ok());
  const auto again = sandbox.run("return #('x'):rep(1000000)", "b.lua");
  REQUIRE(again.ok());
  CHECK(again.value().integer() == 1000000);
}

TEST_CASE("the same budget ends a script at the same line in every run", "[lua]") {
  const std::string text = R"lua(
    local t, n = {}, 0
    while true do
      n = n + 1
      t["k" .. n % 1000] = { n }
      if n % 3 == 0 then for k in pairs(t) do
        n = n + 1
      end end
      t["k" .. n % 77] = nil
    end)lua";
  const Outcome first = run_script(text, small);
  for (int i = 0; i < 5; ++i) CHECK(run_script(text, small).error.where == first.error.where);
}
