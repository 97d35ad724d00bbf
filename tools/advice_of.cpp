#include "tools/advice_of.hpp"

#include "carriers/csv_table.hpp"
#include "carriers/filter_tables.hpp"
#include "carriers/vocabulary.hpp"
#include "scenarios/advice.hpp"

namespace sendlab {

Errors advice_of(const PreparedScenario& prepared) {
  const RuleTables& tables = *prepared.tables;
  const Vocabulary words = vocabulary(tables);
  AdviceFacts facts;
  facts.words = content_words();
  facts.quiet_hours = quiet_hours_by_country();
  facts.zones = prepared.world.sources.zones;
  facts.vocabulary = &words;
  facts.number_mps = [&](NumberType type, const std::string& country) { return tables.number_mps(type, country); };
  facts.least_part_price = [&](NumberType type, const std::string& country, Instant from) {
    const std::vector<DatedPrice> rows = tables.message_prices(country, type);
    UsdMicros least = price_at(rows, from).value;
    for (const DatedPrice& row : rows)
      if (row.from > from && row.value < least) least = row.value;
    return least;
  };
  facts.long_code_messages = tables.spam_filter().rate_messages;
  if (const auto above = tables.quota_millionths("spend_request_needing_extra_details_above", "production"))
    facts.details_above = {*above};
  facts.damages_least = UsdMicros{tables.quota_millionths("tcpa_damages_least").value_or(0)};
  facts.damages_most = UsdMicros{tables.quota_millionths("tcpa_damages_most").value_or(0)};
  const CsvTable regions("regions.csv");
  for (std::size_t row = 0; row < regions.rows(); ++row)
    if (regions.at(row, "voice") != "yes") facts.regions_without_voice.push_back(regions.at(row, "region"));
  return advice_on(prepared.loaded.scenario, facts);
}

}  // namespace sendlab
