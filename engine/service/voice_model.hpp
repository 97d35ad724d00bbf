#pragma once
// What the service must know of calls, as plain data: how phones answer, and how many calls an account may make. The
// wiring fills both from carriers/tables/voice.json and quotas.csv.
#include <cstdint>
#include <optional>

#include "engine/kernel/distribution.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

// What becomes of the calls to one network's phones. The shares are of all calls; whoever is left over after them is a
// person who answers. Shares above 1 in sum are the loader's fault.
struct VoiceProfile {
  Distribution set_up = Distribution::constant(std::chrono::seconds{1});  // dialled to RINGING, BUSY or FAILED
  Distribution person_answers = Distribution::constant(std::chrono::seconds{5});    // RINGING to ANSWERED
  Distribution machine_answers = Distribution::constant(std::chrono::seconds{20});  // likewise, by voicemail
  Distribution rings_for = Distribution::constant(std::chrono::seconds{30});        // RINGING to NO_ANSWER
  double machine = 0, busy = 0, no_answer = 0, failed = 0;
  double hangs_up = 0;             // of the persons who answer: end the call before its text does; still COMPLETED
  double dropped = 0;              // of all answered calls: the line breaks before the text ends; FAILED
  bool local_number_only = false;  // takes no automated call from a number of another country (R-VSB-13)
};

// R-VSB, quotas.csv. The defaults are the table's, so that a model made by hand has them too.
struct VoiceQuotas {
  struct Tier {
    std::int64_t calls_per_minute;
    std::optional<std::int64_t> calls_per_day;  // nullopt: as many as the minutes allow
    Duration longest;                           // of the spoken text
  };
  Tier sandbox{5, 20, std::chrono::seconds{30}};
  Tier production{20, std::nullopt, std::chrono::minutes{5}};
  std::int64_t calls_per_recipient_day = 5;     // R-VSB-2
  std::int64_t calls_per_number_second = 1;     // R-VSB-5

  // R-VSB-10: out of the sandbox the larger ones hold by themselves.
  [[nodiscard]] const Tier& of(bool in_sandbox) const { return in_sandbox ? sandbox : production; }
};

}  // namespace sendlab
