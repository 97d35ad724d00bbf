#include "engine/service/call_network.hpp"

#include <string>

namespace sendlab {

CallNetwork::CallNetwork(const ServiceModel& model,
                         const std::function<RandomStream(std::string_view entity, std::string_view purpose)>& stream)
    : model_(model) {
  for (const CarrierModel& carrier : model.carriers) {
    const std::string entity = "carrier/" + carrier.name;
    streams_.push_back({stream(entity, "call/outcome"), stream(entity, "call/set_up"), stream(entity, "call/ring"),
                        stream(entity, "call/talk")});
  }
}

CallFate CallNetwork::call(const Message& message, std::uint16_t speech_s) {
  const CarrierModel& carrier = model_.carriers[message.carrier.index];
  const VoiceProfile& profile = carrier.voice;
  Streams& streams = streams_[message.carrier.index];
  CallFate fate;
  fate.rings_after = profile.set_up.sample(streams.set_up);
  if (carrier.simulator) {  // R-SIM-3: the number says what happens
    fate.answered = !message.traits.invalid;
    fate.answered_after = (fate.answered ? profile.person_answers : profile.rings_for).sample(streams.ring);
    fate.end = fate.answered ? Status::call_completed : Status::call_no_answer;
    fate.call_s = fate.answered ? speech_s : std::uint16_t{0};
    return fate;
  }
  const double u = streams.outcome.uniform();
  if (message.traits.invalid || message.traits.deactivated || u < profile.failed) {
    fate.rings = false;
    fate.end = Status::call_failed;
  } else if (u < profile.failed + profile.busy) {
    fate.rings = false;
    fate.end = Status::call_busy;
  } else if (u < profile.failed + profile.busy + profile.no_answer) {
    fate.answered_after = profile.rings_for.sample(streams.ring);
    fate.end = Status::call_no_answer;
  } else {
    const bool machine = u < profile.failed + profile.busy + profile.no_answer + profile.machine;
    fate.answered_after = (machine ? profile.machine_answers : profile.person_answers).sample(streams.ring);
    talk(fate, profile, streams, !machine, speech_s);
  }
  return fate;
}

CallFate CallNetwork::call_to_phone_off(const Message& message, std::uint16_t speech_s) {
  const VoiceProfile& profile = model_.carriers[message.carrier.index].voice;
  Streams& streams = streams_[message.carrier.index];
  CallFate fate;
  fate.rings_after = profile.set_up.sample(streams.set_up);
  if (profile.machine > 0) {
    talk(fate, profile, streams, false, speech_s);
  } else {
    fate.rings = false;
    fate.end = Status::call_failed;
  }
  return fate;
}

// A line that breaks, or a person who has heard enough, ends the call after a whole second that is equally likely to be
// any before the last.
void CallNetwork::talk(CallFate& fate, const VoiceProfile& profile, Streams& streams, bool person,
                       std::uint16_t speech_s) {
  fate.answered = true;
  fate.call_s = speech_s;
  const bool breaks = streams.talk.chance(profile.dropped);
  if (breaks) fate.end = Status::call_failed;
  if (!breaks && !(person && streams.talk.chance(profile.hangs_up))) return;
  if (speech_s > 1)
    fate.call_s = static_cast<std::uint16_t>(1 + streams.talk.below(static_cast<std::uint64_t>(speech_s) - 1));
}

}  // namespace sendlab
