#pragma once
// The planned sends of one workload, one after the other: when, to whom, what. The same on every machine for the same
// scenario, workload, seed and replication; which backend they go to plays no part.
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"
#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"
#include "scenarios/recipients.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

class LuaSandbox;

struct PlannedSend {
  Duration offset{};        // from the scenario's start; ascending. Not set by draw()
  std::uint64_t index = 0;  // 0, 1, … within the workload
  Person to;
  Encoding encoding{};
  std::int64_t parts = 0;
  bool too_long = false;        // over the largest size (R-ENC-9, R-VSB-8): the service will refuse it
  std::uint16_t speech_s = 0;   // calls: how long the text is spoken; parts is 1, or 0 when there is nothing to speak
  std::string_view body;        // only with Options::keep_bodies; valid until the next send
  std::optional<Duration> ttl;  // overrides of the workload's values, by feed row or script function
  std::optional<MessageType> message_type;
  std::optional<Origination> from;
};

// No send is planned at or after this offset: the horizon, else 30 days (contract: "at most 30 d").
[[nodiscard]] Duration end_of_plan(const Scenario& scenario);

class WorkloadSource {
 public:
  struct Options {
    bool keep_bodies = false;       // render every body; else only its size, which for most templates costs nothing
    LuaSandbox* sandbox = nullptr;  // needed when the body is a script function; must outlive the source
  };

  // Opens the feeds. Streams: entity "workload/NAME", purposes "arrivals", "recipients", "body", "body_values".
  // `scenario` and `tables` must outlive the source.
  static Result<WorkloadSource> create(const Scenario& scenario, std::size_t workload, const SourceTables& tables,
                                       Seed seed, std::uint64_t replication, Options options);

  WorkloadSource(WorkloadSource&&) noexcept;
  WorkloadSource& operator=(WorkloadSource&&) noexcept;
  ~WorkloadSource();

  // The next planned send before end_of_plan(scenario). False when there is none, or after a
  // fault of a data file or script function: then error() is set.
  bool next(PlannedSend& send);

  // Closed arrivals: person and body of the next send, whenever the caller makes it. False as above.
  bool draw(PlannedSend& send);

  [[nodiscard]] bool is_closed() const;
  [[nodiscard]] const Error* error() const;  // null while all is well

 private:
  struct State;
  explicit WorkloadSource(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sendlab
