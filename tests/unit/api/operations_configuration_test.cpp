#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

constexpr const char* topic = "'SnsDestination': {'TopicArn': 'arn:aws:sns:us-east-1:123456789012:e'}";
constexpr const char* stream =
    "'KinesisFirehoseDestination': {'IamRoleArn': 'arn:aws:iam::123456789012:role/e', 'DeliveryStreamArn': "
    "'arn:aws:firehose:us-east-1:123456789012:deliverystream/e'}";
constexpr const char* logs =
    "'CloudWatchLogsDestination': {'IamRoleArn': 'arn:aws:iam::123456789012:role/e', 'LogGroupArn': "
    "'arn:aws:logs:us-east-1:123456789012:log-group:e'}";

std::string destination(const std::string& name, const std::string& types, const std::string& where = topic) {
  return "{'ConfigurationSetName': 'set', 'EventDestinationName': '" + name + "', 'MatchingEventTypes': [" + types +
         "]" + (where.empty() ? "" : ", ") + where + "}";
}

// With a configuration set `set`.
struct SetWorld : ServedWorld {
  SetWorld() : ServedWorld(two_numbers) {
    REQUIRE(call("CreateConfigurationSet", "{'ConfigurationSetName': 'set'}").ok());
  }
  std::string text(const std::string& more = ", 'ConfigurationSetName': 'set'",
                   const std::string& to = "+14255550168") {
    return send("{'DestinationPhoneNumber': '" + to +
                "', 'MessageBody': 'hello', 'OriginationIdentity': '+12065550183'" + more + "}");
  }
};

}  // namespace

TEST_CASE("without a configuration set no event destination gets anything", "[api][R-EVT-1]") {
  SetWorld world;
  REQUIRE(world.call("CreateEventDestination", destination("e", "'ALL'")).ok());
  const std::string message = world.text("");
  world.advance(1min);
  CHECK(world.events_of(message) == Texts{"TEXT_SUCCESSFUL", "TEXT_DELIVERED"});
  CHECK(world.events_of(message, "e").empty());
}

TEST_CASE("a configuration set without destinations tells nobody", "[api][R-EVT-1]") {
  SetWorld world;
  const std::string message = world.text();
  world.advance(1min);
  for (const LoggedEvent& event : world.emulation().account().log().events()) CHECK(event.destinations.empty());
}

TEST_CASE("a configuration set has at most five destinations", "[api][R-EVT-2]") {
  SetWorld world;
  for (int i = 0; i < 5; ++i)
    REQUIRE(world.call("CreateEventDestination", destination("e" + std::to_string(i), "'ALL'")).ok());
  CHECK(world.call("CreateEventDestination", destination("e5", "'ALL'")).verdict() ==
        "ServiceQuotaExceededException EVENT_DESTINATIONS_PER_CONFIGURATION_SET");
  REQUIRE(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'other'}").ok());
  std::string elsewhere = destination("e5", "'ALL'");
  elsewhere.replace(elsewhere.find("'set'"), 5, "'other'");
  CHECK(world.call("CreateEventDestination", elsewhere).ok());
}

TEST_CASE("a destination is a topic, a delivery stream or a log group", "[api][R-EVT-2]") {
  SetWorld world;
  const auto [where, member] = GENERATE(table<std::string, std::string>(
      {{topic, "SnsDestination"}, {stream, "KinesisFirehoseDestination"}, {logs, "CloudWatchLogsDestination"}}));
  const Reply made = world.call("CreateEventDestination", destination("e", "'ALL'", where));
  REQUIRE(made.ok());
  CHECK(made.body.at("EventDestination").as_object().contains(member));
}

