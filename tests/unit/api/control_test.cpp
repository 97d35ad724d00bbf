// What tests do to the served world beside its API: faults, handsets, looking at messages and events.
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "engine/api/control.hpp"
#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

const std::string hello =
    "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '+12065550183'}";
const std::string outage =
    "faults = { outage { carrier = \"T-Mobile\", at = \"20m\", lasts = \"5m\" }, outage { carrier = \"AT&T\", at = "
    "\"20m\", lasts = \"5m\" },\n"
    "outage { carrier = \"Verizon\", at = \"20m\", lasts = \"5m\" } }, ";

std::int64_t affected(ServedWorld& world) {
  std::int64_t sum = 0;
  const boost::json::value answer = boost::json::parse(list_faults(world.emulation()).body);
  for (const auto& fault : answer.at("faults").as_array()) sum += fault.at("messages_affected").as_int64();
  return sum;
}

void begin_first(ServedWorld& world) {
  REQUIRE(post_faults(world.emulation(), R"({"begin": 1})").status == 200);
  world.advance(0s);
}

void begin_all(ServedWorld& world) {
  for (const char* body : {R"({"begin": 1})", R"({"begin": 2})", R"({"begin": 3})"}) REQUIRE(post_faults(world.emulation(), body).status == 200);
  world.advance(0s);
}

}  // namespace

TEST_CASE("a scenario's fault waits until it is begun, and lasts as long as planned from then", "[api][faults]") {
  ServedWorld world(two_numbers, outage);
  world.advance(20min);
  const std::string before = world.send(hello);
  world.advance(1min);
  CHECK(world.events_of(before) == Texts{"TEXT_SUCCESSFUL", "TEXT_DELIVERED"});
  CHECK(affected(world) == 0);

  world.advance(40min);  // long after the instant at which the plan would have ended it
  begin_all(world);
  const std::string during = world.send(hello);
  world.advance(4min + 59s);
  CHECK(world.events_of(during) == Texts{"TEXT_QUEUED"});
  CHECK(affected(world) == 1);
  world.advance(3s);
  CHECK(world.events_of(during) == Texts{"TEXT_QUEUED", "TEXT_SUCCESSFUL", "TEXT_DELIVERED"});
}

TEST_CASE("a fault that is ended early lets go at once, and its planned end does not touch a second one",
          "[api][faults]") {
  ServedWorld world(two_numbers, outage);
  begin_all(world);
  const std::string first = world.send(hello);
  world.advance(1min);
  for (const char* body : {R"({"end": 1})", R"({"end": 2})", R"({"end": 3})"}) REQUIRE(post_faults(world.emulation(), body).status == 200);
  world.advance(2s);
  CHECK(world.events_of(first) == Texts{"TEXT_QUEUED", "TEXT_SUCCESSFUL", "TEXT_DELIVERED"});

  world.advance(2min);
  begin_all(world);  // until 8 min 2 s; the first plan ended at 5 min
  const std::string second = world.send(hello);
  world.advance(4min);
  CHECK(world.events_of(second) == Texts{"TEXT_QUEUED"});
  world.advance(2min);
  CHECK(world.events_of(second) == Texts{"TEXT_QUEUED", "TEXT_SUCCESSFUL", "TEXT_DELIVERED"});
}

TEST_CASE("an API error that is planned answers in the request's place, for its time", "[api][faults]") {
  ServedWorld world(two_numbers);
  REQUIRE(post_faults(world.emulation(), R"({"kind": "api_error", "operation": "SendTextMessage", "error": "ThrottlingException", "lasts": "1m"})").status == 200);
  CHECK(world.call("SendTextMessage", hello).verdict() == "ThrottlingException");
  CHECK(world.call("DescribePhoneNumbers").ok());
  world.advance(1min);
  CHECK(world.call("SendTextMessage", hello).ok());
}

TEST_CASE("a scenario's api_error answers requests while it lasts", "[api][faults]") {
  ServedWorld world(two_numbers,
                    "faults = { api_error { operation = \"SendTextMessage\", error = \"InternalServerException\", at = "
                    "\"20m\", lasts = \"1m\" } }, ");
  CHECK(world.call("SendTextMessage", hello).ok());
  begin_first(world);
  CHECK(world.call("SendTextMessage", hello).verdict() == "InternalServerException");
  CHECK(affected(world) == 1);
  world.advance(1min);
  CHECK(world.call("SendTextMessage", hello).ok());
}

