#pragma once
// The faults in force now, and the ledger of what each did. A planned fault that never took effect makes a run not
// valid.
#include <algorithm>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/service/message_table.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

class ActiveFaults {
 public:
  // `model` must outlive it; one stream for each fault, which decides what share of the messages it meets.
  ActiveFaults(const ServiceModel& model, std::vector<RandomStream> streams);

  // The model has one more fault at its end.
  void fault_added(RandomStream stream);
  void begin(std::size_t fault, Instant now);
  void end(std::size_t fault, Instant now);
  [[nodiscard]] bool is_active(std::size_t fault) const {
    return std::find(active_.begin(), active_.end(), fault) != active_.end();
  }
  [[nodiscard]] bool any() const { return !active_.empty(); }

  // Calls `effect(index, fault)` for each active fault of this kind that meets the message (carrier, number, share),
  // and enters the message in its ledger, once for each message and fault. Returns whether any did.
  template <class Effect>
  bool meet(FaultKind kind, Message& message, Effect&& effect) {
    bool met = false;
    for (const std::size_t i : active_) {
      const FaultModel& fault = model_.faults[i];
      if (fault.kind != kind || (fault.carrier && *fault.carrier != message.carrier) ||
          (fault.number && *fault.number != message.number) || !streams_[i].chance(fault.share))
        continue;
      note(i, message);
      effect(i, fault);
      met = true;
    }
    return met;
  }
  // A changed rule is met by whoever is offered to its carrier while it holds.
  void note_rule_changes(Message& message) {
    for (const std::size_t i : active_)
      if (model_.faults[i].kind == FaultKind::rule_change && *model_.faults[i].carrier == message.carrier)
        note(i, message);
  }
  // A throttle is met by whoever waited for its number, campaign or carrier at some instant of [since, until).
  void note_throttles(Message& message, Instant since, Instant until);
  // And by a request that was told to come again: its message may never be accepted, so it counts as one at least.
  void note_throttled_request(NumberId number);
  // Enters a message in the ledger of a fault.
  void note(std::size_t fault, Message& message) {
    const std::uint64_t bit = std::uint64_t{1} << fault;
    if ((message.faults_met & bit) == 0) ++affected_[fault];
    message.faults_met |= bit;
  }
  // ---- faults that meet no message of the table: requests, and events on their way to their destinations ----

  // Does the fault meet one more of what it meets? Draws its share; counts it.
  bool meet_other(std::size_t fault) {
    if (!streams_[fault].chance(model_.faults[fault].share)) return false;
    ++affected_[fault];
    return true;
  }
  bool chance(std::size_t fault) { return streams_[fault].chance(model_.faults[fault].share); }
  void note_other(std::size_t fault, std::int64_t n = 1) { affected_[fault] += n; }
  // Was it in force at `at`, which may lie in the past? Of the future only what is planned is known.
  [[nodiscard]] bool was_active(std::size_t fault, Instant at) const;

  [[nodiscard]] std::int64_t messages_affected(std::size_t fault) const {
    return std::max<std::int64_t>(affected_[fault], throttled_a_request_[fault]);
  }
  [[nodiscard]] const std::vector<std::size_t>& active() const { return active_; }

 private:
  const ServiceModel& model_;
  std::vector<RandomStream> streams_;
  std::vector<std::size_t> active_;   // ascending order of beginning
  std::vector<std::size_t> throttles_;  // all that are planned
  std::vector<Instant> began_, ended_;  // when it last did; scripts may begin and end a fault when they like
  std::vector<std::int64_t> affected_;
  std::vector<std::uint8_t> throttled_a_request_;  // 0 or 1
  std::vector<std::vector<std::pair<Instant, Instant>>> history_;  // by fault: [began, ended)
};

}  // namespace sendlab
