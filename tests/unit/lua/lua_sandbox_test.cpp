#include <catch2/catch.hpp>
#include <stdexcept>

#include "script.hpp"

using sendlab::LuaCall;
using sendlab::LuaObject;
using sendlab::LuaSandbox;
using sendlab::LuaTable;
using sendlab::LuaValue;
using sendlab::ScriptRef;
using sendlab::test::Outcome;
using sendlab::test::run_script;

TEST_CASE("a chunk gives its first result", "[lua]") {
  CHECK(run_script("return 7, 8").value.integer() == 7);
  CHECK(run_script("return 2.5").value.number() == 2.5);
  CHECK(run_script("return 'text'").value.text() != nullptr);
  CHECK(run_script("return true").value.boolean() == true);
  CHECK(run_script("").value.is_nil());
  CHECK(run_script("return 3.0").value.integer() == 3);
  CHECK_FALSE(run_script("return 3.5").value.integer().has_value());
  CHECK_FALSE(run_script("return '3'").value.number().has_value());
}

TEST_CASE("a table crosses whole and in a fixed order", "[lua]") {
  const Outcome outcome =
      run_script("return { 'a', 'b', z = 1, y = { x = true }, [-1] = 'minus', [10] = 'ten', f = print }");
  REQUIRE(outcome.value.table() != nullptr);
  const LuaTable& table = *outcome.value.table();
  REQUIRE(table.items.size() == 2);
  CHECK(*table.items[1].text() == "b");
  REQUIRE(table.fields.size() == 5);
  CHECK(table.fields[0].key.integer() == -1);
  CHECK(table.fields[1].key.integer() == 10);
  CHECK(*table.fields[2].key.text() == "f");
  CHECK(table.fields[2].value.function().has_value());
  CHECK(*table.fields[3].key.text() == "y");
  CHECK(table.find("y")->table()->find("x")->boolean() == true);
  CHECK(table.find("nothing") == nullptr);
}

TEST_CASE("a table that contains itself is refused, not followed", "[lua]") {
  const Outcome outcome = run_script("local t = {} t.t = t return t");
  CHECK_FALSE(outcome.ok);
  CHECK(outcome.error.what.find("contains itself") != std::string::npos);
}

TEST_CASE("a table whose copies multiply is refused", "[lua]") {
  CHECK_FALSE(run_script("local t = {} for i = 1, 60 do t = { t, t } end return t",
                         {.memory_bytes = 16 << 20, .work = 1'000'000})
                  .ok);
}

TEST_CASE("errors have the line and the path that the user gave", "[lua]") {
  const Outcome syntax = run_script("local x = 1\nlocal = 2");
  CHECK(syntax.error.where == "dir/test.lua:2");
  CHECK(syntax.error.what.find("<name> expected near '='") != std::string::npos);

  const Outcome runtime = run_script("local t\n\nreturn t.x");
  CHECK(runtime.error.where == "dir/test.lua:3");
  CHECK(runtime.error.what == "attempt to index a nil value (local 't')");

  const Outcome coroutine = run_script("local f = coroutine.wrap(function()\nerror('inside') end)\nf()");
  CHECK(coroutine.error.where == "dir/test.lua:2");
  CHECK(coroutine.error.what == "inside");

  LuaSandbox sandbox;
  const std::string path = "/a/" + std::string(200, 'd') + "/" + std::string(100, 'n') + ".lua";
  CHECK(sandbox.run("\nerror('x')", path).error().where == path + ":2");
}

TEST_CASE("an error that is not a text is reported with the line where it was raised", "[lua]") {
  const Outcome table = run_script("\nerror({ code = 5 })");
  CHECK(table.error.where == "dir/test.lua:2");
  CHECK(table.error.what == "the error is a table value, not a text");
  CHECK(run_script("error(nil)").error.what == "the error is a nil value, not a text");
  CHECK(run_script("error(setmetatable({}, { __tostring = function() return 'mine' end }))").error.what == "mine");
  CHECK(run_script("\nerror('no position', 0)").error.where == "dir/test.lua:2");
  CHECK(run_script("error(setmetatable({}, { __tostring = function() error('again') end }))").ok == false);
}

TEST_CASE("a script may begin with a byte order mark or a #! line", "[lua]") {
  CHECK(run_script("\xEF\xBB\xBFreturn 1").ok);
  CHECK(run_script("#!/usr/bin/env sendlab\nerror('x')").error.where == "dir/test.lua:2");
}

TEST_CASE("host functions get arguments and give results", "[lua]") {
  LuaSandbox sandbox;
  sandbox.define("add", [](LuaCall& call) {
    call.return_value(LuaValue(*call.argument(0).integer() + *call.argument(1).integer()));
    call.return_value(LuaValue(static_cast<int>(call.argument_count())));
  });
  sandbox.set_global("limit", LuaValue(30));
  const auto result = sandbox.run("local sum, n = add(1, 2) return { sum, n, limit, (add(1, 1, nil)) }", "test.lua");
  REQUIRE(result.ok());
  const auto& items = result.value().table()->items;
  CHECK(items[0].integer() == 3);
  CHECK(items[1].integer() == 2);
  CHECK(items[2].integer() == 30);
  CHECK(items[3].integer() == 2);
}

