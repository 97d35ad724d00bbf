#include "engine/kernel/time_zone.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "engine/kernel/calendar.hpp"

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

Instant instant(const char* text) { return parse_rfc3339(text).value(); }
TimeZone los_angeles() { return TimeZone("PST8PDT,M3.2.0,M11.1.0"); }

}  // namespace

TEST_CASE("the day on which Los Angeles turns its clocks forward has 23 hours", "[kernel][time_zone][R-CAP-1]") {
  const TimeZone zone = los_angeles();
  const Instant noon = instant("2026-03-08T12:00:00-07:00");
  CHECK(zone.start_of_day(noon) == instant("2026-03-08T00:00:00-08:00"));
  CHECK(zone.start_of_next_day(noon) == instant("2026-03-09T00:00:00-07:00"));
  CHECK(zone.start_of_next_day(noon) - zone.start_of_day(noon) == 23h);
}

TEST_CASE("the day on which Los Angeles turns its clocks back has 25 hours", "[kernel][time_zone][R-CAP-1]") {
  const TimeZone zone = los_angeles();
  const Instant noon = instant("2026-11-01T12:00:00-08:00");
  CHECK(zone.start_of_day(noon) == instant("2026-11-01T00:00:00-07:00"));
  CHECK(zone.start_of_next_day(noon) == instant("2026-11-02T00:00:00-08:00"));
  CHECK(zone.start_of_next_day(noon) - zone.start_of_day(noon) == 25h);
}

TEST_CASE("offsets change at the instant of the rule", "[kernel][time_zone]") {
  const TimeZone zone = los_angeles();
  CHECK(zone.offset(instant("2026-03-08T09:59:59.999999999Z")) == -8h);
  CHECK(zone.offset(instant("2026-03-08T10:00:00Z")) == -7h);
  CHECK(zone.offset(instant("2026-11-01T08:59:59Z")) == -7h);
  CHECK(zone.offset(instant("2026-11-01T09:00:00Z")) == -8h);
}

TEST_CASE("days change at local midnight and are numbered without gaps", "[kernel][time_zone]") {
  const TimeZone zone = los_angeles();
  CHECK(zone.day_number(instant("1970-01-01T08:00:00Z")) == 0);
  CHECK(zone.day_number(instant("1970-01-01T07:59:59.999999999Z")) == -1);
  CHECK(zone.day_number(instant("2026-01-05T00:00:00-08:00")) == 20'458);

  Instant begin = zone.start_of_day(instant("2026-01-01T12:00:00Z"));
  std::int64_t number = zone.day_number(begin);
  for (int day = 0; day < 800; ++day) {
    const Instant end = zone.start_of_next_day(begin);
    REQUIRE(zone.start_of_day(end - 1ns) == begin);
    REQUIRE(zone.day_number(end - 1ns) == number);
    REQUIRE(zone.start_of_day(end) == end);
    REQUIRE(zone.day_number(end) == ++number);
    REQUIRE(end - begin >= 23h);
    REQUIRE(end - begin <= 25h);
    begin = end;
  }
  CHECK(begin == instant("2028-03-11T00:00:00-08:00"));
}

TEST_CASE("zones without and with unusual changes have their days", "[kernel][time_zone]") {
  const TimeZone utc("UTC0");
  CHECK(utc.start_of_next_day(instant("2026-05-05T23:59:59Z")) == instant("2026-05-06T00:00:00Z"));
  const TimeZone kolkata("IST-5:30");
  CHECK(kolkata.offset(instant("2026-05-05T00:00:00Z")) == 5h + 30min);
  CHECK(kolkata.start_of_day(instant("2026-05-05T20:00:00Z")) == instant("2026-05-06T00:00:00+05:30"));
  const TimeZone sydney("AEST-10AEDT,M10.1.0,M4.1.0/3");
  CHECK(sydney.offset(instant("2026-01-01T00:00:00Z")) == 11h);
  CHECK(sydney.offset(instant("2026-07-01T00:00:00Z")) == 10h);
  const TimeZone sao_paulo("<-03>3<-02>,M11.1.0/0,M2.3.0/0");  // midnight does not exist when its summer begins
  CHECK(sao_paulo.start_of_day(instant("2018-11-04T12:00:00Z")) == instant("2018-11-04T01:00:00-02:00"));
  CHECK(sao_paulo.start_of_next_day(instant("2018-02-17T12:00:00Z")) == instant("2018-02-18T00:00:00-03:00"));
  const TimeZone havana("CST5CDT,M3.2.0/0,M11.1.0/1");  // midnight comes twice when its summer ends
  CHECK(havana.start_of_day(instant("2026-11-01T12:00:00Z")) == instant("2026-11-01T00:00:00-04:00"));
  const TimeZone julian("XXX0YYY,J60/0,300/0");
  CHECK(julian.offset(instant("2024-02-29T23:59:59Z")) == 0h);
  CHECK(julian.offset(instant("2024-03-01T00:00:00Z")) == 1h);
  CHECK(julian.offset(instant("2026-03-01T00:00:00Z")) == 1h);
  CHECK(julian.offset(instant("2026-10-27T22:59:59Z")) == 1h);
  CHECK(julian.offset(instant("2026-10-27T23:00:00Z")) == 0h);
}

TEST_CASE("malformed zones are refused", "[kernel][time_zone]") {
  for (const char* text : {"", "PST", "PS8", "America/Los_Angeles", "PST8PDT", "PST8PDT,M3.2.0",
                           "PST8PDT,M13.2.0,M11.1.0", "PST8PDT,M3.2.0,M11.1.0x", "PST8PDT,J0,J1", "PST25", "PST8:60"}) {
    INFO(text);
    CHECK_FALSE(is_posix_zone(text));
    CHECK_THROWS_AS(TimeZone(text), std::runtime_error);
  }
  CHECK(is_posix_zone("PST8PDT,M3.2.0,M11.1.0"));
}
