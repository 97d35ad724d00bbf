#pragma once
// How long the text of a call takes, as its workload has it spoken.
#include <string_view>

#include "engine/message/speech.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// The rules of the tables, with the workload's own speed.
[[nodiscard]] inline SpeechRules speech_rules(const Workload& workload, SpeechRules rules) {
  if (workload.characters_per_ks) rules.characters_per_ks = *workload.characters_per_ks;
  return rules;
}

// Whole seconds, one at least; a text that takes longer than any call may is cut there and refused for its length.
inline constexpr std::int64_t longest_speech_s = 2'047;
[[nodiscard]] inline std::uint16_t whole_seconds(const Speech& speech) {
  const std::int64_t seconds = std::chrono::ceil<std::chrono::seconds>(speech.lasts).count();
  return static_cast<std::uint16_t>(seconds < 1 ? 1 : seconds > longest_speech_s ? longest_speech_s : seconds);
}

}  // namespace sendlab
