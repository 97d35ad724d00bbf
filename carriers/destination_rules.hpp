#pragma once
// How event destinations and two-way destinations behave: tables/event_destinations.csv.
#include "engine/message/assumption.hpp"
#include "engine/service/event_destinations.hpp"

namespace sendlab {

// The figures of a kind. Adds to `used` what no source states.
[[nodiscard]] DestinationRules destination_rules(DestinationKind kind, Assumptions* used = nullptr);

// From a handset's message to its two-way destination (R-TWO-9).
[[nodiscard]] Distribution two_way_latency(Assumptions* used = nullptr);

}  // namespace sendlab
