#include <catch2/catch.hpp>

#include "script.hpp"

using sendlab::test::Outcome;
using sendlab::test::printed_by;
using sendlab::test::run_script;

TEST_CASE("pairs visits numbers, strings, booleans, then objects by age", "[lua]") {
  CHECK(printed_by(R"lua(
    local first, second = {}, function() end
    local t = { [second] = "o2", [first] = "o1", zebra = "z", apple = "a", Apple = "A", ["\xff"] = "ff", [""] = "empty",
                [true] = "T", [false] = "F", [3] = 3, [1] = 1, [2] = 2, [-5] = -5, [2.5] = 2.5, [1e300] = "big",
                [math.mininteger] = "min", [math.maxinteger] = "max", [-1/0] = "-inf", [1/0] = "inf" }
    local seen = {}
    for k, v in pairs(t) do seen[#seen + 1] = tostring(v) end
    print(table.concat(seen, " "))
    seen = {}
    local k, v = next(t)
    while k ~= nil do seen[#seen + 1] = tostring(v) k, v = next(t, k) end
    print(table.concat(seen, " "))
  )lua") ==
        "-inf min -5 1 2 2.5 3 max big inf empty A a z ff F T o1 o2\n"
        "-inf min -5 1 2 2.5 3 max big inf empty A a z ff F T o1 o2\n");
}

TEST_CASE("two thousand string keys come in byte order whatever the hash seed of the process", "[lua]") {
  CHECK(printed_by(R"lua(
    local t = {}
    for i = 1, 2000 do t["k" .. (i * 7919) % 2003] = i end
    local last, count = "", 0
    for k in pairs(t) do assert(last < k) last = k count = count + 1 end
    last = "" for k in next, t do assert(last < k) last = k count = count + 1 end
    print(count)
  )lua") == "4000\n");
}

TEST_CASE("fields may be assigned and cleared during a traversal", "[lua]") {
  CHECK(printed_by(R"lua(
    local t = { a = 1, b = 2, c = 3, d = 4 }
    for k, v in pairs(t) do t[k] = v * 10 end
    for k, v in pairs(t) do print(k, v) if k == "b" then t.b = nil t.c = nil end end
    for k in next, t do t[k] = nil end
    print(next(t))
    local list = { 1, 2, 3, 4 }
    for i, v in pairs(list) do if i == 1 then list[3] = nil end print(i, v) end
  )lua") == "a\t10\nb\t20\nd\t40\nnil\n1\t1\n2\t2\n4\t4\n");
}

TEST_CASE("next goes on from any key, also one that is not there", "[lua]") {
  CHECK(
      printed_by(
          "local t = { a = 1, c = 3 } print(next(t, 'a')) print(next(t, 'b')) print(next(t, 'c')) print(next(t, 5))") ==
      "c\t3\nc\t3\nnil\na\t1\n");
}

TEST_CASE("traversals by next may be nested deeper than the number that is remembered", "[lua]") {
  CHECK(printed_by(R"lua(
    local tables = {}
    for i = 1, 7 do tables[i] = { x = i, y = i } end
    local count = 0
    local function walk(level)
      if level > #tables then count = count + 1 return end
      for k in next, tables[level] do walk(level + 1) end
    end
    walk(1)
    print(count)
  )lua") == "128\n");
}

TEST_CASE("a whole traversal by next costs n log n", "[lua]") {
  // 100,000 keys: quadratic work would be 10^10 units.
  const Outcome outcome = run_script(R"lua(
    local t = {}
    for i = 1, 100000 do t["k" .. i] = i end
    local n = 0
    for k in next, t do n = n + 1 end
    return n
  )lua",
                                     {.memory_bytes = 1 << 28, .work = 20'000'000});
  REQUIRE(outcome.ok);
  CHECK(outcome.value.integer() == 100000);
}

TEST_CASE("an iterator of pairs begins anew with nil", "[lua]") {
  CHECK(printed_by(R"lua(
    local f, t, start = pairs { a = 1, b = 2 }
    print(f(t, start)) print(f(t, "a")) print(f(t, nil)) print(f(t, "a")) print(f(t, "b"))
    f, t = pairs { 10, 20 }
    print(f(t, nil)) print(f(t, 1)) print(f(t, 2))
  )lua") == "a\t1\nb\t2\na\t1\nb\t2\nnil\n1\t10\n2\t20\nnil\n");
}
