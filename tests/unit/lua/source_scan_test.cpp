#include "engine/lua/source_scan.hpp"

#include <catch2/catch.hpp>

using sendlab::SourceScan;

TEST_CASE("the scan finds the operator ^ and nothing that looks like it", "[lua]") {
  CHECK(SourceScan("return 2 ^ 3").power_line() == 1);
  CHECK(SourceScan("\n\nreturn 2^3").power_line() == 3);
  CHECK(SourceScan("return '^', \"^\\\"^\", [[^]], [==[ ]] ^ ]==] -- ^\n--[[ ^ \n ]] return 1").power_line() == 0);
  CHECK(SourceScan("local s = 'a\\z  \n  ^' return s").power_line() == 0);
  CHECK(SourceScan("local s = 'a\\\n^' return 1 ^ 2").power_line() == 2);
  CHECK(SourceScan("return 0x1p-3, 1e+5, 3 ^ 2").power_line() == 1);
  CHECK(SourceScan("--[=[ ]] ^ ]=] return 1").power_line() == 0);
  CHECK(SourceScan("-- [[ ^\nreturn a[b[1]] ^ 1").power_line() == 2);
}

TEST_CASE("text that is not Lua gives a shorter scan and no harm", "[lua]") {
  for (const char* text : {"'", "\"\\", "[[", "[==", "{{{", "}}}", "end end", "--[[", "f{", "f{a=", "f{[", "f{['a'",
                           "\\", "f{['a']=", "'\\z"}) {
    CHECK(SourceScan(text).power_line() == 0);
    CHECK(SourceScan(text).field_line(1, "f", {}, "a") == 1);
    CHECK(SourceScan(text).field_line(1, "f", {}, "[1].b[") == 1);
  }
}

TEST_CASE("of two fields of one name the later one counts", "[lua]") {
  CHECK(SourceScan("f {\n a = 1,\n a = 2 }").field_line(1, "f", {"a"}, "a") == 3);
}

TEST_CASE("blocks inside a constructor do not end its fields", "[lua]") {
  const SourceScan scan(
      "f { g = function() if x then y, z = 1, 2 else for i = 1, 2 do repeat z = { z = 1 } until z end end\n"
      "  while z do end end,\n"
      "  h = 1 }");
  CHECK(scan.field_line(1, "f", {"g", "h"}, "h") == 3);
  CHECK(scan.field_line(1, "f", {"g", "h"}, "z") == 1);
  CHECK(scan.field_line(1, "f", {"g", "h"}, "g.z") == 1);
}
