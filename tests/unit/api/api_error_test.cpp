#include "engine/api/api_error.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/api/api_shapes_fixture.hpp"

namespace sendlab {
namespace {

boost::json::object parsed(const ApiError& error) { return boost::json::parse(body_of(error)).as_object(); }

}  // namespace

TEST_CASE("a validation error has type, message, reason and fields", "[api]") {
  const ApiError error =
      validation(ValidationReason::field_validation_failed, "1 member is not valid", {{"TimeToLive", "must be \"5\""}});
  CHECK(body_of(error) ==
        R"({"__type":"com.amazonaws.pinpointsmsvoicev2#ValidationException","Message":"1 member is not valid",)"
        R"("Reason":"FIELD_VALIDATION_FAILED","Fields":[{"Name":"TimeToLive","Message":"must be \"5\""}]})");
  CHECK(error_type_of(error) == "ValidationException");
  CHECK(error.http_status == 400);
}

TEST_CASE("each exception carries only the members that the model gives it", "[api]") {
  const ApiError errors[] = {validation(ValidationReason::other, "m", {{"a", "b"}}),
                             conflict(ConflictReason::resource_not_active, "m", ResourceType::phone_number, "phone-1"),
                             not_found(ResourceType::pool, "pool-1"),
                             quota(QuotaReason::pools_per_account, "m"),
                             throttling(),
                             access_denied(AccessDeniedReason::account_disabled, "m"),
                             internal("11111111-2222"),
                             not_modelled("SendMediaMessage"),
                             not_modelled("SendVoiceMessage", "VoiceId", "AMY")};
  std::set<std::string> seen;
  for (const ApiError& error : errors) {
    const ExceptionShape* const shape = shapes().exception(error.exception);
    REQUIRE(shape != nullptr);
    seen.insert(error.exception);
    for (const boost::json::key_value_pair& entry : parsed(error)) {
      if (entry.key() == "__type") continue;
      INFO(error.exception << " " << entry.key());
      CHECK(std::count(shape->members.begin(), shape->members.end(), std::string(entry.key())) == 1);
    }
    if (!error.reason.empty()) CHECK(std::count(shape->reasons.begin(), shape->reasons.end(), error.reason) == 1);
    CHECK(error.reason.empty() == shape->reasons.empty());
    CHECK_FALSE(error.message.empty());
    CHECK(error.http_status == (error.exception == "InternalServerException" ? 500 : 400));
  }
  CHECK(seen.size() == shapes().exceptions().size());
}

TEST_CASE("what is missing or in conflict is named", "[api]") {
  const boost::json::object body = parsed(not_found(ResourceType::opt_out_list, "Default"));
  CHECK(body.at("ResourceType") == "opt-out-list");
  CHECK(body.at("ResourceId") == "Default");
  CHECK(parsed(internal("r1")).at("RequestId") == "r1");
}

TEST_CASE("an operation that nobody has is unknown, one that is not modelled says so", "[api]") {
  const ApiError unknown = unknown_operation("Send\"Fax");
  CHECK(unknown.http_status == 404);
  CHECK(parsed(unknown).at("__type") == "com.amazon.coral.service#UnknownOperationException");
  CHECK(parsed(unknown).at("message") == parsed(unknown).at("Message"));
  CHECK(unknown_operation(std::string(100'000, 'x')).message.size() < 300);
  const ApiError later = not_modelled("SendMediaMessage");
  CHECK(later.reason == "UNKNOWN_OPERATION");
  CHECK(later.message.find("sendlab does not model") != std::string::npos);
  CHECK(not_modelled("SendVoiceMessage", "VoiceId", "AMY").fields[0].name == "VoiceId");
}

TEST_CASE("faults of credentials have the names and statuses of every AWS service", "[api]") {
  CHECK(credential_error(CredentialFault::invalid_signature, "m").exception == "InvalidSignatureException");
  CHECK(credential_error(CredentialFault::expired_token, "m").http_status == 403);
  CHECK(credential_error(CredentialFault::missing_authentication_token, "m").http_status == 400);
  const boost::json::object denied = parsed(credential_error(CredentialFault::access_denied, "m"));
  CHECK_FALSE(denied.contains("Reason"));
}

}  // namespace sendlab
