#pragma once
// A messaging service over HTTP as a Backend: requests are signed and sent, answers and event records become the same
// facts that the simulated service publishes.
//
//   pacing    a sender that queues keeps to the scenario's own limits of numbers and recipients, its calls to those of
//             calls, so that a true model of the service never throttles it; what is throttled nevertheless asks again
//   instants  an answer is known when it has arrived; an event at the instant that its record gives
//   delays    the wait up to the actual send has its cause; from there to the carrier's acceptance nobody outside can
//             tell what a message waits for: it counts as `carrier`
//   money     by the scenario's prices, counted before a request is sent; a call with the most that it may cost, until
//             its last event tells how long it was
//
// Its requests are made in remote_backend.cpp, answers come in remote_answers.cpp, events in remote_events.cpp (those
// of calls in remote_calls.cpp), and what
// only a simulated endpoint can be told goes out from remote_control.cpp.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/http/call_pace.hpp"
#include "engine/http/http_client.hpp"
#include "engine/http/remote_request.hpp"
#include "engine/http/send_allowance.hpp"
#include "engine/http/sigv4.hpp"
#include "engine/kernel/simulation.hpp"
#include "engine/service/backend.hpp"
#include "engine/service/limits.hpp"
#include "engine/service/number_choice.hpp"
#include "engine/service/price_book.hpp"
#include "engine/service/recipient_limit.hpp"

namespace sendlab {

// One request that has its answer: for latency from the actual send beside that from the planned instant.
struct RequestTiming {
  WorkloadId workload;
  Instant planned;
  std::int64_t due_ns = 0;       // when it should have left, by EventLoop::now_ns()
  std::int64_t started_ns = 0;   // when its first byte was written
  std::int64_t finished_ns = 0;  // when its answer was complete
};

class RemoteBackend final : public Backend {
 public:
  struct Parts {
    HttpClient& client;
    SigV4Signer* signer;                        // nullptr: requests are not signed
    std::string host;                           // of the target, for the signature
    std::string base_path;                      // of the target
    const ServiceModel& model;
    Simulation& simulation;
    std::vector<RemoteSender> senders;          // by WorkloadId
    SendAllowance allowance;
    std::function<std::int64_t(Instant)> wall_of;   // when an instant is due, by EventLoop::now_ns()
    std::function<void()> catch_up;                 // the simulation's now becomes the wall clock's
    std::function<void()> wake;                     // something was scheduled
    std::function<void(const RequestTiming&)> on_request;
    Instant horizon = never;                    // what happens later is not part of the run
    bool simulated_endpoint = false;            // it is sendlab serve: faults and replies go there too
    Duration clock_error{};                     // how far the endpoint's clock may be from what is made of it here
  };
  explicit RemoteBackend(Parts parts);

  void listen_to_answers(AnswerListener& listener) { answers_ = &listener; }
  // Schedules the model's faults, which the endpoint begins and ends when told to.
  void start();
  void handle(const ScheduledEvent& event);

  // An event record of the endpoint. `at`: when it happened, in simulated time. Records of messages of others are
  // ignored.
  //   errors   not a record: what is wrong with it
  std::optional<Error> on_record(std::string_view json, const std::function<Instant(std::int64_t unix_ms)>& at);

  Answer submit(const SendRequest& request) override;
  void refuse(const SendRequest& request, NumberId number, Refusal refusal) override;
  void inbound(NumberId number, const Destination& handset, std::string_view body, WorkloadId workload) override;
  [[nodiscard]] Instant number_opens(NumberId number) const override {
    return limits_.number_opens(number, simulation_.now());
  }
  [[nodiscard]] std::uint32_t line_of(const SendRequest& request) const override;
  [[nodiscard]] std::uint32_t lines() const override;
  [[nodiscard]] Instant line_opens(std::uint32_t line) const override;
  void listen(StatusListener& listener, std::uint32_t status_bits) override {
    listener_ = &listener, listen_bits_ = status_bits;
  }
  FactPublisher& facts() override { return facts_; }
  [[nodiscard]] const ServiceModel& model() const override { return model_; }
  [[nodiscard]] std::size_t in_flight() const override { return messages_.in_flight(); }
  void publish_pending() override;
  void begin_fault(std::size_t fault) override { tell_fault("begin", fault); }
  void end_fault(std::size_t fault) override { tell_fault("end", fault); }
  std::optional<Error> change_limit(const LimitChange& change) override;

