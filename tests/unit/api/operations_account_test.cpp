#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;

boost::json::object limit(ServedWorld& world, std::string_view name) {
  for (const auto items = world.call("DescribeSpendLimits").body.at("SpendLimits").as_array(); const auto& item : items)
    if (item.at("Name").as_string() == name) return item.as_object();
  return {};
}

Reply text(ServedWorld& world) {
  world.advance(1s);
  return world.call(
      "SendTextMessage",
      "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '+12065550183'}");
}

}  // namespace

TEST_CASE("an override of the spending limit is at most what the service allows", "[api][R-SPD-6]") {
  ServedWorld world(two_numbers);
  CHECK(world.call("SetTextMessageSpendLimitOverride", "{'MonthlyLimit': 1001}").verdict() ==
        "ValidationException REQUESTED_SPEND_LIMIT_HIGHER_THAN_SERVICE_LIMIT");
  CHECK(limit(world, "TEXT_MESSAGE_MONTHLY_SPEND_LIMIT").at("Overridden") == false);
  CHECK(world.call("SetTextMessageSpendLimitOverride", "{'MonthlyLimit': 1000}").ok());
  CHECK(world.call("SetTextMessageSpendLimitOverride", "{'MonthlyLimit': 999}").body.at("MonthlyLimit") == 999);
  const auto set = limit(world, "TEXT_MESSAGE_MONTHLY_SPEND_LIMIT");
  CHECK(set.at("EnforcedLimit") == 999);
  CHECK(set.at("MaxLimit") == 1000);
  CHECK(set.at("Overridden") == true);
  CHECK(world.call("DeleteTextMessageSpendLimitOverride").body.at("MonthlyLimit") == 1000);
  CHECK(limit(world, "TEXT_MESSAGE_MONTHLY_SPEND_LIMIT").at("EnforcedLimit") == 1000);
}

TEST_CASE("what a scenario sets the account itself is shown as its override", "[api][R-SPD-6]") {
  ServedWorld world(
      "monthly_spend_limit = \"$100\", spend_limit_override = \"$40\", monthly_voice_spend_limit = \"$9\"");
  const auto text = limit(world, "TEXT_MESSAGE_MONTHLY_SPEND_LIMIT");
  CHECK((text.at("EnforcedLimit") == 40 && text.at("MaxLimit") == 100 && text.at("Overridden") == true));
  const auto voice = limit(world, "VOICE_MESSAGE_MONTHLY_SPEND_LIMIT");
  CHECK((voice.at("EnforcedLimit") == 9 && voice.at("MaxLimit") == 9 && voice.at("Overridden") == false));
}

TEST_CASE("a lower limit stops text messages at once, the old one lets them go again", "[api][R-SPD-6][R-SPD-4]") {
  ServedWorld world(two_numbers);
  REQUIRE(text(world).ok());
  REQUIRE(world.call("SetTextMessageSpendLimitOverride", "{'MonthlyLimit': 0}").ok());
  const Reply stopped = text(world);
  CHECK(stopped.verdict() == "ServiceQuotaExceededException MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT");
  CHECK(stopped.message.find("$0,") != std::string::npos);
  REQUIRE(world.call("DeleteTextMessageSpendLimitOverride").ok());
  CHECK(text(world).ok());
}

TEST_CASE("the limits of text and voice are separate", "[api][R-SPD-9][R-SPD-6]") {
  ServedWorld world(two_numbers);
  REQUIRE(world.call("SetVoiceMessageSpendLimitOverride", "{'MonthlyLimit': 0}").ok());
  CHECK(limit(world, "VOICE_MESSAGE_MONTHLY_SPEND_LIMIT").at("EnforcedLimit") == 0);
  CHECK(limit(world, "TEXT_MESSAGE_MONTHLY_SPEND_LIMIT").at("EnforcedLimit") == 1000);
  const std::string call =
      "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '+18445550142'}";
  CHECK(world.call("SendVoiceMessage", call).verdict() ==
        "ServiceQuotaExceededException MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE");
  CHECK(text(world).ok());
  REQUIRE(world.call("DeleteVoiceMessageSpendLimitOverride").ok());
  CHECK(world.call("SendVoiceMessage", call).ok());
  CHECK(world.call("SetVoiceMessageSpendLimitOverride", "{'MonthlyLimit': 2}").verdict() ==
        "ValidationException REQUESTED_SPEND_LIMIT_HIGHER_THAN_SERVICE_LIMIT");
}

TEST_CASE("account limits tell what is used and what may be", "[api][R-NUM-14][R-OPT-5][R-EVT-9][R-POL-6][R-SBX-3]") {
  ServedWorld world(two_numbers);
  REQUIRE(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'set'}").ok());
  std::string told;
  for (const auto items = world.call("DescribeAccountLimits").body.at("AccountLimits").as_array();
       const auto& item : items) {
    const std::string name(item.at("Name").as_string());
    if (name.starts_with("REGISTRATION")) continue;
    told += name + " " + std::to_string(item.at("Used").as_int64()) + "/" + std::to_string(item.at("Max").as_int64()) +
            "\n";
  }
  CHECK(told ==
        "CONFIGURATION_SETS 1/25\nOPT_OUT_LISTS 1/25\nPHONE_NUMBERS 2/25\nPOOLS 0/25\nSENDER_IDS "
        "0/25\nVERIFIED_DESTINATION_NUMBERS 0/10\n");
}

TEST_CASE("account limits come in pages", "[api]") {
  ServedWorld world(two_numbers);
  const Reply first = world.call("DescribeAccountLimits", "{'MaxResults': 2}");
  CHECK(first.body.at("AccountLimits").as_array().size() == 2);
  const Reply second =
      world.call("DescribeAccountLimits", "{'MaxResults': 2, 'NextToken': '" + first.text("NextToken") + "'}");
  CHECK(second.body.at("AccountLimits").as_array()[0].at("Name") == "PHONE_NUMBERS");
}

}  // namespace sendlab::test
