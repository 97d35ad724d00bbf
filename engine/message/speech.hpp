#pragma once
// How long a text takes to speak, and how many of its characters count (R-VSB-8): plain text, or SSML as the voices of
// the provider read it.
//
// SSML is one <speak> element of well-formed XML. Known elements: break, p, s, prosody, say-as, sub, phoneme, emphasis,
// lang, w, mark and the amazon: ones (effect, breath, auto-breaths, domain). rate of prosody changes the speed, break,
// p and s pause, say-as may spell, sub speaks its alias; the others change how it sounds and not how long it takes.
// Anything else is at fault: the service refuses it.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/kernel/time.hpp"

namespace sendlab {

// The figures of carriers/tables/voice.json; the defaults are the table's.
struct SpeechRules {
  std::int64_t characters_per_ks = 15'000;         // plain text at the normal rate, in 1,000 seconds
  std::int64_t spelled_per_ks = 2'500;             // characters that are spelled out
  Duration sentence = std::chrono::milliseconds{700};   // pause after s ...
  Duration paragraph = std::chrono::milliseconds{1'000};  // ... and after p
  // strength of break, by name; in the order none, x-weak, weak, medium, strong, x-strong
  std::array<Duration, 6> breaks{Duration{0},
                                 Duration{0},
                                 std::chrono::milliseconds{250},
                                 std::chrono::milliseconds{400},
                                 std::chrono::milliseconds{700},
                                 std::chrono::milliseconds{1'000}};
  Duration longest_break = std::chrono::seconds{10};
  // rate of prosody in per cent of the normal one; in the order x-slow, slow, medium, fast, x-fast
  std::array<std::int64_t, 5> rates{50, 75, 100, 125, 150};
  std::int64_t slowest = 20, fastest = 200;        // per cent
  std::int64_t billable = 3'000, total = 6'000;    // characters (quotas.csv)
};

struct Speech {
  std::int64_t billable = 0;  // characters that are spoken; runs of white space in SSML count as one
  std::int64_t total = 0;     // characters of the body, tags included
  Duration lasts{};           // at the voice's normal rate; 0 where the text is too long or at fault
  bool within_maximum = true;
  std::string fault;          // of SSML: what is wrong, "" if nothing is: "<brake> is no element of SSML (character 8)"

  // Nothing can be said of it: refused as a whole.
  [[nodiscard]] bool at_fault() const { return !fault.empty() || billable == 0; }
};

// `body` is UTF-8. Voices are modelled alike; words and numbers take the time of their characters.
[[nodiscard]] Speech speech_of(std::string_view body, bool ssml, const SpeechRules& rules);

}  // namespace sendlab
