// Workloads whose every request will be refused are pointed out before the run.
#include <catch2/catch.hpp>

#include "tests/unit/scenarios/fixtures.hpp"

namespace sendlab {
namespace {

// The warnings on a workload that sends from one number, joined.
std::string warnings(const std::string& number, const std::string& workload, const std::string& people = "US") {
  const auto loaded = test::load(
      "return scenario { account = account { monthly_spend_limit = \"$1\", monthly_voice_spend_limit = \"$1\", "
      "numbers = number { name = \"n\", " +
      number + " } },\nworkloads = { workload { name = \"w\", from = \"n\", to = recipients { country = \"" + people +
      "\", count = 5 }, arrivals = burst { count = 1 }, " + workload + " } } }");
  REQUIRE(loaded.ok());
  std::string text;
  for (const Error& one : loaded->scenario.warnings) text += one.what + "\n";
  return text;
}
bool warns(const std::string& text, const std::string& of) { return text.find(of) != std::string::npos; }
const std::string code = R"(type = "SHORT_CODE", country = "US")", body = R"(body = "x")";

TEST_CASE("a type that the number has not is pointed out", "[scenarios][load][R-TYP-6]") {
  CHECK(warnings(code, body).empty());
  CHECK(warnings(code, body + ", message_type = \"TRANSACTIONAL\"").empty());
  CHECK(warns(warnings(code, body + ", message_type = \"PROMOTIONAL\""), "MESSAGE_TYPE_MISMATCH"));
  // A function may give each message another type.
  CHECK(warnings(code, "body = function(ctx) return \"x\" end, message_type = \"PROMOTIONAL\"").empty());
}

TEST_CASE("text messages from a number without SMS are pointed out", "[scenarios][load]") {
  CHECK(warnings(code + ", capabilities = { \"SMS\", \"VOICE\" }", body).empty());
  CHECK(warns(warnings(code + ", capabilities = { \"VOICE\" }", body), "NUMBER_CAPABILITIES_MISMATCH"));
  CHECK(warnings(code + ", capabilities = { \"VOICE\" }", body + ", channel = \"VOICE\"").empty());
}

TEST_CASE("a sender that does not reach its recipients' country is pointed out",
          "[scenarios][load][R-ORG-1][R-ORG-5][R-ORG-6][R-SIM-5]") {
  const std::string british = R"(type = "LONG_CODE", country = "GB")";
  CHECK(warnings(british, body, "GB").empty());
  CHECK(warns(warnings(british, body, "US"), "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY"));
  CHECK(warns(warnings(code, body, "CA"), "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY"));
  CHECK(warns(warnings(R"(type = "SIMULATOR", country = "US")", body, "US"), "R-SIM-5"));
}

}  // namespace
}  // namespace sendlab
