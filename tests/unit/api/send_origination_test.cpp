// SendTextMessage from sender IDs and pools, and dry runs.
#include <catch2/catch.hpp>

#include "engine/api/control_registrations.hpp"
#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;

std::string text(const std::string& to, const std::string& from, const std::string& more = "") {
  return "{'DestinationPhoneNumber': '" + to + "', 'MessageBody': 'hello'" +
         (from.empty() ? "" : ", 'OriginationIdentity': '" + from + "'") + more + "}";
}
// What the event records of a message show as its sender.
std::string shown(ServedWorld& world, const std::string& to, const std::string& from, const std::string& more = "") {
  const std::string message = world.send(text(to, from, more));
  world.advance(1min);
  const auto records = world.records_of(message);
  REQUIRE_FALSE(records.empty());
  return std::string(records.back().at("originationPhoneNumber").as_string());
}

const std::string british = "+447700900123", singaporean = "+6591234567", australian = "+61412345678",
                  indian = "+919876543210";

}  // namespace

TEST_CASE("events show the sender ID, or what the country puts in its place",
          "[api][R-ORG-7][R-ORG-8][R-ORG-9][R-ORG-10][R-ORG-17]") {
  ServedWorld world(
      "sender_ids = { sender_id { id = \"Known\", country = \"SG\", registered = true }, sender_id { id = \"Known\", "
      "country = \"AU\", registered = true } }");
  CHECK(shown(world, british, "Example") == "Example");
  CHECK(shown(world, british, "") == "NOTICE");
  CHECK(shown(world, singaporean, "Known") == "Known");
  CHECK(shown(world, singaporean, "Example") == "LIKELY-SCAM");
  CHECK(shown(world, australian, "Known") == "Known");
  CHECK(shown(world, australian, "Example") == "NOTICE");
}

TEST_CASE("a sender ID that its country cannot have is refused", "[api][R-ORG-22][R-ORG-26]") {
  ServedWorld world("");
  const Reply reply = world.call("SendTextMessage", text(british, "A_B"));
  CHECK(reply.verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(reply.fields == std::vector<std::string>{"OriginationIdentity"});
  CHECK(world.call("SendTextMessage", text(british, "Ab")).verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(world.call("SendTextMessage", text(indian, "Example")).verdict() == "ValidationException INVALID_PARAMETER");
}

TEST_CASE("to the US a sender ID changes nothing: a dedicated number sends, or nothing does",
          "[api][R-ORG-3][R-ORG-11]") {
  ServedWorld with(two_numbers), without("");
  CHECK(shown(with, "+14255550168", "Example") == "+12065550183");
  CHECK(without.call("SendTextMessage", text("+14255550168", "Example")).verdict() ==
        "ConflictException NO_ORIGINATION_IDENTITIES_FOUND");
}

TEST_CASE("a pool sends from one of its numbers", "[api][R-ORG-18]") {
  ServedWorld world(
      "numbers = { number { name = \"free\", type = \"TOLL_FREE\", country = \"US\", number = \"+18445550142\" } }, "
      "pools = { pool { name = \"alerts\", identities = { \"free\" } } }");
  CHECK(shown(world, "+14255550168", "alerts") == "+18445550142");
  CHECK(world.call("SendTextMessage", text("+14255550168", "pool-0123456789abcdef0123456789abcdef")).verdict() ==
        "ResourceNotFoundException");
  CHECK(world.call("SendTextMessage", text("+14255550168", "alerts", ", 'MessageType': 'PROMOTIONAL'")).verdict() ==
        "ConflictException MESSAGE_TYPE_MISMATCH");
}

TEST_CASE("entity and template ids of India are taken", "[api][R-ORG-13]") {
  ServedWorld world("sender_ids = { sender_id { id = \"EXMPLE\", country = \"IN\", registered = true } }");
  CHECK(shown(world, indian, "EXMPLE",
              ", 'DestinationCountryParameters': {'IN_ENTITY_ID': 'E1', 'IN_TEMPLATE_ID': 'T1'}") == "EXMPLE");
}

namespace {

// Networks of the rule tables in which nothing else goes wrong.
const std::string asian_networks =
    R"lua(network = carriers { India = carrier { failure = {}, handset_off_share = 0, receipt_share = 1 },
  China = carrier { failure = {}, handset_off_share = 0, receipt_share = 1 } }, )lua";

std::string last_event(ServedWorld& world, const std::string& body) {
  const std::string message = world.send(body);
  world.advance(24h);
  return world.events_of(message).back();
}

}  // namespace

