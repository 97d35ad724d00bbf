#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

std::string call(const std::string& more = "", const std::string& to = "+14255550168",
                 const std::string& body = "hello") {
  return "{'DestinationPhoneNumber': '" + to + "', 'MessageBody': '" + body +
         "', 'OriginationIdentity': '+18445550142'" + more + "}";
}

const std::string five_people =
    R"(verified_numbers = { "+14255550160", "+14255550161", "+14255550162", "+14255550163", "+14255550164" }, )";
std::string person(int i) { return "+1425555016" + std::to_string(i); }

std::int64_t voice_spent(ServedWorld& world) {
  return world.emulation().service().voice_spending().spent(AccountId{0}).count;
}

const boost::json::value& of_last(const std::vector<boost::json::object>& records, const char* member) {
  return records.back().at(member);
}

}  // namespace

// The world's network is ideal: phones ring after 100 ms and are answered after 1 s.
TEST_CASE("over the API a call is initiated, rings, is answered and completed", "[api][R-VSB-8]") {
  ServedWorld world(two_numbers);
  const std::string id =
      world.call("SendVoiceMessage", call("", "+14255550168", std::string(31, 'x'))).text("MessageId");
  CHECK(world.events_of(id) == Texts{"VOICE_INITIATED"});
  world.advance(100ms);
  CHECK(world.events_of(id).back() == "VOICE_RINGING");
  world.advance(900ms);
  CHECK(world.events_of(id).back() == "VOICE_ANSWERED");
  world.advance(3s - 1ns);  // 31 characters take three seconds
  CHECK(world.events_of(id).back() == "VOICE_ANSWERED");
  world.advance(1ns);
  CHECK(world.events_of(id).back() == "VOICE_COMPLETED");
}

TEST_CASE("a pool makes calls from a number that has voice", "[api][R-POL-1][R-ORG-18]") {
  ServedWorld world(
      R"(numbers = { number { name = "a", type = "TOLL_FREE", country = "US", number = "+18445550142", capabilities = { "SMS", "VOICE" } },
                                   number { name = "b", type = "TOLL_FREE", country = "US", number = "+18445550143" } },
                       pools = { pool { name = "both", identities = { "a", "b" } }, pool { name = "silent", identities = { "Example" } } },
                       sender_ids = { sender_id { id = "Example", country = "GB" } })");
  const auto from = [&](const std::string& pool) {
    return world.call(
        "SendVoiceMessage",
        "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '" + pool + "'}");
  };
  const Reply made = from("both");
  REQUIRE(made.verdict() == "ok");
  world.advance(1min);
  CHECK(world.events_of(made.text("MessageId")).back() == "VOICE_COMPLETED");
  CHECK(of_last(world.records_of(made.text("MessageId")), "originationPhoneNumber").as_string() == "+18445550142");
  CHECK(from("silent").reason == "NO_ORIGINATION_IDENTITIES_FOUND");
  CHECK(from("pool-00000000000000000000000000000000").exception == "ResourceNotFoundException");
}

TEST_CASE("only the last event of a call is final, and it alone has duration and price", "[api][R-BIL-9]") {
  ServedWorld world(two_numbers);
  const std::string id = world
                             .call("SendVoiceMessage", call(", 'Context': {'account': 'bar'}", "+14255550168",
                                                            std::string(60 * 15 + 1, 'x')))
                             .text("MessageId");
  world.advance(5min);
  const auto records = world.records_of(id);
  REQUIRE(records.size() == 4);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK_FALSE(records[i].at("isFinal").as_bool());
    CHECK_FALSE(records[i].contains("totalMessagePrice"));
    CHECK_FALSE(records[i].contains("callDurationInSeconds"));
  }
  // The attributes of the guide's example, and no other.
  Texts names;
  for (const auto& member : records.back()) names.emplace_back(member.key());
  CHECK(names == Texts{"eventType", "eventVersion", "eventTimestamp", "isFinal", "originationPhoneNumber",
                       "destinationPhoneNumber", "isoCountryCode", "messageId", "messageRequestTimestamp",
                       "messageStatus", "callDurationInSeconds", "totalDurationInMinutes", "totalMessagePrice",
                       "context"});
  CHECK(of_last(records, "isFinal").as_bool());
  CHECK(of_last(records, "messageStatus") == "COMPLETED");
  CHECK(of_last(records, "callDurationInSeconds") == 61);
  CHECK(of_last(records, "totalDurationInMinutes") == 2);
  CHECK(of_last(records, "totalMessagePrice") == 0.026);  // two minutes to the US
}

