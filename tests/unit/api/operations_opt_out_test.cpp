#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;

const std::string person = "+14255550168";

Reply text(ServedWorld& world, const std::string& to, const std::string& from = "+12065550183") {
  world.advance(1s);
  return world.call("SendTextMessage", "{'DestinationPhoneNumber': '" + to +
                                           "', 'MessageBody': 'hello', 'OriginationIdentity': '" + from + "'}");
}

Reply put(ServedWorld& world, const std::string& list, const std::string& number) {
  return world.call("PutOptedOutNumber", "{'OptOutListName': '" + list + "', 'OptedOutNumber': '" + number + "'}");
}

boost::json::array entries(ServedWorld& world, const std::string& list) {
  return world.call("DescribeOptedOutNumbers", "{'OptOutListName': '" + list + "'}")
      .body.at("OptedOutNumbers")
      .as_array();
}

}  // namespace

TEST_CASE("a number that was put on the list of a number gets nothing from it", "[api][R-OPT-6][R-OPT-14]") {
  ServedWorld world(two_numbers);
  CHECK(text(world, person).ok());
  REQUIRE(put(world, "Default", person).ok());
  const Reply refused = text(world, person);
  CHECK(refused.verdict() == "ConflictException DESTINATION_PHONE_NUMBER_OPTED_OUT");
  CHECK(refused.resource_type == "opted-out-number");
  CHECK(refused.resource_id == person);
  CHECK(text(world, "+14255550169").ok());
}

TEST_CASE("another list does not stop it", "[api][R-OPT-4]") {
  ServedWorld world(two_numbers);
  REQUIRE(world.call("CreateOptOutList", "{'OptOutListName': 'Weekly'}").ok());
  REQUIRE(put(world, "Weekly", person).ok());
  CHECK(text(world, person).ok());
}

TEST_CASE("a requested number sends by the list that it was requested with", "[api][R-OPT-4]") {
  ServedWorld world(two_numbers);
  REQUIRE(world.call("CreateOptOutList", "{'OptOutListName': 'Weekly'}").ok());
  REQUIRE(put(world, "Weekly", "+14254147755").ok());  // the simulator's number that succeeds
  const Reply made = world.call("RequestPhoneNumber",
                                "{'IsoCountryCode': 'US', 'MessageType': 'TRANSACTIONAL', 'NumberCapabilities': "
                                "['SMS'], 'NumberType': 'SIMULATOR', 'OptOutListName': 'Weekly'}");
  CHECK(made.text("OptOutListName") == "Weekly");
  CHECK(text(world, "+14254147755", made.text("PhoneNumberId")).reason == "DESTINATION_PHONE_NUMBER_OPTED_OUT");
  CHECK(text(world, "+14254147755").ok());
}

TEST_CASE("STOP puts the handset on the list of the number, by its own will", "[api][R-OPT-3][R-OPT-15]") {
  ServedWorld world(two_numbers);
  world.inbound(person, "codes", "Stop it");
  const auto held = entries(world, "Default");
  REQUIRE(held.size() == 1);
  CHECK(held[0].at("OptedOutNumber") == person.c_str());
  CHECK(held[0].at("EndUserOptedOut").as_bool());
  CHECK(text(world, person).reason == "DESTINATION_PHONE_NUMBER_OPTED_OUT");
}

TEST_CASE("a number put on a list by the API did not opt out itself", "[api][R-OPT-10][R-OPT-15]") {
  ServedWorld world(two_numbers);
  REQUIRE(put(world, "Default", person).ok());
  CHECK_FALSE(entries(world, "Default")[0].at("EndUserOptedOut").as_bool());
}

TEST_CASE("putting a number again keeps its first instant", "[api][R-OPT-10]") {
  ServedWorld world(two_numbers);
  const Reply first = put(world, "Default", person);
  world.advance(1h);
  CHECK(put(world, "Default", person).body == first.body);
  CHECK(put(world, "Default", "14255550168").body == first.body);  // the plus sign is optional
  CHECK(entries(world, "Default").size() == 1);
}

