#include "engine/api/api_error.hpp"

#include <utility>

#include "engine/api/encode.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

constexpr std::string_view service_namespace = "com.amazonaws.pinpointsmsvoicev2";
constexpr std::string_view generic_namespace = "com.amazon.coral.service";

bool is_generic(const ApiError& error) {
  constexpr std::string_view generic[] = {"UnknownOperationException", "MissingAuthenticationTokenException",
                                          "UnrecognizedClientException", "InvalidSignatureException",
                                          "ExpiredTokenException"};
  for (const std::string_view name : generic) {
    if (error.exception == name) return true;
  }
  return false;
}

ApiError make(std::string_view exception, std::string message, std::string_view reason = {}) {
  ApiError error;
  error.exception = exception;
  error.message = std::move(message);
  error.reason = reason;
  return error;
}

// What a client sent, for a message: cut to a length that cannot fill a log.
std::string quoted(std::string_view text) {
  constexpr std::size_t most = 128;
  std::string_view cut = text.substr(0, most);
  while (cut.size() < text.size() && !cut.empty() && (text[cut.size()] & 0xC0) == 0x80) cut.remove_suffix(1);
  return "'" + std::string(cut) + (cut.size() < text.size() ? "…'" : "'");
}

// What to do about a resource that is not there.
std::string_view where_to_find(ResourceType type) {
  switch (type) {
    case ResourceType::phone_number:
      return "DescribePhoneNumbers lists what there is";
    case ResourceType::configuration_set:
      return "create it with CreateConfigurationSet; DescribeConfigurationSets lists what there is";
    case ResourceType::opt_out_list:
      return "create it with CreateOptOutList; DescribeOptOutLists lists what there is";
    case ResourceType::sender_id:
      return "request it with RequestSenderId; DescribeSenderIds lists what there is";
    case ResourceType::event_destination:
      return "create it with CreateEventDestination; DescribeConfigurationSets lists what there is";
    case ResourceType::keyword:
      return "create it with PutKeyword; DescribeKeywords lists what there is";
    case ResourceType::verified_destination_number:
      return "create it with CreateVerifiedDestinationNumber; DescribeVerifiedDestinationNumbers lists what there is";
    case ResourceType::opted_out_number:
      return "DescribeOptedOutNumbers without OptedOutNumbers lists those of the list";
    case ResourceType::pool:
      return "create it with CreatePool; DescribePools lists what there is";
    case ResourceType::registration:
      return "DescribeRegistrations lists what there is";
    default:
      return "sendlab does not model resources of that kind yet";
  }
}

void put_member(std::string& out, std::string_view name, std::string_view value) {
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ':';
  append_json_string(out, value);
}

}  // namespace

ApiError validation(ValidationReason reason, std::string message, std::vector<ApiError::Field> fields) {
  ApiError error = make("ValidationException", std::move(message), name_of(reason));
  error.fields = std::move(fields);
  return error;
}

ApiError conflict(ConflictReason reason, std::string message, ResourceType type, std::string_view id) {
  ApiError error = make("ConflictException", std::move(message), name_of(reason));
  error.resource_type = name_of(type);
  error.resource_id = id;
  return error;
}

ApiError not_found(ResourceType type, std::string_view id) {
  ApiError error = make("ResourceNotFoundException", "There is no " + std::string(name_of(type)) + " " + quoted(id) +
                                                         ": " + std::string(where_to_find(type)) + ".");
  error.resource_type = name_of(type);
  error.resource_id = id;
  return error;
}

ApiError quota(QuotaReason reason, std::string message) {
  return make("ServiceQuotaExceededException", std::move(message), name_of(reason));
}

ApiError throttling(std::string message) { return make("ThrottlingException", std::move(message)); }

ApiError access_denied(AccessDeniedReason reason, std::string message) {
  return make("AccessDeniedException", std::move(message), name_of(reason));
}

ApiError internal(std::string_view request_id) {
  ApiError error = make("InternalServerException", "The request could not be completed because of an internal fault.");
  error.request_id = request_id;
  error.http_status = 500;
  return error;
}

ApiError unknown_operation(std::string_view name) {
  ApiError error =
      make("UnknownOperationException",
           (name.empty() ? "The request names no operation" : "The service has no operation " + quoted(name)) +
               ": the header X-Amz-Target must be PinpointSMSVoiceV2.OPERATION, for example "
               "PinpointSMSVoiceV2.SendTextMessage.");
  error.http_status = 404;
  return error;
}

ApiError not_modelled(std::string_view operation) {
  return validation(ValidationReason::unknown_operation,
                    "sendlab does not model the operation " + std::string(operation) + " yet.");
}

ApiError not_modelled(std::string_view operation, std::string_view member, std::string_view value) {
  const std::string what = std::string(member) + (value.empty() ? "" : " = " + quoted(value));
  return validation(ValidationReason::other,
                    "sendlab does not model " + what + " of " + std::string(operation) + " yet: leave it out" +
                        (value.empty() ? "." : " or give another value."),
                    {{std::string(member), "is not modelled by this simulator"}});
}

ApiError credential_error(CredentialFault fault, std::string message) {
  switch (fault) {
    case CredentialFault::missing_authentication_token:
      return make("MissingAuthenticationTokenException", std::move(message));
    case CredentialFault::unrecognized_client:
      return make("UnrecognizedClientException", std::move(message));
    case CredentialFault::invalid_signature:
      return make("InvalidSignatureException", std::move(message));
    case CredentialFault::expired_token: {
      ApiError error = make("ExpiredTokenException", std::move(message));
      error.http_status = 403;
      return error;
    }
    case CredentialFault::access_denied:
      return make("AccessDeniedException", std::move(message));
  }
  ENSURE(false, "every fault of credentials has an exception");
  return {};
}

std::string body_of(const ApiError& error) {
  ENSURE(!error.exception.empty(), "an error has a name");
  const bool generic = is_generic(error);
  std::string out = "{";
  put_member(out, "__type", std::string(generic ? generic_namespace : service_namespace) + "#" + error.exception);
  put_member(out, "Message", error.message);
  if (generic) put_member(out, "message", error.message);
  if (!error.reason.empty()) put_member(out, "Reason", error.reason);
  if (!error.fields.empty()) {
    out += ",\"Fields\":[";
    for (const ApiError::Field& field : error.fields) {
      out += out.back() == '[' ? "{" : ",{";
      put_member(out, "Name", field.name);
      put_member(out, "Message", field.message);
      out += '}';
    }
    out += ']';
  }
  if (!error.resource_type.empty()) put_member(out, "ResourceType", error.resource_type);
  if (!error.resource_id.empty()) put_member(out, "ResourceId", error.resource_id);
  if (!error.request_id.empty()) put_member(out, "RequestId", error.request_id);
  return out + '}';
}

std::string_view error_type_of(const ApiError& error) { return error.exception; }

}  // namespace sendlab
