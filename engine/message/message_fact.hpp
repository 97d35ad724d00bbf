#pragma once
// What the service publishes, in time order. Facts are whole in themselves, so that a consumer needs neither the
// service nor its tables: the row of a finished message is reused.
//
//   stories  one fact for each message, when its end is known: refused, the final status, or pending when the run ends
//   first;
//            and each inbound message. A story holds all instants of its message, so whoever counts touches a message
//            once.
//   steps    one fact each time something becomes true of a message; the last one is its story
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

// Statuses of a text message, then those of a call. The order is part of reports: never reorder.
enum class Status : std::uint8_t {
  accepted,  // internal: the request was accepted; publishes nothing
  queued,
  pending,
  sent,
  successful,
  delivered,
  invalid,
  unreachable,
  unknown,
  blocked,
  carrier_unreachable,
  spam,
  invalid_message,
  carrier_blocked,
  ttl_expired,
  call_initiated,
  call_ringing,
  call_answered,
  call_completed,
  call_busy,
  call_no_answer,
  call_failed,
  call_ttl_expired,
};
inline constexpr std::size_t status_count = 23;
[[nodiscard]] constexpr bool is_of_call(Status status) { return status >= Status::call_initiated; }
std::string_view name_of(Status status);          // "DELIVERED"; of a call too, except "VOICE_TTL_EXPIRED"
std::string_view event_type_of(Status status);    // "TEXT_DELIVERED", "VOICE_COMPLETED"; empty for accepted
std::string_view description_of(Status status);   // messageStatusDescription of the event record

// Why a request got no MessageId: exception and Reason of the API. refused{} in reports holds the reason, else the
// exception.
enum class Refusal : std::uint8_t {
  none,
  throttled,                     // ThrottlingException
  opted_out,                     // ConflictException DESTINATION_PHONE_NUMBER_OPTED_OUT
  not_verified,                  // ConflictException DESTINATION_PHONE_NUMBER_NOT_VERIFIED
  no_origination_identity,       // ConflictException NO_ORIGINATION_IDENTITIES_FOUND
  resource_not_active,           // ConflictException RESOURCE_NOT_ACTIVE
  message_type_mismatch,         // ConflictException MESSAGE_TYPE_MISMATCH
  number_capabilities_mismatch,  // ConflictException NUMBER_CAPABILITIES_MISMATCH
  destination_country_blocked,   // ValidationException DESTINATION_COUNTRY_BLOCKED
  invalid_identity_for_country,  // ValidationException INVALID_IDENTITY_FOR_DESTINATION_COUNTRY
  invalid_message,               // ValidationException MAXIMUM_SIZE_EXCEEDED
  invalid_parameter,     // ValidationException INVALID_PARAMETER (blank body, malformed number, TTL out of range)
  price_over_threshold,  // ValidationException PRICE_OVER_THRESHOLD
  spend_limit_reached,   // ServiceQuotaExceededException MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT
  // Of a real endpoint only, which may say what the simulated one never does.
  internal_error,      // InternalServerException
  access_denied,       // AccessDeniedException
  resource_not_found,  // ResourceNotFoundException
  other_conflict,      // ConflictException with another Reason
  other_validation,    // ValidationException with another Reason
  other_quota,         // ServiceQuotaExceededException with another Reason
  no_answer,           // the connection ended or time ran out: it may have been sent or not
  // Of calls.
  voice_capability_not_available,  // ValidationException VOICE_CAPABILITY_NOT_AVAILABLE
  daily_call_limit,                // ServiceQuotaExceededException DAILY_DESTINATION_CALL_LIMIT
  voice_spend_limit_reached,       // ServiceQuotaExceededException MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE
};
inline constexpr std::size_t refusal_count = 24;
std::string_view exception_of(Refusal refusal);   // "ConflictException"
std::string_view reason_of(Refusal refusal);      // "DESTINATION_PHONE_NUMBER_OPTED_OUT"; empty for throttled
std::string_view report_key_of(Refusal refusal);  // the reason, else the exception

// What a message waited for, in the order in which ties are broken (contract section 3).
enum class DelayCause : std::uint8_t {
  client_retry,
  api_quota,
  recipient_limit,
  number_mps,
  campaign_throughput,
  brand_daily_cap,
  provisioning,
  fault,
  carrier,
  handset,
};
inline constexpr std::size_t delay_cause_count = 10;
std::string_view name_of(DelayCause cause);

// [from, to) was spent waiting for `cause`.
struct Wait {
  Instant from;
  Instant to;
  DelayCause cause;
};

