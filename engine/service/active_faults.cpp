#include "engine/service/active_faults.hpp"

#include <algorithm>

namespace sendlab {

ActiveFaults::ActiveFaults(const ServiceModel& model, std::vector<RandomStream> streams)
    : model_(model),
      streams_(std::move(streams)),
      began_(model.faults.size(), never),
      ended_(model.faults.size(), never),
      affected_(model.faults.size()),
      throttled_a_request_(model.faults.size()),
      history_(model.faults.size()) {
  ENSURE(model.faults.size() <= 64, "a message remembers up to 64 faults");
  ENSURE(streams_.size() == model.faults.size(), "each fault has a stream");
  for (std::size_t i = 0; i < model.faults.size(); ++i)
    if (model.faults[i].kind == FaultKind::throttle) throttles_.push_back(i);
  for (std::size_t i = 0; i < model.faults.size(); ++i) affected_[i] = model.faults[i].met_at_start;
}

void ActiveFaults::fault_added(RandomStream stream) {
  const std::size_t i = streams_.size();
  ENSURE(i + 1 == model_.faults.size() && i < 64, "faults are added one at a time, up to 64");
  streams_.push_back(std::move(stream));
  began_.push_back(never);
  ended_.push_back(never);
  affected_.push_back(0);
  throttled_a_request_.push_back(0);
  history_.emplace_back();
  if (model_.faults[i].kind == FaultKind::throttle) throttles_.push_back(i);
}

void ActiveFaults::begin(std::size_t fault, Instant now) {
  active_.push_back(fault);
  began_[fault] = now;
  ended_[fault] = never;
  history_[fault].emplace_back(now, never);
}

void ActiveFaults::end(std::size_t fault, Instant now) {
  active_.erase(std::find(active_.begin(), active_.end(), fault));
  ended_[fault] = now;
  history_[fault].back().second = now;
}

bool ActiveFaults::was_active(std::size_t fault, Instant at) const {
  // A run may be over before the fault begins, and what follows it be under way still: then its plan holds.
  if (history_[fault].empty()) return model_.faults[fault].from <= at && at < model_.faults[fault].to;
  for (const auto& [began, ended] : history_[fault]) {
    // One that has begun ends when it is planned to, unless a script ends it before or begins it after that.
    const Instant to = model_.faults[fault].to;
    const Instant end = ended != never || to <= began ? ended : to;
    if (began <= at && at < end) return true;
  }
  return false;
}

void ActiveFaults::note_throttles(Message& message, Instant since, Instant until) {
  if (until <= since) return;
  const CampaignId campaign = model_.numbers[message.number.index].campaign;
  for (const std::size_t i : throttles_) {
    const FaultModel& fault = model_.faults[i];
    if (began_[i] < until && ended_[i] > since && (!fault.campaign || *fault.campaign == campaign) &&
        (!fault.number || *fault.number == message.number) && (!fault.carrier || *fault.carrier == message.carrier))
      note(i, message);
  }
}

void ActiveFaults::note_throttled_request(NumberId number) {
  for (const std::size_t i : throttles_)
    if (is_active(i) && model_.faults[i].number == number) throttled_a_request_[i] = 1;
}

}  // namespace sendlab
