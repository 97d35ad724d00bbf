#include <catch2/catch.hpp>

#include "script.hpp"

using sendlab::test::Outcome;
using sendlab::test::printed_by;
using sendlab::test::run_script;

TEST_CASE("table.sort keeps the order of equal elements", "[lua]") {
  CHECK(printed_by(R"lua(
    local t = {}
    for i = 1, 1000 do t[i] = { key = i * 37 % 10, index = i } end
    table.sort(t, function(a, b) return a.key < b.key end)
    for i = 2, #t do
      assert(t[i - 1].key < t[i].key or (t[i - 1].key == t[i].key and t[i - 1].index < t[i].index))
    end
    print(t[1].key, t[1].index, t[1000].key, t[1000].index)
  )lua") == "0\t10\t9\t997\n");
}

TEST_CASE("table.sort sorts every length, sorted, reversed and mixed", "[lua]") {
  CHECK(printed_by(R"lua(
    for n = 0, 70 do
      for kind = 1, 3 do
        local t = {}
        for i = 1, n do t[i] = kind == 1 and i or kind == 2 and -i or i * 31 % 17 + i / 4 end
        table.sort(t)
        for i = 2, n do assert(t[i - 1] <= t[i]) end
        assert(#t == n)
      end
    end
    print("sorted")
  )lua") == "sorted\n");
}

TEST_CASE("an inconsistent comparator neither crashes nor loops and loses no element", "[lua]") {
  const Outcome outcome = run_script(R"lua(
    local sum = 0
    for _, less in ipairs { function() return true end, function() return false end, function(a, b) return a <= b end,
                            function(a, b) return (a * 7 + b) % 3 == 0 end } do
      local t = {}
      for i = 1, 500 do t[i] = i end
      table.sort(t, less)
      local here = 0
      for i = 1, 500 do here = here + t[i] end
      assert(here == 125250)
      sum = sum + here
    end
    return sum
  )lua",
                                     {.memory_bytes = 1 << 24, .work = 2'000'000});
  REQUIRE(outcome.ok);
  CHECK(outcome.value.integer() == 4 * 125250);
}

TEST_CASE("an error in the comparator leaves the table as it was and has its line", "[lua]") {
  CHECK(printed_by("local t = { 3, 1, 2 }\nprint(pcall(table.sort, t, function(a, b)\n error('no') "
                   "end))\nprint(table.unpack(t))") == "false\ttest.lua:3: no\n3\t1\t2\n");
}

TEST_CASE("table.sort does without chance: the comparator sees the same pairs in every run", "[lua]") {
  const char* text = R"lua(
    local t, seen = {}, {}
    for i = 1, 300 do t[i] = i * 7919 % 307 end
    table.sort(t, function(a, b) seen[#seen + 1] = a .. "<" .. b return a < b end)
    print(table.concat(seen, " "))
  )lua";
  CHECK(printed_by(text) == printed_by(text));
}
