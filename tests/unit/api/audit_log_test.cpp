#include "engine/api/audit_log.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

std::vector<boost::json::object> records(ServedWorld& world) {
  std::vector<boost::json::object> found;
  for (const auto items =
           boost::json::parse(list_audit(world.emulation(), {}).body).as_object().at("Records").as_array();
       const auto& record : items)
    found.push_back(record.as_object());
  return found;
}

}  // namespace

TEST_CASE("an API call leaves a record in the documented form", "[api][R-CWM-6]") {
  ServedWorld world(two_numbers);
  const ApiCaller caller{"AKIAIOSFODNN7EXAMPLE", "aws-cli/2", "192.0.0.1", "56dcc091-e20d-11e8-87d2-9994aexample"};
  const ApiAnswer made = world.emulation().endpoint().answer("PinpointSMSVoiceV2.CreateConfigurationSet", R"({"ConfigurationSetName":"MyConfigurationSet"})", caller);
  REQUIRE(made.status == 200);
  const auto found = records(world);
  REQUIRE(found.size() == 1);
  const auto& record = found[0];
  std::vector<std::string> members;
  for (const auto& member : record) members.emplace_back(member.key());
  CHECK(members == std::vector<std::string>{"eventVersion", "userIdentity", "eventTime", "eventSource", "eventName",
                                            "awsRegion", "sourceIPAddress", "userAgent", "requestParameters",
                                            "responseElements", "requestID", "eventID", "readOnly", "eventType",
                                            "recipientAccountId"});
  CHECK(record.at("eventSource") == "sms-voice.amazonaws.com");
  CHECK(record.at("eventName") == "CreateConfigurationSet");
  CHECK(record.at("eventTime") == "2026-06-10T09:00:00Z");
  CHECK(record.at("requestParameters").at("ConfigurationSetName") == "MyConfigurationSet");
  CHECK(record.at("responseElements").is_null());
  CHECK(record.at("userIdentity").at("accessKeyId") == "AKIAIOSFODNN7EXAMPLE");
  CHECK(record.at("sourceIPAddress") == "192.0.0.1");
  CHECK(record.at("requestID") == "56dcc091-e20d-11e8-87d2-9994aexample");
  CHECK(record.at("readOnly") == false);
  CHECK(record.at("recipientAccountId") == "123456789012");
}

TEST_CASE("sending is not recorded, everything else is", "[api][R-CWM-6]") {
  ServedWorld world(two_numbers);
  world.send(
      "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '+12065550183'}");
  REQUIRE(world
              .call("SendVoiceMessage",
                    "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': "
                    "'+18445550142'}")
              .ok());
  CHECK(records(world).empty());
  REQUIRE(world.call("DescribeVerifiedDestinationNumbers").ok());
  REQUIRE(world.call("DescribeAccountLimits").ok());
  const auto found = records(world);
  REQUIRE(found.size() == 2);
  CHECK(found[0].at("eventName") == "DescribeVerifiedDestinationNumbers");
  CHECK(found[1].at("readOnly") == true);
  CHECK(found[0].at("eventID") != found[1].at("eventID"));
}

TEST_CASE("a refused call is recorded with its error", "[api][R-CWM-6]") {
  ServedWorld world(two_numbers);
  CHECK_FALSE(world.call("DeleteOptOutList", "{'OptOutListName': 'Default'}").ok());
  CHECK_FALSE(world.call("DeleteOptOutList", "{}").ok());
  const auto found = records(world);
  REQUIRE(found.size() == 2);
  CHECK(found[0].at("errorCode") == "ConflictException");
  CHECK(found[0].at("requestParameters").at("OptOutListName") == "Default");
  CHECK(found[1].at("errorCode") == "ValidationException");
  CHECK(found[1].at("requestParameters").is_null());  // it could not be read
}

TEST_CASE("the newest records are kept", "[api][R-CWM-6]") {
  std::vector<std::string> told;
  AuditLog log({.scope = {"us-east-1", "123456789012"},
                .keep = 2,
                .longest_parameters = 20,
                .next_event_id = {},
                .on_record = [&](const std::string& record) { told.push_back(record); }});
  for (int i = 0; i < 3; ++i) log.add("DescribePools", nullptr, nullptr, {}, Instant{});
  CHECK(log.records().size() == 2);
  CHECK(told.size() == 3);
  const boost::json::object large{{"ResourceArn", std::string(100, 'a')}};
  log.add("ListTagsForResource", &large, nullptr, {}, Instant{});
  CHECK(boost::json::parse(told.back()).at("requestParameters").at("omitted") == true);
}

}  // namespace sendlab::test
