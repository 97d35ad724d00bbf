#include "engine/lua/advice.hpp"

#include <catch2/catch.hpp>

#include "script.hpp"

using sendlab::advice_for;
using sendlab::test::run_script;

TEST_CASE("a misspelt global gets the nearest name", "[lua]") {
  CHECK(advice_for("attempt to call a nil value (global 'wokload')", {"scenario", "workload"}) ==
        "did you mean workload?");
  CHECK(advice_for("attempt to call a nil value (global 'xyzzy')", {"scenario", "workload"}).empty());
  CHECK(advice_for("something else", {"else"}).empty());
  CHECK(run_script("return tosting(1)").error.fix == "did you mean tostring?");
}

TEST_CASE("what scenarios do without is named with what to use instead", "[lua]") {
  CHECK(run_script("return os.time()").error.fix.find("ctx.now") != std::string::npos);
  CHECK(run_script("return math.random()").error.fix.find("stream") != std::string::npos);
  CHECK(run_script("local f = io.open('x')").error.fix.find("feed") != std::string::npos);
}
