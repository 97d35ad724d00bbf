// Rules that show in what the API answers and in event records.
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/unit/api/registration_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;

const std::string text = "'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello'";

// The messages of GET /_sendlab/messages.
boost::json::array messages(ServedWorld& world) {
  return boost::json::parse(list_messages(world.emulation(), {}).body).at("messages").as_array();
}

boost::json::array faults(ServedWorld& world) {
  return boost::json::parse(list_faults(world.emulation()).body).at("faults").as_array();
}

// The value of a metric; empty: it is not there.
std::string metric_of(ServedWorld& world, const std::string& name) {
  const std::string all = metrics(world.emulation()).body;
  const std::size_t at = all.find('\n' + name + ' ');
  if (at == all.npos) return {};
  const std::size_t begin = at + name.size() + 2;
  return all.substr(begin, all.find('\n', begin) - begin);
}

const boost::json::object last_record(ServedWorld& world, const std::string& id) {
  const auto records = world.records_of(id);
  REQUIRE_FALSE(records.empty());
  return records.back();
}

}  // namespace

TEST_CASE("prices of an event record are decimal US dollars", "[api][R-BIL-8]") {
  ServedWorld world(two_numbers, R"(pricing = prices { per_part = "$0.00645", carrier_fee = "$0.003" },)");
  const std::string id = world.send("{" + text + ", 'OriginationIdentity': '+18445550142'}");
  world.advance(5s);
  const auto record = last_record(world, id);
  CHECK(record.at("totalMessagePrice").as_double() == 0.00645);
  CHECK(record.at("totalCarrierFee").as_double() == 0.003);
}

TEST_CASE("the type of a message is that of the number it went from, not of the request", "[api][R-TYP-3]") {
  ServedWorld world(R"(numbers = { number { name = "ads", type = "TOLL_FREE", country = "US", number = "+18445550142", message_type = "PROMOTIONAL" } })");
  const std::string id = world.send("{" + text + ", 'OriginationIdentity': '+18445550142'}");
  world.advance(5s);
  CHECK(last_record(world, id).at("messageType").as_string() == "PROMOTIONAL");
}

TEST_CASE("a number sends messages of the type it was bought for", "[api][R-TYP-6]") {
  ServedWorld world(R"(numbers = { number { name = "ads", type = "TOLL_FREE", country = "US", number = "+18445550142", message_type = "PROMOTIONAL" } })");
  const std::string from = "{" + text + ", 'OriginationIdentity': '+18445550142', 'MessageType': ";
  CHECK(world.call("SendTextMessage", from + "'TRANSACTIONAL'}").verdict() ==
        "ConflictException MESSAGE_TYPE_MISMATCH");
  CHECK(world.call("SendTextMessage", from + "'PROMOTIONAL'}").verdict() == "ok");
}

TEST_CASE("a dry run and a refused request cost nothing", "[api][R-BIL-7]") {
  // One message is all that the account can pay for.
  ServedWorld world(R"(monthly_spend_limit = "$0.01", spend_enforcement = "strict", numbers = { number { name = "n", type = "TOLL_FREE", country = "US", number = "+18445550142" } })",
                    R"(pricing = prices { per_part = "$0.01", carrier_fee = "$0" },)");
  const std::string from = "{" + text + ", 'OriginationIdentity': '+18445550142'";
  for (int i = 0; i < 5; ++i) {
    CHECK(world.call("SendTextMessage", from + ", 'DryRun': true}").ok());
    CHECK_FALSE(world.call("SendTextMessage", from + ", 'MaxPrice': '0.001'}").ok());
    world.advance(2s);
  }
  CHECK(world.call("SendTextMessage", from + "}").verdict() == "ok");
  world.advance(2s);
  CHECK(world.call("SendTextMessage", from + "}").reason == "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT");
}

TEST_CASE("a Region without voice makes no calls", "[api][R-REL-2]") {
  const std::string call = "{" + text + ", 'OriginationIdentity': '+18445550142'}";
  ServedWorld jakarta("region = \"ap-southeast-3\", " + two_numbers), oregon("region = \"us-west-2\", " + two_numbers);
  CHECK(jakarta.call("SendVoiceMessage", call).verdict() == "ValidationException VOICE_CAPABILITY_NOT_AVAILABLE");
  CHECK(jakarta.call("SendTextMessage", call).ok());
  CHECK(oregon.call("SendVoiceMessage", call).ok());
  const std::string request = "{'IsoCountryCode': 'US', 'MessageType': 'TRANSACTIONAL', 'NumberType': 'TOLL_FREE', "
                              "'NumberCapabilities': ['SMS', 'VOICE']}";
  CHECK(jakarta.call("RequestPhoneNumber", request).verdict() == "ValidationException VOICE_CAPABILITY_NOT_AVAILABLE");
  CHECK(oregon.call("RequestPhoneNumber", request).ok());
}

