#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>
#include <map>

#include "engine/api/control.hpp"
#include "engine/api/control_registrations.hpp"
#include "tests/unit/api/registration_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;

boost::json::object posted(ServedWorld& world, const std::string& body) {
  const ControlAnswer answer = post_cases(world.emulation(), body);
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  return boost::json::parse(answer.body).as_object();
}

boost::json::object state_of(ServedWorld& world, const boost::json::object& opened) {
  const boost::json::value listed = boost::json::parse(list_cases(world.emulation()).body);
  for (const auto& row : listed.at("cases").as_array())
    if (row.at("id") == opened.at("id")) return row.as_object();
  return {};
}

std::string status_of(ServedWorld& world, const boost::json::object& opened) {
  return std::string(state_of(world, opened).at("status").as_string());
}

const std::string sandbox = R"(tier = "sandbox", numbers = { number { name = "tf", type = "TOLL_FREE", country = "US", number = "+18445550142", capabilities = { "SMS", "VOICE" } } })";
const std::string hello = "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello'}";
const std::string use = R"("website": "https://example.com", "use_case": "login codes", "opt_in": "a form")";

}  // namespace

TEST_CASE("leaving the sandbox needs a case of this Region, answered within 24 hours",
          "[api][R-SBX-9][R-CAS-1][R-CAS-2]") {
  ServedWorld world(sandbox);
  CHECK(post_cases(world.emulation(), R"({"kind": "sms_production_access"})").status == 400);  // no Region
  const auto elsewhere = posted(world, R"({"kind": "sms_production_access", "region": "eu-west-1", )" + use + "}");
  world.advance(24h);
  CHECK(status_of(world, elsewhere) == "DONE");
  CHECK(world.call("SendTextMessage", hello).reason == "DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
  const auto here = posted(world, R"({"kind": "sms_production_access", "region": "us-east-1", )" + use + "}");
  CHECK(status_of(world, here) == "OPEN");
  CHECK(world.call("SendTextMessage", hello).reason == "DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
  world.advance(24h);
  CHECK(world.call("SendTextMessage", hello).verdict() == "ok");
  CHECK(world.call("DescribeAccountAttributes").body.at("AccountAttributes").at(0).at("Value").as_string() ==
        "PRODUCTION");
}

TEST_CASE("voice leaves its sandbox only after a voice message", "[api][R-VSB-7]") {
  ServedWorld world(sandbox);
  const std::string body = R"({"kind": "voice_production_access", "region": "us-east-1", "website": "https://example.com", "use_case": "alerts"})";
  const auto early = posted(world, body);
  world.advance(24h);
  CHECK(status_of(world, early) == "DENIED");
  CHECK(std::string(state_of(world, early).at("denied_because").as_string()).find("R-VSB-7") != std::string::npos);
  REQUIRE(world
              .call("SendVoiceMessage",
                    "{'DestinationPhoneNumber': '+14254147755', 'OriginationIdentity': '+18445550142', 'MessageBody': "
                    "'hello'}")
              .verdict() == "ok");
  const auto later = posted(world, body);
  world.advance(24h);
  CHECK(status_of(world, later) == "DONE");
}

TEST_CASE("a granted spend limit lets sending go on", "[api][R-SPD-1][R-CAS-1]") {
  ServedWorld world(two_numbers + R"(, monthly_spend_limit = "$0.015", spend_enforcement = "strict")");
  CHECK(world.call("SendTextMessage", hello).verdict() == "ok");
  world.advance(1min);
  CHECK(world.call("SendTextMessage", hello).reason == "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT");
  posted(world, R"({"kind": "sms_spend_limit", "region": "us-east-1", "new_limit": 500, )" + use + "}");
  world.advance(24h);
  CHECK(world.call("SendTextMessage", hello).verdict() == "ok");
  CHECK(world.call("DescribeSpendLimits").body.at("SpendLimits").at(0).at("MaxLimit").as_int64() == 500);
  // What the account set for itself stays when the service gives more (R-SPD-6).
  REQUIRE(world.call("SetTextMessageSpendLimitOverride", "{'MonthlyLimit': 0}").verdict() == "ok");
  posted(world, R"({"kind": "sms_spend_limit", "region": "us-east-1", "new_limit": 900, )" + use + "}");
  world.advance(24h);
  CHECK(world.call("DescribeSpendLimits").body.at("SpendLimits").at(0).at("MaxLimit").as_int64() == 900);
  CHECK(world.call("SendTextMessage", hello).reason == "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT");
}

TEST_CASE("a spend request above 10,000 dollars is asked for each country", "[api][R-SPD-7][R-CAS-3]") {
  ServedWorld world(two_numbers);
  const auto opened = posted(world, R"({"kind": "sms_spend_limit", "region": "us-east-1", "new_limit": 20000, )" + use + "}");
  world.advance(24h);
  CHECK(status_of(world, opened) == "NEEDS_INFORMATION");
  CHECK(state_of(world, opened).at("missing").at(0).as_string() == "countries");
  posted(world, R"({"id": "case-1", "countries": {"US": {"identity": "10DLC", "peak_rate": "40/s", "mean_size": "1 part", "template": "Your code is 123456"}}})");
  world.advance(24h);
  CHECK(status_of(world, opened) == "DONE");
  CHECK(world.emulation().account().account().monthly_spend_limit == UsdMicros{20'000'000'000});
}

TEST_CASE("a case names a Region that there is, and asks for sender IDs where there are any",
          "[api][R-CAS-1][R-ORG-11]") {
  ServedWorld world(two_numbers);
  const auto refused = post_cases(world.emulation(), R"({"kind": "sms_production_access", "region": "mars-1"})");
  CHECK(refused.status == 400);
  CHECK(refused.body.find("no Region of the service") != std::string::npos);
  const auto ask = [&](const char* country) {
    return posted(world, R"({"kind": "sender_id", "region": "us-east-1", "sender_id": "ACME", "country": ")" + std::string(country) + R"(", "website": "https://example.com", "use_case": "x", "opt_in": "a form", "company": "Acme"})");
  };
  const auto in_us = ask("US"), in_gb = ask("GB");
  world.advance(24h * 60);
  CHECK(status_of(world, in_us) == "DENIED");
  CHECK(status_of(world, in_gb) == "DONE");
}

TEST_CASE("quotas that can be raised are, fixed ones not", "[api][R-CAS-1]") {
  ServedWorld world(two_numbers);
  const auto raised = posted(world, R"({"kind": "quota", "region": "us-east-1", "quota": "sms_and_voice_numbers", "new_limit": 100, "use_case": "growth"})");
  const auto fixed = posted(world, R"({"kind": "quota", "region": "us-east-1", "quota": "tendlc_numbers_per_campaign", "new_limit": 100, "use_case": "growth"})");
  CHECK(post_cases(world.emulation(), R"({"kind": "quota", "region": "us-east-1", "quota": "wishes", "new_limit": 3, "use_case": "x"})").status == 400);
  world.advance(24h);
  CHECK(status_of(world, raised) == "DONE");
  CHECK(world.emulation().account().quotas().phone_numbers == 100);
  CHECK(status_of(world, fixed) == "DENIED");
}

TEST_CASE("a number's rate is raised by case, a 10DLC number to 75, a toll-free one never", "[api][R-CAS-1][R-MPS-3]") {
  ServedWorld world(two_numbers);
  const auto ask = [&](const char* number, int limit) {
    return posted(world, R"({"kind": "mps", "region": "us-east-1", "number": ")" + std::string(number) + R"(", "new_limit": )" + std::to_string(limit) + R"(, "use_case": "peaks"})");
  };
  const auto granted = ask("codes", 40), too_much = ask("codes", 76), toll_free = ask("toll-free", 10);
  world.advance(24h);
  CHECK(status_of(world, granted) == "DONE");
  CHECK(world.emulation().service().limits().number_limit(NumberId{0}) == Throughput{40, 1s});
  CHECK(status_of(world, too_much) == "DENIED");
  CHECK(status_of(world, toll_free) == "DENIED");
}

TEST_CASE("short codes and long codes come by case, after their time; long codes of the US never",
          "[api][R-NUM-15][R-NUM-11][R-CAS-3]") {
  ServedWorld world(two_numbers);
  const auto short_code = posted(world, R"({"kind": "short_code", "region": "us-east-1", "country": "US", "message_type": "TRANSACTIONAL", "template": "Your code is 123456", )" + use + "}");
  const auto german = posted(world, R"({"kind": "long_code", "region": "us-east-1", "country": "DE", "use_case": "two-way"})");
  const auto american = posted(world, R"({"kind": "long_code", "region": "us-east-1", "country": "US", "use_case": "two-way"})");
  const auto guam = posted(world, R"({"kind": "long_code", "region": "us-east-1", "country": "GU", "use_case": "two-way"})");
  world.advance(24h);
  CHECK(status_of(world, american) == "DENIED");
  CHECK(status_of(world, guam) == "DENIED");
  CHECK(status_of(world, short_code) == "PROVISIONING");
  CHECK(state_of(world, short_code).at("fees_from") == state_of(world, short_code).at("first_answer"));
  world.advance(54 * 24h);
  CHECK(status_of(world, german) == "DONE");
  CHECK(status_of(world, short_code) == "PROVISIONING");
  world.advance(31 * 24h);
  REQUIRE(status_of(world, short_code) == "DONE");
  const std::string number(state_of(world, short_code).at("number").as_string());
  const Reply described = world.call("DescribePhoneNumbers", "{'PhoneNumberIds': ['" + number + "']}");
  CHECK(described.body.at("PhoneNumbers").at(0).at("NumberType").as_string() == "SHORT_CODE");
  CHECK(described.body.at("PhoneNumbers").at(0).at("Status").as_string() == "ACTIVE");
  CHECK(described.body.at("PhoneNumbers").at(0).at("MonthlyLeasingPrice").as_string() == "995.00");
  CHECK(world
            .call("SendTextMessage",
                  "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '" +
                      number + "'}")
            .verdict() == "ok");
}

TEST_CASE("a local voice number by case is for countries that need an address", "[api][R-VSB-14]") {
  ServedWorld world(two_numbers);
  const auto ask = [&](const char* iso) {
    return posted(world, R"({"kind": "local_voice_number", "region": "us-east-1", "country": ")" + std::string(iso) + R"(", "use_case": "calls", "address": "1 Main Street"})");
  };
  const auto australia = ask("AU"), austria = ask("AT");
  world.advance(30 * 24h);
  CHECK(status_of(world, australia) == "DONE");
  CHECK(status_of(world, austria) == "DENIED");
}

TEST_CASE("a registered keyword of a short code may change after a case about it", "[api][R-KEY-9]") {
  ServedWorld world(
      R"(numbers = { number { name = "short", type = "SHORT_CODE", country = "US", number = "728423", two_way = true,
                                     keywords = { keyword { word = "JOIN", action = "AUTOMATIC_RESPONSE", reply = "Hello." },
                                                  keyword { word = "LEAVE", action = "AUTOMATIC_RESPONSE", reply = "Goodbye." } } },
                                   number { name = "tf", type = "TOLL_FREE", country = "US" } })");
  const std::string id = world.emulation().account().phone_numbers().front().id;
  AccountCases& cases = world.emulation().account().cases();
  const auto of_toll_free = posted(world, R"({"kind": "short_code_keyword", "region": "us-east-1", "number": "tf", "keyword": "JOIN"})");
  posted(world, R"({"kind": "short_code_keyword", "region": "us-east-1", "number": "short", "keyword": "join"})");
  CHECK_FALSE(cases.may_change_keyword(id, "JOIN"));
  world.advance(24h);
  CHECK(cases.may_change_keyword(id, "JOIN"));
  CHECK_FALSE(cases.may_change_keyword(id, "LEAVE"));
  const auto put = [&](const char* word) {
    return world
        .call("PutKeyword", "{'OriginationIdentity': '" + id + "', 'Keyword': '" + word +
                                "', 'KeywordMessage': 'Welcome.', 'KeywordAction': 'OPT_IN'}")
        .verdict();
  };
  CHECK(put("JOIN") == "ok");
  CHECK(put("LEAVE") == "ConflictException RESOURCE_MODIFICATION_NOT_ALLOWED");
  CHECK(status_of(world, of_toll_free) == "DENIED");
}

TEST_CASE("sender IDs and templates are registered by case", "[api][R-REG-24][R-REG-25][R-CAS-1]") {
  ServedWorld world(two_numbers);
  posted(world, R"({"kind": "india_sender_id", "region": "us-east-1", "sender_id": "EXMPLE", "company": "Example Ltd", "entity_id": "1101", "monthly_volume": "1000", "use_case": "codes", "opt_in": "a form"})");
  const auto template_case = posted(world, R"({"kind": "china_template", "region": "us-east-1", "message_type": "ONE_TIME_PASSWORD", "template": "Your code is {code}", )" + use + "}");
  const auto refused = posted(world, R"({"kind": "china_template", "region": "us-east-1", "message_type": "PROMOTIONAL", "template": "Buy", "outcome": "deny", )" + use + "}");
  AccountCases& cases = world.emulation().account().cases();
  world.advance(14 * 24h);
  CHECK_FALSE(cases.has_sender_id("EXMPLE", "IN"));
  world.advance(16 * 24h);
  CHECK(cases.has_sender_id("EXMPLE", "IN"));
  CHECK_FALSE(cases.has_sender_id("EXMPLE", "GB"));
  const auto request = [&](const char* id) {
    return world.call("RequestSenderId", "{'SenderId': '" + std::string(id) +
                                             "', 'IsoCountryCode': 'IN', 'MessageTypes': ['TRANSACTIONAL']}");
  };
  CHECK(request("OTHERS").reason == "SENDER_ID_REQUIRES_REGISTRATION");
  const Reply made = request("EXMPLE");
  REQUIRE(made.verdict() == "ok");
  CHECK(made.body.at("Registered").as_bool());
  CHECK(status_of(world, template_case) == "DONE");
  CHECK(status_of(world, refused) == "DENIED");  // it may be refused
  CHECK(post_cases(world.emulation(), R"({"kind": "india_sender_id", "region": "us-east-1", "sender_id": "SEVENCH"})").status == 400);
}

TEST_CASE("a plain long code of the US becomes 10DLC by case and joins its campaign", "[api][R-CAS-1]") {
  RegistrationWorld world("");
  const std::string campaign = world.approved(wire_campaign, world.approved(wire_brand));
  const Reply made = world.call("RequestPhoneNumber",
                                "{'IsoCountryCode': 'US', 'MessageType': 'TRANSACTIONAL', 'NumberCapabilities': "
                                "['VOICE'], 'NumberType': 'LONG_CODE'}");
  REQUIRE(made.verdict() == "ok");
  const auto opened = posted(world, R"({"kind": "convert_long_code", "region": "us-east-1", "number": ")" + made.text("PhoneNumberId") + R"(", "campaign": ")" + campaign + R"("})");
  world.advance(24h);
  CHECK(status_of(world, opened) == "PROVISIONING");
  world.advance(14 * 24h);
  CHECK(status_of(world, opened) == "DONE");
  CHECK(world.number_status(made.text("PhoneNumberId")) == "ASSOCIATING");
  world.advance(42 * 24h);
  CHECK(world.number_status(made.text("PhoneNumberId")) == "ACTIVE");
  CHECK(world
            .call("SendTextMessage",
                  "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '" +
                      made.text("PhoneNumberId") + "'}")
            .verdict() == "ok");
}

TEST_CASE("how a review ends is said over the endpoint", "[api][registration]") {
  RegistrationWorld world("");
  const std::string id = world.create(wire_brand);
  world.fill(id, wire_brand);
  const auto post = [&](const std::string& more) { return post_registrations(world.emulation(), R"({"id": ")" + id + R"(")" + more + "}"); };
  CHECK(post(R"(, "outcome": "deny", "reason": "TAX_RECORD_MISMATCH", "after": "2h")").status == 200);
  CHECK(post(R"(, "outcome": "perhaps")").status == 400);
  CHECK(post(R"(, "reason": "NO_REASON")").status == 400);
  CHECK(post(R"(, "outcom": "deny")").status == 400);
  world.of("SubmitRegistrationVersion", id);
  world.advance(2h);
  CHECK(world.status(id) == "REQUIRES_UPDATES");
  CHECK(list_registrations(world.emulation()).body.find("REQUIRES_UPDATES") != std::string::npos);
  CHECK(post_registrations(world.emulation(), R"({"carrier_review": false})").status == 200);
  const std::string campaign = world.approved(wire_campaign, world.approved(wire_brand));
  const std::string number = world.request_number("TEN_DLC", campaign);
  world.advance(14 * 24h);
  CHECK(world.number_status(number) == "ACTIVE");
}

namespace {

// Cases of a scenario that is served; `more` fields of the account.
ServedWorld served(const std::string& cases, const std::string& more) {
  return ServedWorld(more + ", support_cases = { " + cases + " }");
}
const std::string asks = R"(website = "https://example.com", use_case = "codes", opt_in = "a form")";

}  // namespace

TEST_CASE("a case of a served scenario opens the sandbox when it is granted, as in a run", "[api][R-CAS-1][R-SBX-9]") {
  ServedWorld world = served("support_case { kind = \"sms_production_access\", at = \"10d\", " + asks + " }", sandbox);
  world.advance(10 * 24h - 1s);
  CHECK(list_cases(world.emulation()).body.find("case-1") == std::string::npos);
  CHECK(world.call("SendTextMessage", hello).reason == "DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
  world.advance(1s);
  CHECK(list_cases(world.emulation()).body.find("OPEN") != std::string::npos);
  CHECK(world.call("SendTextMessage", hello).reason == "DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
  world.advance(24h);
  CHECK(list_cases(world.emulation()).body.find("DONE") != std::string::npos);
  CHECK(world.call("SendTextMessage", hello).verdict() == "ok");
}

TEST_CASE("a case of a served scenario that is denied, or of another Region, changes nothing",
          "[api][R-CAS-1][R-CAS-2]") {
  for (const char* how : {", outcome = \"deny\"", ", region = \"eu-west-1\""}) {
    ServedWorld world =
        served("support_case { kind = \"sms_production_access\", at = \"0d\", " + asks + how + " }", sandbox);
    world.advance(5 * 24h);
    CHECK(world.call("SendTextMessage", hello).reason == "DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
  }
}

TEST_CASE("cases of a served scenario raise spending limits, rates and quotas", "[api][R-CAS-1][R-SPD-1][R-MPS-3]") {
  ServedWorld world = served(
      "support_case { kind = \"sms_spend_limit\", at = \"0d\", new_limit = 5000, " + asks + " }, " +
          "support_case { kind = \"voice_spend_limit\", at = \"0d\", new_limit = 70, " + asks + " }, " +
          "support_case { kind = \"mps\", at = \"0d\", number = \"codes\", new_limit = 20, use_case = \"codes\" }, " +
          "support_case { kind = \"quota\", at = \"0d\", quota = \"opt_out_lists\", new_limit = 40, use_case = "
          "\"lists\" }",
      two_numbers);
  const auto limits = [&] {
    const Reply reply = world.call("DescribeSpendLimits");
    std::map<std::string, std::int64_t> all;
    for (const auto& row : reply.body.at("SpendLimits").as_array())
      all[std::string(row.at("Name").as_string())] = row.at("MaxLimit").as_int64();
    return all;
  };
  const auto sends = [&] {
    int count = 0;
    while (count < 100 &&
           world
               .call("SendTextMessage", "{'DestinationPhoneNumber': '+1425555" + std::to_string(1000 + count) +
                                            "', 'OriginationIdentity': '+12065550183', 'MessageBody': 'x'}")
               .ok())
      ++count;
    return count;
  };
  CHECK(limits()["TEXT_MESSAGE_MONTHLY_SPEND_LIMIT"] == 1000);
  CHECK(sends() == 10);
  CHECK(world.emulation().account().quotas().opt_out_lists == 25);
  world.advance(24h);
  CHECK(limits()["TEXT_MESSAGE_MONTHLY_SPEND_LIMIT"] == 5000);
  CHECK(limits()["VOICE_MESSAGE_MONTHLY_SPEND_LIMIT"] == 70);
  CHECK(sends() == 20);
  CHECK(world.emulation().account().quotas().opt_out_lists == 40);
}

TEST_CASE("a case of a served scenario that lacks something is asked, and answered after reply_after",
          "[api][R-CAS-2]") {
  ServedWorld world = served(
      "support_case { kind = \"sms_production_access\", at = \"0d\", use_case = \"codes\", "
      "opt_in = \"a form\", reply_after = \"3d\" }",
      sandbox);
  world.advance(25h);
  CHECK(list_cases(world.emulation()).body.find("NEEDS_INFORMATION") != std::string::npos);
  world.advance(2 * 24h - 2h);
  CHECK(list_cases(world.emulation()).body.find("NEEDS_INFORMATION") != std::string::npos);
  CHECK(world.call("SendTextMessage", hello).reason == "DESTINATION_PHONE_NUMBER_NOT_VERIFIED");
  world.advance(3 * 24h);
  CHECK(world.call("SendTextMessage", hello).verdict() == "ok");
}

TEST_CASE("a case of a served scenario brings its number on the day of the run", "[api][R-NUM-11][R-CAS-3]") {
  ServedWorld world = served(
      "support_case { kind = \"short_code\", at = \"0d\", gives = \"sc\", country = \"US\", "
      "message_type = \"TRANSACTIONAL\", template = \"Your code is 123456\", " +
          asks + " }",
      "numbers = { number { name = \"sc\", type = \"SHORT_CODE\", country = \"US\", number = \"728423\" } }");
  const auto usable = [&] {
    return world
        .call("SendTextMessage",
              "{'DestinationPhoneNumber': '+14255550168', 'OriginationIdentity': '728423', 'MessageBody': 'x'}")
        .ok();
  };
  int days = 0;
  while (!usable() && days < 100) world.advance(24h), ++days;
  CHECK(days >= 56);
  CHECK(days <= 86);
  CHECK(list_cases(world.emulation()).body.find("DONE") != std::string::npos);
  CHECK(world.emulation().account().phone_numbers().size() == 1);
}

TEST_CASE("provisioning_delay holds up cases, registrations and numbers that are under way", "[api][faults][R-CAS-2]") {
  const std::string fault = "faults = { provisioning_delay { at = \"0d\", lasts = \"3d\", add = \"10d\" } }, ";
  for (const bool planned : {true, false}) {
    ServedWorld world(sandbox, fault);
    const auto opened = posted(world, R"({"kind": "sms_production_access", "region": "us-east-1", )" + use + "}");
    REQUIRE(post_faults(world.emulation(), planned ? R"({"begin": 1})"
                                                   : R"({"kind": "provisioning_delay", "add": "240h", "lasts": "72h"})")
                .status == 200);
    world.advance(5 * 24h);
    CHECK(status_of(world, opened) == "OPEN");
    world.advance(6 * 24h);
    CHECK(status_of(world, opened) == "DONE");
    const boost::json::value faults = boost::json::parse(list_faults(world.emulation()).body);
    CHECK(faults.at("faults").at(planned ? 0 : 1).at("messages_affected").as_int64() == 1);
    const auto later = posted(
        world,
        R"({"kind": "quota", "region": "us-east-1", "quota": "opt_out_lists", "new_limit": 40, "use_case": "lists"})");
    world.advance(24h);
    CHECK(status_of(world, later) == "DONE");  // the fault is over
  }
  ServedWorld ended(sandbox, fault);
  REQUIRE(post_faults(ended.emulation(), R"({"begin": 1})").status == 200);
  ended.advance(1h);
  REQUIRE(post_faults(ended.emulation(), R"({"end": 1})").status == 200);
  const auto opened = posted(ended, R"({"kind": "sms_production_access", "region": "us-east-1", )" + use + "}");
  ended.advance(24h);
  CHECK(status_of(ended, opened) == "DONE");
}

}  // namespace sendlab::test
