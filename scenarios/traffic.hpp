#pragma once
// The senders of a scenario: schedules the planned sends on a simulation and makes the requests, again and again where
// the service says not yet. Also the people: handsets that answer what they get.
//
//   WorkloadSource -> planned send -> request -> Backend::submit -> accepted, refused, or wait and ask again
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/kernel/samplers.hpp"
#include "engine/kernel/simulation.hpp"
#include "engine/service/address_book.hpp"
#include "engine/service/backend.hpp"
#include "engine/service/ported_people.hpp"
#include "scenarios/bodies.hpp"
#include "scenarios/request_queue.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/script_body.hpp"
#include "scenarios/workload_source.hpp"

namespace sendlab {

class LuaSandbox;

// Kinds of scheduled events that belong to the traffic; scripts start at `count`.
enum class TrafficEvent : std::uint8_t {
  arrival = backend_event_kinds,
  request_again, line_may_send, user_thought, handset_replies,
  count
};

constexpr std::uint8_t kind(TrafficEvent event) { return static_cast<std::uint8_t>(event); }

// Where the names of one scenario lead in the service model.
struct TrafficMap {
  // What a name in `from` stands for.
  struct From {
    std::vector<NumberId> numbers;  // taken in turn; a sender ID; empty: a pool, or the service chooses
    PoolId pool = no_pool;
  };
  struct Sender {
    AccountId account;  // whose quotas and money: of a granted identity its owner's (R-ORG-2)
    From from;
  };
  std::vector<Sender> workloads;
  SpeechRules speech;
  // Senders by name resolved for feeds and scripts that override `from`.
  std::function<From(std::size_t account, const Origination&)> from_of;
};

class Traffic : public StatusListener, public AnswerListener {
 public:
  struct Streams {
    std::function<RandomStream(std::string_view entity, std::string_view purpose)> stream;
    std::function<StreamKey(std::string_view entity, std::string_view purpose)> key;
  };
  // All references outlive the traffic. sources[i] plans scenario.workloads[i].
  Traffic(const Scenario& scenario, const TrafficMap& map, const AddressBook& addresses, Simulation& simulation,
          Backend& backend, std::vector<WorkloadSource> sources, std::vector<TemplateSource> replies,
          LuaSandbox* sandbox, const Streams& streams);

  // Keeps the text of each request until it is settled, for a backend that sends it; the sources must keep bodies too.
  void keep_bodies() { keeps_bodies_ = true; }
  void start(Instant end);  // nothing is planned at or after `end`
  void handle(const ScheduledEvent& event);
  // The number that the arrival of a workload will ask for, if that is settled; a hint.
  [[nodiscard]] NumberId next_number(std::size_t workload) const {
    const Sender& sender = senders_[workload];
    return sender.turn < sender.numbers->size() ? (*sender.numbers)[sender.turn] : no_number;
  }
  void on_status(const Message& message, bool is_final, Instant now) override;
  void on_answer(std::uint32_t ticket, const Answer& answer) override;
  // Bits of the statuses that on_status wants to hear.
  [[nodiscard]] std::uint32_t listens_to() const { return listen_bits_; }
  // Limits have changed: whoever waits for a number asks again.
  void ask_again_now();

  // A send that no workload planned (scripts): asked for now, from the given sender.
  void send(WorkloadId workload, const Destination& to, NumberId number, std::string_view body, Duration ttl,
            PoolId pool = no_pool);

  struct Counts {
    std::int64_t offered = 0;  // planned sends that came due after the warm-up
  };
  [[nodiscard]] const std::vector<Counts>& counts() const { return counts_; }
  // Planned sends that still wait at the sender.
  template <class Visit>
  void for_each_unsent(Visit&& visit) const {
    for (const RequestQueue& queue : queues_)
      queue.for_each([&](const WaitingRequest& r) { visit(r); });
    for (std::size_t i = 0; i < aside_.size(); ++i)
      if (aside_used_[i]) visit(aside_[i]);
    for (const std::optional<WaitingRequest>& asked : asked_)
      if (asked) visit(*asked);
    for (const Sender& sender : senders_)
      for (const WaitingRequest& request : sender.before_departure) visit(request);
  }
  // Everything planned has been asked for, nobody waits, no handset is about to reply.
  [[nodiscard]] bool done() const { return open_sources_ == 0 && waiting_ == 0 && replies_due_ == 0 && thinking_ == 0; }
  [[nodiscard]] const Error* error() const { return error_ ? &*error_ : nullptr; }

