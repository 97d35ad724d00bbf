#include <catch2/catch.hpp>

#include "engine/api/control_registrations.hpp"
#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

const std::string topic = "arn:aws:sns:us-east-1:123456789012:inbound";

struct TwoWayWorld : ServedWorld {
  explicit TwoWayWorld(const std::function<void(AccountQuotas&)>& adjust = {})
      : TwoWayWorld("", adjust) {}
  explicit TwoWayWorld(const std::string& account_fields, const std::function<void(AccountQuotas&)>& adjust = {})
      : ServedWorld(
            account_fields +
            R"lua(numbers = { number { name = "canada", type = "LONG_CODE", country = "CA", number = "+16045550183" },
                                      number { name = "samoa", type = "LONG_CODE", country = "WS", number = "+6857200001" } })lua",
            "", adjust) {}
  boost::json::object number(std::size_t place) {
    return call("DescribePhoneNumbers").body.at("PhoneNumbers").as_array()[place].as_object();
  }
  // Whether what a handset writes is published, 1 or 0 each.
  std::string published(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) {
      inbound("+16045550100", "canada", text);
      out += emulation().inbound().messages().back().published ? '1' : '0';
    }
    return out;
  }
  Reply update(const std::string& settings, std::size_t place = 0) {
    return call(
        "UpdatePhoneNumber",
        "{'PhoneNumberId': '" + std::string(number(place).at("PhoneNumberId").as_string()) + "', " + settings + "}");
  }
};

}  // namespace

TEST_CASE("two-way messaging needs a channel", "[api][R-TWO-2]") {
  TwoWayWorld world;
  CHECK(world.update("'TwoWayEnabled': true").verdict() == "ValidationException TWO_WAY_CHANNEL_NOT_PRESENT");
  const Reply on = world.update("'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic +
                                "', 'TwoWayChannelRole': 'arn:aws:iam::123456789012:role/inbound'");
  CHECK(on.body.at("TwoWayEnabled") == true);
  CHECK(on.text("TwoWayChannelArn") == topic);
  CHECK(on.text("TwoWayChannelRole") == "arn:aws:iam::123456789012:role/inbound");
  CHECK(world.update("'DeletionProtectionEnabled': false").text("TwoWayChannelArn") == topic);
  const Reply off = world.update("'TwoWayEnabled': false");
  CHECK_FALSE(off.body.contains("TwoWayChannelArn"));
  CHECK(world.update("'TwoWayChannelArn': '" + topic + "'").body.at("TwoWayEnabled") ==
        true);  // as in the guide's example
}

