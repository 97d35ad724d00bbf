#include "engine/api/operations.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

#include "engine/api/members.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

struct Entry {
  std::string_view name;
  Operation run;
};
constexpr Entry operations[] = {
    {"AssociateOriginationIdentity", associate_origination_identity},
    {"CreateConfigurationSet", create_configuration_set},
    {"CreateEventDestination", create_event_destination},
    {"CreateOptOutList", create_opt_out_list},
    {"CreatePool", create_pool},
    {"CreateRegistration", create_registration},
    {"CreateRegistrationAssociation", create_registration_association},
    {"CreateRegistrationAttachment", create_registration_attachment},
    {"CreateRegistrationVersion", create_registration_version},
    {"CreateVerifiedDestinationNumber", create_verified_destination_number},
    {"DeleteConfigurationSet", delete_configuration_set},
    {"DeleteDefaultMessageType", delete_default_message_type},
    {"DeleteDefaultSenderId", delete_default_sender_id},
    {"DeleteEventDestination", delete_event_destination},
    {"DeleteKeyword", delete_keyword},
    {"DeleteOptOutList", delete_opt_out_list},
    {"DeleteOptedOutNumber", delete_opted_out_number},
    {"DeletePool", delete_pool},
    {"DeleteRegistration", delete_registration},
    {"DeleteRegistrationAttachment", delete_registration_attachment},
    {"DeleteRegistrationFieldValue", delete_registration_field_value},
    {"DeleteTextMessageSpendLimitOverride", delete_text_message_spend_limit_override},
    {"DeleteVerifiedDestinationNumber", delete_verified_destination_number},
    {"DeleteVoiceMessageSpendLimitOverride", delete_voice_message_spend_limit_override},
    {"DescribeAccountAttributes", describe_account_attributes},
    {"DescribeAccountLimits", describe_account_limits},
    {"DescribeConfigurationSets", describe_configuration_sets},
    {"DescribeKeywords", describe_keywords},
    {"DescribeOptOutLists", describe_opt_out_lists},
    {"DescribeOptedOutNumbers", describe_opted_out_numbers},
    {"DescribePhoneNumbers", describe_phone_numbers},
    {"DescribePools", describe_pools},
    {"DescribeRegistrationAttachments", describe_registration_attachments},
    {"DescribeRegistrationFieldDefinitions", describe_registration_field_definitions},
    {"DescribeRegistrationFieldValues", describe_registration_field_values},
    {"DescribeRegistrationSectionDefinitions", describe_registration_section_definitions},
    {"DescribeRegistrationTypeDefinitions", describe_registration_type_definitions},
    {"DescribeRegistrationVersions", describe_registration_versions},
    {"DescribeRegistrations", describe_registrations},
    {"DescribeSenderIds", describe_sender_ids},
    {"DescribeSpendLimits", describe_spend_limits},
    {"DescribeVerifiedDestinationNumbers", describe_verified_destination_numbers},
    {"DisassociateOriginationIdentity", disassociate_origination_identity},
    {"DiscardRegistrationVersion", discard_registration_version},
    {"ListPoolOriginationIdentities", list_pool_origination_identities},
    {"ListRegistrationAssociations", list_registration_associations},
    {"ListTagsForResource", list_tags_for_resource},
    {"PutKeyword", put_keyword},
    {"PutOptedOutNumber", put_opted_out_number},
    {"PutRegistrationFieldValue", put_registration_field_value},
    {"ReleasePhoneNumber", release_phone_number},
    {"ReleaseSenderId", release_sender_id},
    {"RequestPhoneNumber", request_phone_number},
    {"RequestSenderId", request_sender_id},
    {"SendDestinationNumberVerificationCode", send_destination_number_verification_code},
    {"SendTextMessage", send_text_message},
    {"SendVoiceMessage", send_voice_message},
    {"SetDefaultMessageType", set_default_message_type},
    {"SetDefaultSenderId", set_default_sender_id},
    {"SetTextMessageSpendLimitOverride", set_text_message_spend_limit_override},
    {"SetVoiceMessageSpendLimitOverride", set_voice_message_spend_limit_override},
    {"SubmitRegistrationVersion", submit_registration_version},
    {"TagResource", tag_resource},
    {"UntagResource", untag_resource},
    {"UpdateEventDestination", update_event_destination},
    {"UpdatePhoneNumber", update_phone_number},
    {"UpdatePool", update_pool},
    {"UpdateSenderId", update_sender_id},
    {"VerifyDestinationNumber", verify_destination_number},
};
static_assert(std::ranges::adjacent_find(operations, std::ranges::greater_equal{}, &Entry::name) ==
                  std::end(operations),
              "each operation stands once, in the order of names");

}  // namespace

Operation find_operation(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(operations), std::end(operations), [&](const Entry& e) { return e.name == name; });
  return found == std::end(operations) ? nullptr : found->run;
}

std::vector<std::string_view> modelled_operations() {
  std::vector<std::string_view> names;
  for (const Entry& entry : operations) names.push_back(entry.name);
  return names;
}

std::vector<std::string_view> capabilities_of(const NumberModel& model) {
  std::vector<std::string_view> names;
  if (model.sms) names.push_back("SMS");
  if (model.voice) names.push_back("VOICE");
  return names;
}

std::string page_key_of(std::uint64_t place) {
  const std::string digits = std::to_string(place);
  return std::string(20 - digits.size(), '0') + digits;
}

boost::json::value tags_of(const boost::json::object& input) {
  const auto* tags = input.if_contains("Tags");
  return tags == nullptr ? boost::json::value(nullptr) : *tags;
}

std::optional<ApiError> names_or_filters(const boost::json::object& input, std::string_view names) {
  if (texts(input, names).empty() || objects(input, "Filters").empty()) return std::nullopt;
  return validation(
      ValidationReason::parameters_cannot_be_used_together,
      std::string(names) + " and Filters cannot be used together: give one of them.",
      {{std::string(names), "give these or Filters"}, {"Filters", "give these or " + std::string(names)}});
}

Result<PhoneNumber, ApiError> phone_number(std::string_view text, std::string_view member) {
  const auto number = parse_e164(text.starts_with('+') ? std::string(text) : "+" + std::string(text));
  if (number.ok()) return number.value();
  return validation(ValidationReason::invalid_parameter,
                    std::string(member) + ": " + number.error().what + ": " + number.error().fix + ".",
                    {{std::string(member), number.error().fix}});
}

Result<const OptOutListResource*, ApiError> find_opt_out_list(const OperationCall& call, std::string_view text) {
  const auto name = resource_id(call.account.scope(), ResourceType::opt_out_list, text, "OptOutListName");
  if (!name.ok()) return name.error();
  const auto found = call.account.opt_out_lists().find(name.value());
  if (found == call.account.opt_out_lists().end()) return not_found(ResourceType::opt_out_list, name.value());
  return &found->second;
}

Result<ConfigurationSetResource*, ApiError> find_set(const OperationCall& call, std::string_view text) {
  const auto name = resource_id(call.account.scope(), ResourceType::configuration_set, text, "ConfigurationSetName");
  if (!name.ok()) return name.error();
  ConfigurationSetResource* set = call.account.find_configuration_set(name.value());
  if (set == nullptr) return not_found(ResourceType::configuration_set, name.value());
  return set;
}

}  // namespace sendlab
