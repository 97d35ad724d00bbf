#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;

const std::string person = "+14255550168";
const std::string sandbox = "tier = \"sandbox\", " + two_numbers;

std::string add(ServedWorld& world, const std::string& number = person) {
  const Reply made = world.call("CreateVerifiedDestinationNumber", "{'DestinationPhoneNumber': '" + number + "'}");
  INFO(made.message);
  REQUIRE(made.ok());
  CHECK(made.text("Status") == "PENDING");
  return made.text("VerifiedDestinationNumberId");
}
Reply send_code(ServedWorld& world, const std::string& id, const std::string& more = "",
                const std::string& channel = "TEXT") {
  return world.call(
      "SendDestinationNumberVerificationCode",
      "{'VerifiedDestinationNumberId': '" + id + "', 'VerificationChannel': '" + channel + "'" + more + "}");
}
Reply verify(ServedWorld& world, const std::string& id, const std::string& code) {
  return world.call("VerifyDestinationNumber",
                    "{'VerifiedDestinationNumberId': '" + id + "', 'VerificationCode': '" + code + "'}");
}
// The code of the newest message: its text ends with "… is CODE."
std::string code_of(ServedWorld& world, const std::string& number = person) {
  const std::string text = world.last_text_to(number);
  return text.size() < 7 ? "" : text.substr(text.size() - 7, 6);
}
Reply text(ServedWorld& world) {
  world.advance(1s);
  return world.call("SendTextMessage", "{'DestinationPhoneNumber': '" + person + "', 'MessageBody': 'hello'}");
}

}  // namespace

