#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

const std::string codes = "+12065550183", second = "+12065550184", toll_free = "+18445550142", offers = "+18445550143",
                  canada = "+16045550183";
const std::string five_numbers = R"lua(
  opt_out_lists = { opt_out_list { name = "Weekly" } },
  brands = { brand { name = "Example Corp", vetting_score = 76, campaigns = { campaign { name = "otp", use_case = "2FA",
    numbers = { number { name = "codes", type = "TEN_DLC", country = "US", number = "+12065550183" },
                number { name = "second", type = "TEN_DLC", country = "US", number = "+12065550184" } } } } } },
  numbers = { number { name = "toll-free", type = "TOLL_FREE", country = "US", number = "+18445550142", capabilities = { "SMS", "VOICE" } },
              number { name = "offers", type = "TOLL_FREE", country = "US", number = "+18445550143", message_type = "PROMOTIONAL" },
              number { name = "canada", type = "LONG_CODE", country = "CA", number = "+16045550183", deletion_protection = true } })lua";
const std::string topic = "arn:aws:sns:us-east-1:123456789012:inbound";

struct PoolWorld : ServedWorld {
  PoolWorld() : ServedWorld(five_numbers) {}
  explicit PoolWorld(const std::function<void(AccountQuotas&)>& adjust) : ServedWorld(five_numbers, "", adjust) {}
  boost::json::object number(const std::string& number) {
    for (const auto items = call("DescribePhoneNumbers").body.at("PhoneNumbers").as_array(); const auto& n : items)
      if (n.at("PhoneNumber").as_string() == number) return n.as_object();
    return {};
  }
  std::string id(const std::string& phone) { return number(phone).at("PhoneNumberId").as_string().c_str(); }
  Reply create(const std::string& phone, const std::string& more = "", const std::string& type = "TRANSACTIONAL") {
    return call("CreatePool",
                "{'OriginationIdentity': '" + id(phone) + "', 'MessageType': '" + type + "'" + more + "}");
  }
  Reply join(const std::string& pool, const std::string& phone) {
    return call("AssociateOriginationIdentity",
                "{'PoolId': '" + pool + "', 'OriginationIdentity': '" + id(phone) + "'}");
  }
  Reply leave(const std::string& pool, const std::string& phone) {
    return call("DisassociateOriginationIdentity",
                "{'PoolId': '" + pool + "', 'OriginationIdentity': '" + id(phone) + "'}");
  }
  Reply update(const std::string& phone, const std::string& settings) {
    return call("UpdatePhoneNumber", "{'PhoneNumberId': '" + id(phone) + "', " + settings + "}");
  }
  Texts members(const std::string& pool, const std::string& more = "") {
    Texts found;
    for (const auto items = call("ListPoolOriginationIdentities", "{'PoolId': '" + pool + "'" + more + "}")
                                .body.at("OriginationIdentities")
                                .as_array();
         const auto& m : items)
      found.emplace_back(m.as_object().contains("PhoneNumber") ? m.at("PhoneNumber").as_string()
                                                               : m.at("OriginationIdentity").as_string());
    return found;
  }
};

}  // namespace

TEST_CASE("a pool takes over the settings of its first number, but not its deletion protection",
          "[api][R-POL-1][R-POL-7][R-POL-8]") {
  PoolWorld world;
  REQUIRE(world
              .update(canada, "'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic +
                                  "', 'SelfManagedOptOutsEnabled': true, 'OptOutListName': 'Weekly'")
              .ok());
  const Reply made = world.create(canada);
  REQUIRE(made.ok());
  CHECK(made.text("Status") == "CREATING");
  const auto pool = world.call("DescribePools", "{'PoolIds': ['" + made.text("PoolId") + "']}")
                        .body.at("Pools")
                        .as_array()[0]
                        .as_object();
  CHECK(pool.at("Status") == "ACTIVE");
  CHECK(pool.at("MessageType") == "TRANSACTIONAL");
  CHECK(pool.at("TwoWayEnabled") == true);
  CHECK(pool.at("TwoWayChannelArn") == topic.c_str());
  CHECK(pool.at("SelfManagedOptOutsEnabled") == true);
  CHECK(pool.at("OptOutListName") == "Weekly");
  CHECK(pool.at("SharedRoutesEnabled") == false);
  CHECK(pool.at("DeletionProtectionEnabled") == false);
  CHECK(world.create(codes).text("OptOutListName") == "Default");
}

