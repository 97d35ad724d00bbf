#pragma once
// Where requests go: the simulated service of this process, or a messaging service over HTTP. Senders, handsets and
// scripts work with either and cannot tell which.
#include <algorithm>
#include <optional>
#include <string_view>

#include "engine/kernel/result.hpp"
#include "engine/service/carrier.hpp"
#include "engine/service/fact_publisher.hpp"
#include "engine/service/message_table.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

// Where a destination number leads.
struct Destination {
  PhoneNumber number;
  CountryId country;
  CarrierId carrier;
  RecipientTraits traits;  // of the service's own simulator numbers: invalid = the failing one
};

struct SendRequest {
  Instant planned;                          // when the scenario meant to send: latencies count from here
  Destination to;
  AccountId account;
  NumberId number = no_number;              // no_number: the service chooses (R-ORG-19)
  WorkloadId workload;
  DelayCause waited_for = DelayCause::client_retry;  // what the sender waited for from `planned` until now
  std::uint8_t parts = 1;                   // 0: an empty body
  Encoding encoding{};
  bool within_maximum_size = true;          // R-ENC-9
  std::optional<MessageType> type;
  Duration ttl = std::chrono::hours{72};
  std::optional<UsdMicros> max_price;       // of one part (R-BIL-11)
  PoolId pool = no_pool;                    // the service chooses within it (R-POL, R-ORG-19)
  Channel channel = Channel::sms;
  std::uint16_t configuration_set = no_set;
  const IndiaIds* india = nullptr;          // entity and template ids that came with it; null: not both (R-ORG-13)
  bool verification = false;                // carries a verification code: the sandbox lets it through (R-SBX-7)
  bool free_of_charge = false;              // the first code to a number (R-SBX-5, R-BIL-6)
  bool dry_run = false;                     // validated, not sent, free (R-MPS-11, R-BIL-7)
  Duration speech{};                        // voice: how long the text is spoken
  std::string_view body;                    // only where the sender keeps bodies, as it does where texts are
                                            // compared with templates; valid during the call
};

inline constexpr std::uint32_t no_line_of_senders = UINT32_MAX;

struct Answer {
  // pending: known later, and told to the AnswerListener then.
  enum class Kind : std::uint8_t { accepted, refused, throttled, pending } kind = Kind::accepted;
  MessageId message;                 // accepted
  Refusal refusal = Refusal::none;   // refused, throttled
  NumberId number = no_number;       // that was given or chosen
  Instant ask_again = never;         // throttled: the first instant at which the limit would let it through
  DelayCause cause = DelayCause::number_mps;  // throttled: the limit
  std::uint32_t line = no_line_of_senders;  // throttled: who waits for the same thing (Backend::line_of)
  std::uint32_t ticket = 0;          // pending: names the request until its answer comes; small numbers, reused
};

// Told the answer to a request that was pending: accepted, refused or throttled.
class AnswerListener {
 public:
  virtual ~AnswerListener() = default;
  virtual void on_answer(std::uint32_t ticket, const Answer& answer) = 0;
};

// Told of statuses as they happen; for handsets that reply, senders that wait for the end, and scripts. It may schedule
// what follows; it must not call the service back from inside.
class StatusListener {
 public:
  virtual ~StatusListener() = default;
  virtual void on_status(const Message& message, bool is_final, Instant now) = 0;
};

// A limit that a script sets: of one number, or of one campaign at one carrier.
struct LimitChange {
  std::optional<NumberId> number;
  std::optional<CampaignId> campaign;
  std::optional<CarrierId> carrier;
  Throughput limit;
};

// The fact that a request was refused for good.
[[nodiscard]] inline MessageFact refusal_fact(const SendRequest& request, NumberId number, Refusal refusal,
                                              Instant now) {
  MessageFact fact{.at = now, .planned = request.planned};
  fact.destination = request.to.number;
  fact.number = number;
  fact.workload = request.workload;
  fact.carrier = request.to.carrier;
  fact.parts = std::max<std::uint8_t>(request.parts, 1);
  fact.kind = FactKind::refused;
  fact.refusal = refusal;
  fact.encoding = request.encoding;
  return fact;
}

// Kinds of scheduled events below this belong to the backend, those of senders and scripts start here.
inline constexpr std::uint8_t backend_event_kinds = 32;

class Service;

class Backend {
 public:
  virtual ~Backend() = default;
  // The simulated service itself, for whoever asks it for every message; null where there is none in this process.
  [[nodiscard]] virtual Service* simulated() { return nullptr; }
  virtual Answer submit(const SendRequest& request) = 0;
  // A request that gets no MessageId for good: published as refused.
  virtual void refuse(const SendRequest& request, NumberId number, Refusal refusal) = 0;
  // A handset wrote to one of our numbers (R-KEY, R-OPT, R-TWO). `workload`: the one it answers to.
  virtual void inbound(NumberId number, const Destination& handset, std::string_view body, WorkloadId workload) = 0;
  // The first instant, not before now, at which the number lets a first part go.
  [[nodiscard]] virtual Instant number_opens(NumberId number) const = 0;
  // Requests that wait for the same thing form one line: text messages of a number (the line of its index), its calls
  // (that many lines later), those that a pool may send by the same identities, dry runs. no_line_of_senders: not
  // settled before it is asked.
  [[nodiscard]] virtual std::uint32_t line_of(const SendRequest& request) const = 0;
  [[nodiscard]] virtual std::uint32_t lines() const = 0;  // how many there are
  // The first instant, not before now, at which the first of a line may go.
  [[nodiscard]] virtual Instant line_opens(std::uint32_t line) const = 0;

  // Listens to the statuses whose bit (1 << status) is set.
  virtual void listen(StatusListener& listener, std::uint32_t status_bits) = 0;
  virtual FactPublisher& facts() = 0;
  [[nodiscard]] virtual const ServiceModel& model() const = 0;
  // Messages accepted and not final yet.
  [[nodiscard]] virtual std::size_t in_flight() const = 0;

  // The run is over: publishes the stories of messages that are still in flight. Nothing is submitted after it.
  virtual void publish_pending() = 0;

  // Begins or ends a planned fault now; nothing happens when it is in that state already.
  virtual void begin_fault(std::size_t fault) = 0;
  virtual void end_fault(std::size_t fault) = 0;
  // From now on; faults apply on top of it. An error where the backend has no such means.
  virtual std::optional<Error> change_limit(const LimitChange& change) = 0;
};

}  // namespace sendlab
