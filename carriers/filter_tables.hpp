#pragma once
// What carriers' filters go by: words and domains, chances, quiet hours; from carriers/tables.
#include <string>
#include <utility>
#include <vector>

#include "carriers/filter_model.hpp"
#include "engine/message/content_words.hpp"
#include "engine/message/quiet_hours.hpp"

namespace sendlab {

// content_words.csv. Throws std::runtime_error for a row of an unknown kind (a fault of the build).
[[nodiscard]] std::vector<ContentWord> content_words();

// The filter of a network of the tables, by the key of its carrier ("ATT", "CA"): carriers.json, spam_filter. A network
// that filters by content has no limit of long codes (R-SPM-6).
[[nodiscard]] FilterRules filter_rules(std::string_view carrier_key);

// quiet_hours.csv: ISO code and hours. Throws std::runtime_error for a row that is none.
[[nodiscard]] std::vector<std::pair<std::string, QuietHours>> quiet_hours_by_country();

}  // namespace sendlab
