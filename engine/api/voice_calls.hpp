#pragma once
// Calls that speak a message: a small model with fixed times. Every call to a number that exists is answered.
//
//   INITIATED at once, RINGING after 1 s, ANSWERED 5 s later, COMPLETED when the text is spoken     (assumption voice/times)
//   a text takes 1 s for each 15 characters, 1 s at least                                           (assumption voice/speed)
//   the service's failing simulator numbers: NO_ANSWER 30 s after RINGING                           (assumption voice/failure)
//   price: whole minutes, one at least, of a completed call
//
// Not modelled: busy lines, machines that answer, SSML, the voice itself, calls that carriers block.
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/message_log.hpp"
#include "engine/kernel/simulation.hpp"
#include "engine/service/backend.hpp"

namespace sendlab {

// quotas.csv: voice_calls_per_second_per_number, voice_calls_per_minute, voice_messages_per_recipient_24h,
// voice_messages_per_24h (sandbox), voice_message_length.
struct VoiceQuotas {
  std::size_t per_minute = 20, per_minute_sandbox = 5;
  std::size_t per_recipient_day = 5;
  std::size_t per_day_sandbox = 20;
  Duration longest = std::chrono::seconds{300}, longest_sandbox = std::chrono::seconds{30};
  std::size_t characters = 3000;
};

struct CallRequest {
  Destination to;
  NumberId number;
  PhoneNumber origination;
  std::string iso_country;      // of the recipient
  std::string body;
  std::uint32_t configuration_set = no_configuration_set;
  std::string context;
  UsdMicros price_per_minute;
};

class VoiceCalls {
 public:
  // Events of this kind belong to calls.
  static constexpr std::uint8_t event_kind = backend_event_kinds;

  VoiceCalls(Simulation& simulation, MessageLog& log, const VoiceQuotas& quotas, bool sandbox, UsdMicros monthly_limit);

  enum class Verdict { accepted, throttled, recipient_limit, account_limit, too_long, spend_limit };
  struct Answer {
    Verdict verdict = Verdict::accepted;
    MessageId id;
  };
  // `dry_run`: only the verdict; nothing is counted or dialled.
  Answer submit(const CallRequest& request, bool dry_run);
  void handle(const ScheduledEvent& event);
  // An id that names no message: of a dry run, of a request that failed.
  [[nodiscard]] MessageId unused_id() { return MessageId{next_id_++}; }
  [[nodiscard]] UsdMicros spent_this_month();
  // From now on.
  void set_monthly_limit(UsdMicros limit) { monthly_limit_ = limit; }

 private:
  enum class Step : std::uint8_t { initiated, ringing, answered, completed, no_answer, over };
  struct Call {
    CallRequest request;
    MessageId id;
    Instant requested;
    Duration spoken{};
    Step next = Step::ringing;
    bool live = false;
  };
  void publish(Call& call, std::string_view type, bool is_final);
  void schedule(std::uint32_t call, Duration after);
  [[nodiscard]] std::size_t within(const std::deque<Instant>& times, Duration window) const;

  Simulation& simulation_;
  MessageLog& log_;
  VoiceQuotas quotas_;
  bool sandbox_;
  UsdMicros monthly_limit_, spent_;
  Instant month_ends_{};
  std::vector<Call> calls_;
  std::vector<std::uint32_t> free_;
  std::deque<Instant> accepted_;                                  // of the last 24 h
  std::map<std::uint64_t, std::deque<Instant>> by_recipient_;     // of the last 24 h
  std::map<std::uint32_t, Instant> last_of_number_;
  std::uint64_t next_id_ = std::uint64_t{1} << 63;                // apart from text messages
};

}  // namespace sendlab
