#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

std::string tags_of(ServedWorld& world, const std::string& arn) {
  const Reply reply = world.call("ListTagsForResource", "{'ResourceArn': '" + arn + "'}");
  if (!reply.ok()) return reply.verdict();
  std::string told;
  for (const auto& tag : reply.body.at("Tags").as_array())
    told += std::string(tag.at("Key").as_string()) + "=" + std::string(tag.at("Value").as_string()) + " ";
  return told;
}

std::string many_tags(int from, int count) {
  std::string list;
  for (int i = from; i < from + count; ++i)
    list += (list.empty() ? "" : ", ") + std::string("{'Key': 'k") + std::to_string(i) + "', 'Value': ''}";
  return "[" + list + "]";
}

const std::string default_list = "arn:aws:sms-voice:us-east-1:123456789012:opt-out-list/Default";

}  // namespace

TEST_CASE("tagging adds keys and overwrites their values, untagging removes keys", "[api][R-TAG-1]") {
  ServedWorld world(two_numbers);
  REQUIRE(world
              .call("TagResource", "{'ResourceArn': '" + default_list +
                                       "', 'Tags': [{'Key': 'team', 'Value': 'a'}, {'Key': 'cost', 'Value': '1'}]}")
              .ok());
  CHECK(tags_of(world, default_list) == "cost=1 team=a ");
  REQUIRE(world.call("TagResource", "{'ResourceArn': '" + default_list + "', 'Tags': [{'Key': 'team', 'Value': 'b'}]}")
              .ok());
  CHECK(tags_of(world, default_list) == "cost=1 team=b ");
  REQUIRE(world.call("UntagResource", "{'ResourceArn': '" + default_list + "', 'TagKeys': ['cost', 'none']}").ok());
  CHECK(tags_of(world, default_list) == "team=b ");
}

TEST_CASE("keys are unique in a request", "[api][R-TAG-1]") {
  ServedWorld world(two_numbers);
  const Reply twice =
      world.call("TagResource", "{'ResourceArn': '" + default_list +
                                    "', 'Tags': [{'Key': 'a', 'Value': '1'}, {'Key': 'a', 'Value': '2'}]}");
  CHECK(twice.verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(twice.fields == std::vector<std::string>{"Tags[1].Key"});
  CHECK(tags_of(world, default_list).empty());
}

TEST_CASE("a resource has at most 200 tags", "[api][R-TAG-1]") {
  ServedWorld world(two_numbers);
  REQUIRE(world.call("TagResource", "{'ResourceArn': '" + default_list + "', 'Tags': " + many_tags(0, 200) + "}").ok());
  CHECK(world.call("TagResource", "{'ResourceArn': '" + default_list + "', 'Tags': " + many_tags(200, 1) + "}")
            .verdict() == "ServiceQuotaExceededException TAGS_PER_RESOURCE");
  CHECK(world.call("TagResource", "{'ResourceArn': '" + default_list + "', 'Tags': " + many_tags(199, 1) + "}").ok());
}

TEST_CASE("the tags of a creating request are the resource's, and go with it", "[api][R-TAG-1]") {
  ServedWorld world(two_numbers);
  const std::string tags = ", 'Tags': [{'Key': 'team', 'Value': 'a'}]}";
  struct Made {
    std::string operation, body, arn, release;
  };
  const std::string number =
      world.call("DescribePhoneNumbers").body.at("PhoneNumbers").as_array()[0].at("PhoneNumberId").as_string().c_str();
  const auto [operation, body, arn] = GENERATE(table<std::string, std::string, std::string>(
      {{"CreateConfigurationSet", "{'ConfigurationSetName': 'set'", "ConfigurationSetArn"},
       {"CreateOptOutList", "{'OptOutListName': 'list'", "OptOutListArn"},
       {"CreateVerifiedDestinationNumber", "{'DestinationPhoneNumber': '+14255550168'", "VerifiedDestinationNumberArn"},
       {"RequestSenderId", "{'SenderId': 'Example', 'IsoCountryCode': 'GB'", "SenderIdArn"},
       {"CreatePool", "{'MessageType': 'TRANSACTIONAL', 'OriginationIdentity': 'NUMBER'", "PoolArn"},
       {"RequestPhoneNumber",
        "{'IsoCountryCode': 'US', 'MessageType': 'TRANSACTIONAL', 'NumberCapabilities': ['SMS'], 'NumberType': "
        "'SIMULATOR'",
        "PhoneNumberArn"}}));
  std::string request = body + tags;
  if (const auto at = request.find("NUMBER'"); at != std::string::npos && operation == "CreatePool")
    request.replace(at, 6, number);
  const Reply made = world.call(operation, request);
  INFO(operation << " " << made.message);
  REQUIRE(made.ok());
  CHECK(made.body.at("Tags").as_array()[0].at("Value") == "a");
  CHECK(tags_of(world, made.text(arn)) == "team=a ");
  if (operation == "CreateOptOutList") {
    REQUIRE(world.call("DeleteOptOutList", "{'OptOutListName': 'list'}").ok());
    CHECK(tags_of(world, made.text(arn)) == "ResourceNotFoundException");
    REQUIRE(world.call("CreateOptOutList", "{'OptOutListName': 'list'}").ok());
    CHECK(tags_of(world, made.text(arn)).empty());
  }
}

TEST_CASE("the friendly name of a pool is its tag Name, and changes like any other", "[api][R-TAG-2]") {
  ServedWorld world(two_numbers);
  const std::string number =
      world.call("DescribePhoneNumbers").body.at("PhoneNumbers").as_array()[0].at("PhoneNumberId").as_string().c_str();
  const Reply pool = world.call("CreatePool", "{'MessageType': 'TRANSACTIONAL', 'OriginationIdentity': '" + number +
                                                  "', 'Tags': [{'Key': 'Name', 'Value': 'codes'}]}");
  REQUIRE(pool.ok());
  REQUIRE(world
              .call("TagResource",
                    "{'ResourceArn': '" + pool.text("PoolArn") + "', 'Tags': [{'Key': 'Name', 'Value': 'log-in'}]}")
              .ok());
  CHECK(tags_of(world, pool.text("PoolArn")) == "Name=log-in ");
}

TEST_CASE("tags need a resource that exists", "[api][R-TAG-1]") {
  ServedWorld world(two_numbers);
  CHECK(tags_of(world, "arn:aws:sms-voice:us-east-1:123456789012:pool/pool-0123") == "ResourceNotFoundException");
  CHECK(tags_of(world, "arn:aws:sns:us-east-1:123456789012:topic/none") == "ValidationException INVALID_ARN");
  CHECK(tags_of(world, "arn:aws:sms-voice:us-east-1:999999999999:opt-out-list/Default") ==
        "ValidationException RESOURCE_NOT_ACCESSIBLE");
}

}  // namespace sendlab::test
