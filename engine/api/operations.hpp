#pragma once
// What each operation of the API does. A request has been decoded and checked against its shape before it comes here,
// so the functions hold behaviour only.
#include <boost/json/object.hpp>
#include <functional>

#include "engine/api/api_error.hpp"
#include "engine/api/shapes.hpp"
#include "engine/api/simulated_account.hpp"
#include "engine/kernel/result.hpp"
#include "engine/message/type_names.hpp"

namespace sendlab {

struct OperationCall {
  SimulatedAccount& account;
  const OperationShape& operation;
  const boost::json::object& input;
};
using OperationResult = Result<boost::json::object, ApiError>;
using Operation = OperationResult (*)(const OperationCall&);

// nullptr: the service has the operation, the simulation does not.
[[nodiscard]] Operation find_operation(std::string_view name);
// All that are modelled, sorted.
[[nodiscard]] std::vector<std::string_view> modelled_operations();

// operations_send.cpp
OperationResult send_text_message(const OperationCall& call);
OperationResult send_voice_message(const OperationCall& call);
// operations_numbers.cpp
OperationResult describe_phone_numbers(const OperationCall& call);
OperationResult request_phone_number(const OperationCall& call);
OperationResult update_phone_number(const OperationCall& call);
OperationResult release_phone_number(const OperationCall& call);
// operations_sender_ids.cpp
OperationResult describe_sender_ids(const OperationCall& call);
OperationResult request_sender_id(const OperationCall& call);
OperationResult update_sender_id(const OperationCall& call);
OperationResult release_sender_id(const OperationCall& call);
// operations_pools.cpp
OperationResult create_pool(const OperationCall& call);
OperationResult describe_pools(const OperationCall& call);
OperationResult update_pool(const OperationCall& call);
OperationResult delete_pool(const OperationCall& call);
OperationResult list_pool_origination_identities(const OperationCall& call);
OperationResult associate_origination_identity(const OperationCall& call);
OperationResult disassociate_origination_identity(const OperationCall& call);
// operations_keywords.cpp
OperationResult describe_keywords(const OperationCall& call);
OperationResult put_keyword(const OperationCall& call);
OperationResult delete_keyword(const OperationCall& call);
// operations_configuration.cpp
OperationResult create_configuration_set(const OperationCall& call);
OperationResult delete_configuration_set(const OperationCall& call);
OperationResult describe_configuration_sets(const OperationCall& call);
OperationResult set_default_message_type(const OperationCall& call);
OperationResult delete_default_message_type(const OperationCall& call);
OperationResult set_default_sender_id(const OperationCall& call);
OperationResult delete_default_sender_id(const OperationCall& call);
// operations_event_destination.cpp
OperationResult create_event_destination(const OperationCall& call);
OperationResult update_event_destination(const OperationCall& call);
OperationResult delete_event_destination(const OperationCall& call);
// operations_opt_out.cpp
OperationResult create_opt_out_list(const OperationCall& call);
OperationResult delete_opt_out_list(const OperationCall& call);
OperationResult describe_opt_out_lists(const OperationCall& call);
OperationResult put_opted_out_number(const OperationCall& call);
OperationResult delete_opted_out_number(const OperationCall& call);
OperationResult describe_opted_out_numbers(const OperationCall& call);
// operations_verified.cpp
OperationResult create_verified_destination_number(const OperationCall& call);
OperationResult delete_verified_destination_number(const OperationCall& call);
OperationResult describe_verified_destination_numbers(const OperationCall& call);
OperationResult send_destination_number_verification_code(const OperationCall& call);
OperationResult verify_destination_number(const OperationCall& call);
// operations_tags.cpp
OperationResult tag_resource(const OperationCall& call);
OperationResult untag_resource(const OperationCall& call);
OperationResult list_tags_for_resource(const OperationCall& call);
// operations_account.cpp
OperationResult describe_account_attributes(const OperationCall& call);
OperationResult describe_account_limits(const OperationCall& call);
OperationResult describe_spend_limits(const OperationCall& call);
OperationResult set_text_message_spend_limit_override(const OperationCall& call);
OperationResult set_voice_message_spend_limit_override(const OperationCall& call);
OperationResult delete_text_message_spend_limit_override(const OperationCall& call);
OperationResult delete_voice_message_spend_limit_override(const OperationCall& call);
// operations_registration.cpp
OperationResult create_registration(const OperationCall& call);
OperationResult describe_registrations(const OperationCall& call);
OperationResult delete_registration(const OperationCall& call);
OperationResult create_registration_association(const OperationCall& call);
OperationResult list_registration_associations(const OperationCall& call);
OperationResult describe_registration_type_definitions(const OperationCall& call);
// operations_registration_fields.cpp
OperationResult describe_registration_section_definitions(const OperationCall& call);
OperationResult describe_registration_field_definitions(const OperationCall& call);
OperationResult describe_registration_field_values(const OperationCall& call);
OperationResult put_registration_field_value(const OperationCall& call);
OperationResult delete_registration_field_value(const OperationCall& call);
// operations_registration_versions.cpp
OperationResult create_registration_version(const OperationCall& call);
OperationResult submit_registration_version(const OperationCall& call);
OperationResult discard_registration_version(const OperationCall& call);
OperationResult describe_registration_versions(const OperationCall& call);
// operations_registration_attachments.cpp
OperationResult create_registration_attachment(const OperationCall& call);
OperationResult delete_registration_attachment(const OperationCall& call);
OperationResult describe_registration_attachments(const OperationCall& call);

// ---- shared by them ----

// The Tags of a request, to be echoed: null when none were given.
[[nodiscard]] boost::json::value tags_of(const boost::json::object& input);
// Both a list of names and Filters: PARAMETERS_CANNOT_BE_USED_TOGETHER.
[[nodiscard]] std::optional<ApiError> names_or_filters(const boost::json::object& input, std::string_view names);
// "+14255550100", "14255550100"; a member that is no phone number is INVALID_PARAMETER.
[[nodiscard]] Result<PhoneNumber, ApiError> phone_number(std::string_view text, std::string_view member);
// The list of that name or ARN, or ResourceNotFoundException.
[[nodiscard]] Result<const OptOutListResource*, ApiError> find_opt_out_list(const OperationCall& call,
                                                                            std::string_view text);
[[nodiscard]] Result<ConfigurationSetResource*, ApiError> find_set(const OperationCall& call, std::string_view text);

// The number that OriginationIdentity names; nullptr: none was given.
[[nodiscard]] Result<const PhoneNumberResource*, ApiError> find_origination(const OperationCall& call);
// `,"context":{…}` of event records, from the member Context.
[[nodiscard]] std::string context_of(const boost::json::object& input);
// "true" or "false": values of filters are texts.
[[nodiscard]] inline const char* filter_value(bool value) { return value ? "true" : "false"; }
// "SMS", "VOICE".
[[nodiscard]] std::vector<std::string_view> capabilities_of(const NumberModel& model);
// A key of a page that ascends with the place in the model.
[[nodiscard]] std::string page_key_of(std::uint64_t place);
[[nodiscard]] boost::json::object described_destination(const EventDestinationResource& destination);

// A number or a pool as the owner of keywords.
struct KeywordOwner {
  std::string id, arn;
  bool pool = false, toll_free = false;
  std::string in_pool;                     // a number's; empty: none
  KeywordList* keywords = nullptr;
  std::function<KeywordList()> original;   // as they were at the beginning
  std::function<void()> apply;             // after a change: the service acts by it
};
// What OriginationIdentity names.
[[nodiscard]] Result<KeywordOwner, ApiError> keyword_owner(const OperationCall& call);
// R-POL-3: once in a pool, a number is changed through the pool.
[[nodiscard]] std::optional<ApiError> changed_through_pool(const KeywordOwner& owner);

}  // namespace sendlab
