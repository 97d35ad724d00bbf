// Where stock Lua is deterministic, ours does the same: each text prints the same in both.
#include <catch2/catch.hpp>
#include <sstream>

#include "script.hpp"
#include "stock_lua.hpp"

using sendlab::test::printed_by;
using sendlab::test::printed_by_stock_lua;

namespace {

// Gives every text a way to show results and messages of errors.
std::string with_show(std::string_view text) {
  return "local function show(f, ...) print(pcall(f, ...)) end\n" + std::string(text);
}

// Compares line by line, so that a difference is easy to see.
void check_same(std::string_view text) {
  const std::string whole = with_show(text);
  std::istringstream ours(printed_by(whole)), stock(printed_by_stock_lua(whole));
  std::string our_line, stock_line;
  int number = 0;
  for (;;) {
    const bool more = static_cast<bool>(std::getline(ours, our_line));
    const bool stock_more = static_cast<bool>(std::getline(stock, stock_line));
    ++number;
    INFO("printed line " << number);
    CHECK(more == stock_more);
    if (!more || !stock_more) return;
    // The sign that printf gives a NaN depends on the processor; ours has none.
    for (std::size_t at; (at = stock_line.find("-nan")) != std::string::npos;) stock_line.erase(at, 1);
    CHECK(our_line == stock_line);
  }
}

}  // namespace