TEST_CASE("sixty seconds are one minute", "[api][R-BIL-9]") {
  ServedWorld world(two_numbers);
  const std::string id =
      world.call("SendVoiceMessage", call("", "+14255550168", std::string(60 * 15, 'x'))).text("MessageId");
  world.advance(5min);
  const auto records = world.records_of(id);
  CHECK(of_last(records, "totalDurationInMinutes") == 1);
  CHECK(of_last(records, "totalMessagePrice") == 0.013);
  CHECK(voice_spent(world) == 13'000);
}

TEST_CASE("the failing simulator number does not answer and costs nothing", "[api][R-SIM-3]") {
  ServedWorld world(two_numbers);
  const std::string id = world.call("SendVoiceMessage", call("", "+14254147167")).text("MessageId");
  world.advance(5min);
  CHECK(world.events_of(id) == Texts{"VOICE_INITIATED", "VOICE_RINGING", "VOICE_NO_ANSWER"});
  CHECK(voice_spent(world) == 0);
}

TEST_CASE("the sixth call to one recipient in 24 hours is refused, to another it is not", "[api][R-VSB-2][R-VSB-12]") {
  ServedWorld world(two_numbers);
  for (int i = 0; i < 5; ++i) {
    REQUIRE(world.call("SendVoiceMessage", call()).ok());
    world.advance(1min);
  }
  CHECK(world.call("SendVoiceMessage", call()).verdict() ==
        "ServiceQuotaExceededException DAILY_DESTINATION_CALL_LIMIT");
  CHECK(world.call("SendVoiceMessage", call("", "+14255550169")).ok());
  world.advance(24h - 5min - 1ns);
  CHECK(world.call("SendVoiceMessage", call()).exception == "ServiceQuotaExceededException");
  world.advance(1ns);
  CHECK(world.call("SendVoiceMessage", call()).ok());
}

TEST_CASE("a number makes one call a second", "[api][R-VSB-5]") {
  ServedWorld world(two_numbers);
  REQUIRE(world.call("SendVoiceMessage", call()).ok());
  world.advance(1s - 1ns);
  CHECK(world.call("SendVoiceMessage", call("", "+14255550169")).verdict() == "ThrottlingException");
  world.advance(1ns);
  CHECK(world.call("SendVoiceMessage", call("", "+14255550169")).ok());
}

TEST_CASE("a call whose TimeToLive is over before the phone rings expires", "[api][R-TTL-6]") {
  ServedWorld world(two_numbers);
  REQUIRE(post_faults(world.emulation(), "{\"kind\": \"outage\", \"lasts\": \"1m\"}").status == 200);
  world.advance(1s);
  const std::string id = world.call("SendVoiceMessage", call(", 'TimeToLive': 5")).text("MessageId");
  world.advance(1min);
  CHECK(world.events_of(id) == Texts{"VOICE_INITIATED", "VOICE_TTL_EXPIRED"});
  const auto records = world.records_of(id);
  CHECK(of_last(records, "messageStatus") == "TTL_EXPIRED");
  CHECK(of_last(records, "isFinal").as_bool());
  CHECK_FALSE(records.back().contains("totalMessagePrice"));
}

TEST_CASE("an account makes 20 calls a minute, 5 in the sandbox", "[api][R-VSB-3]") {
  const auto [tier, most] = GENERATE(table<std::string, int>({{"production", 20}, {"sandbox", 5}}));
  ServedWorld world("tier = \"" + tier + "\", " + five_people + two_numbers);
  for (int i = 0; i < most; ++i) {
    REQUIRE(world.call("SendVoiceMessage", call("", person(i % 4))).verdict() == "ok");
    world.advance(1s);
  }
  CHECK(world.call("SendVoiceMessage", call("", person(4))).verdict() == "ThrottlingException");
  world.advance(60s - std::chrono::seconds{most} - 1ns);
  CHECK(world.call("SendVoiceMessage", call("", person(4))).verdict() == "ThrottlingException");
  world.advance(1ns);
  CHECK(world.call("SendVoiceMessage", call("", person(4))).ok());
}

TEST_CASE("the sandbox makes 20 calls in 24 hours", "[api][R-VSB-1]") {
  ServedWorld world("tier = \"sandbox\", " + five_people + two_numbers);
  for (int i = 0; i < 20; ++i) {
    INFO(i);
    REQUIRE(world.call("SendVoiceMessage", call("", person(i % 4))).verdict() == "ok");
    world.advance(1min);
  }
  CHECK(world.call("SendVoiceMessage", call("", person(4))).message.find("20 calls in 24 hours") != std::string::npos);
  world.advance(24h - 20min);
  CHECK(world.call("SendVoiceMessage", call("", person(4))).ok());
}

TEST_CASE("a text is at most 3000 characters long, in the sandbox 30 seconds", "[api][R-VSB-4][R-VSB-8]") {
  ServedWorld production(two_numbers), sandbox("tier = \"sandbox\", " + two_numbers);
  auto verdict = [](ServedWorld& world, std::size_t characters) {
    world.advance(1min);
    return world.call("SendVoiceMessage", call("", "+14254147755", std::string(characters, 'x'))).verdict();
  };
  CHECK(verdict(production, 3000) == "ok");
  CHECK(verdict(production, 3001) == "ValidationException MAXIMUM_SIZE_EXCEEDED");
  CHECK(verdict(sandbox, 30 * 15) == "ok");
  CHECK(verdict(sandbox, 30 * 15 + 1) == "ValidationException MAXIMUM_SIZE_EXCEEDED");
}

TEST_CASE("SSML is spoken; what is no SSML is refused and told why", "[api][R-VSB-8]") {
  ServedWorld world(two_numbers);
  auto said = [&](const std::string& body) {
    world.advance(10s);
    return world.call("SendVoiceMessage", call(", 'MessageBodyTextType': 'SSML'", "+14255550168", body));
  };
  const Reply spoken = said("<speak>Hello there.<break time=\\\"2s\\\"/></speak>");
  REQUIRE(spoken.verdict() == "ok");
  world.advance(1min);
  CHECK(of_last(world.records_of(spoken.text("MessageId")), "callDurationInSeconds") ==
        3);  // 12 characters and the pause
  const Reply broken = said("<speak>Hello <brake/></speak>");
  CHECK(broken.verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(broken.message.find("<brake> is no element of SSML that the service knows (character 14)") !=
        std::string::npos);
  CHECK(broken.fields == Texts{"MessageBody"});
  CHECK(said("Hello.").verdict() == "ValidationException INVALID_PARAMETER");
}

TEST_CASE("characters are counted, not bytes", "[api][R-VSB-8]") {
  ServedWorld world(two_numbers);
  std::string body;
  for (int i = 0; i < 3000; ++i) body += "é";
  CHECK(world.call("SendVoiceMessage", call("", "+14255550168", body)).ok());
}

TEST_CASE("in the sandbox recipients of calls must be verified", "[api][R-VSB-9]") {
  ServedWorld world("tier = \"sandbox\", verified_numbers = { \"+14255550168\" }, " + two_numbers);
  CHECK(world.call("SendVoiceMessage", call()).ok());
  CHECK(world.call("SendVoiceMessage", call("", "+14255550169")).verdict() ==
        "ConflictException DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
}

TEST_CASE("a call costs by the country, which the prefix +1 does not tell", "[api][R-VSB-11]") {
  ServedWorld world(two_numbers);
  const auto [to, most] =
      GENERATE(table<std::string, std::string>({{"+14255550168", "0.01299"}, {"+18765550100", "0.56399"}}));
  CHECK(world.call("SendVoiceMessage", call(", 'MaxPricePerMinute': '" + most + "'", to)).verdict() ==
        "ValidationException PRICE_OVER_THRESHOLD");
  std::string enough = most;
  enough.replace(enough.size() - 5, 5, enough.substr(enough.size() - 5) == "01299" ? "01300" : "56400");
  CHECK(world.call("SendVoiceMessage", call(", 'MaxPricePerMinute': '" + enough + "'", to)).verdict() == "ok");
}

TEST_CASE("calls have a spending limit of their own", "[api][R-SPD-4][R-SPD-9]") {
  ServedWorld world("spend_enforcement = \"strict\", " + two_numbers);
  REQUIRE(world.call("SendVoiceMessage", call("", "+18765550100")).verdict() == "ok");  // $0.564 a minute, of $1
  world.advance(1min);
  CHECK(world.call("SendVoiceMessage", call("", "+18765550101")).verdict() ==
        "ServiceQuotaExceededException MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE");
  CHECK(world.call("SendTextMessage", call()).ok());
  world.advance(std::chrono::hours{24 * 21});
  CHECK(world.call("SendVoiceMessage", call("", "+18765550101")).verdict() == "ok");
}

TEST_CASE("the voice sandbox calls some countries only", "[api][R-VSB-6]") {
  // A simulator's number aside, Jamaica is not among them and Canada is.
  ServedWorld sandbox("tier = \"sandbox\", verified_numbers = { \"+18765550100\", \"+14165550100\" }, " + two_numbers),
      production(two_numbers);
  CHECK(sandbox.call("SendVoiceMessage", call("", "+18765550100")).verdict() ==
        "ValidationException DESTINATION_COUNTRY_BLOCKED");
  CHECK(sandbox.call("SendVoiceMessage", call("", "+14165550100")).verdict() == "ok");
  CHECK(production.call("SendVoiceMessage", call("", "+18765550100")).verdict() == "ok");
}

TEST_CASE("countries outside the list of local numbers can be called", "[api][R-VSB-14]") {
  ServedWorld world(two_numbers);
  CHECK(world.call("SendVoiceMessage", call("", "+33612345678")).verdict() == "ok");  // France
}

TEST_CASE("a long code of a country that needs a local address is not leased directly, of another it is",
          "[api][R-VSB-13][R-VSB-14]") {
  ServedWorld world(two_numbers);
  auto asked = [&](const std::string& iso) {
    return world.call(
        "RequestPhoneNumber",
        "{'IsoCountryCode': '" + iso +
            "', 'MessageType': 'TRANSACTIONAL', 'NumberCapabilities': ['VOICE'], 'NumberType': 'LONG_CODE'}");
  };
  CHECK(asked("AT").verdict() == "ok");
  CHECK_FALSE(asked("DE").ok());
  CHECK(asked("DE").message.find("support case") != std::string::npos);
}

TEST_CASE("over the API a call needs a number with voice", "[api][R-NUM-5]") {
  ServedWorld world(two_numbers);
  std::string from_codes = call();
  from_codes.replace(from_codes.find("+18445550142"), 12, "+12065550183");
  CHECK(world.call("SendVoiceMessage", from_codes).verdict() == "ValidationException VOICE_CAPABILITY_NOT_AVAILABLE");
  CHECK(world.call("SendVoiceMessage", call(", 'MessageBodyTextType': 'TEXT', 'VoiceId': 'AMY'")).verdict() == "ok");
}

TEST_CASE("over the API who opted out of a number is not called by it", "[api][R-OPT-6]") {
  ServedWorld world(two_numbers);
  REQUIRE(world.call("PutOptedOutNumber", "{'OptOutListName': 'Default', 'OptedOutNumber': '+14255550168'}").ok());
  CHECK(world.call("SendVoiceMessage", call()).verdict() == "ConflictException DESTINATION_PHONE_NUMBER_OPTED_OUT");
}

TEST_CASE("a dry run dials nobody and counts for nothing", "[api]") {
  ServedWorld world(two_numbers);
  for (int i = 0; i < 30; ++i) REQUIRE(world.call("SendVoiceMessage", call(", 'DryRun': true")).ok());
  world.advance(1min);
  CHECK(world.emulation().account().log().messages().empty());
  CHECK(world.call("SendVoiceMessage", call()).ok());
}

}  // namespace sendlab::test
