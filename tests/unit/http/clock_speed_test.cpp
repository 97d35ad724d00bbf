#include "engine/http/clock_speed.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

TEST_CASE("clock speeds are read exactly and written back the same", "[http]") {
  struct Row {
    const char* text;
    ClockSpeed speed;
    const char* again;
  };
  const Row rows[] = {
      {"real", {ClockSpeed::paced, 1, 1}, "real"},
      {"x1", {ClockSpeed::paced, 1, 1}, "real"},
      {"x60", {ClockSpeed::paced, 60, 1}, "x60"},
      {"x0.5", {ClockSpeed::paced, 1, 2}, "x0.5"},
      {"x2.50", {ClockSpeed::paced, 5, 2}, "x2.5"},
      {"x0.000001", {ClockSpeed::paced, 1, 1'000'000}, "x0.000001"},
      {"x100000", {ClockSpeed::paced, 100'000, 1}, "x100000"},
      {"x99999.999999", {ClockSpeed::paced, 99'999'999'999, 1'000'000}, "x99999.999999"},
      {"manual", {ClockSpeed::manual, 1, 1}, "manual"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto speed = parse_clock_speed(row.text, "--clock");
    REQUIRE(speed);
    CHECK(speed.value() == row.speed);
    CHECK(to_text(speed.value()) == row.again);
    CHECK(parse_clock_speed(row.again, "--clock").value() == row.speed);
  }
}

TEST_CASE("what is no clock speed is refused with the flag, the text and a remedy", "[http]") {
  for (const char* text : {"",
                           "x",
                           "x0",
                           "x0.0",
                           "x-1",
                           "x+1",
                           "60",
                           "x60x",
                           "x1e3",
                           "x.5",
                           "x5.",
                           "x1.2.3",
                           "X60",
                           "x100001",
                           "x100000.1",
                           "x1.0000001",
                           "x99999999999999999999",
                           "fast",
                           " x1",
                           "Real"}) {
    CAPTURE(text);
    const auto speed = parse_clock_speed(text, "--clock");
    REQUIRE_FALSE(speed);
    CHECK(speed.error().where == "--clock");
    CHECK(speed.error().what.find("\"" + std::string(text) + "\"") != std::string::npos);
    CHECK_FALSE(speed.error().fix.empty());
  }
}
