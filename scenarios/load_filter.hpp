#pragma once
// Reads `filter` and `quiet_hours` of carriers { … } and carrier { … }.
#include <optional>

#include "scenarios/field_reader.hpp"
#include "scenarios/filter_spec.hpp"

namespace sendlab {

// true, false, or a table of chances; nothing when the field is absent or at fault.
std::optional<FilterSpec> read_filter(FieldReader& fields);

// "hold", "block", or { when = "hold", US = "08:00-21:00" }.
std::optional<QuietHoursSpec> read_quiet_hours_field(FieldReader& fields);

}  // namespace sendlab
