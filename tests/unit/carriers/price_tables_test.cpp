#include <catch2/catch.hpp>

#include "engine/kernel/ensure.hpp"
#include "tests/unit/carriers/tables_for_tests.hpp"

namespace sendlab {
namespace {

constexpr auto ten_dlc = NumberType::ten_dlc;
constexpr auto toll_free = NumberType::toll_free;
constexpr auto short_code = NumberType::short_code;
constexpr auto long_code = NumberType::long_code;

UsdMicros fee(const RuleTables& tables, std::string_view carrier, NumberType type, Instant at) {
  return price_at(tables.carrier_fees(*tables.carrier(carrier), type), at).value;
}
UsdMicros message(std::string_view iso, NumberType type, Instant at) {
  return price_at(current().message_prices(iso, type), at).value;
}
const Instant january = day(2026, 1, 5);

}  // namespace

TEST_CASE("a carrier fee changes at the first instant of its month", "[carriers][R-BIL-2]") {
  const Instant may = day(2026, 5, 1);
  CHECK(fee(current(), "T-Mobile", ten_dlc, may - Duration{1}) == UsdMicros{3000});
  CHECK(fee(current(), "T-Mobile", ten_dlc, may) == UsdMicros{4500});
  CHECK(fee(current(), "AT&T", ten_dlc, january) == UsdMicros{3000});
  CHECK(fee(current(), "AT&T", ten_dlc, may) == UsdMicros{3500});
  CHECK(fee(current(), "Verizon", ten_dlc, january) == UsdMicros{4000});
  CHECK(fee(current(), "US Cellular", ten_dlc, january) == UsdMicros{5000});
  CHECK(fee(current(), "Other", ten_dlc, january) == UsdMicros{3500});
  CHECK(fee(current(), "Other", ten_dlc, may) == UsdMicros{4000});
  CHECK(fee(current(), "AT&T", toll_free, january) == UsdMicros{2500});
}

TEST_CASE("before the first row the first applies and is an assumption", "[carriers]") {
  const auto rows = current().carrier_fees(*current().carrier("AT&T"), short_code);
  CHECK(price_at(rows, january).value == UsdMicros{3500});
  Assumptions used;
  note_price_before_first_row("AT&T/SHORT_CODE", rows, january, used);
  CHECK(lists(used, "price-before-first-row/AT&T/SHORT_CODE"));
  Assumptions none;
  note_price_before_first_row("AT&T/SHORT_CODE", rows, day(2026, 5, 1), none);
  CHECK(none.list().empty());
}

TEST_CASE("every price list ascends and says where it comes from", "[carriers]") {
  for (const RuleTables* tables : {&current(), &seed()}) {
    for (const CarrierRules& carrier : tables->carriers()) {
      for (NumberType type : {ten_dlc, long_code, short_code, toll_free, NumberType::simulator}) {
        for (const auto& rows : {tables->message_prices(carrier.iso, type), tables->carrier_fees(carrier, type),
                                 tables->inbound_prices(carrier.iso), tables->inbound_carrier_fees(carrier, type)}) {
          INFO(carrier.name);
          REQUIRE_FALSE(rows.empty());
          for (std::size_t i = 0; i < rows.size(); ++i) {
            REQUIRE_FALSE(rows[i].source.empty());
            REQUIRE_FALSE(rows[i].confidence.empty());
            REQUIRE(rows[i].value >= UsdMicros{0});
            if (i > 0) REQUIRE(rows[i - 1].from <= rows[i].from);
          }
        }
      }
    }
  }
}

TEST_CASE("seed_2023 has one blended US carrier fee", "[carriers]") {
  for (const char* carrier : {"AT&T", "T-Mobile", "Verizon", "US Cellular", "Other"}) {
    for (NumberType type : {ten_dlc, toll_free, short_code, long_code}) {
      CHECK(fee(seed(), carrier, type, january) == UsdMicros{3020});
      CHECK(fee(seed(), carrier, type, day(2026, 11, 1)) == UsdMicros{3020});
    }
  }
}

TEST_CASE("the message price is the country's, by number type and date where AWS's own is known",
          "[carriers][R-BIL-2]") {
  CHECK(message("US", ten_dlc, january) == UsdMicros{5810});
  CHECK(message("US", toll_free, january) == UsdMicros{5810});
  CHECK(message("US", short_code, january) == UsdMicros{5810});
  CHECK(message("US", long_code, january) == UsdMicros{5810});
  CHECK(message("US", ten_dlc, day(2020, 1, 1)) == UsdMicros{6450});
  CHECK(message("JP", long_code, day(2020, 1, 1)) == UsdMicros{71480});
  CHECK(message("JP", long_code, day(2026, 6, 1)) == UsdMicros{74510});
  CHECK(message("CA", long_code, january) == UsdMicros{5810});
  CHECK(message("DE", long_code, january) == UsdMicros{112000});
  CHECK(message("GG", long_code, january) == UsdMicros{56000});
  CHECK(message("AS", ten_dlc, january) == UsdMicros{5810});
  CHECK(fee(current(), "Canada", long_code, january) == UsdMicros{6000});
  CHECK(fee(current(), "Germany", long_code, january) == UsdMicros{0});
}

TEST_CASE("prices that are not AWS's own are listed as assumptions", "[carriers][R-ORG-28]") {
  Assumptions used;
  (void)current().message_prices("DE", long_code, &used);
  (void)current().message_prices("AS", ten_dlc, &used);
  (void)current().message_prices("US", ten_dlc, &used);
  CHECK(lists(used, "price-basis/DE"));
  CHECK(lists(used, "price-american-samoa"));
  CHECK_FALSE(lists(used, "price-basis/US"));
}

TEST_CASE("a sender ID costs no more for messages than a number", "[carriers][R-BIL-5]") {
  CHECK(message("ES", long_code, january) == UsdMicros{60870});  // the price of AWS's sender ID example
}

TEST_CASE("inbound prices and fees are dated too", "[carriers]") {
  CHECK(price_at(current().inbound_prices("US"), january).value == UsdMicros{7500});
  CHECK(price_at(current().inbound_prices("US"), day(2026, 10, 1)).value == UsdMicros{8300});
  CHECK(price_at(current().inbound_prices("DE"), january).value == UsdMicros{8300});
  const CarrierRules& att = *current().carrier("AT&T");
  CHECK(price_at(current().inbound_carrier_fees(att, ten_dlc), january).value == UsdMicros{0});
  CHECK(price_at(current().inbound_carrier_fees(att, ten_dlc), day(2026, 5, 1)).value == UsdMicros{3500});
  Assumptions used;
  CHECK(price_at(current().inbound_carrier_fees(att, short_code, &used), january).value == UsdMicros{0});
  CHECK(lists(used, "carrier-fee-inbound-unknown/AT&T/SHORT_CODE"));
}

TEST_CASE("numbers have their leases", "[carriers][R-NUM-11]") {
  CHECK(current().number_fees(short_code, "US").setup == UsdMicros{650000000});
  CHECK(current().number_fees(short_code, "US").monthly == UsdMicros{995000000});
  CHECK(current().number_fees(ten_dlc, "US").monthly == UsdMicros{1000000});
  CHECK(current().number_fees(toll_free, "US").monthly == UsdMicros{2000000});
  CHECK(current().number_fees(NumberType::simulator, "US").monthly == UsdMicros{0});
  Assumptions used;
  CHECK(current().number_fees(long_code, "DE", &used).monthly == UsdMicros{2000000});
  CHECK(lists(used, "number-lease/DE/LONG_CODE"));
}

TEST_CASE("asking an empty price list is a bug", "[carriers]") {
  CHECK_THROWS_AS(price_at({}, january), InvariantViolation);
}

}  // namespace sendlab