TEST_CASE("every further number has the same settings", "[api][R-POL-2]") {
  PoolWorld world;
  const std::string pool = world.create(codes).text("PoolId");
  CHECK(world.join(pool, offers).verdict() == "ConflictException MESSAGE_TYPE_MISMATCH");
  REQUIRE(world.update(second, "'OptOutListName': 'Weekly'").ok());
  CHECK(world.join(pool, second).verdict() == "ConflictException OPT_OUT_LIST_MISMATCH");
  REQUIRE(
      world.update(second, "'OptOutListName': 'Default', 'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic + "'")
          .ok());
  CHECK(world.join(pool, second).verdict() == "ConflictException TWO_WAY_CONFIG_MISMATCH");
  REQUIRE(world.update(second, "'TwoWayEnabled': false").ok());
  REQUIRE(world
              .call("PutKeyword", "{'OriginationIdentity': '" + world.id(second) +
                                      "', 'Keyword': 'HOURS', 'KeywordMessage': '9 to 5.'}")
              .ok());
  CHECK(world.join(pool, second).verdict() == "ConflictException KEYWORD_MISMATCH");
  REQUIRE(world.call("DeleteKeyword", "{'OriginationIdentity': '" + world.id(second) + "', 'Keyword': 'HOURS'}").ok());
  CHECK(world.join(pool, second).ok());
  CHECK(world.join(pool, toll_free).ok());  // the network's own keywords are no difference
  CHECK(world.members(pool) == Texts{codes, second, toll_free});
}

TEST_CASE("self-managed opt-outs of a pool's numbers agree", "[api][R-POL-2]") {
  PoolWorld world;
  REQUIRE(world
              .update(codes,
                      "'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic + "', 'SelfManagedOptOutsEnabled': true")
              .ok());
  REQUIRE(world.update(second, "'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic + "'").ok());
  const std::string pool = world.create(codes).text("PoolId");
  CHECK(world.join(pool, second).verdict() == "ConflictException SELF_MANAGED_OPT_OUTS_MISMATCH");
}

TEST_CASE("a number in a pool is changed through the pool", "[api][R-POL-3]") {
  PoolWorld world;
  const std::string pool = world.create(codes).text("PoolId");
  REQUIRE(world.join(pool, second).ok());
  CHECK(world.update(codes, "'DeletionProtectionEnabled': true").verdict() ==
        "ConflictException PHONE_NUMBER_ASSOCIATED_TO_POOL");
  CHECK(world
            .call("PutKeyword",
                  "{'OriginationIdentity': '" + world.id(codes) + "', 'Keyword': 'A', 'KeywordMessage': 'x'}")
            .reason == "PHONE_NUMBER_ASSOCIATED_TO_POOL");
  CHECK(world.call("ReleasePhoneNumber", "{'PhoneNumberId': '" + world.id(codes) + "'}").reason ==
        "PHONE_NUMBER_ASSOCIATED_TO_POOL");
  CHECK(world.number(codes).at("PoolId") == pool.c_str());
  REQUIRE(world
              .call("UpdatePool", "{'PoolId': '" + pool +
                                      "', 'OptOutListName': 'Weekly', 'TwoWayEnabled': true, 'TwoWayChannelArn': '" +
                                      topic + "'}")
              .ok());
  CHECK(world.number(second).at("OptOutListName") == "Weekly");
  CHECK(world.number(second).at("TwoWayChannelArn") == topic.c_str());
  const std::string put = "{'OriginationIdentity': '" + pool +
                          "', 'Keyword': 'leave', 'KeywordMessage': 'Bye.', 'KeywordAction': 'OPT_OUT'}";
  REQUIRE(world.call("PutKeyword", put).ok());
  world.inbound("+14255550168", "second", "LEAVE");
  CHECK(world.call("DescribeOptedOutNumbers", "{'OptOutListName': 'Weekly'}")
            .body.at("OptedOutNumbers")
            .as_array()
            .size() == 1);
  REQUIRE(world.call("DeleteKeyword", "{'OriginationIdentity': '" + pool + "', 'Keyword': 'LEAVE'}").ok());
  CHECK(world.call("DescribeKeywords", "{'OriginationIdentity': '" + world.id(second) + "', 'Keywords': ['LEAVE']}")
            .verdict() == "ResourceNotFoundException");
}

TEST_CASE("another opt-out list makes people reachable again", "[api][R-POL-8]") {
  PoolWorld world;
  const std::string pool = world.create(codes).text("PoolId");
  const std::string text =
      "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '" + codes + "'}";
  REQUIRE(world.call("PutOptedOutNumber", "{'OptOutListName': 'Default', 'OptedOutNumber': '+14255550168'}").ok());
  CHECK(world.call("SendTextMessage", text).reason == "DESTINATION_PHONE_NUMBER_OPTED_OUT");
  REQUIRE(world.call("UpdatePool", "{'PoolId': '" + pool + "', 'OptOutListName': 'Weekly'}").ok());
  CHECK(world.call("SendTextMessage", text).ok());
}

TEST_CASE("a pool is deleted without protection and with one identity at most, which stays",
          "[api][R-POL-4][R-POL-5]") {
  PoolWorld world;
  const std::string pool = world.create(codes, ", 'DeletionProtectionEnabled': true").text("PoolId");
  REQUIRE(world.join(pool, second).ok());
  const std::string body = "{'PoolId': '" + pool + "'}";
  CHECK(world.call("DeletePool", body).verdict() == "ConflictException DELETION_PROTECTION_ENABLED");
  REQUIRE(world.call("UpdatePool", "{'PoolId': '" + pool + "', 'DeletionProtectionEnabled': false}").ok());
  CHECK(world.call("DeletePool", body).verdict() == "ConflictException RESOURCE_NOT_EMPTY");
  REQUIRE(world.leave(pool, second).ok());
  CHECK(world.leave(pool, second).verdict() == "ConflictException PHONE_NUMBER_NOT_ASSOCIATED_TO_POOL");
  CHECK(world.leave(pool, codes).verdict() == "ConflictException LAST_PHONE_NUMBER");
  CHECK(world.call("DeletePool", body).text("Status") == "DELETING");
  CHECK(world.call("DescribePools", "{'PoolIds': ['" + pool + "']}").verdict() == "ResourceNotFoundException");
  CHECK_FALSE(world.number(codes).contains("PoolId"));
  CHECK(world.create(codes).ok());
}

TEST_CASE("25 pools an account, 100 identities a pool", "[api][R-POL-6]") {
  PoolWorld world([](AccountQuotas& quotas) { quotas.pools = 1, quotas.identities_per_pool = 2; });
  const std::string pool = world.create(codes).text("PoolId");
  CHECK(world.create(canada).verdict() == "ServiceQuotaExceededException POOLS_PER_ACCOUNT");
  REQUIRE(world.join(pool, second).ok());
  CHECK(world.join(pool, toll_free).verdict() == "ServiceQuotaExceededException ORIGINATION_IDENTITIES_PER_POOL");
  ServedWorld plain(two_numbers);
  CHECK(plain.emulation().account().parts().quotas.pools == 25);
  CHECK(plain.emulation().account().parts().quotas.identities_per_pool == 100);
}

TEST_CASE("a phone number is in one pool, a sender ID in several", "[api][R-POL-9]") {
  PoolWorld world;
  REQUIRE(world.call("RequestSenderId", "{'SenderId': 'Example', 'IsoCountryCode': 'GB'}").ok());
  const std::string a = world.create(codes).text("PoolId"), b = world.create(second).text("PoolId");
  CHECK(world.join(b, codes).verdict() == "ConflictException PHONE_NUMBER_ASSOCIATED_TO_POOL");
  CHECK(world.create(codes).verdict() == "ConflictException PHONE_NUMBER_ASSOCIATED_TO_POOL");
  const std::string with_sender = ", 'OriginationIdentity': 'Example', 'IsoCountryCode': 'GB'}";
  CHECK(world.call("AssociateOriginationIdentity", "{'PoolId': '" + a + "'" + with_sender).ok());
  CHECK(world.call("AssociateOriginationIdentity", "{'PoolId': '" + b + "'" + with_sender).ok());
  CHECK(world.members(b) == Texts{second, "Example"});
  CHECK(world.members(b, ", 'Filters': [{'Name': 'iso-country-code', 'Values': ['GB']}]") == Texts{"Example"});
  CHECK(world.call("ReleaseSenderId", "{'SenderId': 'Example', 'IsoCountryCode': 'GB'}").verdict() ==
        "ConflictException SENDER_ID_ASSOCIATED_TO_POOL");
}

TEST_CASE("what a pool is made of", "[api][R-POL-1]") {
  PoolWorld world;
  CHECK(world.create(codes, "", "PROMOTIONAL").verdict() == "ConflictException MESSAGE_TYPE_MISMATCH");
  CHECK(world.create(codes, ", 'IsoCountryCode': 'CA'").verdict() == "ValidationException COUNTRY_CODE_MISMATCH");
  CHECK(world.call("CreatePool", "{'OriginationIdentity': 'Example', 'MessageType': 'TRANSACTIONAL'}").verdict() == "ValidationException MISSING_PARAMETER");
  CHECK(world
            .call("CreatePool",
                  "{'OriginationIdentity': 'Example', 'IsoCountryCode': 'GB', 'MessageType': 'TRANSACTIONAL'}")
            .verdict() == "ResourceNotFoundException");
  REQUIRE(world.call("RequestSenderId", "{'SenderId': 'Example', 'IsoCountryCode': 'GB'}").ok());
  const Reply senders = world.call(
      "CreatePool", "{'OriginationIdentity': 'Example', 'IsoCountryCode': 'GB', 'MessageType': 'PROMOTIONAL'}");
  REQUIRE(senders.ok());
  CHECK(world
            .call("UpdatePool", "{'PoolId': '" + senders.text("PoolId") +
                                    "', 'TwoWayEnabled': true, 'TwoWayChannelArn': '" + topic + "'}")
            .verdict() == "ValidationException TWO_WAY_NOT_SUPPORTED_IN_COUNTRY");
  CHECK(world.call("UpdatePool", "{'PoolId': '" + senders.text("PoolId") + "', 'SharedRoutesEnabled': true}")
            .body.at("SharedRoutesEnabled") == true);
}

TEST_CASE("pools are filtered and paged", "[api]") {
  PoolWorld world;
  const std::string a = world.create(codes).text("PoolId"),
                    b = world.create(canada, ", 'DeletionProtectionEnabled': true").text("PoolId"),
                    c = world.create(offers, "", "PROMOTIONAL").text("PoolId");
  auto found = [&](const std::string& name, const std::string& value) {
    Texts ids;
    for (const auto items =
             world.call("DescribePools", "{'Filters': [{'Name': '" + name + "', 'Values': ['" + value + "']}]}")
                 .body.at("Pools")
                 .as_array();
         const auto& pool : items)
      ids.emplace_back(pool.at("PoolId").as_string());
    return ids;
  };
  CHECK(found("message-type", "PROMOTIONAL") == Texts{c});
  CHECK(found("deletion-protection-enabled", "true") == Texts{b});
  CHECK(found("status", "ACTIVE") == Texts{a, b, c});
  CHECK(found("status", "CREATING").empty());
  CHECK(found("shared-routes-enabled", "false") == Texts{a, b, c});
  CHECK(found("opt-out-list-name", "Weekly").empty());
  const Reply first = world.call("DescribePools", "{'MaxResults': 2}");
  CHECK(world.call("DescribePools", "{'MaxResults': 2, 'NextToken': '" + first.text("NextToken") + "'}")
            .body.at("Pools")
            .as_array()[0]
            .at("PoolId") == c.c_str());
}

TEST_CASE("a requested number joins a pool whose settings it has", "[api][R-POL-2]") {
  PoolWorld world;
  const std::string pool = world.create(canada).text("PoolId");
  const std::string request =
      "{'IsoCountryCode': 'US', 'MessageType': 'TRANSACTIONAL', 'NumberCapabilities': ['SMS'], 'NumberType': "
      "'SIMULATOR', 'PoolId': '" +
      pool + "'";
  const Reply made = world.call("RequestPhoneNumber", request + "}");
  CHECK(made.text("PoolId") == pool);
  CHECK(world.call("RequestPhoneNumber", request + ", 'OptOutListName': 'Weekly'}").verdict() ==
        "ConflictException OPT_OUT_LIST_MISMATCH");
  CHECK(world.call("DescribePhoneNumbers").body.at("PhoneNumbers").as_array().size() == 6);
}

}  // namespace sendlab::test
