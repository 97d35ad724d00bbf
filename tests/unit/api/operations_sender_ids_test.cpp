#include <catch2/catch.hpp>

#include "tests/unit/api/served_world.hpp"

namespace sendlab::test {
namespace {

Reply request(ServedWorld& world, const std::string& id, const std::string& iso = "GB", const std::string& more = "") {
  return world.call("RequestSenderId", "{'SenderId': '" + id + "', 'IsoCountryCode': '" + iso + "'" + more + "}");
}

}  // namespace

TEST_CASE("a sender ID has 3 to 11 letters, digits and hyphens, not digits alone", "[api][R-ORG-22]") {
  ServedWorld world(two_numbers);
  CHECK(request(world, "Ab").verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(request(world, "Abc").ok());
  CHECK(request(world, "Example-123").ok());
  CHECK(request(world, "Example-1234").verdict() == "ValidationException FIELD_VALIDATION_FAILED");
  CHECK(request(world, "Ex_ample").verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(request(world, "Ex ample").verdict() == "ValidationException FIELD_VALIDATION_FAILED");
  CHECK(request(world, "123456").verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(request(world, "12345a").ok());
}

TEST_CASE("India wants six characters: digits for promotions, letters for the rest", "[api][R-ORG-23][R-ORG-26]") {
  ServedWorld world(two_numbers);
  const std::string promotional = ", 'MessageTypes': ['PROMOTIONAL']",
                    transactional = ", 'MessageTypes': ['TRANSACTIONAL']";
  // A well-formed one goes on to the next question: India's need a registration.
  const std::string registration = "ValidationException SENDER_ID_REQUIRES_REGISTRATION", wrong = "ValidationException INVALID_PARAMETER";
  CHECK(request(world, "EXAMPL", "IN", transactional).verdict() == registration);
  CHECK(request(world, "123456", "IN", promotional).verdict() == registration);
  CHECK(request(world, "EXAMPLE", "IN", transactional).verdict() == wrong);
  CHECK(request(world, "EXAMP", "IN", transactional).verdict() == wrong);
  CHECK(request(world, "EXAMPL", "IN", promotional).verdict() == wrong);
  CHECK(request(world, "123456", "IN", transactional).verdict() == wrong);
}

TEST_CASE("a country must have sender IDs, and those that want a registration get none by request",
          "[api][R-ORG-11][R-ORG-7]") {
  ServedWorld world(two_numbers);
  CHECK(request(world, "Example", "US").verdict() == "ValidationException SENDER_ID_NOT_SUPPORTED");
  CHECK(request(world, "Example", "XX").verdict() == "ValidationException INVALID_PARAMETER");
  CHECK(request(world, "Example", "GB").ok());
  CHECK(request(world, "Example", "GB").verdict() == "ConflictException RESOURCE_ALREADY_EXISTS");
  CHECK(request(world, "Example", "FR").ok());
}

TEST_CASE("an account has 25 sender IDs", "[api]") {
  ServedWorld world(two_numbers);
  for (int i = 0; i < 25; ++i) REQUIRE(request(world, "Ex-" + std::to_string(i)).ok());
  CHECK(request(world, "Another").verdict() == "ServiceQuotaExceededException SENDER_IDS_PER_ACCOUNT");
}

TEST_CASE("described, filtered, protected, released", "[api]") {
  ServedWorld world(two_numbers);
  const Reply made =
      request(world, "Example", "GB", ", 'MessageTypes': ['PROMOTIONAL'], 'DeletionProtectionEnabled': true");
  CHECK(made.text("SenderIdArn") == "arn:aws:sms-voice:us-east-1:123456789012:sender-id/Example/GB");
  REQUIRE(request(world, "Example", "FR").ok());
  auto found = [&](const std::string& body) {
    return world.call("DescribeSenderIds", body).body.at("SenderIds").as_array();
  };
  CHECK(found("{}").size() == 2);
  CHECK(found("{}")[0].at("MessageTypes").as_array().size() == 2);  // FR: none were asked for
  CHECK(found("{'Filters': [{'Name': 'message-type', 'Values': ['TRANSACTIONAL']}]}")[0].at("IsoCountryCode") == "FR");
  CHECK(found("{'Filters': [{'Name': 'deletion-protection-enabled', 'Values': ['true']}]}")[0].at("IsoCountryCode") ==
        "GB");
  CHECK(found("{'Filters': [{'Name': 'registered', 'Values': ['true']}]}").empty());
  CHECK(found("{'SenderIds': [{'SenderId': 'Example', 'IsoCountryCode': 'FR'}]}").size() == 1);
  CHECK(found("{'SenderIds': [{'SenderId': '" + made.text("SenderIdArn") + "', 'IsoCountryCode': 'GB'}]}").size() == 1);
  CHECK(world
            .call("DescribeSenderIds",
                  "{'SenderIds': [{'SenderId': '" + made.text("SenderIdArn") + "', 'IsoCountryCode': 'FR'}]}")
            .verdict() == "ValidationException COUNTRY_CODE_MISMATCH");
  const std::string gb = "{'SenderId': 'Example', 'IsoCountryCode': 'GB'";
  CHECK(world.call("ReleaseSenderId", gb + "}").verdict() == "ConflictException DELETION_PROTECTION_ENABLED");
  CHECK(
      world.call("UpdateSenderId", gb + ", 'DeletionProtectionEnabled': false}").body.at("DeletionProtectionEnabled") ==
      false);
  CHECK(world.call("ReleaseSenderId", gb + "}").ok());
  CHECK(world.call("UpdateSenderId", gb + "}").verdict() == "ResourceNotFoundException");
}

}  // namespace sendlab::test
