#pragma once
// The figures of calls: voice.json, the quotas of the voice channel in quotas.csv, its Regions in regions.csv.
#include <string>
#include <vector>

#include "engine/kernel/result.hpp"
#include "engine/message/assumption.hpp"
#include "engine/message/speech.hpp"
#include "engine/service/voice_model.hpp"

namespace sendlab {

struct VoiceTables {
  SpeechRules speech;
  VoiceProfile calls;                            // of every network
  VoiceQuotas quotas;
  std::vector<std::string> sandbox_countries;    // ISO codes (R-VSB-6)
  std::vector<std::string> local_number_only;    // ISO codes (R-VSB-13)
  std::vector<std::string> regions_without;      // Regions that have no voice channel (R-REL-2)

  // Errors: a table that does not parse (a fault of the build).
  static Result<VoiceTables> load();

  // What every run with calls takes for granted.
  static void note_assumptions(Assumptions& used);
};

}  // namespace sendlab