TEST_CASE("a misspelt or impossible fault is refused with what to write", "[api][faults]") {
  ServedWorld world(two_numbers);
  for (const char* body : {R"({"kind": "outrage"})", R"({"kind": "outage", "carier": "T-Mobile"})", R"({"kind": "outage", "carrier": "Nobody"})",
                           R"({"kind": "latency"})", R"({"kind": "api_error", "error": "NoSuchException"})", R"({"begin": 1})", R"([])", "no json",
                           R"({"kind": "api_error", "operation": "DescribePhoneNumbers", "error": "ConflictException"})"}) {
    const ControlAnswer answer = post_faults(world.emulation(), body);
    INFO(body << " → " << answer.body);
    CHECK(answer.status == 400);
    CHECK(boost::json::parse(answer.body).at("fix").as_string().size() > 5);
  }
}

TEST_CASE("a handset that writes STOP gets nothing more, and the list says that it was its own wish",
          "[api][R-OPT-4][R-OPT-15]") {
  ServedWorld world(two_numbers);
  REQUIRE(post_inbound(world.emulation(), R"({"from": "+14255550168", "to": "codes", "body": "stop it"})").status == 200);
  CHECK(world.call("SendTextMessage", hello).verdict() == "ConflictException DESTINATION_PHONE_NUMBER_OPTED_OUT");
  const Reply list = world.call("DescribeOptedOutNumbers", "{'OptOutListName': 'Default'}");
  CHECK(list.body.at("OptedOutNumbers").at(0).at("EndUserOptedOut").as_bool());
}

TEST_CASE("what a handset writes is there as the two-way payload, with the message that it answers",
          "[api][R-TWO-3][R-TWO-4][R-TWO-5][R-TWO-11]") {
  ServedWorld world(two_numbers);
  const std::string sent = world.send(hello);
  world.advance(1min);
  REQUIRE(post_inbound(world.emulation(), R"({"from": "+14255550168", "to": "codes", "body": "thanks"})").status == 200);
  REQUIRE(post_inbound(world.emulation(), R"({"from": "+14255550168", "to": "codes", "body": "HELP"})").status == 200);
  const std::string lines = list_inbound(world.emulation(), {}).body;
  const auto first = boost::json::parse(lines.substr(0, lines.find('\n'))).as_object();
  const auto& payload = first.at("payload").as_object();
  CHECK(payload.at("originationNumber").as_string() == "+14255550168");
  CHECK(payload.at("messageBody").as_string() == "thanks");
  CHECK(payload.at("previousPublishedMessageId").as_string() == sent);
  CHECK(std::string_view(payload.at("messageKeyword").as_string()).starts_with("KEYWORD_123456789012_"));
  const auto second = boost::json::parse(lines.substr(lines.find('\n') + 1)).as_object();
  CHECK_FALSE(second.at("published").as_bool());
  CHECK(list_inbound(world.emulation(), {{"after", "2"}}).body.empty());
}

TEST_CASE("events are read from where one stopped reading", "[api]") {
  ServedWorld world(two_numbers);
  world.send(hello);
  world.advance(1min);
  const ControlAnswer first = list_events(world.emulation(), {{"limit", "1"}});
  CHECK(first.body.find("TEXT_SUCCESSFUL") != std::string::npos);
  CHECK(first.headers[0] == std::pair<std::string, std::string>{"x-sendlab-last", "1"});
  const ControlAnswer second = list_events(world.emulation(), {{"after", "1"}});
  CHECK(second.body.find("TEXT_DELIVERED") != std::string::npos);
  CHECK(list_events(world.emulation(), {{"after", "2"}}).body.empty());
  CHECK(list_events(world.emulation(), {{"after", "x"}}).status == 400);
  CHECK(list_events(world.emulation(), {{"afer", "1"}}).status == 400);
}

}  // namespace sendlab::test
