#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

std::string request(const std::string& type, const std::string& iso = "US", const std::string& capabilities = "'SMS'",
                    const std::string& more = "") {
  return "{'IsoCountryCode': '" + iso + "', 'MessageType': 'TRANSACTIONAL', 'NumberCapabilities': [" + capabilities +
         "], 'NumberType': '" + type + "'" + more + "}";
}

std::string status_of(ServedWorld& world, const std::string& id) {
  const Reply reply = world.call("DescribePhoneNumbers", "{'PhoneNumberIds': ['" + id + "']}");
  if (!reply.ok()) return reply.exception;
  return std::string(reply.body.at("PhoneNumbers").at(0).at("Status").as_string());
}

}  // namespace

TEST_CASE("a requested number is PENDING in the answer, then ACTIVE when nothing else is needed",
          "[api][R-NUM-1][R-SIM-4]") {
  ServedWorld world(two_numbers);
  const Reply made = world.call("RequestPhoneNumber", request("SIMULATOR"));
  CHECK(made.text("Status") == "PENDING");
  CHECK(status_of(world, made.text("PhoneNumberId")) == "ACTIVE");
}

TEST_CASE("a requested number that must be registered stays PENDING and sends nothing", "[api][R-NUM-1][R-NUM-2]") {
  ServedWorld world(two_numbers);
  for (const char* type : {"TEN_DLC", "TOLL_FREE"}) {
    const Reply made = world.call("RequestPhoneNumber", request(type));
    world.advance(std::chrono::hours{24 * 30});
    CHECK(status_of(world, made.text("PhoneNumberId")) == "PENDING");
    const Reply sent =
        world.call("SendTextMessage",
                   "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '" +
                       made.text("PhoneNumberId") + "'}");
    CHECK(sent.verdict() == "ConflictException RESOURCE_NOT_ACTIVE");
    CHECK(sent.resource_id == made.text("PhoneNumberId"));
    CHECK(sent.message.find("until it is registered") != std::string::npos);
  }
}

TEST_CASE("a number of the scenario is ACTIVE from its instant on", "[api][R-NUM-1][R-NUM-2]") {
  ServedWorld world(R"(numbers = number { name = "later", type = "TOLL_FREE", country = "US", number = "+18445550142", available_after = "1h" })");
  const std::string text =
      "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '+18445550142'}";
  world.advance(1h - 1ns);
  CHECK(world.call("SendTextMessage", text).reason == "RESOURCE_NOT_ACTIVE");
  world.advance(1ns);
  CHECK(world.call("SendTextMessage", text).verdict() == "ok");
}

TEST_CASE("a request that no number fits fails and makes none",
          "[api][R-NUM-4][R-NUM-13][R-NUM-15][R-NUM-16][R-SIM-4]") {
  ServedWorld world(two_numbers);
  const auto [type, iso, capabilities, field] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {"TOLL_FREE", "GB", "'SMS'", "IsoCountryCode"},            // toll-free numbers exist in the US only
      {"TEN_DLC", "CA", "'SMS'", "IsoCountryCode"},
      {"SIMULATOR", "CA", "'SMS'", "IsoCountryCode"},            // simulator numbers too
      {"SIMULATOR", "US", "'SMS', 'VOICE'", "NumberCapabilities"},
      {"LONG_CODE", "US", "'SMS'", "NumberType"},                // plain long codes of the US carry no SMS
      {"LONG_CODE", "DE", "'SMS'", "NumberCapabilities"},        // those of others come by support case
      {"TOLL_FREE", "ZZ", "'SMS'", "IsoCountryCode"},
  }));
  const Reply reply = world.call("RequestPhoneNumber", request(type, iso, capabilities));
  CHECK(reply.verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(reply.fields == Texts{field});
  CHECK(world.emulation().account().phone_numbers().size() == 2);
}

TEST_CASE("a requested toll-free number has a toll-free prefix and both capabilities", "[api][R-NUM-16]") {
  ServedWorld world(two_numbers);
  const Reply made = world.call("RequestPhoneNumber", request("TOLL_FREE", "US", "'SMS', 'VOICE'"));
  const std::string prefix = made.text("PhoneNumber").substr(0, 5);
  const Texts prefixes{"+1888", "+1877", "+1866", "+1855", "+1844", "+1833"};
  CHECK(std::find(prefixes.begin(), prefixes.end(), prefix) != prefixes.end());
  CHECK(made.body.at("NumberCapabilities").as_array().size() == 2);
}

TEST_CASE("a requested number begins without two-way, self-managed opt-outs and protection, on the list Default",
          "[api][R-NUM-6]") {
  ServedWorld world(two_numbers);
  const Reply made = world.call("RequestPhoneNumber", request("SIMULATOR"));
  CHECK_FALSE(made.body.at("TwoWayEnabled").as_bool());
  CHECK_FALSE(made.body.at("SelfManagedOptOutsEnabled").as_bool());
  CHECK_FALSE(made.body.at("DeletionProtectionEnabled").as_bool());
  CHECK(made.text("OptOutListName") == "Default");
}

TEST_CASE("each requested number is another one", "[api][R-NUM-4]") {
  ServedWorld world(two_numbers);
  const Reply first = world.call("RequestPhoneNumber", request("SIMULATOR")), second = world.call("RequestPhoneNumber", request("SIMULATOR"));
  CHECK(first.text("PhoneNumber") != second.text("PhoneNumber"));
  CHECK(first.text("PhoneNumberId") != second.text("PhoneNumberId"));
}

