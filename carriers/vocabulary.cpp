#include "carriers/vocabulary.hpp"

#include <algorithm>

namespace sendlab {
namespace {

void sort_unique(std::vector<std::string>& names) {
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
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
        {country.iso, country.name, country.short_codes, country.long_codes, us, us, country.two_way, country.inbound_only_long_code});
  }
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
