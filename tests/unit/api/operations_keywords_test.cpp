#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

const std::string person = "+14255550168";

std::string id_of(ServedWorld& world, const std::string& number) {
  for (const auto items = world.call("DescribePhoneNumbers").body.at("PhoneNumbers").as_array(); const auto& n : items)
    if (n.at("PhoneNumber").as_string() == number) return n.at("PhoneNumberId").as_string().c_str();
  return "";
}

Reply put(ServedWorld& world, const std::string& id, const std::string& word, const std::string& message,
          const std::string& action = "") {
  return world.call("PutKeyword", "{'OriginationIdentity': '" + id + "', 'Keyword': '" + word +
                                      "', 'KeywordMessage': '" + message + "'" +
                                      (action.empty() ? "" : ", 'KeywordAction': '" + action + "'") + "}");
}
Reply remove(ServedWorld& world, const std::string& id, const std::string& word) {
  return world.call("DeleteKeyword", "{'OriginationIdentity': '" + id + "', 'Keyword': '" + word + "'}");
}
Texts words(ServedWorld& world, const std::string& id, const std::string& more = "") {
  Texts found;
  for (const auto items = world.call("DescribeKeywords", "{'OriginationIdentity': '" + id + "'" + more + "}")
                              .body.at("Keywords")
                              .as_array();
       const auto& k : items)
    found.emplace_back(k.at("Keyword").as_string());
  return found;
}
std::size_t opted_out(ServedWorld& world) {
  return world.call("DescribeOptedOutNumbers", "{'OptOutListName': 'Default'}")
      .body.at("OptedOutNumbers")
      .as_array()
      .size();
}

}  // namespace

TEST_CASE("a number begins with the ten opt-out words and HELP", "[api][R-OPT-1][R-KEY-9]") {
  ServedWorld world(two_numbers);
  CHECK(words(world, id_of(world, "+12065550183")) ==
        Texts{"ARRET", "CANCEL", "END", "HELP", "OPT-OUT", "OPTOUT", "QUIT", "REMOVE", "STOP", "TD", "UNSUBSCRIBE"});
  CHECK(words(world, id_of(world, "+18445550142")) == Texts{"HELP", "START", "STOP", "UNSTOP"});
}

TEST_CASE("a keyword is put, found in any case, overwritten and deleted", "[api][R-KEY-1][R-KEY-2][R-KEY-4][R-KEY-5]") {
  ServedWorld world(two_numbers);
  const std::string id = id_of(world, "+12065550183");
  const Reply made = put(world, id, "Hours", "We are here from 9 to 5.");
  REQUIRE(made.ok());
  CHECK(made.text("Keyword") == "HOURS");
  CHECK(made.text("KeywordAction") == "AUTOMATIC_RESPONSE");
  world.inbound(person, "codes", "hours please");
  CHECK(world.last_text_to(person) == "We are here from 9 to 5.");
  CHECK(world.emulation().account().log().accepted() == 1);
  REQUIRE(put(world, id, "hours", "Closed for good, we are sorry.", "OPT_OUT").ok());
  CHECK(words(world, id, ", 'Keywords': ['hOURS']") == Texts{"HOURS"});
  CHECK(words(world, id, ", 'Filters': [{'Name': 'keyword-action', 'Values': ['AUTOMATIC_RESPONSE']}]") ==
        Texts{"HELP"});
  world.inbound(person, "codes", "HOURS");
  CHECK(opted_out(world) == 1);
  CHECK(remove(world, id, "HOURS").text("KeywordMessage") == "Closed for good, we are sorry.");
  CHECK(remove(world, id, "HOURS").verdict() == "ResourceNotFoundException");
}