TEST_CASE("a number of a country without two-way messaging cannot receive", "[api][R-TWO-1]") {
  TwoWayWorld world;
  CHECK(world.update("'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic + "'", 1).verdict() ==
        "ValidationException TWO_WAY_NOT_SUPPORTED_IN_COUNTRY");
}

TEST_CASE("the channel is an SNS topic of the Region, not FIFO, encrypted or not", "[api][R-TWO-2][R-TWO-7]") {
  TwoWayWorld world;
  CHECK(world.update("'TwoWayChannelArn': '" + topic + ".fifo'").verdict() == "ValidationException INVALID_ARN");
  CHECK(world.update("'TwoWayChannelArn': 'arn:aws:sqs:us-east-1:123456789012:queue'").verdict() ==
        "ValidationException INVALID_ARN");
  CHECK(world.update("'TwoWayChannelArn': 'arn:aws:sns:us-east-1:123456789012'").verdict() ==
        "ValidationException INVALID_ARN");
  CHECK(world.update("'TwoWayChannelArn': 'arn:aws:sns:eu-west-1:123456789012:inbound'").verdict() ==
        "ValidationException TWO_WAY_NOT_SUPPORTED_IN_REGION");
  CHECK(world.update("'TwoWayChannelArn': 'arn:aws:sns:us-east-1:123456789012:encrypted'")
            .ok());  // its key is not this service's business
}

TEST_CASE("or Amazon Connect of the Region, with a role", "[api][R-TWO-6]") {
  TwoWayWorld world;
  const std::string role = ", 'TwoWayChannelRole': 'arn:aws:iam::123456789012:role/connect'";
  CHECK(world.update("'TwoWayChannelArn': 'connect.us-east-1.amazonaws.com'").verdict() == "ValidationException MISSING_PARAMETER");
  CHECK(world.update("'TwoWayChannelArn': 'connect.us-east-1.amazonaws.com'" + role).text("TwoWayChannelArn") ==
        "connect.us-east-1.amazonaws.com");
  CHECK(world.update("'TwoWayChannelArn': 'connect.eu-west-2.amazonaws.com'" + role).verdict() ==
        "ValidationException TWO_WAY_NOT_SUPPORTED_IN_REGION");
}

TEST_CASE("a number manages its own opt-outs only with two-way messaging", "[api][R-SMO-1]") {
  TwoWayWorld world;
  CHECK(world.update("'SelfManagedOptOutsEnabled': true").verdict() == "ValidationException TWO_WAY_NOT_ENABLED");
  CHECK(world.update("'SelfManagedOptOutsEnabled': true, 'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic + "'")
            .ok());
  CHECK(world.update("'TwoWayEnabled': false").verdict() == "ValidationException TWO_WAY_NOT_ENABLED");
  CHECK(world.update("'TwoWayEnabled': false, 'SelfManagedOptOutsEnabled': false").ok());
  CHECK(world.update("'TwoWayEnabled': false, 'TwoWayChannelArn': '" + topic + "'").verdict() ==
        "ValidationException TWO_WAY_NOT_ENABLED");
}

TEST_CASE("HELP and STOP are not published when two-way messaging is switched on over the API",
          "[api][R-TWO-11][R-SMO-4]") {
  TwoWayWorld world;
  const std::vector<std::string> texts = {"thanks", "STOP", "help me", "unsubscribe", "info"};
  CHECK(world.published(texts) == "00000");
  REQUIRE(world.update("'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic + "'").ok());
  REQUIRE(world
              .call("PutKeyword",
                    "{'OriginationIdentity': '16045550183', 'Keyword': 'INFO', 'KeywordMessage': 'See our page.'}")
              .ok());
  CHECK(world.published(texts) == "10001");
  REQUIRE(world.update("'SelfManagedOptOutsEnabled': true").ok());
  CHECK(world.published(texts) == "11111");
}

TEST_CASE("nor when it is switched on for a pool", "[api][R-TWO-11][R-POL-1]") {
  TwoWayWorld world;
  const std::string id = world
                             .call("CreatePool", "{'OriginationIdentity': '" +
                                                     std::string(world.number(0).at("PhoneNumberId").as_string()) +
                                                     "', 'IsoCountryCode': 'CA', 'MessageType': 'TRANSACTIONAL'}")
                             .text("PoolId");
  REQUIRE(
      world.call("UpdatePool", "{'PoolId': '" + id + "', 'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic + "'}")
          .ok());
  CHECK(world.published({"thanks", "STOP", "HELP"}) == "100");
}

TEST_CASE("with self-managed opt-outs only HELP and STOP stay unanswered", "[api][R-SMO-2]") {
  TwoWayWorld world;
  REQUIRE(world.update("'SelfManagedOptOutsEnabled': true, 'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic + "'")
              .ok());
  REQUIRE(world
              .call("PutKeyword",
                    "{'OriginationIdentity': '16045550183', 'Keyword': 'INFO', 'KeywordMessage': 'See our page.'}")
              .ok());
  world.published({"STOP", "HELP"});
  CHECK(world.emulation().account().log().accepted() == 0);
  world.published({"INFO"});
  CHECK(world.emulation().account().log().accepted() == 1);
}

TEST_CASE("what the account says in reply to STOP goes out in spite of them, if it wants so", "[api][R-SMO-6]") {
  for (const bool wanted : {false, true}) {
    TwoWayWorld world(wanted ? "self_managed_replies = true, " : "");
    REQUIRE(
        world.update("'SelfManagedOptOutsEnabled': true, 'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic + "'")
            .ok());
    REQUIRE(world
                .call("PutKeyword",
                      "{'OriginationIdentity': '16045550183', 'Keyword': 'STOP', 'KeywordMessage': 'We miss you.'}")
                .ok());
    world.published({"STOP", "HELP"});  // HELP has the service's own text
    CHECK(world.emulation().account().log().accepted() == (wanted ? 1 : 0));
  }
}

TEST_CASE("what a number receives goes to its encrypted topic like to any other", "[api][R-TWO-7]") {
  TwoWayWorld world;
  const std::string encrypted = "arn:aws:sns:us-east-1:123456789012:encrypted";
  REQUIRE(world.update("'TwoWayEnabled': true, 'TwoWayChannelArn': '" + encrypted + "'").ok());
  CHECK(world.number(0).at("TwoWayChannelArn").as_string() == encrypted);
  world.inbound("+16045550100", "canada", "a question");
  world.advance(std::chrono::minutes{1});
  REQUIRE(world.emulation().inbound().messages().size() == 1);
  CHECK(world.emulation().inbound().messages().front().published);
}

TEST_CASE("Amazon Connect is no topic and counts against no quota of them", "[api][R-TWO-8][R-TWO-6]") {
  TwoWayWorld world([](AccountQuotas& quotas) { quotas.two_way_channels = 0; });
  CHECK(world.update("'TwoWayChannelArn': '" + topic + "'").verdict() == "ValidationException OTHER");
  CHECK(world
            .update("'TwoWayChannelArn': 'connect.us-east-1.amazonaws.com', 'TwoWayChannelRole': "
                    "'arn:aws:iam::123456789012:role/connect'")
            .ok());
}

TEST_CASE("a case raises the quota of topics", "[api][R-TWO-8][R-CAS-1]") {
  TwoWayWorld world([](AccountQuotas& quotas) { quotas.two_way_channels = 1; });
  REQUIRE(world.update("'TwoWayChannelArn': '" + topic + "'").ok());
  CHECK(world.update("'TwoWayChannelArn': '" + topic + "2'").verdict() == "ValidationException OTHER");
  const ControlAnswer opened = post_cases(
      world.emulation(),
      R"({"kind": "quota", "region": "us-east-1", "quota": "two_way_sns_topics", "new_limit": 2, "use_case": "shops"})");
  INFO(opened.body);
  REQUIRE(opened.status == 200);
  world.advance(std::chrono::hours{24});
  CHECK(world.update("'TwoWayChannelArn': '" + topic + "2'").ok());
}

TEST_CASE("an account uses 100,000 topics", "[api][R-TWO-8]") {
  TwoWayWorld world([](AccountQuotas& quotas) {
    CHECK(quotas.two_way_channels == 100'000);
    quotas.two_way_channels = 1;
  });
  CHECK(world.update("'TwoWayChannelArn': '" + topic + "'").ok());
  CHECK(world.update("'TwoWayChannelArn': '" + topic + "'").ok());
  CHECK(world.update("'TwoWayChannelArn': '" + topic + "2'").verdict() == "ValidationException OTHER");
}

TEST_CASE("settings are filters too", "[api]") {
  TwoWayWorld world;
  REQUIRE(world.update("'TwoWayChannelArn': '" + topic + "', 'DeletionProtectionEnabled': true").ok());
  auto found = [&](const std::string& name, const std::string& value) {
    return world.call("DescribePhoneNumbers", "{'Filters': [{'Name': '" + name + "', 'Values': ['" + value + "']}]}")
        .body.at("PhoneNumbers")
        .as_array()
        .size();
  };
  CHECK(found("two-way-channel-arn", topic) == 1);
  CHECK(found("two-way-enabled", "true") == 1);
  CHECK(found("deletion-protection-enabled", "true") == 1);
}

TEST_CASE("deletion protection is switched off before a number is released", "[api][R-NUM-8]") {
  TwoWayWorld world;
  REQUIRE(world.update("'DeletionProtectionEnabled': true").ok());
  const std::string body = "{'PhoneNumberId': '" + std::string(world.number(0).at("PhoneNumberId").as_string()) + "'}";
  CHECK(world.call("ReleasePhoneNumber", body).verdict() == "ConflictException DELETION_PROTECTION_ENABLED");
  REQUIRE(world.update("'DeletionProtectionEnabled': false").ok());
  CHECK(world.call("ReleasePhoneNumber", body).ok());
  CHECK(world.call("UpdatePhoneNumber", body).verdict() == "ResourceNotFoundException");
}

}  // namespace sendlab::test
