#include "engine/message/quiet_hours.hpp"

#include <catch2/catch.hpp>

#include "engine/kernel/calendar.hpp"

using namespace sendlab;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

Instant at(const char* text) { return parse_rfc3339(text).value(); }

}  // namespace

TEST_CASE("hours of a day are read from their text", "[message]") {
  const auto read = read_quiet_hours("08:00-21:30");
  REQUIRE(read);
  CHECK(read->from == hours{8});
  CHECK(read->to == hours{21} + minutes{30});
  CHECK(read_quiet_hours("00:00-24:00"));
  for (const char* wrong : {"", "8-21", "08:00", "21:00-08:00", "08:00-08:00", "25:00-26:00", "08:60-09:00",
                            "24:01-24:02", "aa:00-bb:00", "08:00-21:00 "})
    CHECK_FALSE(read_quiet_hours(wrong));
}

TEST_CASE("a message waits for the hours of the recipient's own clock", "[message][R-QUI-3]") {
  const TimeZone los_angeles("PST8PDT,M3.2.0,M11.1.0");
  const QuietHours day{hours{8}, hours{21}};
  CHECK(wait_for_hours(day, los_angeles, at("2026-06-01T08:00:00-07:00")) == Duration{0});
  CHECK(wait_for_hours(day, los_angeles, at("2026-06-01T20:59:59-07:00")) == Duration{0});
  CHECK(wait_for_hours(day, los_angeles, at("2026-06-01T21:00:00-07:00")) == hours{11});
  CHECK(wait_for_hours(day, los_angeles, at("2026-06-01T06:30:00-07:00")) == minutes{90});
  CHECK(wait_for_hours(day, los_angeles, at("2026-06-01T00:00:00-07:00")) == hours{8});
}

TEST_CASE("the night in which clocks change is an hour shorter or longer", "[message][R-QUI-3]") {
  const TimeZone los_angeles("PST8PDT,M3.2.0,M11.1.0");
  const QuietHours day{hours{8}, hours{21}};
  CHECK(wait_for_hours(day, los_angeles, at("2026-03-07T21:00:00-08:00")) == hours{10});
  CHECK(wait_for_hours(day, los_angeles, at("2026-10-31T21:00:00-07:00")) == hours{12});
  CHECK(wait_for_hours(day, los_angeles, at("2026-03-08T01:00:00-08:00")) == hours{6});
}

TEST_CASE("the clock's time of day", "[message]") {
  CHECK(local_time_of_day(TimeZone("PST8PDT,M3.2.0,M11.1.0"), at("2026-01-01T00:00:00Z")) == hours{16});
  CHECK(local_time_of_day(TimeZone("JST-9"), at("2026-01-01T20:00:00Z")) == hours{5});
  CHECK(local_time_of_day(TimeZone("UTC0"), at("1960-01-01T05:00:00Z")) == hours{5});
}
