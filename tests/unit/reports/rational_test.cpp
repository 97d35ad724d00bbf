#include "reports/rational.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

TEST_CASE("rationals compare by value, beyond what a cross product could hold", "[reports]") {
  CHECK(Rational{1, 2} == Rational{2, 4});
  CHECK(Rational{7, 10} < Rational{71, 100});
  CHECK(Rational{-1, 3} < Rational{0, 5});
  CHECK(Rational{-1, 3} > Rational{-1, 2});
  CHECK(Rational{-5, 2} < Rational{-9, 4});
  const Int128 huge = Int128{1} << 120;
  CHECK(Rational{huge, huge - 1} > Rational{huge + 1, huge});
  CHECK(Rational{huge - 1, huge} < Rational{1, 1});
  CHECK(Rational{huge, huge} == Rational{1, 1});
}

TEST_CASE("decimals are rounded half up, without exponent and trailing zeros", "[reports]") {
  CHECK(decimal_text({7, 10}, 6) == "0.7");
  CHECK(decimal_text({0, 1}, 6) == "0");
  CHECK(decimal_text({1, 3}, 6) == "0.333333");
  CHECK(decimal_text({2, 3}, 6) == "0.666667");
  CHECK(decimal_text({1, 2}, 0) == "1");
  CHECK(decimal_text({49, 100}, 0) == "0");
  CHECK(decimal_text({5, 10'000'000}, 6) == "0.000001");
  CHECK(decimal_text({4, 10'000'000}, 6) == "0");
  CHECK(decimal_text({-4, 10'000'000}, 6) == "0");
  CHECK(decimal_text({-15, 10}, 6) == "-1.5");
  CHECK(decimal_text({9'999'999, 10'000'000}, 6) == "1");
  CHECK(decimal_text({199'999'999'999, 1'000'000'000}, 3) == "200");
  CHECK(decimal_text({Int128{1'000'000'000'000'000'000} * 5, 1}, 9) == "5000000000000000000");
}

TEST_CASE("a decimal's text does not depend on how large its terms are", "[reports]") {
  constexpr Int128 large = Int128{1} << 62;
  for (const std::int64_t n : {0, 1, 2, 499, 500, 501, 999, 123'456'789})
    for (const std::int64_t d : {1, 3, 8, 1'000, 1'000'000, 987'654'321})
      for (const int places : {0, 3, 6, 9})
        for (const std::int64_t sign : {-1, 1}) {
          CAPTURE(n, d, places, sign);
          CHECK(decimal_text({sign * n, d}, places) == decimal_text({sign * n * large, d * large}, places));
        }
}

TEST_CASE("decimals are read exactly or not at all", "[reports]") {
  CHECK(parse_decimal("0.7") == Rational{7, 10});
  CHECK(parse_decimal("-12.25") == Rational{-49, 4});
  CHECK(parse_decimal("600") == Rational{600, 1});
  CHECK(parse_decimal("18446744073709551615") == Rational{Int128{UINT64_MAX}, 1});
  for (const char* bad : {"", "-", ".", ".5", "5.", "1e3", "+1", "1,000", "0x1", "1.2.3", " 1", "--1",
                          "123456789012345678901", "0.1234567890123"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_decimal(bad));
  }
}

TEST_CASE("doubles become the nearest decimal", "[reports]") {
  CHECK(decimal_text(from_double(2.5, 6), 6) == "2.5");
  CHECK(decimal_text(from_double(1e-7, 6), 6) == "0");
  CHECK(decimal_text(from_double(-0.25, 6), 6) == "-0.25");
  CHECK(to_double({1, 4}) == 0.25);
}