TEST_CASE("to the US nothing goes from what cannot be a sender ID", "[api][R-ORG-11][R-ORG-22]") {
  ServedWorld world(two_numbers + ", sender_ids = { sender_id { id = \"Example\", country = \"GB\" } }");
  const auto from = [&](const std::string& identity) {
    world.advance(2s);
    return world.call("SendTextMessage", "{" + text + ", 'OriginationIdentity': '" + identity + "'}");
  };
  for (const char* identity : {"my-very-long-sender-name", "A_B", "Ab"}) {
    INFO(identity);
    const Reply refused = from(identity);
    CHECK(refused.verdict() == "ValidationException INVALID_PARAMETER");
    CHECK(refused.fields == std::vector<std::string>{"OriginationIdentity"});
  }
  const std::string arn = "arn:aws:sms-voice:us-east-1:123456789012:sender-id/";
  CHECK(from(arn + "Nobody/GB").verdict() == "ResourceNotFoundException");
  CHECK(from(arn + "Example/GB").ok());
  CHECK(from("Example").ok());
}

TEST_CASE("lists show what an automatic reply says and what a call costs", "[api][R-KEY-6][R-BIL-9]") {
  ServedWorld world(two_numbers);
  REQUIRE(
      world.call("PutKeyword", "{'OriginationIdentity': '12065550183', 'Keyword': 'HELP', 'KeywordMessage': 'Ask us.'}")
          .ok());
  world.inbound("+14255550168", "codes", "help me");
  CHECK(messages(world).at(0).at("automaticReply") == true);
  CHECK(messages(world).at(0).at("messageBody") == "Ask us.");
  world.inbound("+14255550169", "codes", "hello");
  world.inbound("+14255550169", "codes", "stop");
  CHECK(messages(world).at(1).at("messageBody") == "You are now opted out and will no longer receive messages.");
  CHECK(messages(world).size() == 2);
  world.advance(1min);
  REQUIRE(world.call("SendVoiceMessage", "{" + text + ", 'OriginationIdentity': '+18445550142'}").ok());
  world.advance(5min);
  CHECK(messages(world).at(2).at("messagePrice") == 0.013);
  CHECK_FALSE(messages(world).at(2).as_object().contains("carrierFee"));
}

TEST_CASE("a list of what nobody knows is refused, and says what there is", "[api]") {
  ServedWorld world(two_numbers);
  const auto refused = [](const ControlAnswer& answer, const std::string& names) {
    INFO(answer.body);
    return answer.status == 400 && answer.body.find(names) != std::string::npos;
  };
  CHECK(refused(list_messages(world.emulation(), {{"status", "FOO"}}), "DELIVERED"));
  CHECK(list_messages(world.emulation(), {{"status", "NO_ANSWER"}}).status == 200);
  CHECK(refused(list_events(world.emulation(), {{"destination", "nope"}}), "CreateEventDestination"));
  REQUIRE(world.call("CreateConfigurationSet", "{'ConfigurationSetName': 'set'}").ok());
  REQUIRE(world
              .call("CreateEventDestination",
                    "{'ConfigurationSetName': 'set', 'EventDestinationName': 'topic', 'MatchingEventTypes': ['ALL'], "
                    "'SnsDestination': {'TopicArn': 'arn:aws:sns:us-east-1:123456789012:events'}}")
              .ok());
  CHECK(
      refused(list_events(world.emulation(), {{"configuration_set", "set"}, {"destination", "nope"}}), "one of topic"));
  CHECK(list_events(world.emulation(), {{"configuration_set", "set"}, {"destination", "topic"}}).status == 200);
  world.send("{" + text + ", 'OriginationIdentity': '+12065550183', 'ConfigurationSetName': 'set'}");
  world.advance(1min);
  REQUIRE(
      world.call("DeleteEventDestination", "{'ConfigurationSetName': 'set', 'EventDestinationName': 'topic'}").ok());
  CHECK(list_events(world.emulation(), {{"destination", "topic"}}).status == 200);  // what it got can still be read
}

TEST_CASE("an API error that was added is listed until it is over", "[api][faults]") {
  ServedWorld world(two_numbers);
  REQUIRE(post_faults(world.emulation(),
                      R"({"kind": "api_error", "operation": "DescribePools", "error": "ThrottlingException"})")
              .status == 200);
  REQUIRE(post_faults(world.emulation(), R"({"kind": "api_error", "error": "ThrottlingException", "lasts": "1m"})")
              .status == 200);
  CHECK_FALSE(world.call("DescribePools").ok());
  CHECK_FALSE(world.call("DescribePhoneNumbers").ok());
  CHECK_FALSE(world.call("DescribePhoneNumbers").ok());
  REQUIRE(faults(world).size() == 2);
  CHECK(faults(world).at(0).at("operation") == "DescribePools");
  CHECK(faults(world).at(0).at("until").is_null());
  CHECK(faults(world).at(0).at("messages_affected") == 1);
  CHECK(faults(world).at(1).at("until") == "2026-06-10T09:01:00Z");
  CHECK(faults(world).at(1).at("messages_affected") == 2);
  world.advance(1min);
  CHECK(faults(world).size() == 1);
  CHECK(world.call("DescribePhoneNumbers").ok());
}

