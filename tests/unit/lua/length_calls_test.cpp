#include "engine/lua/length_calls.hpp"

#include <catch2/catch.hpp>

#include "script.hpp"
#include "stock_lua.hpp"

using sendlab::with_length_calls;
using sendlab::test::printed_by;
using sendlab::test::printed_by_stock_lua;
using sendlab::test::run_script;

TEST_CASE("a chunk without # is left alone", "[lua]") { CHECK(with_length_calls("return '#', [[#]] -- #").empty()); }

TEST_CASE("the operand of # is what Lua takes it to be", "[lua]") {
  const std::string_view text = R"lua(
    local t = { 1, 2, 3, inner = { 4, 5 }, f = function(self, x) return { x, x, x, x } end }
    local function g(...) return #..., # ... end
    print(#t, # t, #t.inner, #t["inner"], #t.f(t, 1), #t:f(2), #t:f{}, #t:f"x", #"text", #'a\'b', #[[long]], #[==[x]==])
    print(#{ 1, 2, #t }, -#t, - #t, not #t, #t == 3, 1 + #t * 2, #t .. "x", "x" .. #t, #(t), #(t.inner), (#t), #t-1, #t//2)
    print(#t[#t - 2 == 1 and "inner" or "inner"], ~#t, #t & 1, #t << 1, #t < #t.inner, t[#t], t[#t.inner] == 2)
    print(g("abc"), g("abc", 1))
    t[#t + 1] = 4 t[#t+1]=5; print(#t)
    local a, b = #t, #t.inner print(a, b)
    for i = 1, #t do if i == #t then print(i) end end
    print(#t -- a comment
      + 1, #--[[inside]]t)
    print((function() return #t end)(), (function(...) return select("#", ...) end)(#t, #t))
    print(#setmetatable({}, { __len = function() return "any" end }), pcall(function() return #nil end) == false)
    return #t
  )lua";
  CHECK(printed_by(text) == printed_by_stock_lua(text));
}

TEST_CASE("the length of a sequence is its number of elements", "[lua]") {
  CHECK(printed_by(R"lua(
    local t = {}
    for n = 1, 3000 do t[n] = true assert(#t == n and rawlen(t) == n) end
    for n = 3000, 1, -1 do t[n] = nil assert(#t == n - 1) end
    print("same")
  )lua") == "same\n");
}

TEST_CASE("the length of a table with holes depends on its contents alone", "[lua]") {
  // The same contents by different histories; stock Lua gives different borders.
  CHECK(printed_by(R"lua(
    local function built(order)
      local t = {}
      for _, i in ipairs(order) do t[i] = true end
      for i = 1, 40 do t["k" .. i] = i end
      for i = 1, 40 do t["k" .. i] = nil end
      return t
    end
    local forwards, backwards, spread = {}, {}, { 64, 32 }
    for i = 1, 16 do if i ~= 7 and i ~= 11 then forwards[#forwards + 1] = i table.insert(backwards, 1, i) spread[#spread + 1] = i end end
    print(#built(forwards), #built(backwards), #{ 1, 2, nil, 4 }, #{ nil, nil, 3 }, #{ n = 1, nil, 2 })
    print(#built(spread) == #built(spread), rawlen(built(forwards)) == #built(backwards))
  )lua") == "16\t16\t4\t0\t0\ntrue\ttrue\n");
}

TEST_CASE("faults around # keep their lines and Lua's own words", "[lua]") {
  CHECK(run_script("\nlocal x = #").error.where == "dir/test.lua:2");
  CHECK(run_script("\nlocal x = #").error.what == "unexpected symbol near <eof>");
  CHECK(run_script("local t = {}\nprint(#t)\nlocal n = #t.codes").error.where == "dir/test.lua:3");
  CHECK(run_script("local t = {}\nlocal n = #t.codes").error.what ==
        "attempt to get length of a nil value ('t.codes')");
  CHECK(run_script("return #(1)").error.what == "attempt to get length of a number value");
  CHECK(run_script("if #'x' then\n").error.what.find("'end' expected") == 0);
}

TEST_CASE("a chunk with # sees no argument and none of our names", "[lua]") {
  CHECK(printed_by("local t = {} print(select('#', ...), #t, _length)") == "0\t0\tnil\n");
  CHECK(printed_by("_length = 'mine' print(_length, #_length) -- the end") == "mine\t4\n");
  CHECK(printed_by("local _ENV = { print = print } print(#'abc')") == "3\n");
}