  // Requests on their way to the endpoint.
  [[nodiscard]] std::size_t unanswered() const { return requests_.size() - free_tickets_.size(); }
  // Requests that may have been processed and were never answered.
  [[nodiscard]] std::int64_t without_answer() const { return without_answer_; }
  [[nodiscard]] std::int64_t automatic_replies() const { return automatic_replies_; }
  // Why sending stopped: an allowance is used up, the endpoint cannot be reached, it refuses the credentials.
  enum class Stop : std::uint8_t { none, allowance, unreachable, credentials, control };
  [[nodiscard]] Stop stopped() const { return stopped_; }
  [[nodiscard]] const Error& why_stopped() const { return why_; }

 private:
  struct Request {
    SendRequest request;       // without its body
    NumberId number = no_number;
    UsdMicros price, fee;      // of a text
    UsdMicros minute;          // of a call
    UsdMicros most;            // what it costs at most: taken from the allowance
    bool paced = false;        // a call that holds a place in call_pace_
    std::int64_t due_ns = 0;
    Instant asked;
    bool open = false;
  };
  struct Wrote {
    CarrierId carrier;
    Instant first;
  };
  struct Record {  // an event of a message whose answer is still to come
    Status status{};
    bool is_final = false;
    Instant at;
    std::int64_t call_s = 0;  // of a call that was answered: its duration
  };
  struct Known {  // of a message in flight, beside its row
    FactPublisher::Told told{never, false};
    std::uint32_t seen = 0;    // of a call: bits of the statuses that were told
    Instant answered = never;  // of a call, by its recipient
    UsdMicros minute, most;    // of a call
  };

  void on_response(std::uint32_t ticket, HttpClient::Result result);
  Answer refusal_of(const Request& request, const HttpResponse& response);
  void accept(const Request& request, const std::string& uuid, Instant now);
  void apply(const std::string& uuid, const Record& record);
  // These return whether the message is over.
  bool apply_to_text(MessageRow row, const Record& record);
  bool apply_to_call(MessageRow row, const Record& record);
  void end_call(MessageRow row, const Record& record, Instant at);
  void tell_listener(const Message& m, bool is_final);
  std::optional<UsdMicros> price(Request& r) const;
  std::optional<Answer> hold_back(const SendRequest& request, NumberId named, NumberId shown);
  std::optional<Answer> hold_call_back(NumberId number);
  void count_against_limits(Request& r, NumberId named);
  std::uint32_t keep(const Request& r);
  void post(const SendRequest& request, NumberId named, std::uint32_t ticket);
  [[nodiscard]] bool queues(const SendRequest& request) const {
    return request.workload.index < parts_.senders.size() && parts_.senders[request.workload.index].queues;
  }
  [[nodiscard]] NumberId caller_of(const SendRequest& request) const;
  [[nodiscard]] std::optional<UsdMicros> minute_of(const SendRequest& request) const;
  [[nodiscard]] UsdMicros most_of_call(const SendRequest& request, UsdMicros minute) const;
  void tell(const std::string& path, std::string body, const std::string& what);
  void tell_fault(const char* verb, std::size_t fault);
  void stop(Stop why, Error error);
  [[nodiscard]] NumberId named_by(const SendRequest& request) const;
  [[nodiscard]] NumberId shown_by(const SendRequest& request, NumberId named) const;

  Parts parts_;
  const ServiceModel& model_;
  Simulation& simulation_;
  MessageTable messages_;
  FactPublisher facts_;
  std::vector<Known> known_;  // by MessageRow
  Limits limits_;
  RecipientLimit recipients_;
  PriceBook prices_;
  NumberChoice choice_;
  CallPace call_pace_;
  AllowanceLedger ledger_;
  Instant prices_change_;
  std::vector<Request> requests_;
  std::vector<std::uint32_t> free_tickets_;
  std::unordered_map<std::string, MessageRow> rows_;                 // by MessageId of the endpoint
  std::unordered_map<std::string, std::vector<Record>> early_;       // records that came before their answers
  std::unordered_map<std::uint64_t, Wrote> wrote_;  // handsets that wrote: automatic replies to them are ours
  StatusListener* listener_ = nullptr;
  AnswerListener* answers_ = nullptr;
  std::uint32_t listen_bits_ = 0;
  std::uint64_t next_message_ = 1;
  std::int64_t automatic_replies_ = 0, without_answer_ = 0;
  int failures_in_a_row_ = 0;
  Stop stopped_ = Stop::none;
  Error why_;
};

}  // namespace sendlab