TEST_CASE("string functions slice, change and count as in stock Lua", "[lua]") {
  check_same(R"lua(
    local s = "hello world"
    for i = -13, 13 do for j = -13, 13 do print(i, j, s:sub(i, j)) end print(s:sub(i)) end
    for i = -13, 13 do print(i, s:byte(i)) print(s:byte(i, i + 3)) end
    print(#s, s:len(), s:upper(), s:lower(), s:reverse(), ("ab"):rep(3), ("ab"):rep(3, ","), ("x"):rep(0), ("x"):rep(-1))
    print((""):rep(5, "-"), ("\0\xff"):byte(1, -1))
    print(string.char(), string.char(104, 105), ("ab"):rep(2, ""))
    show(string.char, 256) show(string.char, -1) show(string.sub) show(string.sub, {}) show(string.rep, "x", "y")
    show(string.upper, nil) show(string.len, 12) show(string.rep, "abc", math.maxinteger)
  )lua");
}

TEST_CASE("string.format writes as in stock Lua", "[lua]") {
  check_same(R"lua(
    local formats = { "%d", "%5d", "%-5d|", "%+d", "% d", "%05d", "%.3d", "%x", "%#X", "%o", "%i", "%c" }
    for _, f in ipairs(formats) do for _, v in ipairs { 0, 7, 65, 3.0 } do show(string.format, f, v) end end
    formats = { "%f", "%.3f", "%10.2f|", "%-10.2f|", "%e", "%.0e", "%g", "%G", "%.14g", "%a", "%#.0f", "%+g", "%E" }
    for _, f in ipairs(formats) do
      for _, v in ipairs { 0, -0.0, 1, 0.1, 1e100, -1e-300, 1/0, -1/0, 123456789.123 } do show(string.format, f, v) end
    end
    for _, f in ipairs { "%s", "%10s|", "%-10s|", "%.2s", "%10.2s|", "%q", "%%", "%d %s %%", "%5.5s" } do
      for _, v in ipairs { "text", "a\nb\0c\r\"\\1", "", 12, 0.5, true } do show(string.format, f, v, v) end
    end
    show(string.format, "%q", 1/0) show(string.format, "%q", -1/0) show(string.format, "%q", math.mininteger)
    show(string.format, "%q", 0.1) show(string.format, "%q", 255) show(string.format, "%q", {})
    show(string.format, "%") show(string.format, "%y", 1) show(string.format, "%123d", 1) show(string.format, "%d")
    show(string.format, "%d", 1.5) show(string.format, "%d", "x") show(string.format, "%d", "12") show(string.format, "%#d", 1)
    show(string.format, "%s", nil) show(string.format, "%s", ("x"):rep(300)) show(string.format, "%20s", ("x"):rep(300))
    print(string.format("%s", setmetatable({}, { __tostring = function() return "mine" end })))
    show(string.format, "%s", setmetatable({}, { __tostring = function() return 1 end }))
    show(string.format, "%10q", "x") show(string.format, "%.20s|", "abc") show(string.format, "%.99f", 1/3)
    print(#string.format("%99.99f", -1e308))
  )lua");
}

TEST_CASE("patterns find, match and replace as in stock Lua", "[lua]") {
  check_same(R"lua(
    print(("hello world"):find("wor")) print(("hello"):find("l", 4)) print(("hello"):find("")) print(("hello"):find("", 10))
    print(("hello"):find("", 6)) print(("a.b"):find(".", 2, true)) print(("a.b"):find("%.")) print(("hello"):find("xyz"))
    print(("hello"):find("l", -2)) print(("hello"):find("h", -100)) print((""):find("")) print((""):match(".*"))
    print(("key = value"):match("^(%w+)%s*=%s*(%w+)$")) print(("  trim  "):match("^%s*(.-)%s*$"))
    print(("THE (quick) fox"):find("%((%a+)%)")) print(("f(a(b)c)d"):match("%b()")) print(("THE (quick) fox"):match("%f[%a]%a+", 5))
    print(("hello"):match("()ll()")) print(("hello world"):gsub("o", "0")) print(("hello world"):gsub("o", "0", 1))
    print(("abc"):gsub("%w", "%0%0")) print(("abc"):gsub("", "-")) print(("hello world"):gsub("(%w+) (%w+)", "%2 %1"))
    print(("$name is $age"):gsub("%$(%w+)", { name = "Bo", age = 7 })) print(("abc"):gsub("%w", { a = "1", b = true and "2" }))
    print(("abc"):gsub("%w", function(c) if c == "b" then return "[" .. c .. "]" end end))
    print(("abc"):gsub("%w", function(c) return false end)) print(("abc"):gsub("()", "%1"))
    print(("abc abc"):gsub("^abc", "x")) print(("x"):gsub(".", "%%")) print(("a,b,,c"):gsub(",", ";"))
    for w in ("one two  three"):gmatch("%a+") do print(w) end
    for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do print(k, v) end
    for p in ("abc"):gmatch("()") do print(p) end
    for w in ("abc"):gmatch("", 2) do print("[" .. w .. "]") end
    for w in ("abcabc"):gmatch("^abc") do print(w) end
    print(("aXb"):find("%u")) print(("tab\there"):find("%c")) print(("a-b"):match("[%-a]+")) print(("]x"):match("[]]")) print(("^x"):match("[x^]+"))
    print(("x]"):match("[^]]")) print(("0-9"):match("[0%-9]+")) print(("abcabc"):match("(abc)%1")) print(("\0a\0"):find("%z"))
    print(("\0a\0"):match("%z*a")) print(("aaa"):match("a-")) print(("aaab"):match("a-b")) print(("aaa"):find("a?a?a?a?"))
    print(("abc"):match("((a)(b)(c))")) print(("\xff\x80"):match("[\x80-\xff]+") == "\xff\x80")
    show(string.find, "a", "[a") show(string.find, "a", "%") show(string.find, "a", "(a") show(string.find, "a", "a)")
    show(string.find, "a", "%b") show(string.find, "a", "%f") show(string.find, "a", "%1") show(string.gsub, "a", "a", "%2")
    show(string.gsub, "a", "a", "%x") show(string.gsub, "a", "a", function() return {} end) show(string.gsub, "a", "a", true)
    show(string.match, "a", "[%") show(string.match, "a", "[]") show(string.match, "a", "[^]") show(string.match, "a", "[a-")
    show(string.match, "a", ("(a"):rep(40)) show(string.rep("x", 300).find, ("x"):rep(300), ("x?"):rep(300))
    show(string.gsub, "abc", "b", "%")  show(string.gmatch, "abc", nil) show(string.find, "abc", "b", {})
  )lua");
}

TEST_CASE("table functions work as in stock Lua", "[lua]") {
  check_same(R"lua(
    local function list(t) local r = {} for i = 1, #t do r[i] = tostring(t[i]) end print(#t, table.concat(r, " ")) end
    local t = { 1, 2, 3 } table.insert(t, 4) table.insert(t, 1, 0) table.insert(t, 3, "x") list(t)
    print(table.remove(t)) print(table.remove(t, 1)) print(table.remove(t, 2)) list(t)
    print(table.remove({})) print(table.remove({}, 0)) print(table.remove({ 1, 2 }, 3)) show(table.remove, {}, 1)
    show(table.insert, {}, 3, 1) show(table.insert, {}) show(table.insert, { 1 }, 2, 3, 4) show(table.insert, 1, 2)
    print(table.concat({}), table.concat({ 1, 2, 3 }), table.concat({ 1, 2, 3 }, "-"), table.concat({ 1, 2, 3 }, "-", 2), table.concat({ 1, 2, 3 }, "-", 2, 2))
    print(table.concat({ "a", 1.5 }, ",")) print(table.concat({ 1, 2 }, ",", 3)) print(pcall(table.concat, { 1, {}, 3 }) == false)
    print(table.unpack({ 1, 2, 3 })) print(table.unpack({ 1, 2, 3 }, 2)) print(table.unpack({ 1, 2 }, 2, 4)) print(table.unpack({}, 1, 0))
    show(table.unpack, {}, 1, 1e8) show(table.unpack, {}, math.mininteger, math.maxinteger)
    print(table.pack(1, nil, 3).n, table.pack().n, select("#", table.unpack(table.pack(1, nil, 3), 1, 3)))
    list(table.move({ 1, 2, 3, 4 }, 2, 4, 1)) list(table.move({ 1, 2, 3 }, 1, 3, 2)) list(table.move({ 1, 2, 3 }, 1, 3, 1, { 9, 9, 9, 9 }))
    list(table.move({ 1, 2, 3 }, 1, 0, 5)) show(table.move, {}, 1, math.maxinteger, 2) show(table.move, {}, -1, math.maxinteger, 2)
    local proxy = setmetatable({}, { __index = function(_, i) if i <= 3 then return i * 10 end end, __len = function() return 3 end })
    print(table.concat(proxy, ",")) print(table.unpack(proxy))
    local words = { "pear", "apple", "fig", "banana" } table.sort(words) list(words)
    table.sort(words, function(a, b) return #a < #b end) print(words[1])
    table.sort(words, function(a, b) return a > b end) list(words)
    print(pcall(table.sort, { 1, "x" }) == false) show(table.sort, { 1, 2 }, 5)
  )lua");
}

TEST_CASE("math functions that are exact work as in stock Lua", "[lua]") {
  check_same(R"lua(
    local values = { 0, 1, -1, 7, -7, 2.5, -2.5, 1e15, 1e300, -1e300, 1/0, -1/0, math.maxinteger, math.mininteger, 0.1, -0.0 }
    for _, v in ipairs(values) do
      print(v, math.abs(v), math.ceil(v), math.floor(v), math.sqrt(math.abs(v)), math.tointeger(v), math.type(v), math.modf(v))
      for _, w in ipairs(values) do
        print(v, w, math.max(v, w), math.min(v, w), math.ult(1, 2))
        show(math.fmod, v, w)
      end
    end
    print(math.pi, math.huge, math.maxinteger, math.mininteger, math.deg(math.pi), math.rad(180))
    show(math.max) show(math.min, "x") show(math.floor, {}) show(math.tointeger) print(math.tointeger("8"), math.type("1"))
    show(math.fmod, 1, 0) show(math.ult, 1.5, 2) print(math.ult(-1, 1), math.ult(1, -1)) print(math.max(1, 2.0), math.max(2, 2.0))
    print(7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, 1 / 0, 5 % math.huge, -5 % math.huge, 3 | 4, 7 & 2, 1 << 62, ~0)
  )lua");
}

TEST_CASE("our transcendental functions agree with the C library closely", "[lua]") {
  check_same(R"lua(
    for i = -20, 20 do
      local x = i / 7
      print(string.format("%.12g %.12g %.12g %.12g", math.exp(x), math.sin(x), math.cos(x), math.tan(x)))
      print(string.format("%.12g %.12g", math.atan(x), math.atan(x, 2)))
      if x > 0 then print(string.format("%.12g %.12g %.12g %.12g", math.log(x), math.log(x, 2), math.log(x, 10), math.log(x, 3))) end
      if x >= -1 and x <= 1 then print(string.format("%.12g %.12g", math.asin(x), math.acos(x))) end
    end
  )lua");
}

TEST_CASE("the basic functions work as in stock Lua", "[lua]") {
  check_same(R"lua(
    for _, v in ipairs { "10", " 0x10 ", "1e1", "", "x", "1 2", "0x", "1e", " -7 ", "0x1p4", "1e400", "inf", "nan", "9223372036854775808" } do
      print(v, tonumber(v))
    end
    for base = 2, 36, 17 do for _, v in ipairs { "10", "zz", "-1", " 11 ", "", "8", "1.5" } do print(base, v, tonumber(v, base)) end end
    show(tonumber) show(tonumber, "1", 99) show(tonumber, 1, 10) print(tonumber({}), tonumber(nil), tonumber(3.5))
    print(tonumber("7fffffffffffffff", 16), tonumber("ffffffffffffffff", 16))
    print(select("#"), select("#", nil, nil), select(2, "a", "b", "c"), select(-1, "a", "b")) show(select, 0) show(select, -5, 1)
    print(type(nil), type(1), type("x"), type({}), type(print)) show(type)
    print(tostring(nil), tostring(true), tostring(1), tostring(1.0), tostring(-0.0), tostring(1e15), tostring(1e100))
    print(rawequal("a", "a"), rawequal({}, {}), rawlen({ 1, 2 }), rawlen("abc"), rawget({ 5 }, 1)) show(rawlen, 5) show(rawset, 1, 2, 3)
    show(error) show(error, "text") show(error, "text", 0) show(error, "text", 2) show(error, nil) show(error, 12)
    show(assert, false) show(assert, nil, "why") show(assert, 1, 2, 3) show(assert)
    print(pcall(pcall)) print(pcall(pcall, error, "x")) show(pcall, error)
    print(xpcall(function() error("deep", 0) end, function(m) return "handled " .. m end))
    print(xpcall(function(...) return ... end, print, 1, 2, 3)) print(select("#", xpcall(error, function() end)))
    show(xpcall, print) show(setmetatable, 1, {}) show(setmetatable, {}) show(setmetatable, {}, 1)
    print(getmetatable("").__index == string, getmetatable({}), getmetatable(setmetatable({}, { __metatable = "locked" })))
    show(setmetatable, setmetatable({}, { __metatable = 1 }), {})
    print("10" + 5, "3" * "4", 10 .. 20, -"2", "7" // 2, "7" % "4", "1" / 2, "0x10" + 0, "1e1" - 0)
    show(function() return "x" + 1 end) show(function() return {} + 1 end)
    print(pcall(function() return "a" < 1 end) == false)
    print(setmetatable({}, { __add = function(a, b) return "added" end }) + "x", "x" + setmetatable({}, { __add = function() return "added" end }))
    for i, v in ipairs(setmetatable({}, { __index = function(_, i) if i < 4 then return i * i end end })) do print(i, v) end
    for k, v in pairs(setmetatable({}, { __pairs = function(t) return function(_, k) if not k then return 1, 2 end end, t, nil end })) do print(k, v) end
    goto done
    print("not reached")
    ::done::
    print(_VERSION, _G._G == _G, _ENV == _G)
  )lua");
}

TEST_CASE("utf8 works as in stock Lua", "[lua]") {
  check_same(R"lua(
    local s = "aé€😀"
    print(utf8.len(s), utf8.codepoint(s, 1, -1)) print(utf8.char(97, 233, 8364, 128512, 0x7FFFFFFF) == "aé€😀\xFD\xBF\xBF\xBF\xBF\xBF")
    for p, c in utf8.codes(s) do print(p, c) end
    for i = -12, 12 do show(utf8.offset, s, i) show(utf8.offset, s, i, 2) show(utf8.len, s, i) show(utf8.codepoint, s, i) end
    for _, bad in ipairs { "\x80", "a\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "" } do
      print(utf8.len(bad)) print(utf8.len(bad, 1, -1, true)) show(utf8.codepoint, bad) show(utf8.codepoint, bad, 1, 1, true)
    end
    show(function() for p, c in utf8.codes("a\xffb") do print(p, c) end end)
    for w in s:gmatch(utf8.charpattern) do print(w) end
    show(utf8.char, -1) show(utf8.char, 1 << 31) print(utf8.char())
  )lua");
}

TEST_CASE("coroutines work as in stock Lua", "[lua]") {
  check_same(R"lua(
    local co = coroutine.create(function(a, b) print(a, b) local c = coroutine.yield(a + b) print(c) return "end" end)
    print(coroutine.resume(co, 1, 2)) print(coroutine.status(co)) print(coroutine.resume(co, 3)) print(coroutine.status(co))
    print(coroutine.resume(co)) print(coroutine.isyieldable(), coroutine.isyieldable(co))
    local gen = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) print(gen(), gen(), gen(), gen()) show(gen)
    print(coroutine.resume(coroutine.create(function() error("inside") end)))
    print(coroutine.resume(coroutine.create(function() error({ code = 7 }) end)) == false)
    print(coroutine.close(coroutine.create(print))) show(coroutine.close, coroutine.running()) show(coroutine.resume, 1)
    local closing = coroutine.create(function()
      local x <close> = setmetatable({}, { __close = function() print("closed") end })
      coroutine.yield()
    end)
    coroutine.resume(closing) print(coroutine.close(closing), coroutine.status(closing))
    print(select(2, coroutine.running())) show(coroutine.yield, 1)
    local through = coroutine.wrap(function() print(pcall(function() coroutine.yield("in pcall") error("after", 0) end)) end)
    print(through()) print(through())
    local self_resume
    self_resume = coroutine.create(function() print(coroutine.resume(self_resume)) print(coroutine.status(self_resume)) end)
    coroutine.resume(self_resume)
    do local y <close> = setmetatable({}, { __close = function(_, e) print("closing", e) end }) end
    print(pcall(function() local y <close> = setmetatable({}, { __close = function(_, e) print("closing", e) end }) error("x", 0) end))
  )lua");
}