TEST_CASE("a destination is exactly one of them", "[api][R-EVT-2]") {
  SetWorld world;
  const Reply two = world.call("CreateEventDestination", destination("e", "'ALL'", std::string(topic) + ", " + logs));
  CHECK(two.verdict() == "ValidationException PARAMETERS_CANNOT_BE_USED_TOGETHER");
  CHECK(two.fields == Texts{"SnsDestination", "CloudWatchLogsDestination"});
  CHECK(world.call("CreateEventDestination", destination("e", "'ALL'", "")).verdict() == "ValidationException MISSING_PARAMETER");
}

TEST_CASE("ALL, TEXT_ALL and VOICE_ALL stand for all of theirs", "[api][R-EVT-3]") {
  SetWorld world;
  REQUIRE(world.call("CreateEventDestination", destination("all", "'ALL'")).ok());
  REQUIRE(world.call("CreateEventDestination", destination("texts", "'TEXT_ALL'")).ok());
  REQUIRE(world.call("CreateEventDestination", destination("calls", "'VOICE_ALL', 'TEXT_DELIVERED'")).ok());
  const std::string text = world.text();
  const Reply call = world.call("SendVoiceMessage",
                                "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', "
                                "'OriginationIdentity': '+18445550142', 'ConfigurationSetName': 'set'}");
  world.advance(1min);
  const Texts of_text{"TEXT_SUCCESSFUL", "TEXT_DELIVERED"},
      of_call{"VOICE_INITIATED", "VOICE_RINGING", "VOICE_ANSWERED", "VOICE_COMPLETED"};
  CHECK(world.events_of(text, "all") == of_text);
  CHECK(world.events_of(text, "texts") == of_text);
  CHECK(world.events_of(text, "calls") == Texts{"TEXT_DELIVERED"});
  CHECK(world.events_of(call.text("MessageId"), "all") == of_call);
  CHECK(world.events_of(call.text("MessageId"), "texts").empty());
  CHECK(world.events_of(call.text("MessageId"), "calls") == of_call);
}

TEST_CASE("one event goes to every destination whose filter takes it", "[api][R-EVT-4]") {
  SetWorld world;
  for (const char* name : {"a", "b"})
    REQUIRE(world.call("CreateEventDestination", destination(name, "'TEXT_SUCCESSFUL'")).ok());
  const std::string message = world.text();
  world.advance(1min);
  CHECK(world.events_of(message, "a") == Texts{"TEXT_SUCCESSFUL"});
  CHECK(world.events_of(message, "b") == Texts{"TEXT_SUCCESSFUL"});
}

TEST_CASE("a destination that is made later gets later events", "[api][R-EVT-4]") {
  SetWorld world;
  const std::string message = world.text();
  world.advance(500ms);
  REQUIRE(world.call("CreateEventDestination", destination("late", "'ALL'")).ok());
  world.advance(1min);
  CHECK(world.events_of(message, "late") == Texts{"TEXT_DELIVERED"});
}

TEST_CASE("a disabled destination gets nothing", "[api][R-EVT-8]") {
  SetWorld world;
  REQUIRE(world.call("CreateEventDestination", destination("e", "'ALL'")).ok());
  auto& made = world.emulation().account().find_configuration_set("set")->destinations.front();
  CHECK(made.enabled);
  made.enabled = false;
  const std::string message = world.text();
  world.advance(1min);
  CHECK(world.events_of(message, "e").empty());
}

TEST_CASE("an account has 25 configuration sets", "[api][R-EVT-9]") {
  SetWorld world;
  for (int i = 1; i < 25; ++i)
    REQUIRE(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'set-" + std::to_string(i) + "'}").ok());
  CHECK(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'more'}").verdict() ==
        "ServiceQuotaExceededException CONFIGURATION_SETS_PER_ACCOUNT");
}