// The order is part of digests: never reorder.
enum class FactKind : std::uint8_t {
  refused,      // the request's final answer was a refusal; `refusal` says which
  accepted,     // the request was accepted and charged: price and fee are set
  status,       // the message entered `status`, which is published as an event; `is_final` marks the last
  handed_over,  // the carrier took the parts: first_hand_over and last_hand_over are set (published to nobody outside)
  inbound,  // a handset wrote to one of our numbers: number, destination (the handset), price; message is the inbound's
            // id
  pending,  // a story only: the run ended before the message did (published to nobody outside)
};

// What a fault did to the receipt that a status was learnt from: bits of MessageFact::receipt_marks. Whoever counts
// messages need not look: each fact stands once, in its place.
namespace receipt_mark {
inline constexpr std::uint8_t doubled = 1;    // it came twice: the event goes out twice
inline constexpr std::uint8_t overtaken = 2;  // of TEXT_SUCCESSFUL: its event goes out after that of the final status
}  // namespace receipt_mark

// How full the limits were when a message was handed over: the most parts, its own included, in any window that one of
// its parts is in, and in the brand's day at that carrier. 0 where there is no such limit or nobody knows.
struct LimitUse {
  std::uint32_t number = 0;
  std::uint32_t campaign = 0;
  std::uint32_t brand = 0;
};

// Times not yet known are `never`. Of a call: it is handed over when it is dialled, has no parts, and its carrier
// accepts it when the phone rings.
struct MessageFact {
  Instant at;                             // when the fact became true
  Instant planned;                        // when the scenario meant to send
  Instant requested = never;              // when the accepted request was made ...
  Instant answered = never;               // ... and when its sender was told; in a model at once
  Instant first_hand_over = never;        // when the carrier took the first part
  Instant last_hand_over = never;         // ... and the last
  Instant carrier_accepted = never;       // TEXT_SUCCESSFUL
  MessageId message;
  PhoneNumber destination;
  UsdMicros price;                        // of all parts, without carrier fee
  UsdMicros fee;                          // carrier fee of all parts
  NumberId number = no_number;            // no_number when none was chosen (refusals)
  std::uint32_t first_wait = 0;           // into FactBatch::waits; only refusals and final statuses have waits
  LimitUse use;                           // from the hand-over on
  std::uint16_t wait_count = 0;
  WorkloadId workload;                    // inbound: the workload that was replied to
  CarrierId carrier = no_carrier;
  std::uint8_t parts = 0;                 // of the step handed_over: those that were handed over
  std::uint8_t parts_handed_over = 0;     // 0 too where nobody saw the hand-over: an endpoint does not tell
  FactKind kind{};
  Status status{};
  Refusal refusal{};
  Encoding encoding{};
  MessageType type{};
  bool is_final = false;
  bool successful = false;                // TEXT_SUCCESSFUL was published, at carrier_accepted
  bool counts = true;                     // false: planned before the warm-up ended
  Channel channel = Channel::sms;
  std::uint8_t receipt_marks = 0;         // receipt_mark
  std::uint16_t call_s = 0;  // with the final status of a call: seconds from its answer to its end; 0: not answered

  // Reached whom it was for: DELIVERED, or COMPLETED (the call was answered, by a person or a machine, and spoken).
  [[nodiscard]] bool delivered() const { return status == Status::delivered || status == Status::call_completed; }
  // When that was: a call reaches its recipient when it is answered. Of a delivered message.
  [[nodiscard]] Instant delivered_at() const { return at - std::chrono::seconds{call_s}; }
  [[nodiscard]] std::int64_t call_minutes() const {
    return (call_s + 59) / 60;
  }  // begun ones count (pricing.json voice_rounding)
  // The carrier has it, if only in part.
  [[nodiscard]] bool left() const {
    return first_hand_over != never && (parts_handed_over > 0 || channel == Channel::voice);
  }
  // From the hand-over on: the last part went too. False when the message expired before it.
  [[nodiscard]] bool whole() const { return first_hand_over == never || parts_handed_over == parts; }
};
static_assert(sizeof(MessageFact) == 128, "a fact is two cache lines");

struct FactBatch {
  std::span<const MessageFact> facts;  // in time order; of an endpoint, as they become known
  std::span<const Wait> waits;  // each message's own, in time order, gapless from planned to its last hand-over or end
};

// Takes published facts, some hundred at a time.
class FactConsumer {
 public:
  virtual ~FactConsumer() = default;
  virtual void consume(const FactBatch& batch) = 0;
};

}  // namespace sendlab
