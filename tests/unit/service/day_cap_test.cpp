#include "engine/service/day_cap.hpp"

#include <catch2/catch.hpp>

#include "engine/kernel/calendar.hpp"

namespace sendlab {
namespace {

Instant instant(const char* text) { return parse_rfc3339(text).value(); }

}  // namespace

TEST_CASE("a daily cap is the calendar day of the carrier's zone", "[service][R-REG-8]") {
  TimeZone pacific("PST8PDT,M3.2.0,M11.1.0");
  DayCap cap(2, pacific);
  const Instant evening[] = {instant("2026-06-10T23:59:59-07:00")};
  const Instant night[] = {instant("2026-06-11T00:00:00-07:00")};
  cap.take(evening);
  cap.take(evening);
  CHECK_FALSE(cap.fits(evening));
  CHECK(cap.next_start(evening[0]) == night[0]);
  CHECK(cap.fits(night));
  CHECK(cap.peak() == 2);
}

TEST_CASE("the days on which the clocks change have 23 and 25 hours", "[service][R-REG-8]") {
  TimeZone pacific("PST8PDT,M3.2.0,M11.1.0");
  DayCap cap(1, pacific);
  CHECK(cap.next_start(instant("2026-03-08T00:00:00-08:00")) - instant("2026-03-08T00:00:00-08:00") ==
        std::chrono::hours{23});
  CHECK(cap.next_start(instant("2026-11-01T00:00:00-07:00")) - instant("2026-11-01T00:00:00-07:00") ==
        std::chrono::hours{25});
}

TEST_CASE("parts of one message count on the day of their own hand-over", "[service][R-REG-8]") {
  TimeZone utc("UTC0");
  DayCap cap(2, utc);
  const Instant over_midnight[] = {instant("2026-01-01T23:59:59Z"), instant("2026-01-02T00:00:00Z"),
                                   instant("2026-01-02T00:00:01Z")};
  const Instant first_day[] = {instant("2026-01-01T23:59:59Z")};
  const Instant second_day[] = {instant("2026-01-02T00:00:02Z")};
  CHECK(cap.fits(over_midnight));
  CHECK(cap.take(over_midnight) == 2);  // the parts of the fuller day
  CHECK(cap.fits(first_day));
  CHECK_FALSE(cap.fits(second_day));
}

TEST_CASE("what was sent before the run counts today only", "[service][R-REG-8]") {
  TimeZone utc("UTC0");
  DayCap cap(3, utc);
  cap.start_with(2, instant("2026-01-01T12:00:00Z"));
  const Instant two_today[] = {instant("2026-01-01T12:00:00Z"), instant("2026-01-01T12:00:00Z")};
  const Instant two_tomorrow[] = {instant("2026-01-02T12:00:00Z"), instant("2026-01-02T12:00:00Z")};
  CHECK_FALSE(cap.fits(two_today));
  CHECK(cap.fits({two_today, 1}));
  CHECK(cap.fits(two_tomorrow));
}

TEST_CASE("without a cap everything fits and is still counted", "[service]") {
  TimeZone utc("UTC0");
  DayCap cap(std::nullopt, utc);
  const Instant part[] = {instant("2026-01-01T12:00:00Z")};
  for (int i = 0; i < 5; ++i) {
    CHECK(cap.fits(part));
    cap.take(part);
  }
  CHECK(cap.peak() == 5);
}

}  // namespace sendlab
