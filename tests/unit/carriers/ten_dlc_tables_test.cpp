#include <catch2/catch.hpp>

#include "tests/unit/carriers/tables_for_tests.hpp"

namespace sendlab {
namespace {

constexpr BrandQuery unvetted{};
BrandQuery scored(int score) { return {.vetting_score = score}; }

MessageClass class_of(const RuleTables& tables, std::string_view use_case, const BrandQuery& brand,
                      Assumptions* used = nullptr) {
  const auto found = tables.message_class(use_case, brand, {}, used);
  REQUIRE(found.ok());
  return found.value();
}
std::int64_t per_minute(const MessageClass& row) {
  REQUIRE(row.throughput.per == std::chrono::minutes{1});
  return row.throughput.parts;
}
std::int64_t cap(const BrandTier& tier) { return tier.daily_cap.value().count; }

}  // namespace

TEST_CASE("use case and score give AT&T's class in current_2026", "[carriers][R-REG-8]") {
  CHECK(class_of(current(), "2FA", scored(75)).letter == "A");
  CHECK(class_of(current(), "2FA", scored(74)).letter == "C");
  CHECK(class_of(current(), "2FA", scored(49)).letter == "E");
  CHECK(class_of(current(), "2FA", unvetted).letter == "E");
  CHECK(class_of(current(), "MARKETING", scored(76)).letter == "B");
  CHECK(class_of(current(), "MIXED", scored(50)).letter == "D");
  CHECK(class_of(current(), "MARKETING", unvetted).letter == "F");
  CHECK(class_of(current(), "LOW_VOLUME", scored(90)).letter == "T");
  CHECK(class_of(current(), "CHARITY", unvetted).letter == "P");
  CHECK(per_minute(class_of(current(), "2FA", scored(76))) == 4500);
  CHECK(per_minute(class_of(current(), "2FA", scored(60))) == 2400);
  CHECK(per_minute(class_of(current(), "MARKETING", unvetted)) == 240);
  CHECK(per_minute(class_of(current(), "LOW_VOLUME", unvetted)) == 75);
}

TEST_CASE("Russell 3000 and government brands start in the top class and tier", "[carriers]") {
  Assumptions used;
  CHECK(class_of(current(), "MIXED", {.russell_3000 = true}, &used).letter == "B");
  CHECK(class_of(current(), "2FA", {.government = true}).letter == "A");
  CHECK(lists(used, "10dlc-preferred-brand"));
  CHECK(cap(current().brand_tier({.russell_3000 = true})) == 200000);
  CHECK_FALSE(current().brand_tier({.government = true}).daily_cap);
}

TEST_CASE("a class given by letter overrides use case and score", "[carriers]") {
  const auto given = current().message_class("2FA", unvetted, 'G');
  REQUIRE(given.ok());
  CHECK(given.value().per_number);
  CHECK(per_minute(given.value()) == 60);
  CHECK_FALSE(class_of(current(), "2FA", unvetted).per_number);
}

TEST_CASE("unknown use cases and classes are refused with the known ones", "[carriers]") {
  const auto use_case = current().message_class("SPAM", unvetted);
  REQUIRE_FALSE(use_case.ok());
  CHECK(use_case.error().what.find("\"SPAM\"") != std::string::npos);
  CHECK(use_case.error().fix.find("2FA, ACCOUNT_NOTIFICATION") != std::string::npos);
  const auto letter = current().message_class("2FA", unvetted, 'Z');
  REQUIRE_FALSE(letter.ok());
  CHECK(letter.error().fix.find("A, B") != std::string::npos);
}

TEST_CASE("in seed_2023 an unvetted campaign has 75 parts a minute whatever its use case", "[carriers][R-REG-8]") {
  for (const std::string& use_case : seed().use_cases()) {
    INFO(use_case);
    CHECK(per_minute(class_of(seed(), use_case, unvetted)) == 75);
  }
  CHECK(cap(seed().brand_tier(unvetted)) == 2000);
}

TEST_CASE("in seed_2023 a vetted brand follows AWS's own table", "[carriers]") {
  CHECK(per_minute(class_of(seed(), "2FA", scored(76))) == 4500);
  CHECK(per_minute(class_of(seed(), "2FA", scored(75))) == 2400);
  CHECK(per_minute(class_of(seed(), "2FA", scored(49))) == 240);
  CHECK(per_minute(class_of(seed(), "MARKETING", scored(85))) == 2400);
  CHECK(per_minute(class_of(seed(), "MARKETING", scored(86))) == 4500);
  CHECK(cap(seed().brand_tier(scored(76))) == 200000);
  CHECK(cap(seed().brand_tier(scored(51))) == 40000);
  const std::vector<std::string> marketing{"MARKETING"}, both{"MARKETING", "2FA"};
  CHECK(cap(seed().brand_tier(scored(76), marketing)) == 40000);
  CHECK(cap(seed().brand_tier(scored(76), both)) == 200000);
}

TEST_CASE("gaps of AWS's table fall to the row below, and say so", "[carriers]") {
  Assumptions used;
  CHECK(per_minute(class_of(seed(), "2FA", scored(50), &used)) == 240);
  CHECK(lists(used, "10dlc-aws-table-gap/standard/50"));
  CHECK(cap(seed().brand_tier(scored(50))) == 10000);
  CHECK(per_minute(class_of(seed(), "MARKETING", scored(25), &used)) == 75);
  CHECK(lists(used, "10dlc-aws-table-low/mixed_or_marketing"));
}

TEST_CASE("T-Mobile's cap follows the score in current_2026", "[carriers][R-REG-8]") {
  CHECK(cap(current().brand_tier(unvetted)) == 2000);
  CHECK(cap(current().brand_tier(scored(24))) == 2000);
  CHECK(cap(current().brand_tier(scored(25))) == 10000);
  CHECK(cap(current().brand_tier(scored(50))) == 40000);
  CHECK(cap(current().brand_tier(scored(75))) == 200000);
  CHECK(current().brand_tier(unvetted).tier == "low_basic");
}

TEST_CASE("campaign and brand fees are dated", "[carriers][R-REG-15][R-BIL-10]") {
  const auto month = [](std::string_view use_case) {
    return price_at(current().campaign_monthly_fees(use_case), day(2026, 1, 5)).value;
  };
  CHECK(month("2FA") == UsdMicros{10000000});
  CHECK(month("MIXED") == UsdMicros{10000000});
  CHECK(month("LOW_VOLUME") == UsdMicros{1500000});
  CHECK(month("CHARITY") == UsdMicros{3000000});
  const auto registration = current().brand_registration_fees();
  CHECK(price_at(registration, day(2024, 1, 1)).value == UsdMicros{4000000});
  CHECK(price_at(registration, day(2026, 1, 1)).value == UsdMicros{4500000});
  CHECK(price_at(current().brand_vetting_fees(), day(2024, 1, 1)).value == UsdMicros{40000000});
}

}  // namespace sendlab
