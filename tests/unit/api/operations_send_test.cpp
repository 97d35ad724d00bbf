#include <catch2/catch.hpp>

#include "engine/message/phone_number.hpp"
#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

std::string text(const std::string& more = "", const std::string& to = "+14255550168",
                 const std::string& from = "+12065550183") {
  return "{'DestinationPhoneNumber': '" + to + "', 'MessageBody': 'hello'" +
         (from.empty() ? "" : ", 'OriginationIdentity': '" + from + "'") + more + "}";
}

const std::string with_simulator =
    "numbers = { number { name = \"simulator\", type = \"SIMULATOR\", country = \"US\", number = \"+12920000000\" } }";

}  // namespace

TEST_CASE("India's parameters are ignored for a destination elsewhere", "[api][R-ORG-29]") {
  ServedWorld world(two_numbers);
  const std::string message =
      world.send(text(", 'DestinationCountryParameters': {'IN_ENTITY_ID': 'E1', 'IN_TEMPLATE_ID': 'T1'}"));
  world.advance(1min);
  CHECK(world.events_of(message) == Texts{"TEXT_SUCCESSFUL", "TEXT_DELIVERED"});
}

TEST_CASE("from a simulator number only the simulator's destinations can be reached", "[api][R-SIM-5][R-SIM-3]") {
  ServedWorld world(with_simulator);
  const Reply refused = world.call("SendTextMessage", text("", "+14255550168", "+12920000000"));
  CHECK(refused.verdict() == "ValidationException INVALID_IDENTITY_FOR_DESTINATION_COUNTRY");
  CHECK(refused.message.find("+14254147755") != std::string::npos);
  CHECK(world.call("SendTextMessage", text("", "+447860019066", "+12920000000")).verdict() ==
        "ValidationException INVALID_IDENTITY_FOR_DESTINATION_COUNTRY");
  const std::string message = world.send(text("", "+14254147755", "+12920000000"));
  world.advance(1min);
  CHECK(world.events_of(message) == Texts{"TEXT_SUCCESSFUL", "TEXT_DELIVERED"});
}

TEST_CASE("MaxPrice is compared with the price of one part, carrier fee apart", "[api][R-BIL-11]") {
  ServedWorld world(two_numbers, "pricing = prices { per_part = \"$0.005\", carrier_fee = \"$1\" }, ");
  const std::string three_parts =
      "{'DestinationPhoneNumber': '+14255550168', 'OriginationIdentity': '+12065550183', 'MessageBody': '" +
      std::string(400, 'x') + "'";
  CHECK(world.call("SendTextMessage", three_parts + ", 'MaxPrice': '0.00499'}").verdict() ==
        "ValidationException PRICE_OVER_THRESHOLD");
  CHECK(world.call("SendTextMessage", three_parts + ", 'MaxPrice': '.005'}").verdict() == "ok");
  CHECK(world.emulation().account().log().accepted() == 1);
}

TEST_CASE("over its parts a second a number is throttled, and told until when", "[api][R-MPS-9]") {
  ServedWorld world(two_numbers);
  for (int i = 0; i < 10; ++i) world.send(text("", "+1425555" + std::to_string(1000 + i)));
  world.advance(400ms);
  const Reply reply = world.call("SendTextMessage", text());
  CHECK(reply.verdict() == "ThrottlingException");
  CHECK(reply.message == "Rate exceeded: +12065550183 sends 10 message parts a second; try again in 600 ms.");
  world.advance(600ms);
  CHECK(world.call("SendTextMessage", text()).ok());
}

TEST_CASE("a recipient gets one message a second from an account, whatever the number", "[api][R-MPS-8]") {
  ServedWorld world(two_numbers);
  world.send(text());
  const Reply reply = world.call("SendTextMessage", text("", "+14255550168", "+18445550142"));
  CHECK(reply.verdict() == "ThrottlingException");
  CHECK(reply.message.find("+14255550168 gets one message a second") != std::string::npos);
  world.advance(1s);
  CHECK(world.call("SendTextMessage", text("", "+14255550168", "+18445550142")).ok());
}

TEST_CASE("without an identity the service chooses a number, and without a fitting one it refuses",
          "[api][R-ORG-3][R-ORG-5]") {
  ServedWorld world(two_numbers);
  world.send(text("", "+14255550168", ""));
  CHECK(to_e164(world.emulation().account().log().messages().begin()->second.origination) == "+12065550183");
  CHECK(world.call("SendTextMessage", text("", "+8613912345678", "")).verdict() ==
        "ConflictException NO_ORIGINATION_IDENTITIES_FOUND");
  CHECK(world.call("SendTextMessage", text("", "+447700900123")).verdict() ==
        "ValidationException INVALID_IDENTITY_FOR_DESTINATION_COUNTRY");
}

TEST_CASE("countries that are not served are refused", "[api][R-ORG-21][R-ORG-28]") {
  ServedWorld world(two_numbers);
  const std::string to = GENERATE("+5352345678", "+989121234567", "+16705551234");  // Cuba, Iran, the Northern Marianas
  const Reply reply = world.call("SendTextMessage", text("", to));
  CHECK(reply.verdict() == "ValidationException DESTINATION_COUNTRY_BLOCKED");
  CHECK(reply.fields == Texts{"DestinationPhoneNumber"});
}

