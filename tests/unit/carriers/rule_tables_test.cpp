#include "carriers/rule_tables.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/carriers/tables_for_tests.hpp"

namespace sendlab {

TEST_CASE("an unknown rule set is refused with the known ones", "[carriers]") {
  const auto tables = RuleTables::load("current_2027");
  REQUIRE_FALSE(tables.ok());
  CHECK(tables.error().what == "unknown rule set \"current_2027\"");
  CHECK(tables.error().fix == "use current_2026 or seed_2023");
  CHECK(current().rule_set_name() == "current_2026");
  CHECK(seed().rule_set() == RuleSet::seed_2023);
}

TEST_CASE("US and Canadian short codes send 100 parts a second", "[carriers][R-MPS-2]") {
  CHECK(current().number_mps(NumberType::short_code, "US") == 100);
  CHECK(current().number_mps(NumberType::short_code, "CA") == 100);
  Assumptions used;
  CHECK(current().number_mps(NumberType::short_code, "GB", &used) == 100);
  CHECK(lists(used, "mps-short-code-abroad"));
}

TEST_CASE("a 10DLC number sends one part a second unless raised, to 75 at most", "[carriers][R-MPS-3]") {
  CHECK(current().number_mps(NumberType::ten_dlc, "US") == 1);
  CHECK(current().quota_millionths("mps_10dlc_us_max") == 75000000);
}

TEST_CASE("Canadian long codes send one part a second, those elsewhere ten", "[carriers][R-MPS-4][R-MPS-13]") {
  CHECK(current().number_mps(NumberType::long_code, "CA") == 1);
  CHECK(current().number_mps(NumberType::long_code, "GB") == 10);
  Assumptions used;
  CHECK(current().number_mps(NumberType::long_code, "US", &used) == 1);
  CHECK(lists(used, "mps-long-code-us"));
}

TEST_CASE("a US toll-free number sends three parts a second", "[carriers][R-MPS-5]") {
  CHECK(current().number_mps(NumberType::toll_free, "US") == 3);
}

TEST_CASE("a sender ID sends 10 parts a second", "[carriers][R-MPS-6]") {
  CHECK(current().quota_millionths("mps_sender_id") == 10000000);
}

TEST_CASE("a shared route sends 20 parts a second", "[carriers][R-MPS-7]") {
  CHECK(current().quota_millionths("mps_shared_route") == 20000000);
}

TEST_CASE("quotas are found by name and tier, words are no figures", "[carriers][R-SPD-1]") {
  CHECK(current().quota_millionths("sms_monthly_spend_threshold") == 1000000);
  CHECK(current().quota_millionths("verified_destination_numbers", "sandbox") == 10000000);
  CHECK_FALSE(current().quota_millionths("verified_destination_numbers"));
  CHECK_FALSE(current().quota_millionths("mps_short_code_other"));
  CHECK_FALSE(current().quota_millionths("no_such_quota"));
}

TEST_CASE("an account has 100,000 two-way topics", "[carriers][R-TWO-8]") {
  CHECK(current().quota_millionths("two_way_sns_topics") == 100'000'000'000);
}

TEST_CASE("usage types have the provider's billing format", "[carriers][R-BIL-3]") {
  CHECK(current().usage_type("us-east-1", "US", NumberType::ten_dlc, Measure::message_count) ==
        "USE1-OutboundSMS-US-Standard-10DLC-MessageCount");
  CHECK(current().usage_type("ca-central-1", "US", NumberType::ten_dlc, Measure::carrier_fees) ==
        "CAN1-OutboundSMS-US-Standard-10DLC-CarrierFees");
  CHECK(current().usage_type("us-east-1", "GB", NumberType::short_code, Measure::message_fee) ==
        "USE1-OutboundSMS-GB-Standard-Shortcode-MessageFee");
  CHECK(current().usage_type("eu-west-1", "US", NumberType::toll_free, Measure::carrier_fee_count) ==
        "EU-OutboundSMS-US-Standard-TollFree-CarrierFeeCount");
  CHECK(current().usage_type("us-west-2", "CA", NumberType::long_code, Measure::message_count) ==
        "USW2-OutboundSMS-CA-Standard-Longcode-MessageCount");
}

TEST_CASE("a region without a billing code is written by its name, and that is an assumption", "[carriers][R-BIL-3]") {
  Assumptions used;
  CHECK(current().usage_type("us-west-1", "US", NumberType::ten_dlc, Measure::message_count, &used) ==
        "US-WEST-1-OutboundSMS-US-Standard-10DLC-MessageCount");
  CHECK(lists(used, "billing-region-code/us-west-1"));
  Assumptions none;
  (void)current().usage_type("us-east-1", "US", NumberType::ten_dlc, Measure::message_count, &none);
  CHECK(none.list().empty());
}

TEST_CASE("there are two usage types, four where a carrier fee is due", "[carriers][R-BIL-4]") {
  CHECK(billed_measures(UsdMicros{0}).size() == 2);
  CHECK(billed_measures(UsdMicros{3000}).size() == 4);
  CHECK(billed_measures(UsdMicros{0})[1] == Measure::message_fee);
  CHECK(billed_measures(UsdMicros{1})[3] == Measure::carrier_fees);
}

}  // namespace sendlab