TEST_CASE("account limits count registrations and their attachments", "[api][R-REG-6]") {
  RegistrationWorld world("");
  world.create(wire_brand);
  world.create(wire_toll_free);
  REQUIRE(world.call("CreateRegistrationAttachment", "{'AttachmentBody': '" + wire_png + "'}").ok());
  std::string told;
  for (const auto items = world.call("DescribeAccountLimits").body.at("AccountLimits").as_array();
       const auto& item : items)
    if (const std::string name(item.at("Name").as_string()); name.starts_with("REGISTRATION"))
      told += name + " " + std::to_string(item.at("Used").as_int64()) + "/" +
              std::to_string(item.at("Max").as_int64()) + "\n";
  CHECK(told == "REGISTRATIONS 2/100\nREGISTRATION_ATTACHMENTS 1/100\n");
}

TEST_CASE("metrics show what the month has cost, from the first message on", "[api][R-CWM-1][R-CWM-2][R-CWM-5]") {
  ServedWorld world(two_numbers, R"(pricing = prices { per_part = "$0.00645", carrier_fee = "$0.003" },)");
  const std::string texts = "sendlab_text_message_monthly_spend", calls = "sendlab_voice_message_monthly_spend";
  CHECK(metric_of(world, texts).empty());
  world.send("{" + text + ", 'OriginationIdentity': '+12065550183'}");
  CHECK(metric_of(world, texts) == "0.00945");
  CHECK(metric_of(world, calls).empty());
  world.advance(1min);
  REQUIRE(world.call("SendVoiceMessage", "{" + text + ", 'OriginationIdentity': '+18445550142'}").ok());
  world.advance(1min);
  CHECK(metric_of(world, calls) == "0.013");
  world.advance(21 * 24h);  // July
  CHECK(metric_of(world, texts) == "0");
}

TEST_CASE("pictures of forms: PNG of 400 KB by the guide of 2023, PDF and JPEG too and 500 KB by today's",
          "[api][R-REG-21]") {
  const std::string pdf = "JVBERi0xLjcAAAAA";
  const auto verdict = [](RegistrationWorld& world, const std::string& body) {
    const Reply made = world.call("CreateRegistrationAttachment", "{'AttachmentBody': '" + body + "'}");
    REQUIRE(made.ok());
    return world
        .put(world.create(wire_toll_free), "messagingUseCase.optInImage",
             "'RegistrationAttachmentId': '" + made.text("RegistrationAttachmentId") + "'")
        .verdict();
  };
  const auto png = [](std::size_t bytes) { return wire_png.substr(0, 20) + std::string(bytes / 3 * 4 - 20, 'A'); };
  RegistrationWorld guide("", "rules = \"seed_2023\", "), today("");
  CHECK(verdict(guide, png(400 * 1024 - 3)) == "ok");
  CHECK(verdict(guide, png(500'000)) == "ValidationException MAXIMUM_SIZE_EXCEEDED");
  CHECK(verdict(guide, pdf) == "ValidationException ATTACHMENT_TYPE_NOT_SUPPORTED");
  CHECK(verdict(today, png(500'000)) == "ok");
  CHECK(verdict(today, png(513'000)) == "ValidationException MAXIMUM_SIZE_EXCEEDED");
  CHECK(verdict(today, pdf) == "ok");
}

TEST_CASE("a number that is not ACTIVE yet is told what it waits for", "[api][R-NUM-1][R-REG-10]") {
  RegistrationWorld world("");
  const auto told = [&](const std::string& number) {
    const Reply reply = world.call("SendTextMessage", "{" + text + ", 'OriginationIdentity': '" + number + "'}");
    CHECK(reply.verdict() == "ConflictException RESOURCE_NOT_ACTIVE");
    return reply.message;
  };
  const auto has = [](const std::string& in, const std::string& what) {
    INFO(in);
    return in.find(what) != std::string::npos;
  };
  const std::string brand = world.approved(wire_brand), campaign = world.approved(wire_campaign, brand);
  const std::string joined = world.request_number("TEN_DLC", campaign);
  REQUIRE(world.number_status(joined) == "ASSOCIATING");
  const std::string associating = told(joined);
  CHECK(has(associating, "is ASSOCIATING until 2026-0"));
  CHECK(has(associating, campaign));
  CHECK_FALSE(has(associating, "create a registration"));

  const std::string free = world.request_number("TOLL_FREE");
  CHECK(has(told(free), "is PENDING until it is registered: create a registration"));
  const std::string form = world.create(wire_toll_free);
  world.associate(form, free);
  CHECK(has(told(free), "submit it with SubmitRegistrationVersion"));
}

}  // namespace sendlab::test