TEST_CASE("a protected number is not released", "[api][R-NUM-8]") {
  ServedWorld world(two_numbers);
  const std::string id = world.call("RequestPhoneNumber", request("SIMULATOR", "US", "'SMS'", ", 'DeletionProtectionEnabled': true")).text("PhoneNumberId");
  const Reply reply = world.call("ReleasePhoneNumber", "{'PhoneNumberId': '" + id + "'}");
  CHECK(reply.verdict() == "ConflictException DELETION_PROTECTION_ENABLED");
  CHECK(reply.resource_id == id);
  CHECK(status_of(world, id) == "ACTIVE");
}

TEST_CASE("a scenario's number is as protected as the scenario says", "[api][R-NUM-8]") {
  ServedWorld world(R"(numbers = { number { name = "kept", type = "TOLL_FREE", country = "US", deletion_protection = true },
                                   number { name = "free", type = "TOLL_FREE", country = "US" } })");
  Texts verdicts;
  const auto numbers = world.emulation().account().phone_numbers();
  for (const PhoneNumberResource& number : numbers)
    verdicts.push_back(world.call("ReleasePhoneNumber", "{'PhoneNumberId': '" + number.id + "'}").verdict());
  CHECK(verdicts == Texts{"ConflictException DELETION_PROTECTION_ENABLED", "ok"});
}

TEST_CASE("a 10DLC number is released when it is ACTIVE only", "[api][R-NUM-9]") {
  ServedWorld world(two_numbers);
  const std::string pending = world.call("RequestPhoneNumber", request("TEN_DLC")).text("PhoneNumberId");
  CHECK(world.call("ReleasePhoneNumber", "{'PhoneNumberId': '" + pending + "'}").verdict() ==
        "ConflictException RESOURCE_NOT_ACTIVE");
  const std::string active = world.emulation().account().phone_numbers().front().id;
  CHECK(world.call("ReleasePhoneNumber", "{'PhoneNumberId': '" + active + "'}").text("Status") == "DELETED");
}

TEST_CASE("a toll-free number may be released while it is PENDING", "[api][R-NUM-9]") {
  ServedWorld world(two_numbers);
  const std::string pending = world.call("RequestPhoneNumber", request("TOLL_FREE")).text("PhoneNumberId");
  CHECK(world.call("ReleasePhoneNumber", "{'PhoneNumberId': '" + pending + "'}").text("Status") == "DELETED");
}

TEST_CASE("a released number sends nothing new, and what it has sent arrives", "[api][R-NUM-7]") {
  ServedWorld world(two_numbers);
  const std::string text =
      "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '+18445550142'}";
  const std::string message = world.send(text);
  const std::string id = world.emulation().account().phone_numbers().back().id;
  REQUIRE(world.call("ReleasePhoneNumber", "{'PhoneNumberId': '" + id + "'}").ok());
  CHECK(world.call("SendTextMessage", text).exception == "ResourceNotFoundException");
  CHECK(status_of(world, id) == "ResourceNotFoundException");
  world.advance(1min);
  CHECK(world.events_of(message) == Texts{"TEXT_SUCCESSFUL", "TEXT_DELIVERED"});
}

TEST_CASE("the service does not choose a released number", "[api][R-NUM-7]") {
  ServedWorld world(two_numbers);
  const std::string text = "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello'}";
  for (int left = 2; left > 0; --left) {
    world.advance(1s);
    CHECK(world.call("SendTextMessage", text).ok());
    const std::string id = world.emulation().account().phone_numbers().front().id;
    REQUIRE(world.call("ReleasePhoneNumber", "{'PhoneNumberId': '" + id + "'}").ok());
  }
  world.advance(1s);
  CHECK(world.call("SendTextMessage", text).verdict() == "ConflictException NO_ORIGINATION_IDENTITIES_FOUND");
}

TEST_CASE("an account has 25 numbers at most, and one place more after a release", "[api][R-NUM-14]") {
  ServedWorld world(two_numbers);
  std::string last;
  for (int i = 2; i < 25; ++i) {
    const Reply made = world.call("RequestPhoneNumber", request("SIMULATOR"));
    REQUIRE(made.ok());
    last = made.text("PhoneNumberId");
  }
  CHECK(world.call("RequestPhoneNumber", request("SIMULATOR")).verdict() == "ServiceQuotaExceededException PHONE_NUMBERS_PER_ACCOUNT");
  REQUIRE(world.call("ReleasePhoneNumber", "{'PhoneNumberId': '" + last + "'}").ok());
  CHECK(world.call("RequestPhoneNumber", request("SIMULATOR")).ok());
}

TEST_CASE("the same ClientToken gets the first answer and makes nothing", "[api]") {
  ServedWorld world(two_numbers);
  const std::string body = request("SIMULATOR", "US", "'SMS'", ", 'ClientToken': 't1'");
  const Reply first = world.call("RequestPhoneNumber", body);
  world.advance(1h);
  CHECK(world.call("RequestPhoneNumber", body).body == first.body);
  CHECK(world.emulation().account().phone_numbers().size() == 3);
  // A token belongs to its operation.
  CHECK(world.call("CreateOptOutList", "{'OptOutListName': 'new', 'ClientToken': 't1'}").text("OptOutListName") ==
        "new");
}

TEST_CASE("a refused request leaves no answer under its ClientToken", "[api]") {
  ServedWorld world(two_numbers);
  const std::string body =
      "{'ConfigurationSetName': 'set', 'EventDestinationName': 'e', 'MatchingEventTypes': ['ALL'], 'ClientToken': 't1',"
      " 'SnsDestination': {'TopicArn': 'arn:aws:sns:us-east-1:123456789012:e'}}";
  CHECK(world.call("CreateEventDestination", body).exception == "ResourceNotFoundException");
  REQUIRE(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'set'}").ok());
  CHECK(world.call("CreateEventDestination", body).ok());
}

}  // namespace sendlab::test