TEST_CASE("created, sent a code, verified: then the sandbox sends", "[api][R-SBX-8][R-SBX-3][R-SBX-11]") {
  ServedWorld world(sandbox);
  CHECK(text(world).verdict() == "ConflictException DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
  const std::string id = add(world);
  CHECK(text(world).reason == "DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
  REQUIRE(send_code(world, id).ok());
  const std::string code = code_of(world);
  CHECK(code.size() == 6);
  const Reply verified = verify(world, id, code);
  CHECK(verified.text("Status") == "VERIFIED");
  CHECK(text(world).ok());
  CHECK(verify(world, id, code).verdict() == "ConflictException VERIFICATION_ALREADY_COMPLETE");
  CHECK(send_code(world, id).verdict() == "ConflictException VERIFICATION_ALREADY_COMPLETE");
}

TEST_CASE("codes are case-sensitive, and a wrong one verifies nothing", "[api][R-SBX-8][R-SBX-13]") {
  ServedWorld world(sandbox);
  const std::string id = add(world);
  CHECK(verify(world, id, "ABCDEF").verdict() == "ValidationException VERIFICATION_CODE_MISMATCH");  // none was sent
  std::string code, lower;
  do {  // one with a letter
    world.advance(1s);
    REQUIRE(send_code(world, id).ok());
    code = lower = code_of(world);
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  } while (lower == code);
  CHECK(verify(world, id, lower).verdict() == "ValidationException VERIFICATION_CODE_MISMATCH");
  CHECK(verify(world, id, code).ok());
}

TEST_CASE("a code lasts 15 minutes", "[api][R-SBX-13]") {
  ServedWorld world(sandbox);
  const std::string early = add(world), late = add(world, "+14255550169");
  REQUIRE(send_code(world, early).ok());
  REQUIRE(send_code(world, late).ok());
  world.advance(15min - 1ns);
  CHECK(verify(world, early, code_of(world)).ok());
  world.advance(1ns);
  CHECK(verify(world, late, code_of(world, "+14255550169")).verdict() == "ConflictException VERIFICATION_CODE_EXPIRED");
}

TEST_CASE("each request sends one message, and the newest code counts", "[api][R-SBX-13]") {
  ServedWorld world(sandbox);
  const std::string id = add(world);
  REQUIRE(send_code(world, id).ok());
  const std::string first = code_of(world);
  CHECK(world.emulation().account().log().accepted() == 1);
  world.advance(1s);
  REQUIRE(send_code(world, id).ok());
  CHECK(world.emulation().account().log().accepted() == 2);
  const std::string second = code_of(world);
  REQUIRE(first != second);
  CHECK(verify(world, id, first).reason == "VERIFICATION_CODE_MISMATCH");
  CHECK(verify(world, id, second).ok());
}

TEST_CASE("the first code is free, later ones cost what a message costs", "[api][R-SBX-5][R-BIL-6]") {
  ServedWorld world(sandbox, "pricing = prices { per_part = \"$0.01\", carrier_fee = \"$0.002\" }, ");
  const std::string id = add(world);
  std::vector<std::int64_t> prices;
  for (int i = 0; i < 3; ++i) {
    world.advance(1s);
    REQUIRE(send_code(world, id).ok());
    world.advance(1s);
    const auto& messages = world.emulation().account().log().messages();
    prices.push_back(messages.rbegin()->second.price.count + messages.rbegin()->second.fee.count);
  }
  CHECK(prices == std::vector<std::int64_t>{0, 12'000, 12'000});
}

TEST_CASE("a code can be spoken, the first call is free too", "[api][R-SBX-7][R-SBX-5]") {
  ServedWorld world(sandbox);
  const std::string id = add(world);
  const Reply spoken = send_code(world, id, "", "VOICE");
  REQUIRE(spoken.ok());
  world.advance(1min);
  const auto records = world.records_of(spoken.text("MessageId"));
  REQUIRE(!records.empty());
  CHECK(records.back().at("eventType") == "VOICE_COMPLETED");
  CHECK(records.back().at("totalMessagePrice").to_number<double>() == 0);
  CHECK(records.back().at("originationPhoneNumber") == "+18445550142");
}

TEST_CASE("at most ten numbers, each a day at least", "[api][R-SBX-3][R-SBX-6]") {
  ServedWorld world(sandbox);
  std::vector<std::string> ids;
  for (int i = 0; i < 10; ++i) ids.push_back(add(world, "+1425555010" + std::to_string(i)));
  const std::string another = "{'DestinationPhoneNumber': '+14255550168'}";
  CHECK(world.call("CreateVerifiedDestinationNumber", another).verdict() ==
        "ServiceQuotaExceededException VERIFIED_DESTINATION_NUMBERS_PER_ACCOUNT");
  world.advance(24h - 1ns);
  CHECK(world.call("DeleteVerifiedDestinationNumber", "{'VerifiedDestinationNumberId': '" + ids[3] + "'}").verdict() ==
        "ConflictException RESOURCE_DELETION_NOT_ALLOWED");
  world.advance(1ns);
  CHECK(world.call("DeleteVerifiedDestinationNumber", "{'VerifiedDestinationNumberId': '" + ids[3] + "'}")
            .text("DestinationPhoneNumber") == "+14255550103");
  CHECK(world.call("CreateVerifiedDestinationNumber", another).ok());
}

TEST_CASE("a deleted number is not verified any more", "[api][R-SBX-6][R-SBX-11]") {
  ServedWorld world("verified_numbers = { \"" + person + "\" }, " + sandbox);
  CHECK(text(world).ok());
  world.advance(24h);
  const auto found = world.call("DescribeVerifiedDestinationNumbers", "{'DestinationPhoneNumbers': ['" + person + "']}")
                         .body.at("VerifiedDestinationNumbers")
                         .as_array();
  REQUIRE(found.size() == 1);
  CHECK(found[0].at("Status") == "VERIFIED");
  REQUIRE(world
              .call("DeleteVerifiedDestinationNumber",
                    "{'VerifiedDestinationNumberId': '" +
                        std::string(found[0].at("VerifiedDestinationNumberId").as_string()) + "'}")
              .ok());
  CHECK(text(world).reason == "DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
}

TEST_CASE("the sender must be ACTIVE, of the country, and have the channel", "[api][R-SBX-7]") {
  ServedWorld world(R"lua(tier = "sandbox", numbers = {
    number { name = "simulator", type = "SIMULATOR", country = "US", number = "+12920000000" },
    number { name = "canada", type = "LONG_CODE", country = "CA", number = "+16045550183" },
    number { name = "later", type = "TOLL_FREE", country = "US", number = "+18445550142", available_after = "1h" } })lua");
  const std::string id = add(world);
  CHECK(send_code(world, id).verdict() == "ConflictException NO_ORIGINATION_IDENTITIES_FOUND");
  CHECK(send_code(world, id, ", 'OriginationIdentity': '+12920000000'").verdict() ==
        "ValidationException INVALID_IDENTITY_FOR_DESTINATION_COUNTRY");
  CHECK(send_code(world, id, ", 'OriginationIdentity': '+16045550183'").verdict() ==
        "ValidationException INVALID_IDENTITY_FOR_DESTINATION_COUNTRY");
  CHECK(send_code(world, id, ", 'OriginationIdentity': '+18445550142'").verdict() ==
        "ConflictException RESOURCE_NOT_ACTIVE");
  world.advance(1h);
  CHECK(send_code(world, id, "", "VOICE").verdict() == "ConflictException NO_ORIGINATION_IDENTITIES_FOUND");
  CHECK(send_code(world, id, ", 'OriginationIdentity': '+18445550142'", "VOICE").verdict() ==
        "ConflictException NUMBER_CAPABILITIES_MISMATCH");
  CHECK(send_code(world, id).ok());
  const std::string simulated = add(world, "+14254147755");
  CHECK(send_code(world, simulated, ", 'OriginationIdentity': '+12920000000'").ok());
}

TEST_CASE("a simulator destination needs no verification", "[api][R-SBX-12]") {
  ServedWorld world(sandbox);
  CHECK(world.call("SendTextMessage", "{'DestinationPhoneNumber': '+14254147755', 'MessageBody': 'hello'}").ok());
}

TEST_CASE("a number is sent ten codes a day", "[api][R-SBX-13]") {
  ServedWorld world(sandbox);
  const std::string id = add(world);
  for (int i = 0; i < 10; ++i) {
    REQUIRE(send_code(world, id).ok());
    world.advance(1s);
  }
  CHECK(send_code(world, id).verdict() == "ServiceQuotaExceededException VERIFICATION_ATTEMPTS_PER_DAY");
  world.advance(24h);
  CHECK(send_code(world, id).ok());
}

TEST_CASE("verified numbers are found by id, number and status, in pages", "[api]") {
  ServedWorld world(sandbox);
  const std::string a = add(world), b = add(world, "+14255550100");
  CHECK(world.call("CreateVerifiedDestinationNumber", "{'DestinationPhoneNumber': '" + person + "'}").verdict() ==
        "ConflictException RESOURCE_ALREADY_EXISTS");
  CHECK(world.call("CreateVerifiedDestinationNumber", "{'DestinationPhoneNumber': '+999123456789'}").verdict() ==
        "ValidationException DESTINATION_COUNTRY_BLOCKED");
  auto found = [&](const std::string& body) {
    return world.call("DescribeVerifiedDestinationNumbers", body).body.at("VerifiedDestinationNumbers").as_array();
  };
  CHECK(found("{'VerifiedDestinationNumberIds': ['" + b + "']}").size() == 1);
  CHECK(found("{'Filters': [{'Name': 'status', 'Values': ['VERIFIED']}]}").empty());
  const Reply first = world.call("DescribeVerifiedDestinationNumbers", "{'MaxResults': 1}");
  CHECK(first.body.at("VerifiedDestinationNumbers").as_array()[0].at("VerifiedDestinationNumberId") == b.c_str());
  CHECK(found("{'MaxResults': 1, 'NextToken': '" + first.text("NextToken") + "'}")[0].at(
            "VerifiedDestinationNumberId") == a.c_str());
  CHECK(world.call("DescribeVerifiedDestinationNumbers", "{'DestinationPhoneNumbers': ['+14255550177']}").verdict() ==
        "ResourceNotFoundException");
}

TEST_CASE("the code's message has its language, configuration set and context", "[api][R-SBX-8]") {
  ServedWorld world(sandbox);
  REQUIRE(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'set'}").ok());
  REQUIRE(world
              .call("CreateEventDestination",
                    "{'ConfigurationSetName': 'set', 'EventDestinationName': 'e', 'MatchingEventTypes': ['ALL'], "
                    "'SnsDestination': {'TopicArn': 'arn:aws:sns:us-east-1:123456789012:e'}}")
              .ok());
  const Reply sent =
      send_code(world, add(world), ", 'LanguageCode': 'DE_DE', 'ConfigurationSetName': 'set', 'Context': {'a': 'b'}");
  REQUIRE(sent.ok());
  CHECK(world.last_text_to(person).starts_with("Ihr Best\u00e4tigungscode lautet "));
  world.advance(2s);
  CHECK(world.events_of(sent.text("MessageId"), "e").size() == 2);
  CHECK(world.records_of(sent.text("MessageId"))[0].at("context").at("a") == "b");
}

}  // namespace sendlab::test