TEST_CASE("a keyword neither begins nor ends with a blank, and has 30 characters", "[api][R-KEY-1]") {
  ServedWorld world(two_numbers);
  const std::string id = id_of(world, "+12065550183");
  CHECK(put(world, id, " A", "x").verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(put(world, id, "A ", "x").verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(put(world, id, "A B", "x").ok());
  CHECK(put(world, id, std::string(30, 'a'), "x").ok());
  CHECK(put(world, id, std::string(31, 'a'), "x").verdict() == "ValidationException FIELD_VALIDATION_FAILED");
}

TEST_CASE("required keywords keep their action and stay; their texts may change", "[api][R-KEY-3]") {
  ServedWorld world(two_numbers);
  const std::string id = id_of(world, "+12065550183");
  for (const char* word :
       {"ARRET", "CANCEL", "END", "OPT-OUT", "OPTOUT", "QUIT", "REMOVE", "STOP", "TD", "UNSUBSCRIBE", "HELP"}) {
    CHECK(remove(world, id, word).verdict() == "ConflictException RESOURCE_DELETION_NOT_ALLOWED");
    CHECK(put(world, id, word, "Bye.", "OPT_IN").verdict() == "ConflictException RESOURCE_MODIFICATION_NOT_ALLOWED");
    CHECK(put(world, id, word, "A new text.").ok());
  }
  world.inbound(person, "codes", "stop");
  CHECK(opted_out(world) == 1);
}

TEST_CASE("a number has thirty keywords of its own", "[api][R-KEY-8][R-OPT-13]") {
  ServedWorld world(two_numbers);
  const std::string id = id_of(world, "+12065550183");
  for (int i = 0; i < 30; ++i) REQUIRE(put(world, id, "OUT" + std::to_string(i), "Bye.", "OPT_OUT").ok());
  CHECK(put(world, id, "OUT30", "Bye.", "OPT_OUT").verdict() == "ServiceQuotaExceededException KEYWORDS_PER_PHONE_NUMBER");
  CHECK(put(world, id, "OUT29", "Bye then.", "OPT_OUT").ok());
  world.inbound(person, "codes", "out7");
  CHECK(opted_out(world) == 1);
}

TEST_CASE("a toll-free number takes no opt-out words and no text for STOP; UNSTOP and START may opt in",
          "[api][R-OPT-7][R-OPT-9]") {
  ServedWorld world(two_numbers);
  const std::string id = id_of(world, "+18445550142");
  CHECK(put(world, id, "STOP", "Bye.").verdict() == "ConflictException RESOURCE_MODIFICATION_NOT_ALLOWED");
  CHECK(put(world, id, "LEAVE", "Bye.", "OPT_OUT").verdict() == "ConflictException RESOURCE_MODIFICATION_NOT_ALLOWED");
  CHECK(put(world, id, "HOURS", "9 to 5.").ok());
  REQUIRE(put(world, id, "START", "Welcome back.", "OPT_IN").ok());
  world.inbound(person, "toll-free", "STOP");
  CHECK(opted_out(world) == 1);
  const auto before = world.emulation().account().log().accepted();
  world.inbound(person, "toll-free", "START");
  CHECK(opted_out(world) == 0);
  CHECK(world.emulation().account().log().accepted() == before + 1);  // our own answer this time
  CHECK(remove(world, id, "START").ok());
  CHECK(words(world, id, ", 'Keywords': ['START']") == Texts{"START"});  // the network's again
  CHECK(remove(world, id, "START").verdict() == "ConflictException RESOURCE_DELETION_NOT_ALLOWED");
}

TEST_CASE("a short code's registered keywords change by a support case, its texts by PutKeyword", "[api][R-KEY-9]") {
  ServedWorld world(R"lua(numbers = { number { name = "short", type = "SHORT_CODE", country = "US", number = "24680", two_way = true,
    keywords = { keyword { word = "offer", action = "AUTOMATIC_RESPONSE", reply = "Half price." } } } })lua");
  const std::string id = id_of(world, "24680");
  CHECK(remove(world, id, "OFFER").verdict() == "ConflictException RESOURCE_DELETION_NOT_ALLOWED");
  CHECK(put(world, id, "OFFER", "Half price.", "OPT_IN").verdict() == "ConflictException RESOURCE_MODIFICATION_NOT_ALLOWED");
  CHECK(put(world, id, "OFFER", "A third off.").text("KeywordMessage") == "A third off.");
  REQUIRE(put(world, id, "NEW", "Not registered.").ok());
  CHECK(remove(world, id, "NEW").ok());
}

TEST_CASE("a scenario's replies are shown, and self-managed opt-outs switch the required ones off",
          "[api][R-KEY-2][R-SMO-2][R-SMO-3]") {
  ServedWorld world(R"lua(numbers = { number { name = "n", type = "LONG_CODE", country = "CA", number = "+16045550183", two_way = true,
    keywords = { keyword { word = "stop", action = "OPT_OUT", reply = "Good bye." } } } })lua");
  const std::string id = id_of(world, "+16045550183");
  const auto shown = world.call("DescribeKeywords", "{'OriginationIdentity': '" + id + "', 'Keywords': ['STOP']}")
                         .body.at("Keywords")
                         .as_array();
  CHECK(shown[0].at("KeywordMessage") == "Good bye.");
  REQUIRE(world.call("UpdatePhoneNumber", "{'PhoneNumberId': '" + id + "', 'SelfManagedOptOutsEnabled': true}").ok());
  world.inbound("+16045550100", "n", "STOP");
  CHECK(opted_out(world) == 0);
  CHECK(world.emulation().account().log().accepted() == 0);
  REQUIRE(world.call("UpdatePhoneNumber", "{'PhoneNumberId': '" + id + "', 'SelfManagedOptOutsEnabled': false}").ok());
  world.inbound("+16045550100", "n", "STOP");
  CHECK(opted_out(world) == 1);
}

TEST_CASE("keywords belong to numbers and pools that exist", "[api][R-TWO-1]") {
  ServedWorld world(two_numbers);
  CHECK(world.call("DescribeKeywords", "{'OriginationIdentity': 'phone-00000000000000000000000000000000'}").verdict() ==
        "ResourceNotFoundException");
  CHECK(put(world, "Example", "A", "x").verdict() == "ValidationException INVALID_PARAMETER");
}

}  // namespace sendlab::test
