// SendTextMessage from sender IDs and pools, and dry runs.
#include <catch2/catch.hpp>

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

}  // namespace sendlab::test