 private:
  struct Reply {
    Destination handset;
    NumberId number;
    WorkloadId workload;
    std::uint16_t rule = 0;
    bool again = false;  // who wrote already writes once more
  };
  enum class Outcome : std::uint8_t { settled, waits };
  // What a request takes from its workload, in one place.
  struct Sender {
    const std::vector<NumberId>* numbers = nullptr;  // taken in turn; empty: the service chooses
    std::size_t turn = 0;                            // the next of them
    std::optional<UsdMicros> max_price;
    std::uint32_t ttl_ms = 0;
    AccountId account;
    std::optional<MessageType> type;
    ClientPolicy::WhenThrottled when_throttled{};
    Channel channel{};
    PoolId pool = no_pool;
    bool dry_run = false;
    std::optional<IndiaIds> india;
    bool is_late = false;    // requests arrive after some time on the way
    bool departs = false;    // or may: they leave one by one (depart)
    std::string_view operation;
    std::int64_t on_their_way = 0;
    std::deque<WaitingRequest> before_departure;  // until a connection is free
    bool is_closed = false;  // its users wait for the end of a message
  };

  void on_arrival(std::size_t workload);
  void plan_next(std::size_t workload);
  NumberId in_turn(const std::vector<NumberId>& numbers, std::size_t& turn) const;
  void make_request(const PlannedSend& send, std::size_t workload, Instant planned);
  // Sends the request on its way, once its sender has a connection for it.
  void depart(const WaitingRequest& request);
  void send_off(WaitingRequest request);
  void arrive(WaitingRequest request);
  void ask_or_queue(const WaitingRequest& request);
  // A request got this answer without the service looking at it: asks again if its sender does so, else gives up.
  void fail_request(WaitingRequest request, Refusal refusal);
  // Makes the request now. `first_in_line`: it is the head of its number's queue already.
  Outcome ask(WaitingRequest& request, bool first_in_line);
  // The request has its answer, and needs no more than that.
  void settle(const WaitingRequest& request, const Answer& answer);
  void give_up(const WaitingRequest& request, NumberId number, Refusal refusal);
  // When to ask again after a refusal for now; nullopt: the sender's policy says never.
  [[nodiscard]] std::optional<Instant> back_off(const WaitingRequest& request);
  [[nodiscard]] std::uint32_t keep(std::string_view body);
  [[nodiscard]] SendRequest request_of(const WaitingRequest& waiting) const;
  void put_aside(const WaitingRequest& request, Instant until);
  [[nodiscard]] std::uint32_t line_of(const WaitingRequest& request) const;
  void on_line_may_send(std::size_t line);
  void wake_line(std::size_t line, Instant at);
  void user_thinks(std::size_t workload, Duration at_least = Duration{0});
  void on_user_thought(std::size_t workload);
  void schedule_reply(const Reply& reply, Instant at);
  void on_handset_replies(std::size_t reply);

  const Scenario& scenario_;
  const TrafficMap& map_;
  const AddressBook& addresses_;
  Simulation& simulation_;
  Backend& backend_;
  Service* service_;  // the same, where requests can go to it directly
  const ServiceModel& model_;
  std::vector<WorkloadSource> sources_;
  std::vector<PlannedSend> planned_;       // the next of each workload
  std::vector<Sender> senders_;            // of each workload
  PortedPeople ported_;
  std::vector<RandomStream> backoff_, latency_, think_;
  std::vector<Counts> counts_;
  Instant end_ = never;

  RequestChunks chunks_;
  std::vector<RequestQueue> queues_;       // by line (Backend::line_of)
  std::vector<EventHandle> wakes_;         // by line
  std::vector<DelayCause> wake_causes_;    // by line: what its first request waits for
  std::vector<WaitingRequest> aside_;
  std::vector<bool> aside_used_;
  std::vector<std::uint32_t> aside_free_;
  std::vector<std::optional<WaitingRequest>> asked_;  // by ticket: those whose answer is still to come
  bool keeps_bodies_ = false;
  std::vector<std::string> bodies_;
  std::vector<std::uint32_t> bodies_free_;

  std::vector<TemplateSource> reply_bodies_;
  std::vector<std::optional<ScriptBody>> reply_scripts_;  // by reply rule: those whose body is a function
  std::vector<RandomStream> reply_chance_, reply_after_, reply_body_, reply_again_;
  std::vector<Reply> replies_;
  std::vector<std::uint32_t> replies_free_;
  std::uint64_t replies_made_ = 0;

  std::uint32_t listen_bits_ = 0;
  std::size_t open_sources_ = 0;
  std::int64_t waiting_ = 0, replies_due_ = 0, thinking_ = 0;
  std::optional<Error> error_;
};

}  // namespace sendlab
