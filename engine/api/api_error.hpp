#pragma once
// A refused request, as the service's clients see it: an exception's name, its members and an HTTP status.
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/reasons.hpp"

namespace sendlab {

class ApiShapes;

struct ApiError {
  struct Field {
    std::string name;     // path of the member, for example Filters[0].Values[2] or Context.key
    std::string message;  // what it must be
    friend bool operator==(const Field&, const Field&) = default;
  };

  std::string exception;  // ValidationException, …
  std::string message;
  std::string reason;  // of the exception's enumeration; empty: none
  std::vector<Field> fields;
  std::string resource_type, resource_id;  // what is missing or in conflict; empty: nothing named
  std::string request_id;                  // of an InternalServerException
  int http_status = 400;

  friend bool operator==(const ApiError&, const ApiError&) = default;
};

[[nodiscard]] ApiError validation(ValidationReason reason, std::string message,
                                  std::vector<ApiError::Field> fields = {});
[[nodiscard]] ApiError conflict(ConflictReason reason, std::string message, ResourceType type, std::string_view id);
[[nodiscard]] ApiError not_found(ResourceType type, std::string_view id);
[[nodiscard]] ApiError quota(QuotaReason reason, std::string message);
[[nodiscard]] ApiError throttling(std::string message = "Rate exceeded");
[[nodiscard]] ApiError access_denied(AccessDeniedReason reason, std::string message);
[[nodiscard]] ApiError internal(std::string_view request_id);  // HTTP 500

// No edition of the service has such an operation: the generic UnknownOperationException, HTTP 404, that a front end
// gives before any service code runs. `name` may be any text, also empty.
[[nodiscard]] ApiError unknown_operation(std::string_view name);

// An honest refusal: the service has the operation and this simulator does not. ValidationException with Reason
// UNKNOWN_OPERATION, the only modelled reason that says so, and a client that switches on Reason meets a value it
// knows.
[[nodiscard]] ApiError not_modelled(std::string_view operation);

// The same for one member, or one value of it. Reason OTHER: the value is right by the service's own rules, so reasons
// like FIELD_VALIDATION_FAILED would send people looking for a fault that they did not make.
[[nodiscard]] ApiError not_modelled(std::string_view operation, std::string_view member, std::string_view value = {});

// What the front end of every AWS service may answer before the service sees the request; no Reason. HTTP 403 for
// credentials that are wrong, 400 for a request that is not signed as it must be.
enum class CredentialFault {
  missing_authentication_token,  // MissingAuthenticationTokenException, 400
  unrecognized_client,           // UnrecognizedClientException, 400: no such access key
  invalid_signature,             // InvalidSignatureException, 400
  expired_token,                 // ExpiredTokenException, 403
  access_denied                  // AccessDeniedException without a Reason, 400
};
[[nodiscard]] ApiError credential_error(CredentialFault fault, std::string message);

// The body: {"__type":"com.amazonaws.pinpointsmsvoicev2#ValidationException","Message":…,"Reason":…,"Fields":[…]}. AWS
// JSON 1.0 writes the whole shape name; clients cut at '#'. Generic exceptions have the prefix com.amazon.coral.service
// and write "message" as well, the spelling that clients read first for those.
[[nodiscard]] std::string body_of(const ApiError& error);

// Value of the header x-amzn-ErrorType: the bare name. The AWS SDK for JavaScript reads it before __type.
[[nodiscard]] std::string_view error_type_of(const ApiError& error);

}  // namespace sendlab
