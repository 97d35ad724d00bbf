#pragma once
// The reasons and resource types that errors carry, as the shape table lists them and in its order: VALUE_IN_TABLE is
// value_in_table here. A test holds these lists against the table.
#include <cstdint>
#include <span>
#include <string_view>

namespace sendlab {

// Reasons of a ValidationException.
enum class ValidationReason : std::uint8_t {
  cannot_add_opted_out_number,
  cannot_parse,
  channel_not_enabled,
  country_code_mismatch,
  country_not_enabled,
  destination_country_blocked,
  field_validation_failed,
  attachment_type_not_supported,
  international_sending_not_supported,
  invalid_arn,
  invalid_filter_values,
  invalid_identity_for_destination_country,
  invalid_next_token,
  invalid_parameter,
  invalid_request,
  invalid_registration_association,
  maximum_size_exceeded,
  media_type_not_supported,
  missing_parameter,
  parameters_cannot_be_used_together,
  phone_number_cannot_be_opted_in,
  phone_number_cannot_be_released,
  price_over_threshold,
  resource_not_accessible,
  requested_spend_limit_higher_than_service_limit,
  sender_id_not_registered,
  sender_id_not_supported,
  sender_id_requires_registration,
  two_way_topic_not_present,
  two_way_not_enabled,
  two_way_not_supported_in_country,
  two_way_not_supported_in_region,
  two_way_channel_not_present,
  unknown_registration_field,
  unknown_registration_section,
  unknown_registration_type,
  unknown_registration_version,
  unknown_operation,
  registration_field_cannot_be_deleted,
  verification_code_mismatch,
  voice_capability_not_available,
  unspecified_parameter_not_supported,
  other,
};

// Reasons of a ConflictException.
enum class ConflictReason : std::uint8_t {
  create_registration_version_not_allowed,
  deletion_protection_enabled,
  destination_phone_number_not_verified,
  destination_phone_number_opted_out,
  disassociate_registration_not_allowed,
  discard_registration_version_not_allowed,
  edit_registration_field_values_not_allowed,
  event_destination_mismatch,
  keyword_mismatch,
  last_phone_number,
  number_capabilities_mismatch,
  message_type_mismatch,
  no_origination_identities_found,
  opt_out_list_mismatch,
  phone_number_associated_to_pool,
  phone_number_associated_to_registration,
  phone_number_not_associated_to_pool,
  phone_number_not_in_registration_region,
  registration_already_submitted,
  registration_not_complete,
  resource_already_associated,
  sender_id_associated_to_pool,
  rcs_agent_associated_to_pool,
  pool_associated_to_notify_configuration,
  resource_already_exists,
  resource_deletion_not_allowed,
  resource_modification_not_allowed,
  resource_not_active,
  resource_not_empty,
  self_managed_opt_outs_mismatch,
  submit_registration_version_not_allowed,
  two_way_config_mismatch,
  verification_code_expired,
  verification_already_complete,
  protect_configuration_is_account_default,
  protect_configuration_associated_with_configuration_set,
  protect_configuration_not_associated_with_configuration_set,
  destination_country_blocked_by_protect_configuration,
  destination_phone_number_blocked_by_protect_number_override,
  rcs_agent_already_associated_to_registration_type,
  notify_configuration_not_active,
};

// Reasons of a ServiceQuotaExceededException.
enum class QuotaReason : std::uint8_t {
  associations_per_registration,
  configuration_sets_per_account,
  daily_destination_call_limit,
  daily_notify_tier_message_limit,
  event_destinations_per_configuration_set,
  keywords_per_phone_number,
  keywords_per_pool,
  monthly_spend_limit_reached_for_media,
  monthly_spend_limit_reached_for_notify,
  monthly_spend_limit_reached_for_text,
  monthly_spend_limit_reached_for_voice,
  notify_configurations_per_account,
  opt_out_lists_per_account,
  origination_identities_per_pool,
  phone_numbers_per_account,
  phone_numbers_per_registration,
  pools_per_account,
  rcs_agents_per_account,
  registration_attachments_created_per_day,
  registration_attachments_per_account,
  registration_versions_created_per_day,
  registrations_per_account,
  sender_ids_per_account,
  tags_per_resource,
  verified_destination_numbers_per_account,
  verification_attempts_per_day,
  protect_configurations_per_account,
};

// Reasons of an AccessDeniedException.
enum class AccessDeniedReason : std::uint8_t {
  insufficient_account_reputation,
  account_disabled,
};

// What a resource is: ResourceType of errors; "phone-number" is phone_number here.
enum class ResourceType : std::uint8_t {
  account,
  phone_number,
  sender_id,
  pool,
  configuration_set,
  opt_out_list,
  event_destination,
  keyword,
  opted_out_number,
  registration,
  registration_attachment,
  verified_destination_number,
  protect_configuration,
  notify_configuration,
  notify_template,
  message_template,
  policy,
  message,
  rcs_agent,
};

[[nodiscard]] std::string_view name_of(ValidationReason reason);
[[nodiscard]] std::string_view name_of(ConflictReason reason);
[[nodiscard]] std::string_view name_of(QuotaReason reason);
[[nodiscard]] std::string_view name_of(AccessDeniedReason reason);
[[nodiscard]] std::string_view name_of(ResourceType type);

// All of them, in order.
[[nodiscard]] std::span<const std::string_view> validation_reasons();
[[nodiscard]] std::span<const std::string_view> conflict_reasons();
[[nodiscard]] std::span<const std::string_view> quota_reasons();
[[nodiscard]] std::span<const std::string_view> access_denied_reasons();
[[nodiscard]] std::span<const std::string_view> resource_types();

}  // namespace sendlab
