#include "engine/message/message_fact.hpp"

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

struct StatusNames {
  std::string_view name, event_type, description;
};
// In the order of Status. Descriptions are the texts seen in public events; QUEUED, PENDING and SENT have none on
// record (events.md section 3), theirs are worded after the guide's table of event types.
constexpr std::array<StatusNames, status_count> statuses{{
    {"ACCEPTED", "", "Message has been accepted"},
    {"QUEUED", "TEXT_QUEUED", "Message is queued"},
    {"PENDING", "TEXT_PENDING", "Message delivery is in progress"},
    {"SENT", "TEXT_SENT", "Message has been sent"},
    {"SUCCESSFUL", "TEXT_SUCCESSFUL", "Message has been accepted by phone carrier"},
    {"DELIVERED", "TEXT_DELIVERED", "Message has been accepted by phone"},
    {"INVALID", "TEXT_INVALID", "Invalid phone number"},
    {"UNREACHABLE", "TEXT_UNREACHABLE", "Phone is currently unreachable/unavailable"},
    {"UNKNOWN", "TEXT_UNKNOWN", "Unknown error attempting to reach phone"},
    {"BLOCKED", "TEXT_BLOCKED", "Phone has blocked SMS"},
    {"CARRIER_UNREACHABLE", "TEXT_CARRIER_UNREACHABLE", "Phone carrier is currently unreachable/unavailable"},
    {"SPAM", "TEXT_SPAM", "Blocked as spam by phone carrier"},
    {"INVALID_MESSAGE", "TEXT_INVALID_MESSAGE", "Message body is invalid"},
    {"CARRIER_BLOCKED", "TEXT_CARRIER_BLOCKED", "Phone carrier has blocked this message"},
    {"TTL_EXPIRED", "TEXT_TTL_EXPIRED", "The delivery TTL has expired"},
    {"INITIATED", "VOICE_INITIATED", "Call initiated"},
    {"RINGING", "VOICE_RINGING", "Call is ringing"},
    {"ANSWERED", "VOICE_ANSWERED", "Call answered"},
    {"COMPLETED", "VOICE_COMPLETED", "Call completed"},
    {"BUSY", "VOICE_BUSY", "Phone is busy"},
    {"NO_ANSWER", "VOICE_NO_ANSWER", "Call was not answered"},
    {"FAILED", "VOICE_FAILED", "Call failed"},
    {"VOICE_TTL_EXPIRED", "VOICE_TTL_EXPIRED", "The delivery TTL has expired"},
}};

struct RefusalNames {
  std::string_view exception, reason;
};
constexpr std::array<RefusalNames, refusal_count> refusals{{
    {"", ""},
    {"ThrottlingException", ""},
    {"ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT"},
    {"ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED"},
    {"ConflictException", "NO_ORIGINATION_IDENTITIES_FOUND"},
    {"ConflictException", "RESOURCE_NOT_ACTIVE"},
    {"ConflictException", "MESSAGE_TYPE_MISMATCH"},
    {"ConflictException", "NUMBER_CAPABILITIES_MISMATCH"},
    {"ValidationException", "DESTINATION_COUNTRY_BLOCKED"},
    {"ValidationException", "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY"},
    {"ValidationException", "MAXIMUM_SIZE_EXCEEDED"},
    {"ValidationException", "INVALID_PARAMETER"},
    {"ValidationException", "PRICE_OVER_THRESHOLD"},
    {"ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT"},
    {"InternalServerException", ""},
    {"AccessDeniedException", ""},
    {"ResourceNotFoundException", ""},
    {"ConflictException", ""},
    {"ValidationException", ""},
    {"ServiceQuotaExceededException", ""},
    {"", "NO_ANSWER"},
    {"ValidationException", "VOICE_CAPABILITY_NOT_AVAILABLE"},
    {"ServiceQuotaExceededException", "DAILY_DESTINATION_CALL_LIMIT"},
    {"ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE"},
}};

constexpr std::array<std::string_view, delay_cause_count> causes{
    "client_retry",    "api_quota",    "recipient_limit", "number_mps", "campaign_throughput",
    "brand_daily_cap", "provisioning", "fault",           "carrier",    "handset"};

template <class Table, class Value>
const auto& row(const Table& table, Value value) {
  const auto index = static_cast<std::size_t>(value);
  ENSURE(index < table.size(), "a status, refusal or cause is one of its enumeration");
  return table[index];
}

}  // namespace

std::string_view name_of(Status status) { return row(statuses, status).name; }
std::string_view event_type_of(Status status) { return row(statuses, status).event_type; }
std::string_view description_of(Status status) { return row(statuses, status).description; }

std::string_view exception_of(Refusal refusal) { return row(refusals, refusal).exception; }
std::string_view reason_of(Refusal refusal) { return row(refusals, refusal).reason; }
std::string_view report_key_of(Refusal refusal) {
  const RefusalNames& names = row(refusals, refusal);
  return names.reason.empty() ? names.exception : names.reason;
}

std::string_view name_of(DelayCause cause) { return row(causes, cause); }

}  // namespace sendlab