TEST_CASE("a filter that names TEXT_SENT is refused, also beside others", "[api][R-EVT-12]") {
  SetWorld world;
  const Reply reply = world.call("CreateEventDestination", destination("e", "'TEXT_DELIVERED', 'TEXT_SENT'"));
  CHECK(reply.verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(reply.fields == Texts{"MatchingEventTypes"});
  CHECK(world.emulation().account().find_configuration_set("set")->destinations.empty());
}

TEST_CASE("the message type of a request is that of its configuration set when it names none", "[api][R-TYP-5]") {
  SetWorld world;
  world.emulation().account().find_configuration_set("set")->default_message_type = MessageType::promotional;
  auto verdict = [&](const std::string& more) {
    world.advance(1s);
    return world
        .call(
            "SendTextMessage",
            "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '+12065550183'" +
                more + "}")
        .verdict();
  };
  CHECK(verdict(", 'ConfigurationSetName': 'set'") == "ConflictException MESSAGE_TYPE_MISMATCH");
  CHECK(verdict(", 'ConfigurationSetName': 'set', 'MessageType': 'TRANSACTIONAL'") == "ok");
  CHECK(verdict("") == "ok");
}

TEST_CASE("messages of a set that is not there are refused", "[api]") {
  SetWorld world;
  const Reply reply =
      world.call("SendTextMessage",
                 "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'ConfigurationSetName': 'none'}");
  CHECK(reply.exception == "ResourceNotFoundException");
  CHECK(reply.resource_type == "configuration-set");
  CHECK(reply.resource_id == "none");
}

TEST_CASE("event destinations stay with their sets when more sets are made", "[api]") {
  SetWorld world;
  REQUIRE(world.call("CreateEventDestination", destination("e", "'ALL'")).ok());
  const std::string message = world.text();
  for (int i = 0; i < 20; ++i)
    REQUIRE(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'a-" + std::to_string(i) + "'}").ok());
  world.advance(1min);
  CHECK(world.events_of(message, "e") == Texts{"TEXT_SUCCESSFUL", "TEXT_DELIVERED"});
}

TEST_CASE("a disabled event destination gets nothing until it is enabled", "[api][R-EVT-8]") {
  SetWorld world;
  REQUIRE(world.call("CreateEventDestination", destination("e", "'ALL'")).ok());
  const std::string named = "{'ConfigurationSetName': 'set', 'EventDestinationName': 'e'";
  CHECK(world.call("UpdateEventDestination", named + ", 'Enabled': false}").body.at("EventDestination").at("Enabled") ==
        false);
  const std::string first = world.text();
  world.advance(1min);
  CHECK(world.events_of(first, "e").empty());
  REQUIRE(world.call("UpdateEventDestination", named + ", 'Enabled': true}").ok());
  const std::string second = world.text();
  world.advance(1min);
  CHECK(world.events_of(second, "e").size() == 2);
}

TEST_CASE("an update changes what it names and nothing else", "[api][R-EVT-2][R-EVT-12]") {
  SetWorld world;
  REQUIRE(world.call("CreateEventDestination", destination("e", "'ALL'", stream)).ok());
  const std::string named = "{'ConfigurationSetName': 'set', 'EventDestinationName': 'e'";
  const Reply types = world.call("UpdateEventDestination", named + ", 'MatchingEventTypes': ['TEXT_DELIVERED']}");
  CHECK(types.body.at("EventDestination").at("MatchingEventTypes").as_array()[0] == "TEXT_DELIVERED");
  CHECK(types.body.at("EventDestination").as_object().contains("KinesisFirehoseDestination"));
  CHECK(world.call("UpdateEventDestination", named + ", 'MatchingEventTypes': ['TEXT_SENT']}").verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(world.call("UpdateEventDestination", named + ", " + topic + "}").verdict() ==
        "ConflictException EVENT_DESTINATION_MISMATCH");
  CHECK(world.call("UpdateEventDestination", named + ", " + topic + ", " + stream + "}").verdict() == "ValidationException PARAMETERS_CANNOT_BE_USED_TOGETHER");
  CHECK(world.call("UpdateEventDestination", "{'ConfigurationSetName': 'set', 'EventDestinationName': 'none'}")
            .verdict() == "ResourceNotFoundException");
  CHECK(world.call("DeleteEventDestination", named + "}").body.at("EventDestination").at("EventDestinationName") ==
        "e");
  CHECK(world.call("DeleteEventDestination", named + "}").verdict() == "ResourceNotFoundException");
}

TEST_CASE("a deleted set stops the events of messages in flight, also when another takes its name", "[api][R-EVT-10]") {
  SetWorld world;
  REQUIRE(world.call("CreateEventDestination", destination("e", "'ALL'")).ok());
  const std::string message = world.text();
  world.advance(100ms);
  CHECK(world.events_of(message, "e") == Texts{"TEXT_SUCCESSFUL"});
  CHECK(world.call("DeleteConfigurationSet", "{'ConfigurationSetName': 'set'}")
            .body.at("EventDestinations")
            .as_array()
            .size() == 1);
  REQUIRE(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'set'}").ok());
  REQUIRE(world.call("CreateEventDestination", destination("e", "'ALL'")).ok());
  world.advance(1min);
  CHECK(world.events_of(message, "e") == Texts{"TEXT_SUCCESSFUL"});
  CHECK(world.events_of(message).size() == 2);
}

TEST_CASE("a deleted set frees its place in the quota", "[api][R-EVT-9]") {
  ServedWorld world(two_numbers);
  for (int i = 0; i < 25; ++i)
    REQUIRE(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 's" + std::to_string(i) + "'}").ok());
  CHECK(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'more'}").reason ==
        "CONFIGURATION_SETS_PER_ACCOUNT");
  REQUIRE(world.call("DeleteConfigurationSet", "{'ConfigurationSetName': 's7'}").ok());
  CHECK(world.call("DeleteConfigurationSet", "{'ConfigurationSetName': 's7'}").verdict() ==
        "ResourceNotFoundException");
  CHECK(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'more'}").ok());
  CHECK(world.call("DescribeConfigurationSets").body.at("ConfigurationSets").as_array().size() == 25);
}

TEST_CASE("a set's default message type decides where the request says none", "[api][R-TYP-5]") {
  SetWorld world;
  const std::string named = "{'ConfigurationSetName': 'set'";
  CHECK(world.call("SetDefaultMessageType", named + ", 'MessageType': 'PROMOTIONAL'}").text("MessageType") ==
        "PROMOTIONAL");
  CHECK(world.call("DescribeConfigurationSets").body.at("ConfigurationSets").as_array()[0].at("DefaultMessageType") ==
        "PROMOTIONAL");
  const std::string text =
      "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '+12065550183', "
      "'ConfigurationSetName': 'set'}";
  CHECK(world.call("SendTextMessage", text).verdict() == "ConflictException MESSAGE_TYPE_MISMATCH");
  CHECK(world.call("DeleteDefaultMessageType", named + "}").text("MessageType") == "PROMOTIONAL");
  CHECK_FALSE(world.call("DeleteDefaultMessageType", named + "}").body.contains("MessageType"));
  CHECK(world.call("SendTextMessage", text).ok());
}

TEST_CASE("a set's default sender ID is set, filtered by and deleted", "[api][R-TYP-5]") {
  SetWorld world;
  const std::string named = "{'ConfigurationSetName': 'set'";
  CHECK(world.call("SetDefaultSenderId", named + ", 'SenderId': 'Example'}").text("SenderId") == "Example");
  auto found = [&] {
    return world
        .call("DescribeConfigurationSets", "{'Filters': [{'Name': 'default-sender-id', 'Values': ['Example']}]}")
        .body.at("ConfigurationSets")
        .as_array()
        .size();
  };
  CHECK(found() == 1);
  CHECK(world.call("DeleteDefaultSenderId", named + "}").text("SenderId") == "Example");
  CHECK(found() == 0);
}

}  // namespace sendlab::test