TEST_CASE("the list Default is there and counts among the 25", "[api][R-OPT-5]") {
  ServedWorld world(two_numbers);
  CHECK(entries(world, "Default").empty());
  CHECK(world.call("CreateOptOutList", "{'OptOutListName': 'Default'}").verdict() ==
        "ConflictException RESOURCE_ALREADY_EXISTS");
  for (int i = 1; i < 25; ++i)
    REQUIRE(world.call("CreateOptOutList", "{'OptOutListName': 'list-" + std::to_string(i) + "'}").ok());
  CHECK(world.call("CreateOptOutList", "{'OptOutListName': 'more'}").verdict() ==
        "ServiceQuotaExceededException OPT_OUT_LISTS_PER_ACCOUNT");
}

TEST_CASE("numbers of a list come in the order of their digits, whatever their length", "[api]") {
  ServedWorld world(two_numbers);
  for (const char* number : {"+447700900123", "+6591234567", "+14255550169", "+14255550168"})
    REQUIRE(put(world, "Default", number).ok());
  std::vector<std::string> listed;
  std::string more;
  for (int page = 0; page < 4; ++page) {
    const Reply reply =
        world.call("DescribeOptedOutNumbers", "{'OptOutListName': 'Default', 'MaxResults': 1" + more + "}");
    listed.emplace_back(reply.body.at("OptedOutNumbers").at(0).at("OptedOutNumber").as_string());
    more = ", 'NextToken': '" + reply.text("NextToken") + "'";
    CHECK(reply.body.contains("NextToken") == (page < 3));
  }
  CHECK(listed == std::vector<std::string>{"+6591234567", "+14255550168", "+14255550169", "+447700900123"});
}

