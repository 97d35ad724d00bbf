#include "carriers/vocabulary.hpp"

#include "carriers/csv_table.hpp"
#include "carriers/decimal.hpp"
#include "carriers/origination_rules.hpp"

#include <algorithm>

namespace sendlab {
namespace {

void sort_unique(std::vector<std::string>& names) {
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

// A quota that differs between tiers has the figure of production.
std::vector<Vocabulary::Quota> quota_rows() {
  const CsvTable table("quotas.csv");
  std::vector<Vocabulary::Quota> quotas;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto value = parse_decimal(table.at(row, "value"), 0);
    Vocabulary::Quota quota{table.at(row, "name"), value.value_or(-1), table.at(row, "increasable") != "no"};
    const auto known = std::ranges::find(quotas, quota.name, &Vocabulary::Quota::name);
    if (known == quotas.end())
      quotas.push_back(std::move(quota));
    else if (table.at(row, "tier") == "production")
      *known = std::move(quota);
  }
  std::ranges::sort(quotas, {}, &Vocabulary::Quota::name);
  return quotas;
}

}  // namespace

Vocabulary vocabulary(const RuleTables& tables) {
  Vocabulary words;
  for (const CarrierRules& carrier : tables.carriers()) {
    words.carriers.push_back(carrier.name);
    if (carrier.iso == "US") words.us_carriers.push_back(carrier.name);
  }
  words.use_cases = tables.use_cases();
  words.message_classes = tables.message_classes();
  words.regions = tables.regions();
  for (const CountryRules& country : tables.countries()) {
    words.countries.push_back(country.iso);
    // 10DLC and toll-free numbers exist in the US alone; they send to its territories too (R-ORG-5).
    const bool us = country.iso == "US";
    words.country_rows.push_back(
        {country.iso, country.name, country.short_codes, country.long_codes, us, us, country.two_way,
         origination_rules(country).inbound_only_long_code, country.sender_ids, country.sender_id_registration});
  }
  words.quotas = quota_rows();
  for (const TimeZoneRow& zone : tables.time_zones()) words.time_zones.push_back(zone.zone);
  words.rule_sets = {"current_2026", "seed_2023"};

  for (auto* names :
       {&words.us_carriers, &words.carriers, &words.message_classes, &words.countries, &words.time_zones}) {
    sort_unique(*names);
  }
  std::ranges::sort(words.country_rows, {}, &Vocabulary::Country::iso);
  return words;
}

}  // namespace sendlab
