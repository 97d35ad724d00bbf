#pragma once
// The functions of a scenario that run during the simulation: `on` event types, `at` offsets, `every` period. Each gets
// ctx:
//
//   ctx.now                                   seconds after the start
//   ctx.send { to, body, workload, from, ttl }   asks for one more send, reported under that workload
//   ctx.reply { from, to, body }              a handset (E.164) writes to one of our numbers (its name)
//   ctx.set_limit { number, mps } or { campaign, carrier, throughput }
//   ctx.begin_fault(i), ctx.end_fault(i)      the i-th fault of `faults`, from 1
//   ctx.counter(workload, name)               requested, accepted, refused, delivered or final so far
//   ctx.random(stream), ctx.random(stream, n) in [0, 1), or 1 … n, from a stream of that name
//   ctx.record(name, value)                   a metric of your own, in the report's `metrics`
//
// A function on an event runs at the event's instant, after everything the service does in it.
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/lua/lua_sandbox.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/service/address_book.hpp"
#include "engine/service/backend.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/traffic.hpp"

namespace sendlab {

// Kinds of scheduled events that belong to scripts.
enum class ScriptEvent : std::uint8_t {
  on_status = static_cast<std::uint8_t>(TrafficEvent::count),
  at,
  every,
  count
};

// Values recorded under one name, in millionths.
struct RecordedValues {
  std::int64_t count = 0, sum = 0, least = 0, most = 0;
};

class ScriptHost final : public FactConsumer, public StatusListener {
 public:
  // All references outlive the host; `sandbox` is the one that loaded `scenario`.
  ScriptHost(const Scenario& scenario, LuaSandbox& sandbox, const AddressBook& addresses, Simulation& simulation,
             Backend& backend, Traffic& traffic,
             std::function<RandomStream(std::string_view, std::string_view)> stream);

  void start();
  void handle(const ScheduledEvent& event);
  void consume(const FactBatch& batch) override;
  void on_status(const Message& message, bool is_final, Instant now) override;
  [[nodiscard]] std::uint32_t listens_to() const { return listen_bits_; }
  // An alarm of the scenario goes off: its own function, then those of on = { ALARM = … }.
  void on_alarm(ScriptFunction action, const LuaValue& event);
  // No function at an offset and no status of a message is still to be told.
  [[nodiscard]] bool done() const { return at_left_ == 0 && seen_.size() == seen_free_.size(); }
  [[nodiscard]] const Error* error() const { return error_ ? &*error_ : nullptr; }
  [[nodiscard]] const std::map<std::string, RecordedValues>& recorded() const { return recorded_; }

 private:
  struct Seen {  // a status that a function waits for
    Status status{};
    bool is_final = false;
    MessageId message;
    PhoneNumber to;
    NumberId number;
    CarrierId carrier;
    WorkloadId workload;
    std::uint8_t parts = 0;
  };
  struct Counters {
    std::int64_t accepted = 0, refused = 0, delivered = 0, final = 0;
  };

  void call(ScriptFunction function, const LuaValue* event);
  void fail(const Error& error);
  void send(LuaCall& call);
  void reply(LuaCall& call);
  void set_limit(LuaCall& call);
  void apply(LuaCall& call, const LimitChange& change);
  void change_fault(LuaCall& call, bool begin);
  void counter(LuaCall& call);
  void random(LuaCall& call);
  void record(LuaCall& call);
  [[nodiscard]] std::size_t workload_named(LuaCall& call, const LuaValue* name) const;
  [[nodiscard]] NumberId number_named(LuaCall& call, std::string_view name, std::optional<AccountId> account);

  const Scenario& scenario_;
  LuaSandbox& sandbox_;
  const AddressBook& addresses_;
  Simulation& simulation_;
  Backend& backend_;
  Traffic& traffic_;
  std::function<RandomStream(std::string_view, std::string_view)> stream_;
  ScriptRef ctx_;
  std::array<std::vector<ScriptFunction>, status_count> on_;
  std::vector<ScriptFunction> on_alarm_;
  std::uint32_t listen_bits_ = 0;
  std::vector<Seen> seen_;
  std::vector<std::uint32_t> seen_free_;
  std::vector<Counters> counters_;
  std::map<std::string, RandomStream> streams_;
  std::map<std::string, RecordedValues> recorded_;
  std::size_t at_left_ = 0;
  std::size_t turn_ = 0;
  std::optional<Error> error_;
};

}  // namespace sendlab