TEST_CASE("what is no phone number is not put on a list", "[api]") {
  ServedWorld world(two_numbers);
  const Reply reply = put(world, "Default", "+1234567");  // the shape lets it pass
  CHECK(reply.verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(reply.fields == std::vector<std::string>{"OptedOutNumber"});
}

TEST_CASE("a sandbox account names its tier", "[api][R-SBX-1]") {
  const auto [tier, value] =
      GENERATE(table<std::string, std::string>({{"sandbox", "SANDBOX"}, {"production", "PRODUCTION"}}));
  ServedWorld world("tier = \"" + tier + "\", " + two_numbers);
  CHECK(world.call("DescribeAccountAttributes").body.at("AccountAttributes").at(0).at("Value") == value.c_str());
}

TEST_CASE("spending limits are told apart, in whole dollars", "[api][R-SPD-9]") {
  ServedWorld world("monthly_spend_limit = \"$12.99\", " + two_numbers);
  const auto limits = world.call("DescribeSpendLimits").body.at("SpendLimits").as_array();
  REQUIRE(limits.size() == 2);
  CHECK(limits[0].at("Name") == "TEXT_MESSAGE_MONTHLY_SPEND_LIMIT");
  CHECK(limits[0].at("EnforcedLimit") == 12);
  CHECK(limits[1].at("Name") == "VOICE_MESSAGE_MONTHLY_SPEND_LIMIT");
  CHECK(limits[1].at("EnforcedLimit") == 1);
}

TEST_CASE("a number is deleted from a list once in 30 days", "[api][R-OPT-11]") {
  ServedWorld world(two_numbers);
  const std::string body = "{'OptOutListName': 'Default', 'OptedOutNumber': '" + person + "'}";
  CHECK(world.call("DeleteOptedOutNumber", body).verdict() == "ResourceNotFoundException");
  REQUIRE(put(world, "Default", person).ok());
  CHECK(world.call("DeleteOptedOutNumber", body).text("OptedOutNumber") == person);
  CHECK(text(world, person).ok());
  REQUIRE(put(world, "Default", person).ok());
  CHECK(world.call("DeleteOptedOutNumber", body).verdict() == "ValidationException PHONE_NUMBER_CANNOT_BE_OPTED_IN");
  REQUIRE(world.call("CreateOptOutList", "{'OptOutListName': 'Weekly'}").ok());
  REQUIRE(put(world, "Weekly", person).ok());
  CHECK(world.call("DeleteOptedOutNumber", "{'OptOutListName': 'Weekly', 'OptedOutNumber': '" + person + "'}")
            .ok());  // another list
  world.advance(30 * 24h - 2s);
  CHECK(world.call("DeleteOptedOutNumber", body).reason == "PHONE_NUMBER_CANNOT_BE_OPTED_IN");
  world.advance(2s);
  CHECK(world.call("DeleteOptedOutNumber", body).ok());
}

TEST_CASE("who opted out at the toll-free network opts in there", "[api][R-OPT-7][R-OPT-15]") {
  ServedWorld world(
      "numbers = { number { name = \"toll-free\", type = \"TOLL_FREE\", country = \"US\", number = \"+18445550142\" } "
      "}");
  const std::string body = "{'OptOutListName': 'Default', 'OptedOutNumber': '" + person + "'}";
  world.inbound(person, "toll-free", "STOP");
  CHECK(world.call("DeleteOptedOutNumber", body).verdict() == "ValidationException PHONE_NUMBER_CANNOT_BE_OPTED_IN");
  world.inbound(person, "toll-free", "UNSTOP");
  CHECK(entries(world, "Default").empty());
  REQUIRE(put(world, "Default", person).ok());  // by the account, not by its owner
  CHECK(world.call("DeleteOptedOutNumber", body).body.at("EndUserOptedOut") == false);
}

TEST_CASE("a list goes with its numbers, unless it is in use or Default", "[api][R-OPT-12][R-OPT-5]") {
  ServedWorld world(two_numbers);
  REQUIRE(world.call("CreateOptOutList", "{'OptOutListName': 'Weekly'}").ok());
  REQUIRE(put(world, "Weekly", person).ok());
  const std::string number =
      world.call("DescribePhoneNumbers").body.at("PhoneNumbers").as_array()[0].at("PhoneNumberId").as_string().c_str();
  REQUIRE(world.call("UpdatePhoneNumber", "{'PhoneNumberId': '" + number + "', 'OptOutListName': 'Weekly'}").ok());
  CHECK(world.call("DeleteOptOutList", "{'OptOutListName': 'Weekly'}").verdict() ==
        "ConflictException RESOURCE_NOT_EMPTY");
  CHECK(world.call("DeleteOptOutList", "{'OptOutListName': 'Default'}").verdict() ==
        "ConflictException RESOURCE_DELETION_NOT_ALLOWED");
  REQUIRE(world.call("UpdatePhoneNumber", "{'PhoneNumberId': '" + number + "', 'OptOutListName': 'Default'}").ok());
  CHECK(world.call("DeleteOptOutList", "{'OptOutListName': 'Weekly'}").text("OptOutListName") == "Weekly");
  REQUIRE(world.call("CreateOptOutList", "{'OptOutListName': 'Weekly'}").ok());
  CHECK(entries(world, "Weekly").empty());
}

TEST_CASE("opt-out lists are described by name and in pages", "[api][R-OPT-5]") {
  ServedWorld world(two_numbers);
  for (const char* name : {"b", "a"})
    REQUIRE(world.call("CreateOptOutList", "{'OptOutListName': '" + std::string(name) + "'}").ok());
  auto names = [&](const std::string& body) {
    std::vector<std::string> found;
    for (const auto items = world.call("DescribeOptOutLists", body).body.at("OptOutLists").as_array();
         const auto& list : items)
      found.emplace_back(list.at("OptOutListName").as_string());
    return found;
  };
  CHECK(names("{}") == std::vector<std::string>{"Default", "a", "b"});
  CHECK(names("{'OptOutListNames': ['b']}") == std::vector<std::string>{"b"});
  CHECK(names("{'Owner': 'SHARED'}").empty());
  const Reply first = world.call("DescribeOptOutLists", "{'MaxResults': 2}");
  CHECK(names("{'MaxResults': 2, 'NextToken': '" + first.text("NextToken") + "'}") == std::vector<std::string>{"b"});
  CHECK(world.call("DescribeOptOutLists", "{'OptOutListNames': ['c']}").verdict() == "ResourceNotFoundException");
}

}  // namespace sendlab::test
