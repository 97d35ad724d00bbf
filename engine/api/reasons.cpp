#include "engine/api/reasons.hpp"

#include <array>
#include <cstddef>

namespace sendlab {
namespace {

constexpr std::array<std::string_view, 43> validation_names = {
    "CANNOT_ADD_OPTED_OUT_NUMBER",
    "CANNOT_PARSE",
    "CHANNEL_NOT_ENABLED",
    "COUNTRY_CODE_MISMATCH",
    "COUNTRY_NOT_ENABLED",
    "DESTINATION_COUNTRY_BLOCKED",
    "FIELD_VALIDATION_FAILED",
    "ATTACHMENT_TYPE_NOT_SUPPORTED",
    "INTERNATIONAL_SENDING_NOT_SUPPORTED",
    "INVALID_ARN",
    "INVALID_FILTER_VALUES",
    "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY",
    "INVALID_NEXT_TOKEN",
    "INVALID_PARAMETER",
    "INVALID_REQUEST",
    "INVALID_REGISTRATION_ASSOCIATION",
    "MAXIMUM_SIZE_EXCEEDED",
    "MEDIA_TYPE_NOT_SUPPORTED",
    "MISSING_PARAMETER",
    "PARAMETERS_CANNOT_BE_USED_TOGETHER",
    "PHONE_NUMBER_CANNOT_BE_OPTED_IN",
    "PHONE_NUMBER_CANNOT_BE_RELEASED",
    "PRICE_OVER_THRESHOLD",
    "RESOURCE_NOT_ACCESSIBLE",
    "REQUESTED_SPEND_LIMIT_HIGHER_THAN_SERVICE_LIMIT",
    "SENDER_ID_NOT_REGISTERED",
    "SENDER_ID_NOT_SUPPORTED",
    "SENDER_ID_REQUIRES_REGISTRATION",
    "TWO_WAY_TOPIC_NOT_PRESENT",
    "TWO_WAY_NOT_ENABLED",
    "TWO_WAY_NOT_SUPPORTED_IN_COUNTRY",
    "TWO_WAY_NOT_SUPPORTED_IN_REGION",
    "TWO_WAY_CHANNEL_NOT_PRESENT",
    "UNKNOWN_REGISTRATION_FIELD",
    "UNKNOWN_REGISTRATION_SECTION",
    "UNKNOWN_REGISTRATION_TYPE",
    "UNKNOWN_REGISTRATION_VERSION",
    "UNKNOWN_OPERATION",
    "REGISTRATION_FIELD_CANNOT_BE_DELETED",
    "VERIFICATION_CODE_MISMATCH",
    "VOICE_CAPABILITY_NOT_AVAILABLE",
    "UNSPECIFIED_PARAMETER_NOT_SUPPORTED",
    "OTHER",
};

constexpr std::array<std::string_view, 41> conflict_names = {
    "CREATE_REGISTRATION_VERSION_NOT_ALLOWED",
    "DELETION_PROTECTION_ENABLED",
    "DESTINATION_PHONE_NUMBER_NOT_VERIFIED",
    "DESTINATION_PHONE_NUMBER_OPTED_OUT",
    "DISASSOCIATE_REGISTRATION_NOT_ALLOWED",
    "DISCARD_REGISTRATION_VERSION_NOT_ALLOWED",
    "EDIT_REGISTRATION_FIELD_VALUES_NOT_ALLOWED",
    "EVENT_DESTINATION_MISMATCH",
    "KEYWORD_MISMATCH",
    "LAST_PHONE_NUMBER",
    "NUMBER_CAPABILITIES_MISMATCH",
    "MESSAGE_TYPE_MISMATCH",
    "NO_ORIGINATION_IDENTITIES_FOUND",
    "OPT_OUT_LIST_MISMATCH",
    "PHONE_NUMBER_ASSOCIATED_TO_POOL",
    "PHONE_NUMBER_ASSOCIATED_TO_REGISTRATION",
    "PHONE_NUMBER_NOT_ASSOCIATED_TO_POOL",
    "PHONE_NUMBER_NOT_IN_REGISTRATION_REGION",
    "REGISTRATION_ALREADY_SUBMITTED",
    "REGISTRATION_NOT_COMPLETE",
    "RESOURCE_ALREADY_ASSOCIATED",
    "SENDER_ID_ASSOCIATED_TO_POOL",
    "RCS_AGENT_ASSOCIATED_TO_POOL",
    "POOL_ASSOCIATED_TO_NOTIFY_CONFIGURATION",
    "RESOURCE_ALREADY_EXISTS",
    "RESOURCE_DELETION_NOT_ALLOWED",
    "RESOURCE_MODIFICATION_NOT_ALLOWED",
    "RESOURCE_NOT_ACTIVE",
    "RESOURCE_NOT_EMPTY",
    "SELF_MANAGED_OPT_OUTS_MISMATCH",
    "SUBMIT_REGISTRATION_VERSION_NOT_ALLOWED",
    "TWO_WAY_CONFIG_MISMATCH",
    "VERIFICATION_CODE_EXPIRED",
    "VERIFICATION_ALREADY_COMPLETE",
    "PROTECT_CONFIGURATION_IS_ACCOUNT_DEFAULT",
    "PROTECT_CONFIGURATION_ASSOCIATED_WITH_CONFIGURATION_SET",
    "PROTECT_CONFIGURATION_NOT_ASSOCIATED_WITH_CONFIGURATION_SET",
    "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION",
    "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE",
    "RCS_AGENT_ALREADY_ASSOCIATED_TO_REGISTRATION_TYPE",
    "NOTIFY_CONFIGURATION_NOT_ACTIVE",
};

constexpr std::array<std::string_view, 27> quota_names = {
    "ASSOCIATIONS_PER_REGISTRATION",
    "CONFIGURATION_SETS_PER_ACCOUNT",
    "DAILY_DESTINATION_CALL_LIMIT",
    "DAILY_NOTIFY_TIER_MESSAGE_LIMIT",
    "EVENT_DESTINATIONS_PER_CONFIGURATION_SET",
    "KEYWORDS_PER_PHONE_NUMBER",
    "KEYWORDS_PER_POOL",
    "MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA",
    "MONTHLY_SPEND_LIMIT_REACHED_FOR_NOTIFY",
    "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT",
    "MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE",
    "NOTIFY_CONFIGURATIONS_PER_ACCOUNT",
    "OPT_OUT_LISTS_PER_ACCOUNT",
    "ORIGINATION_IDENTITIES_PER_POOL",
    "PHONE_NUMBERS_PER_ACCOUNT",
    "PHONE_NUMBERS_PER_REGISTRATION",
    "POOLS_PER_ACCOUNT",
    "RCS_AGENTS_PER_ACCOUNT",
    "REGISTRATION_ATTACHMENTS_CREATED_PER_DAY",
    "REGISTRATION_ATTACHMENTS_PER_ACCOUNT",
    "REGISTRATION_VERSIONS_CREATED_PER_DAY",
    "REGISTRATIONS_PER_ACCOUNT",
    "SENDER_IDS_PER_ACCOUNT",
    "TAGS_PER_RESOURCE",
    "VERIFIED_DESTINATION_NUMBERS_PER_ACCOUNT",
    "VERIFICATION_ATTEMPTS_PER_DAY",
    "PROTECT_CONFIGURATIONS_PER_ACCOUNT",
};

constexpr std::array<std::string_view, 2> access_denied_names = {
    "INSUFFICIENT_ACCOUNT_REPUTATION",
    "ACCOUNT_DISABLED",
};

constexpr std::array<std::string_view, 19> resource_names = {
    "account",
    "phone-number",
    "sender-id",
    "pool",
    "configuration-set",
    "opt-out-list",
    "event-destination",
    "keyword",
    "opted-out-number",
    "registration",
    "registration-attachment",
    "verified-destination-number",
    "protect-configuration",
    "notify-configuration",
    "notify-template",
    "message-template",
    "policy",
    "message",
    "rcs-agent",
};

}  // namespace

std::string_view name_of(ValidationReason reason) { return validation_names[static_cast<std::size_t>(reason)]; }
std::string_view name_of(ConflictReason reason) { return conflict_names[static_cast<std::size_t>(reason)]; }
std::string_view name_of(QuotaReason reason) { return quota_names[static_cast<std::size_t>(reason)]; }
std::string_view name_of(AccessDeniedReason reason) { return access_denied_names[static_cast<std::size_t>(reason)]; }
std::string_view name_of(ResourceType type) { return resource_names[static_cast<std::size_t>(type)]; }

std::span<const std::string_view> validation_reasons() { return validation_names; }
std::span<const std::string_view> conflict_reasons() { return conflict_names; }
std::span<const std::string_view> quota_reasons() { return quota_names; }
std::span<const std::string_view> access_denied_reasons() { return access_denied_names; }
std::span<const std::string_view> resource_types() { return resource_names; }

}  // namespace sendlab
