#pragma once
// The phones at the other end of calls: draws what becomes of a call from the profile of its network.
#include <functional>
#include <string_view>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/service/message_table.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

struct CallFate {
  Duration rings_after{};                     // dialled to RINGING; of a call that never rings, to its end
  bool rings = true;
  bool answered = false;
  Duration answered_after{};                  // RINGING to ANSWERED, else to NO_ANSWER
  Status end = Status::call_completed;        // COMPLETED, FAILED, BUSY or NO_ANSWER
  std::uint16_t call_s = 0;                   // from ANSWERED to the end, at most the text's own
};

class CallNetwork {
 public:
  // `model` must outlive the network. One stream for each carrier and purpose, so that a change of one share leaves the
  // ring times alone.
  CallNetwork(const ServiceModel& model,
              const std::function<RandomStream(std::string_view entity, std::string_view purpose)>& stream);

  // A call to this recipient whose text takes `speech_s` seconds, one at least.
  [[nodiscard]] CallFate call(const Message& message, std::uint16_t speech_s);
  // The same for a phone that is off: voicemail answers at once where the network has voicemail; else the call fails.
  [[nodiscard]] CallFate call_to_phone_off(const Message& message, std::uint16_t speech_s);

 private:
  struct Streams {
    RandomStream outcome, set_up, ring, talk;
  };
  void talk(CallFate& fate, const VoiceProfile& profile, Streams& streams, bool person, std::uint16_t speech_s);

  const ServiceModel& model_;
  std::vector<Streams> streams_;  // by carrier
};

}  // namespace sendlab
