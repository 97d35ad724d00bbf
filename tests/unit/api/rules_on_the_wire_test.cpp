// Rules that show in what the API answers and in event records.
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "carriers/csv_table.hpp"
#include "engine/api/voice_regions.hpp"
#include "tests/unit/api/registration_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;

const std::string text = "'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello'";

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
  const CsvTable regions("regions.csv");
  for (std::size_t row = 0; row < regions.rows(); ++row) {
    INFO(regions.at(row, "region"));
    CHECK(has_voice(regions.at(row, "region")) == (regions.at(row, "voice") == "yes"));
  }
  const std::string call = "{" + text + ", 'OriginationIdentity': '+18445550142'}";
  ServedWorld jakarta("region = \"ap-southeast-3\", " + two_numbers), oregon("region = \"us-west-2\", " + two_numbers);
  CHECK(jakarta.call("SendVoiceMessage", call).verdict() == "ValidationException VOICE_CAPABILITY_NOT_AVAILABLE");
  CHECK(jakarta.call("SendTextMessage", call).ok());
  CHECK(oregon.call("SendVoiceMessage", call).ok());
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

}  // namespace sendlab::test
