#include "engine/http/remote_words.hpp"

#include <boost/json/object.hpp>

namespace sendlab {

std::string_view text_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view{};
}

// The exception's name without its namespace.
std::string_view exception_of(const boost::json::object& body) {
  const std::string_view type = text_of(body, "__type");
  const std::size_t hash = type.rfind('#');
  return hash == std::string_view::npos ? type : type.substr(hash + 1);
}

Refusal refusal_named(std::string_view exception, std::string_view reason) {
  for (std::size_t i = 1; i < refusal_count; ++i) {
    const auto refusal = static_cast<Refusal>(i);
    if (sendlab::exception_of(refusal) == exception && sendlab::reason_of(refusal) == reason &&
        refusal != Refusal::throttled)
      return refusal;
  }
  for (const Refusal refusal : {Refusal::internal_error, Refusal::access_denied, Refusal::resource_not_found,
                                Refusal::other_conflict, Refusal::other_validation, Refusal::other_quota})
    if (sendlab::exception_of(refusal) == exception) return refusal;
  return Refusal::other_validation;
}

bool of_credentials(std::string_view exception) {
  for (const std::string_view name :
       {"UnrecognizedClientException", "InvalidSignatureException", "MissingAuthenticationTokenException",
        "ExpiredTokenException", "IncompleteSignatureException", "InvalidClientTokenId"})
    if (exception == name) return true;
  return false;
}

std::optional<Status> status_named(std::string_view event_type) {
  for (std::size_t i = 0; i < status_count; ++i)
    if (event_type_of(static_cast<Status>(i)) == event_type) return static_cast<Status>(i);
  return std::nullopt;
}

}  // namespace sendlab
