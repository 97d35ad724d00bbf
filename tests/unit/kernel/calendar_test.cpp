#include "engine/kernel/calendar.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

Instant instant(const char* text) { return parse_rfc3339(text).value(); }
Instant epoch(std::int64_t seconds, std::int64_t ns = 0) {
  return Instant{std::chrono::seconds{seconds} + std::chrono::nanoseconds{ns}};
}

}  // namespace

TEST_CASE("RFC 3339 instants are read with their offset", "[kernel][calendar]") {
  CHECK(instant("1970-01-01T00:00:00Z") == epoch(0));
  CHECK(instant("2026-01-05T17:00:00Z") == epoch(1'767'632'400));
  CHECK(instant("2026-01-05T09:00:00-08:00") == epoch(1'767'632'400));
  CHECK(instant("2026-01-05t22:30:00.25+05:30") == epoch(1'767'632'400, 250'000'000));
  CHECK(instant("2024-02-29T23:59:59.123456789z") == epoch(1'709'251'199, 123'456'789));
  CHECK(instant("1969-12-31T23:59:59.5Z") == epoch(-1, 500'000'000));
}

TEST_CASE("what is not an RFC 3339 instant is refused with a remedy", "[kernel][calendar]") {
  for (const char* text :
       {"", "2026-01-05", "2026-01-05T17:00:00", "2026-01-05 17:00:00Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-01-05T24:00:00Z", "2026-01-05T17:60:00Z", "2026-12-31T23:59:60Z", "2026-01-05T17:00:00.Z",
        "2026-01-05T17:00:00.1234567890Z", "2026-01-05T17:00:00+0800", "2026-01-05T17:00:00+24:00",
        "2026-01-05T17:00:00Zx", "1600-01-01T00:00:00Z", "2262-01-01T00:00:00Z", "26-01-05T17:00:00Z"}) {
    const auto result = parse_rfc3339(text);
    INFO(text);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().what.find(text) != std::string::npos);
    CHECK(result.error().fix.find("2026-01-05T17:00:00Z") != std::string::npos);
  }
}

TEST_CASE("instants are printed in UTC", "[kernel][calendar]") {
  CHECK(to_rfc3339(instant("2026-01-05T09:00:00-08:00")) == "2026-01-05T17:00:00Z");
  CHECK(to_rfc3339(epoch(0, 250'000'000)) == "1970-01-01T00:00:00.25Z");
  CHECK(to_rfc3339(epoch(0, 1)) == "1970-01-01T00:00:00.000000001Z");
  CHECK(to_rfc3339(epoch(-1, 900'000'000)) == "1969-12-31T23:59:59.9Z");
  CHECK(to_iso8601_ms(epoch(1'767'632'400)) == "2026-01-05T17:00:00.000Z");
  CHECK(to_iso8601_ms(epoch(1'767'632'400, 7'999'999)) == "2026-01-05T17:00:00.007Z");
  CHECK(to_rfc3339(never) == "2262-04-11T23:47:16.854775807Z");
}

TEST_CASE("the UTC calendar gives dates and starts of months", "[kernel][calendar]") {
  CHECK(utc_date(instant("2026-11-27T23:30:00-08:00")) == CivilDate{2026, 11, 28});
  CHECK(utc_date(epoch(-1)) == CivilDate{1969, 12, 31});
  CHECK(start_of_utc_day({2026, 11, 28}) == instant("2026-11-28T00:00:00Z"));
  CHECK(start_of_next_utc_month(instant("2026-11-01T00:00:00Z")) == instant("2026-12-01T00:00:00Z"));
  CHECK(start_of_next_utc_month(instant("2026-12-31T23:59:59.999999999Z")) == instant("2027-01-01T00:00:00Z"));
  CHECK(start_of_next_utc_month(instant("2024-01-31T12:00:00Z")) == instant("2024-02-01T00:00:00Z"));
}

TEST_CASE("durations are read exactly", "[kernel][calendar]") {
  const auto parse = [](const char* text) { return parse_duration(text).value(); };
  CHECK(parse("250ms") == 250ms);
  CHECK(parse("5s") == 5s);
  CHECK(parse("2m") == 2min);
  CHECK(parse("1h") == 1h);
  CHECK(parse("3d") == 72h);
  CHECK(parse("1.5s") == 1500ms);
  CHECK(parse("2h30m") == 150min);
  CHECK(parse("100us") == 100us);
  CHECK(parse("10ns") == 10ns);
  CHECK(parse("0s") == 0s);
  CHECK(parse("0.1s") == 100ms);
  CHECK(parse("0.5d") == 12h);
  CHECK(parse("1d2h3m4s5ms6us7ns") == 26h + 3min + 4s + 5ms + 6us + 7ns);
  CHECK(parse("9223372036854775807ns") == Duration::max());
  CHECK(parse("0.000000001000s") == 1ns);
}

TEST_CASE("what is not a duration is refused with its fault", "[kernel][calendar]") {
  const auto [text, fault] = GENERATE(table<const char*, const char*>({{"", "number"},
                                                                       {"5", "unit is missing"},
                                                                       {"5x", "unknown unit \"x\""},
                                                                       {"5S", "unknown unit \"S\""},
                                                                       {"-5s", "number"},
                                                                       {"5 s", "unit is missing"},
                                                                       {"s", "number"},
                                                                       {"1.s", "digits"},
                                                                       {".5s", "number"},
                                                                       {"30m1h", "large to small"},
                                                                       {"1h1h", "large to small"},
                                                                       {"1.5ns", "fraction of a nanosecond"},
                                                                       {"9223372036854775808ns", "292 years"},
                                                                       {"106752d", "292 years"},
                                                                       {"99999999999999999999s", "292 years"},
                                                                       {"106751d24h", "292 years"}}));
  const auto result = parse_duration(text);
  INFO(text);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().what.find(fault) != std::string::npos);
}

TEST_CASE("durations are printed short and read back the same", "[kernel][calendar]") {
  const auto [duration, text] =
      GENERATE(table<Duration, const char*>({{0s, "0s"},
                                             {250ms, "250ms"},
                                             {5s, "5s"},
                                             {120s, "2m"},
                                             {90min, "1h30m"},
                                             {72h, "3d"},
                                             {36h, "1d12h"},
                                             {1500ms, "1.5s"},
                                             {2800ms, "2.8s"},
                                             {90500ms, "1m30.5s"},
                                             {1500us, "1.5ms"},
                                             {100us, "100us"},
                                             {10ns, "10ns"},
                                             {1s + 1ns, "1.000000001s"},
                                             {24h + 1ms, "1d0.001s"},
                                             {Duration::max(), "106751d23h47m16.854775807s"}}));
  CHECK(duration_text(duration) == text);
  CHECK(parse_duration(text).value() == duration);
  CHECK(duration_text(-1500ms) == "-1.5s");
  CHECK(duration_text(Duration::min()) == "-106751d23h47m16.854775808s");
}
