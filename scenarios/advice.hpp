#pragma once
// Good practice that a scenario departs from: what the service lets pass but carriers, recipients or the law do not
// like, and plans that need more than the scenario says. Each finding names its rule. Nothing here changes a run.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "engine/message/content_words.hpp"
#include "engine/message/quiet_hours.hpp"
#include "engine/message/vocabulary.hpp"
#include "scenarios/recipients.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// What advice needs of the rule tables.
struct AdviceFacts {
  std::vector<ContentWord> words;
  std::vector<std::pair<std::string, QuietHours>> quiet_hours;  // by ISO code
  std::vector<SourceTables::Zone> zones;
  const Vocabulary* vocabulary = nullptr;                       // outlives the facts
  std::vector<std::string> regions_without_voice;
  std::function<std::int64_t(NumberType, const std::string& country)> number_mps;
  // The least that a part costs from that instant on, without the carrier's fee.
  std::function<UsdMicros(NumberType, const std::string& country, Instant from)> least_part_price;
  std::int64_t long_code_messages = 300;                        // a day from one long code before carriers flag it
  UsdMicros damages_least, damages_most;                        // that a US court awards for one unsolicited message
  UsdMicros details_above{10'000'000'000};  // a month's spend whose request needs details of each country
};

// Findings in the order of their lines, each once.
[[nodiscard]] Errors advice_on(const Scenario& scenario, const AdviceFacts& facts);

}  // namespace sendlab
