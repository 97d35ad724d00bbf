#include "carriers/decimal.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/carriers/tables_for_tests.hpp"

namespace sendlab {

TEST_CASE("decimal text becomes a scaled integer exactly", "[carriers]") {
  CHECK(parse_usd("0.00302") == UsdMicros{3020});
  CHECK(parse_usd("650") == UsdMicros{650000000});
  CHECK(parse_usd("0.0427000") == UsdMicros{42700});
  CHECK(parse_usd("-1.5") == UsdMicros{-1500000});
  CHECK(parse_seconds("0.42") == std::chrono::milliseconds{420});
  CHECK(parse_decimal("9223372036854.775807", 6) == INT64_MAX);
}

TEST_CASE("what is not a plain decimal of that many places is refused", "[carriers]") {
  for (const char* text : {"", "-", ".", ".5", "5.", "1e-3", "1,5", "0.0000001", "1.2.3", " 1", "10000000000000"}) {
    INFO(text);
    CHECK_FALSE(parse_usd(text));
  }
}

TEST_CASE("a date of the tables starts at its first month", "[carriers]") {
  CHECK(parse_first_month("2026-05") == day(2026, 5, 1));
  CHECK(parse_first_month("2024") == day(2024, 1, 1));
  CHECK(parse_first_month("2021-06..2025") == day(2021, 6, 1));
  CHECK(parse_first_month("2023..2024") == day(2023, 1, 1));
  CHECK(parse_first_month("2018-2024") == day(2018, 1, 1));
  for (const char* text : {"", "late 2025", "2026-13", "2026-00", "26-05", "2026x"})
    CHECK_FALSE(parse_first_month(text));
}

}  // namespace sendlab
