#pragma once
// The simulated messaging service: the door of the model. Requests come in by submit(), handsets write by inbound(),
// and what becomes of them is published as facts.
//
//   submit -> admission (may it be sent?) -> offer -> limits (when may it go?) -> carrier (what becomes of it?) ->
//   facts
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/kernel/simulation.hpp"
#include "engine/service/active_faults.hpp"
#include "engine/service/backend.hpp"
#include "engine/service/call_desk.hpp"
#include "engine/service/carrier.hpp"
#include "engine/service/fact_publisher.hpp"
#include "engine/service/inbound_listener.hpp"
#include "engine/service/limits.hpp"
#include "engine/service/message_table.hpp"
#include "engine/service/model.hpp"
#include "engine/service/number_choice.hpp"
#include "engine/service/opt_out_list.hpp"
#include "engine/service/price_book.hpp"
#include "engine/service/recipient_limit.hpp"
#include "engine/service/spending.hpp"
#include "engine/service/waiting_line.hpp"

namespace sendlab {

enum class ServiceEvent : std::uint8_t {
  lane_wake,
  line_wake,
  reoffer,
  deadline,
  answer,
  outcome,
  fault_begin,
  fault_end,
  price_change,
  month_start,
  spend_stop,
  call_line,
  call_again,
  call_deadline,
  call_step,
  voice_spend_stop,
  count
};
static_assert(static_cast<std::uint8_t>(ServiceEvent::count) <= backend_event_kinds);

// A limit under a throttle { factor = f }: the rate times f.
Throughput scaled_by(Throughput limit, double factor);

class Service final : public Backend {
 public:
  // All references outlive the service. carriers[i] answers for model.carriers[i].
  Service(const ServiceModel& model, Simulation& simulation, std::vector<std::unique_ptr<Carrier>> carriers,
          const std::function<RandomStream(std::string_view entity, std::string_view purpose)>& stream);

  // Schedules what the model plans by itself: price changes, months, and its faults unless those wait for
  // begin_fault(). Once, before the run.
  enum class Faults : std::uint8_t { scheduled, wait };
  void start(Faults faults = Faults::scheduled);
  void handle(const ScheduledEvent& event);
  // Has the processor fetch what a request from this number looks at.
  void fetch(NumberId number) const {
    limits_.fetch(number);
    __builtin_prefetch(&model_.numbers[number.index]);
  }
  // Such an event will be handled shortly (Simulation::run_until).
  void soon(std::uint8_t kind, std::uint32_t subject) const {
    switch (static_cast<ServiceEvent>(kind)) {
      case ServiceEvent::deadline:
      case ServiceEvent::answer:
      case ServiceEvent::outcome:
      case ServiceEvent::reoffer: return messages_.fetch(subject);
      case ServiceEvent::line_wake:
        if (!lines_[subject].empty()) messages_.fetch(lanes_[lines_[subject].first()].head);
        return;
      default: return;
    }
  }

  [[nodiscard]] Service* simulated() override { return this; }
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
  void publish_pending() override {
    messages_.for_each_in_flight([&](MessageRow, const Message& m) { facts_.pending(m, simulation_.now()); });
  }
  void begin_fault(std::size_t fault) override;
  void end_fault(std::size_t fault) override;
  std::optional<Error> change_limit(const LimitChange& change) override;

  [[nodiscard]] const Limits& limits() const { return limits_; }
  [[nodiscard]] const ActiveFaults& faults() const { return faults_; }
  [[nodiscard]] ActiveFaults& faults() { return faults_; }
  // Told of every inbound message, whether it goes to a two-way destination or not.
  void listen_to_inbound(InboundListener& listener) { inbound_listener_ = &listener; }