TEST_CASE("an identity is a number, its id or its ARN, with or without plus sign", "[api]") {
  ServedWorld world(two_numbers);
  const std::string id = world.emulation().account().phone_numbers().front().id;
  for (const std::string& from : {std::string("+12065550183"), std::string("12065550183"), id,
                                  "arn:aws:sms-voice:us-east-1:123456789012:phone-number/" + id}) {
    world.advance(1s);
    CHECK(world.call("SendTextMessage", text("", "+14255550168", from)).verdict() == "ok");
  }
}

TEST_CASE("an identity that nobody has is not found, however long", "[api]") {
  ServedWorld world(two_numbers);
  // 2^64 + 12065550183: a number that wraps around must not become ours.
  const std::string from = GENERATE("+12065559999", "phone-00000000000000000000000000000000", "18446744085775101799",
                                    "pool-00000000000000000000000000000000");
  const Reply reply = world.call("SendTextMessage", text("", "+14255550168", from));
  CHECK(reply.exception == "ResourceNotFoundException");
  CHECK(reply.resource_id == from);
}

TEST_CASE("in the sandbox only verified numbers and the simulator's can be reached",
          "[api][R-SBX-3][R-SBX-11][R-SBX-12]") {
  ServedWorld world("tier = \"sandbox\", verified_numbers = { \"+14255550168\" }, " + two_numbers);
  CHECK(world.call("SendTextMessage", text()).ok());
  CHECK(world.call("SendTextMessage", text("", "+14254147755")).ok());
  const Reply reply = world.call("SendTextMessage", text("", "+14255550169"));
  CHECK(reply.verdict() == "ConflictException DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
  CHECK(reply.resource_id == "+14255550169");
}

TEST_CASE("over the spending limit nothing is sent until the next month", "[api][R-SPD-4][R-SPD-5]") {
  ServedWorld world("monthly_spend_limit = \"$0.01\", spend_enforcement = \"strict\", " + two_numbers,
                    "pricing = prices { per_part = \"$0.006\", carrier_fee = \"$0.004\" }, ");
  world.send(text());
  world.advance(1s);
  CHECK(world.call("SendTextMessage", text()).verdict() ==
        "ServiceQuotaExceededException MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT");
  world.advance(std::chrono::hours{24 * 20} + 15h - 2s);  // to 2026-06-30T23:59:59Z
  CHECK(world.call("SendTextMessage", text()).exception == "ServiceQuotaExceededException");
  world.advance(1s);
  CHECK(world.call("SendTextMessage", text()).ok());
}

TEST_CASE("a dry run is refused what a message would be, and otherwise leaves no trace", "[api]") {
  ServedWorld world(two_numbers);
  for (int i = 0; i < 20; ++i) {
    CHECK(world.call("SendTextMessage", text(", 'DryRun': true")).verdict() == "ok");
    world.advance(1s);
  }
  CHECK(world.call("SendTextMessage", text(", 'DryRun': true", "+5352345678")).reason == "DESTINATION_COUNTRY_BLOCKED");
  world.advance(1min);
  CHECK(world.emulation().account().log().messages().empty());
  CHECK(world.emulation().account().log().events().empty());
  CHECK(world.emulation().service().spending().spent(AccountId{0}).count == 0);
}

TEST_CASE("context goes into every event record as it was given", "[api]") {
  ServedWorld world(two_numbers);
  const std::string message = world.send(text(R"(, 'Context': {'order': '4711', 'said': 'a \\ b\u2028'})"));
  world.advance(1min);
  const auto records = world.records_of(message);
  REQUIRE(records.size() == 2);
  for (const auto& record : records) {
    CHECK(record.at("context").at("order") == "4711");
    CHECK(record.at("context").at("said") == "a \\ b\xE2\x80\xA8");
  }
}

TEST_CASE("a message expires at the end of its time-to-live, to the second", "[api][R-TTL-1]") {
  ServedWorld world(two_numbers);
  FaultModel outage{.from = world.emulation().simulation().now(), .to = never, .share = 1};
  outage.kind = FaultKind::outage;
  world.emulation().add_fault(outage);
  world.advance(0s);
  const std::string message = world.send(text(", 'TimeToLive': 45"));
  world.advance(45s - 1ns);
  CHECK(world.emulation().account().log().finished() == 0);
  world.advance(1ns);
  CHECK(world.events_of(message).back() == "TEXT_TTL_EXPIRED");
}

TEST_CASE("a message without a final receipt is UNKNOWN after 72 hours", "[api][R-EVT-6]") {
  ServedWorld world(two_numbers);
  FaultModel lost{.from = world.emulation().simulation().now(), .to = never, .share = 1};
  lost.kind = FaultKind::receipt_loss;
  world.emulation().add_fault(lost);
  world.advance(0s);
  const std::string message = world.send(text());
  world.advance(72h - 1ns);
  CHECK(world.events_of(message) == Texts{"TEXT_SUCCESSFUL"});
  world.advance(1ns);
  CHECK(world.events_of(message) == Texts{"TEXT_SUCCESSFUL", "TEXT_UNKNOWN"});
}

}  // namespace sendlab::test
