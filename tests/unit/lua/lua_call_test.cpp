// Lines of calls and of fields, and errors of host functions.
#include <catch2/catch.hpp>

#include "engine/lua/lua_sandbox.hpp"

using sendlab::Error;
using sendlab::LuaCall;
using sendlab::LuaSandbox;
using sendlab::LuaValue;

namespace {

// Runs a text with a host function `thing` that fails at a field, and gives the error.
Error failure_at(std::string_view path, std::string_view text) {
  LuaSandbox sandbox;
  sandbox.define("thing", [path](LuaCall& call) { call.fail_field(path, "wrong " + std::string(path), "right it"); });
  sandbox.define("other", [](LuaCall& call) { call.return_object("other", 1); });
  const auto result = sandbox.run(text, "a/b.lua");
  return result.ok() ? Error{} : result.error();
}

}  // namespace

TEST_CASE("a host function's error has the line of its caller, its text and its fix", "[lua]") {
  LuaSandbox sandbox;
  sandbox.define("refuse", [](LuaCall& call) { call.fail("no " + call.argument(0).describe(), "say yes"); });
  const auto result = sandbox.run("\nlocal function f()\n  refuse(1)\nend\nf()", "a/b.lua");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().where == "a/b.lua:3");
  CHECK(result.error().what == "no 1");
  CHECK(result.error().fix == "say yes");
  // The script may catch it, as any error.
  CHECK(*sandbox.run("return select(2, pcall(refuse, 2))", "a/b.lua").value().text() == "b.lua:1: no 2");
}

TEST_CASE("the line of a constructor is where its name stands", "[lua]") {
  LuaSandbox sandbox;
  int line = 0;
  std::string where;
  sandbox.define("thing", [&](LuaCall& call) { line = call.line(), where = call.where(); });
  REQUIRE(sandbox.run("return {\n  thing {\n    a = 1,\n    b = {\n      2 } } }", "a/b.lua").ok());
  CHECK(line == 2);
  CHECK(where == "a/b.lua:2");
}

TEST_CASE("a field has its own line", "[lua]") {
  const char* text =
      "return thing {\n"                     // 1
      "  name = 'a',\n"                      // 2
      "  [\"US Cellular\"] = 1,\n"           // 3
      "  retry = { base = 1,\n"              // 4
      "    max = 2 },\n"                     // 5
      "  expect = { 'x > 1',\n"              // 6
      "    'y > 2', },\n"                    // 7
      "  to = other { count =\n"             // 8
      "    3,\n"                             // 9
      "    order = 'x' },\n"                 // 10
      "  on = { A = function(e) local a,\n"  // 11
      "      name = 1, 2 end,\n"             // 12
      "    B = 2 },\n"                       // 13
      "}";
  CHECK(failure_at("name", text).where == "a/b.lua:2");
  CHECK(failure_at("US Cellular", text).where == "a/b.lua:3");
  CHECK(failure_at("retry", text).where == "a/b.lua:4");
  CHECK(failure_at("retry.max", text).where == "a/b.lua:5");
  CHECK(failure_at("expect[2]", text).where == "a/b.lua:7");
  CHECK(failure_at("to.order", text).where == "a/b.lua:10");
  CHECK(failure_at("on.A", text).where == "a/b.lua:11");
  CHECK(failure_at("on.B", text).where == "a/b.lua:13");
  CHECK(failure_at("absent", text).where == "a/b.lua:1");
  CHECK(failure_at("retry.absent", text).where == "a/b.lua:4");
  CHECK(failure_at("expect[3]", text).where == "a/b.lua:6");
}

TEST_CASE("calls that begin on one line are told apart by their fields", "[lua]") {
  const char* text =
      "return { other { a = 1 }, thing { b = 1,\n"
      "  c = 2 } }";
  CHECK(failure_at("c", text).where == "a/b.lua:2");
  CHECK(failure_at("c", "return pcall(print, { c = 0 }), thing({\n c = 1 })").where == "a/b.lua:2");
}

TEST_CASE("a constructor under another name still has lines for its fields", "[lua]") {
  CHECK(failure_at("c", "local t = thing\nreturn t {\n b = 1,\n c = 2 }").where == "a/b.lua:4");
}

TEST_CASE("a table that was built elsewhere gives the line of the call", "[lua]") {
  CHECK(failure_at("c", "local t = { c = 1 }\n\nreturn thing(t)").where == "a/b.lua:3");
}

TEST_CASE("the fields of a method's table have lines too", "[lua]") {
  LuaSandbox sandbox;
  const auto ctx = sandbox.make_table({{"send", [](LuaCall& call) { call.fail_field("body", "empty"); }}});
  const auto made = sandbox.run("return function(ctx)\n ctx:send {\n to = 1,\n body = '' } end", "a/b.lua");
  const LuaValue arguments[] = {LuaValue(ctx)};
  CHECK(sandbox.call(*made.value().function(), arguments, 1000).error().where == "a/b.lua:4");
}