TEST_CASE("on the wire too, carriers of India take the text of the template only", "[api][R-ORG-13][R-REG-24]") {
  ServedWorld world(R"lua(sender_ids = { sender_id { id = "EXMPLE", country = "IN", registered = true } },
    templates = { { country = "IN", id = "T1", entity = "E1", text = "Your code is {#var#}." } })lua",
                    asian_networks);
  const auto ends = [&](const std::string& body, const std::string& entity = "E1", const std::string& id = "T1") {
    return last_event(world, "{'DestinationPhoneNumber': '" + indian +
                                 "', 'OriginationIdentity': 'EXMPLE', 'MessageBody': '" + body +
                                 "', 'DestinationCountryParameters': {'IN_ENTITY_ID': '" + entity +
                                 "', 'IN_TEMPLATE_ID': '" + id + "'}}");
  };
  CHECK(ends("Your code is 123456.") == "TEXT_DELIVERED");
  CHECK(ends("Your code is 123456") == "TEXT_CARRIER_BLOCKED");
  CHECK(ends("Your code is " + std::string(31, '1') + ".") == "TEXT_CARRIER_BLOCKED");
  CHECK(ends("Your code is 123456.", "E2") == "TEXT_CARRIER_BLOCKED");
  CHECK(ends("Your code is 123456.", "E1", "T2") == "TEXT_CARRIER_BLOCKED");
  // A text of its own needs a registration of its own.
  const ControlAnswer answer = post_cases(
      world.emulation(),
      R"({"kind": "india_sender_id", "region": "us-east-1", "sender_id": "EXMPLE", "company": "Example Ltd", "entity_id": "E1", "monthly_volume": "1000", "use_case": "codes", "opt_in": "a form", "template_id": "T2", "template": "Welcome {name}"})");
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  CHECK(ends("Welcome Ann", "E1", "T2") == "TEXT_CARRIER_BLOCKED");
  world.advance(30 * 24h);
  CHECK(ends("Welcome Ann", "E1", "T2") == "TEXT_DELIVERED");
  CHECK(ends("Welcome Ann", "E1", "T1") == "TEXT_CARRIER_BLOCKED");
}

TEST_CASE("on the wire too, China takes registered texts only, once one is asked for", "[api][R-ORG-14][R-REG-25]") {
  ServedWorld world("numbers = { number { name = \"code\", type = \"SHORT_CODE\", country = \"CN\" } }",
                    asian_networks);
  const auto ends = [&](const std::string& body) {
    return last_event(world, "{'DestinationPhoneNumber': '+8613912345678', 'MessageBody': '" + body + "'}");
  };
  CHECK(ends("anything") == "TEXT_DELIVERED");  // what is declared is registered, its texts with it
  const auto ask = [&](const std::string& text, const std::string& more = "") {
    const ControlAnswer answer = post_cases(
        world.emulation(),
        R"({"kind": "china_template", "region": "us-east-1", "message_type": "ONE_TIME_PASSWORD", "website": "https://example.com", "use_case": "codes", "opt_in": "a form", "template": ")" +
            text + "\"" + more + "}");
    INFO(answer.body);
    REQUIRE(answer.status == 200);
  };
  ask("Your code is {code}");
  ask("Buy", ", \"outcome\": \"deny\"");
  CHECK(ends("Your code is 1") == "TEXT_CARRIER_BLOCKED");  // not registered yet
  world.advance(30 * 24h);
  CHECK(ends("Your code is 1") == "TEXT_DELIVERED");
  CHECK(ends("your code is 1") == "TEXT_CARRIER_BLOCKED");
  CHECK(ends("Buy") == "TEXT_CARRIER_BLOCKED");  // it was refused
  CHECK(post_cases(world.emulation(), R"({"kind": "china_template", "region": "us-east-1", "template": "Code {"})")
            .status == 400);
}

}  // namespace sendlab::test