  // ---- what faults do to a request before the service looks at it; "SendTextMessage" and the like name the operation
  // ---- none: nothing. Counts the request as met by the fault.
  [[nodiscard]] Refusal request_error(std::string_view operation);
  // How long a request that takes `way` to arrive takes now.
  [[nodiscard]] Duration request_way(std::string_view operation, Duration way);
  // Automatic replies accepted after the warm-up.
  [[nodiscard]] std::int64_t automatic_replies() const { return automatic_replies_; }
  [[nodiscard]] const Spending& spending() const { return spending_; }
  [[nodiscard]] const PriceBook& prices() const { return prices_; }
  [[nodiscard]] const Spending& voice_spending() const { return calls_.spending; }
  // Has the account asked for a call yet? Without one it gets no production access for voice (R-VSB-7).
  [[nodiscard]] bool has_called(AccountId account) const { return calls_.accounts[account.index].has_called; }
  [[nodiscard]] bool is_verified(AccountId account, PhoneNumber number) const {
    return verified_[account.index].holds(number);
  }
  // The destination numbers that an account in the sandbox may send to; it may change while the service runs.
  [[nodiscard]] OptOutList& verified_numbers(AccountId account) { return verified_[account.index]; }
  // From now on: what the account may spend in a month on text messages (R-SPD-6).
  void set_spend_limit(AccountId account, UsdMicros limit) { spending_.set_limit(account, limit); }
  void set_voice_spend_limit(AccountId account, UsdMicros limit) { calls_.spending.set_limit(account, limit); }
  [[nodiscard]] OptOutList& opt_out_list(std::uint16_t list) { return opt_out_lists_[list]; }
  // What submit() would refuse for good, without asking any limit that opens by itself: a dry run (R-API). Sends
  // nothing.
  struct Assessment {
    Refusal refusal = Refusal::none;
    NumberId number = no_number;
  };
  [[nodiscard]] Assessment assess(const SendRequest& request) const;
  // A dry run: accepted, refused, or over the rate that dry runs of an identity have (R-MPS-11). Publishes nothing.
  Answer try_out(const SendRequest& request);

  // The model may grow while the service runs: call these after something was appended to the model's list of that
  // name.
  void number_added();
  // Pools, or what numbers and sender IDs may be used for, have changed.
  void identities_changed() { choice_.rebuild(); }
  void opt_out_list_added();
  // A number that never sent has got its campaign, which may be new in the model, as may its brand.
  void number_joined(NumberId number);
  // Limits of numbers in the model have changed.
  void limits_changed_in_model() { apply_limit_faults(); }
  // `share`: decides what part of the messages the fault meets. It begins and ends at its own instants.
  void fault_added(RandomStream share);
  // Schedules the begin and the end that the model gives the fault now.
  void plan_fault(std::uint32_t fault);
  // Called after limits have changed, so that senders who wait ask again.
  void on_limits_changed(std::function<void()> callback) { limits_changed_ = std::move(callback); }

 private:
  [[nodiscard]] Refusal check(const SendRequest& request, NumberId number) const;
  [[nodiscard]] bool opted_out(AccountId account, std::uint16_t list, PhoneNumber recipient) const;
  [[nodiscard]] NumberId choose(const SendRequest& request) const;
  void note_failover(Message& m, const SendRequest& request);
  // Whose settings hold for what is sent from this number: of its pool, or its own (R-POL-3).
  [[nodiscard]] std::uint16_t opt_out_list_of(const NumberModel& number, PoolId pool) const {
    if (pool == no_pool) pool = number.pool;
    return pool == no_pool ? number.opt_out_list : model_.pools[pool.index].opt_out_list;
  }
  // Lines: text messages by number, calls by number, pools by their lists, dry runs by number.
  [[nodiscard]] std::uint32_t line_of_answer(const SendRequest& request, NumberId number) const;
  Answer dry_run(const SendRequest& request);
  // Of a message whose identity carries both types.
  [[nodiscard]] MessageType type_of_free(const SendRequest& request) const;
  ThroughputWindow& dry_runs_of(NumberId number);
  void fill(Message& m, const SendRequest& request, NumberId number, Instant now);
  MessageRow accept(const SendRequest& request, NumberId number, Instant now);
  void hold_for_recipient(MessageRow row);
  void answer_keyword(const KeywordModel& keyword, NumberId number, const Destination& handset);

  void offer(MessageRow row);
  bool carrier_takes(MessageRow row);
  [[nodiscard]] GateAnswer ask_gates(const Message& message);
  void go_or_end(MessageRow row, const GateAnswer& answer);
  void hand_over(MessageRow row);
  void apply_faults(Message& message, HandOver& fate);
  void apply_handset(const Message& message, HandOver& fate);
  void set_aside(MessageRow row, Instant until, DelayCause cause);
  void wait_until_deadline(MessageRow row);
  void finish(MessageRow row, Status status);
  void publish_status(Message& message, Status status, bool is_final);
  void schedule(MessageRow row, Instant at, Priority priority, ServiceEvent kind);

