#pragma once
// What a scenario says of calls to one network: carrier { voice = { … } }. Fields not set keep the table's.
#include <optional>

#include "engine/kernel/distribution.hpp"

namespace sendlab {

struct VoiceOverride {
  std::optional<Distribution> set_up, person_answers, machine_answers, rings_for;
  std::optional<double> machine, busy, no_answer, failed, hangs_up, dropped;
  std::optional<bool> local_number;  // only calls from numbers of its country
};

}  // namespace sendlab
