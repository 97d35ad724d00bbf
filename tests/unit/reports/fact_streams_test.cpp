#include "reports/fact_streams.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/reports/test_world.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

std::string events_of(const Topology& world, const Facts& facts) {
  std::string out;
  EventStream stream{world, Seed{42}, 0, [&](std::string_view bytes) { out += bytes; }};
  stream.consume(facts.batch());
  stream.flush();
  return out;
}

std::string messages_of(const Topology& world, const Facts& facts) {
  std::string out;
  MessageStream stream{world, start, Seed{42}, 0, [&](std::string_view bytes) { out += bytes; }};
  const std::vector<MessageFact> stories = facts.stories();
  stream.consume({stories, facts.waits});
  stream.flush();
  return out;
}

}  // namespace

TEST_CASE("an event is the service's own record", "[reports][events]") {
  const Topology world = small_topology();
  Facts facts;
  facts.status({.parts = 2, .price = 11'625, .fee = 6'004}, 1250ms, Status::delivered, true);
  const std::string id = MessageUuids(Seed{42}, 0).of(MessageId{1});
  CHECK(
      events_of(world, facts) ==
      "{\"eventType\":\"TEXT_DELIVERED\",\"eventVersion\":\"1.0\",\"eventTimestamp\":1767632401250,\"isFinal\":true,"
      "\"originationPhoneNumber\":\"+12905550101\",\"destinationPhoneNumber\":\"+12925550001\",\"isoCountryCode\":"
      "\"US\","
      "\"messageId\":\"" +
          id +
          "\",\"messageRequestTimestamp\":1767632400000,\"messageEncoding\":\"GSM\",\"messageType\":\"TRANSACTIONAL\","
          "\"messageStatus\":\"DELIVERED\",\"messageStatusDescription\":\"Message has been accepted by phone\","
          "\"context\":{\"team\":\"login\"},\"totalMessageParts\":2,\"totalMessagePrice\":0.01163,"
          "\"totalCarrierFee\":0.006}\n");
}

TEST_CASE("only published statuses are events; context and number appear when there are any", "[reports][events]") {
  const Topology world = small_topology();
  Facts facts;
  facts.accepted({.workload = news}, 0s);
  facts.handed_over({.workload = news}, 0s, 0s);
  facts.refused({.workload = news}, 0s, Refusal::throttled);
  facts.status({.workload = news}, 0s, Status::accepted, false);
  CHECK(events_of(world, facts).empty());
  facts.status({.workload = news, .number = no_number, .carrier = no_carrier}, 0s, Status::invalid, true);
  const std::string line = events_of(world, facts);
  CHECK(line.find("TEXT_INVALID") != std::string::npos);
  CHECK(line.find("context") == std::string::npos);
  CHECK(line.find("originationPhoneNumber") == std::string::npos);
  CHECK(line.find("isoCountryCode") == std::string::npos);
}

TEST_CASE("message ids are well-formed, and differ by seed, replication and message", "[reports][events]") {
  const std::string id = MessageUuids(Seed{42}, 0).of(MessageId{1});
  REQUIRE(id.size() == 36);
  for (const std::size_t dash : {8, 13, 18, 23}) CHECK(id[dash] == '-');
  CHECK(id[14] == '4');
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
  CHECK(id == MessageUuids(Seed{42}, 0).of(MessageId{1}));
  CHECK(id != MessageUuids(Seed{43}, 0).of(MessageId{1}));
  CHECK(id != MessageUuids(Seed{42}, 1).of(MessageId{1}));
  CHECK(id != MessageUuids(Seed{42}, 0).of(MessageId{2}));
}

TEST_CASE("a message line has every wait from planned to final", "[reports][events]") {
  const Topology world = small_topology();
  Facts facts;
  facts.delivered({.planned = 1s}, 1500ms, 100ms, 2s);
  CHECK(messages_of(world, facts) ==
        "{\"id\":\"" + MessageUuids(Seed{42}, 0).of(MessageId{1}) +
            "\",\"workload\":\"codes\",\"number\":\"otp#1\",\"carrier\":\"AT&T\",\"destination\":\"+12925550001\","
            "\"planned_s\":1,\"requested_s\":1,\"first_hand_over_s\":2.5,\"last_hand_over_s\":2.5,\"accepted_s\":2.6,"
            "\"final_s\":4.6,\"status\":\"DELIVERED\",\"reason\":null,\"parts\":1,\"price_usd\":0.00581,"
            "\"carrier_fee_usd\":0.003,\"warm_up\":false,\"waits\":["
            "{\"cause\":\"number_mps\",\"from_s\":1,\"to_s\":2.5},{\"cause\":\"carrier\",\"from_s\":2.5,\"to_s\":2.6},"
            "{\"cause\":\"handset\",\"from_s\":2.6,\"to_s\":4.6}]}\n");
}

TEST_CASE("a message in flight when the run ends has no line", "[reports][events]") {
  const Topology world = small_topology();
  Facts facts;
  facts.accepted({}, 0s);
  CHECK(messages_of(world, facts).empty());
}

TEST_CASE("a refused request has a line without an id", "[reports][events]") {
  const Topology world = small_topology();
  Facts facts;
  facts.refused({.number = no_number, .carrier = no_carrier, .parts = 0, .price = 0, .fee = 0, .counts = false}, 2s,
                Refusal::opted_out);
  CHECK(messages_of(world, facts) ==
        "{\"id\":null,\"workload\":\"codes\",\"number\":null,\"carrier\":null,\"destination\":\"+12925550001\","
        "\"planned_s\":0,\"requested_s\":null,\"first_hand_over_s\":null,\"last_hand_over_s\":null,\"accepted_s\":null,"
        "\"final_s\":2,\"status\":\"REFUSED\",\"reason\":\"DESTINATION_PHONE_NUMBER_OPTED_OUT\",\"parts\":0,\"price_"
        "usd\":0,"
        "\"carrier_fee_usd\":0,\"warm_up\":true,\"waits\":[]}\n");
}

TEST_CASE("a long stream reaches its sink in whole lines before the end", "[reports][events]") {
  const Topology world = small_topology();
  Facts facts;
  for (int i = 0; i < 1000; ++i) facts.status({}, i * 1s, Status::queued, false);
  std::size_t calls = 0;
  std::size_t lines = 0;
  EventStream stream{world, Seed{42}, 0, [&](std::string_view bytes) {
                       ++calls;
                       CHECK(bytes.back() == '\n');
                       lines += static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
                     }};
  stream.consume(facts.batch());
  CHECK(calls >= 5);
  stream.flush();
  CHECK(lines == 1000);
}