  // Calls, service_calls.cpp.
  Answer submit_call(const SendRequest& request);
  [[nodiscard]] Refusal check_call(const SendRequest& request, NumberId number) const;
  [[nodiscard]] NumberId choose_for_call(const SendRequest& request) const;
  MessageRow accept_call(const SendRequest& request, NumberId number, Instant now);
  void call_or_wait(MessageRow row);
  void join_call_line(MessageRow row);
  void leave_call_line(MessageRow row);
  void wake_calls(AccountId account, Instant at);
  void on_call_line(AccountId account);
  void dial_unless_down(MessageRow row);
  void set_call_aside(MessageRow row, Instant until);
  void offer_call_at(MessageRow row, Instant at);
  void on_call_again(MessageRow row);
  void on_call_deadline(MessageRow row);
  void dial(MessageRow row);
  [[nodiscard]] CallFate fate_of_call(Message& message);
  void on_call_step(MessageRow row);
  void charge_call(Message& message);
  void finish_call(MessageRow row, Status status);
  [[nodiscard]] Instant carrier_down_until(Message& message);

  // The lane in which the message would wait; no_lane when nobody has waited there yet.
  [[nodiscard]] std::uint32_t lane_of(const Message& message);
  std::uint32_t add_lane(const Message& message);
  void join_lane(MessageRow row, std::uint32_t lane, const GateAnswer* answer);
  void leave_lane(MessageRow row);  // charges the wait
  void expire_in_lane(MessageRow row);
  void wait_for(std::uint32_t lane, const GateAnswer& answer);
  void wake_at(std::uint32_t lane, Instant opens);
  void look_at_head(std::uint32_t lane);
  bool serve_lane(std::uint32_t lane);
  void reconsider_lanes();

  std::uint32_t line_of(const LimitGate& gate);
  void enter_line(std::uint32_t lane, std::uint32_t line);
  void leave_line(std::uint32_t lane);
  void wake_line(std::uint32_t line, Instant at);
  void wake_line_by(std::uint32_t line, Instant at);
  void look_at_line(std::uint32_t line);
  void look_at_first(std::uint32_t line);
  void look_at_long_lanes(NumberId number);

  void on_lane_wake(std::uint32_t lane);
  void on_line_wake(std::uint32_t line);
  void on_reoffer(MessageRow row);
  void offer_again_now();
  void on_deadline(MessageRow row);
  void on_answer(MessageRow row);
  void on_outcome(MessageRow row);
  void on_month_start();
  void apply_limit_faults();

  const ServiceModel& model_;
  Simulation& simulation_;
  std::vector<std::unique_ptr<Carrier>> carriers_;
  MessageTable messages_;
  FactPublisher facts_;
  Limits limits_;
  PriceBook prices_;
  Spending spending_;
  RecipientLimit recipients_;
  CallDesk calls_;
  ActiveFaults faults_;
  std::vector<OptOutList> opt_out_lists_, verified_;
  PartPlan plan_;                                        // of the last ask_gates()
  std::vector<Lane> lanes_;                              // made when first needed
  std::vector<std::vector<std::uint32_t>> long_lanes_;   // by number: those of several parts
  std::size_t long_lanes_in_line_ = 0;                   // for a window
  std::vector<WaitingLine> lines_;                       // made when first needed
  std::array<std::vector<std::uint32_t>, 4> lines_of_gate_;  // [kind][index]: the first of its lines
  NumberChoice choice_;
  std::vector<std::optional<ThroughputWindow>> dry_runs_;  // by number, made when first needed
  std::vector<std::uint32_t> stop_month_;                  // by account: the month in which its stop was decided
  std::vector<RandomStream> handset_random_;  // by group of handsets
  std::vector<LimitChange> limit_changes_;
  std::function<void()> limits_changed_;
  StatusListener* listener_ = nullptr;
  InboundListener* inbound_listener_ = nullptr;
  std::uint32_t listen_bits_ = 0;
  std::uint64_t next_message_ = 1;
  std::int64_t automatic_replies_ = 0;
};

}  // namespace sendlab