TEST_CASE("host objects are opaque to the script and come back whole", "[lua]") {
  std::string printed;
  LuaSandbox sandbox({}, [&printed](std::string_view line) { printed += line; });
  sandbox.define("workload", [](LuaCall& call) { call.return_object("workload", 3); });
  const auto result = sandbox.run(
      "local w = workload {} print(w, type(w), getmetatable(w), pcall(function() return w.name end)) return { w }",
      "test.lua");
  REQUIRE(result.ok());
  CHECK(*result.value().table()->items[0].object() == LuaObject{"workload", 3});
  CHECK(result.value().table()->items[0].describe() == "workload #3");
  CHECK(printed.find("workload #3\tuserdata\tfalse\tfalse\t") == 0);
}

TEST_CASE("functions of the script can be called later", "[lua]") {
  LuaSandbox sandbox;
  const auto made = sandbox.run("local n = 0 return function(by) n = n + by return { n = n } end", "test.lua");
  const ScriptRef count = *made.value().function();
  const LuaValue two[] = {LuaValue(2)};
  CHECK(sandbox.call(count, two, 1000).value().table()->find("n")->integer() == 2);
  CHECK(sandbox.call(count, two, 1000).value().table()->find("n")->integer() == 4);
  const LuaValue wrong[] = {LuaValue("x")};
  const auto failed = sandbox.call(count, wrong, 1000);
  REQUIRE_FALSE(failed.ok());
  CHECK(failed.error().where == "test.lua:1");
}

TEST_CASE("a function has one reference however often it crosses", "[lua]") {
  LuaSandbox sandbox;
  const auto result = sandbox.run("local f = function() end return { f, f, print }", "test.lua");
  const auto& items = result.value().table()->items;
  CHECK(items[0].function() == items[1].function());
  CHECK_FALSE(items[0].function() == items[2].function());
}

TEST_CASE("a table of host functions is called with a dot and with a colon alike", "[lua]") {
  LuaSandbox sandbox;
  std::vector<std::string> sent;
  const ScriptRef ctx =
      sandbox.make_table({{"send", [&sent](LuaCall& call) {
                             sent.push_back(std::string(call.text(0)) + "/" + std::to_string(call.argument_count()));
                           }}});
  const auto made =
      sandbox.run("return function(ctx) ctx.send('dot') ctx:send('colon') return ctx.now end", "test.lua");
  for (int now = 1; now <= 2; ++now) {
    sandbox.set_field(ctx, "now", LuaValue(now));
    const LuaValue arguments[] = {LuaValue(ctx)};
    CHECK(sandbox.call(*made.value().function(), arguments, 1000).value().integer() == now);
  }
  CHECK(sent == std::vector<std::string>{"dot/1", "colon/1", "dot/1", "colon/1"});
}

TEST_CASE("a host function may call the script", "[lua]") {
  LuaSandbox sandbox;
  sandbox.define("twice", [&sandbox](LuaCall& call) {
    const ScriptRef function = *call.argument(0).function();
    const LuaValue one[] = {call.argument(1)};
    auto first = sandbox.call(function, one, 10000);
    if (!first.ok()) call.fail(first.error().what);
    const LuaValue two[] = {first.value()};
    call.return_value(sandbox.call(function, two, 10000).value());
  });
  CHECK(sandbox.run("return twice(function(x) return x * 3 end, 2)", "test.lua").value().integer() == 18);
  const auto failed = sandbox.run("\nreturn twice(function(x) error('no') end, 2)", "test.lua");
  CHECK(failed.error().where == "test.lua:2");
  // A nested call that runs out ends the script as a whole.
  const auto ended = sandbox.run("pcall(twice, function() while true do end end, 2) return 'on'", "test.lua");
  REQUIRE_FALSE(ended.ok());
  CHECK(ended.error().what.find("more work") != std::string::npos);
}

TEST_CASE("what a host function throws leaves the sandbox as it was thrown", "[lua]") {
  LuaSandbox sandbox;
  sandbox.define("broken", [](LuaCall&) { throw std::logic_error("an invariant"); });
  CHECK_THROWS_AS(sandbox.run("pcall(broken) return 1", "test.lua"), std::logic_error);
  CHECK(sandbox.run("return 1", "test.lua").value().integer() == 1);
}

TEST_CASE("a sandbox can be moved", "[lua]") {
  LuaSandbox first;
  first.set_global("x", LuaValue("kept"));
  LuaSandbox second = std::move(first);
  CHECK(*second.run("return x", "test.lua").value().text() == "kept");
}

TEST_CASE("values describe themselves for messages", "[lua]") {
  CHECK(LuaValue().describe() == "nil");
  CHECK(LuaValue("5s").describe() == "\"5s\"");
  CHECK(LuaValue(0.5).describe() == "0.5");
  CHECK(LuaValue(12).describe() == "12");
  CHECK(LuaValue(false).describe() == "false");
  CHECK(LuaValue(LuaTable{}).describe() == "a table");
}
