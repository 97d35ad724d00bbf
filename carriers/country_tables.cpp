// Countries, their prefixes, zones and number ranges; regions and quotas.
#include <algorithm>
#include <stdexcept>

#include "carriers/csv_table.hpp"
#include "carriers/decimal.hpp"
#include "carriers/rule_tables_internal.hpp"
#include "engine/kernel/ascii.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {

// "1-787;1-939" → 1787, 1939.
std::vector<std::string> dialing_codes(std::string_view text) {
  std::vector<std::string> codes(1);
  for (char c : text) {
    if (c == ';') codes.emplace_back();
    if (is_digit(c)) codes.back() += c;
  }
  return codes;
}

namespace {

std::uint64_t whole_number(const CsvTable& table, std::size_t row, std::string_view column) {
  const auto value = parse_decimal(table.at(row, column), 0);
  if (!value || *value < 0)
    throw std::runtime_error(table.where(row) + ": not a whole number: " + table.at(row, column));
  return static_cast<std::uint64_t>(*value);
}

// The US and the territories of countries.csv that US numbers serve (R-ORG-3).
bool follows_us_rules(std::string_view iso) { return iso == "US" || iso == "PR" || iso == "VI" || iso == "GU"; }

void read_countries(RuleTables::Tables& tables, const std::vector<CsvTable>& added) {
  const CsvTable csv("countries.csv");
  const auto is_yes = [&](std::size_t row, std::string_view column) { return csv.at(row, column) == "yes"; };
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    CountryRules country;
    country.iso = csv.at(row, "iso");
    country.name = csv.at(row, "name");
    country.dialing_codes = dialing_codes(csv.at(row, "dialing_code_corrected"));
    country.short_codes = is_yes(row, "short_codes");
    country.long_codes = is_yes(row, "long_codes");
    country.two_way = is_yes(row, "two_way");  // n/a counts as no (R-TWO-1)
    country.inbound_only_long_code = is_yes(row, "inbound_only_long_code");
    country.sender_ids = csv.at(row, "sender_ids") != "no";
    country.sender_id_registration = csv.at(row, "sender_ids") == "registration_required";
    tables.countries.push_back(country);
  }
  for (const CsvTable& more : added) add_countries(tables, more);  // R-ORG-28
  for (std::size_t i = 0; i < tables.countries.size(); ++i) {
    tables.countries[i].id = CountryId{static_cast<std::uint16_t>(i)};
    if (follows_us_rules(tables.countries[i].iso)) tables.countries[i].us_rules = true;
  }
}

// Country codes first, then the area prefixes of shared codes, whose default rows give the code itself its country.
void read_prefixes(RuleTables::Tables& tables) {
  for (const CountryRules& country : tables.countries) {
    for (const std::string& code : country.dialing_codes) tables.prefixes.emplace_back(code, country.id);
  }
  const CsvTable areas("shared_code_areas.csv");
  for (std::size_t row = 0; row < areas.rows(); ++row) {
    const CountryRules* country = tables.country(areas.at(row, "iso"));
    tables.prefixes.emplace_back(areas.at(row, "prefix"), country != nullptr ? country->id : no_country);
  }
}

void read_simulators(RuleTables::Tables& tables) {
  const CsvTable csv("simulator_numbers.csv");
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    const auto number = parse_e164(csv.at(row, "number"));
    const CountryRules* country = tables.country(csv.at(row, "iso"));
    if (!number || country == nullptr) throw std::runtime_error(csv.where(row) + ": unknown number or country");
    tables.simulators.push_back({number.value(), country->id, csv.at(row, "outcome") == "success"});
  }
  std::ranges::sort(tables.simulators, {}, &SimulatorNumber::number);
}

void read_zones_and_ranges(RuleTables::Tables& tables) {
  const CsvTable zones("time_zones.csv");
  for (std::size_t row = 0; row < zones.rows(); ++row) {
    const auto weight = parse_decimal(zones.at(row, "weight"), 6);
    if (!weight) throw std::runtime_error(zones.where(row) + ": not a weight");
    tables.zones.push_back(
        {zones.at(row, "zone"), zones.at(row, "posix_tz"), zones.at(row, "iso"), static_cast<double>(*weight) / 1e6});
  }
  std::ranges::stable_sort(tables.zones, {}, &TimeZoneRow::zone);

  const CsvTable ranges("unassigned_ranges.csv");
  for (std::size_t row = 0; row < ranges.rows(); ++row) {
    tables.ranges.push_back({ranges.at(row, "iso"),
                             ranges.at(row, "carrier"),
                             ranges.at(row, "use"),
                             {whole_number(ranges, row, "first"), whole_number(ranges, row, "count")}});
  }
}

void read_regions_and_quotas(RuleTables::Tables& tables) {
  const CsvTable regions("regions.csv");
  for (std::size_t row = 0; row < regions.rows(); ++row) {
    tables.regions.emplace_back(regions.at(row, "region"), regions.at(row, "billing_region_code"));
  }
  std::ranges::sort(tables.regions);
  const CsvTable voice("voice_countries.csv");
  for (std::size_t row = 0; row < voice.rows(); ++row) {
    tables.voice_countries.push_back({voice.at(row, "iso"), voice.at(row, "local_address_required") == "yes",
                                      voice.at(row, "request_via") == "support_case"});
  }
  const CsvTable quotas("quotas.csv");
  for (std::size_t row = 0; row < quotas.rows(); ++row) {
    tables.quotas.push_back({quotas.at(row, "name"), quotas.at(row, "value"), quotas.at(row, "tier")});
  }
}

}  // namespace

const CountryRules* RuleTables::Tables::country(std::string_view iso) const {
  const auto place = std::ranges::find(countries, iso, &CountryRules::iso);
  return place != countries.end() ? &*place : nullptr;
}

void read_country_tables(RuleTables::Tables& tables, const std::vector<CsvTable>& added) {
  read_countries(tables, added);
  read_prefixes(tables);
  read_simulators(tables);
  read_zones_and_ranges(tables);
  for (const CsvTable& more : added) add_zones_and_ranges(tables, more);
  read_regions_and_quotas(tables);
}

}  // namespace sendlab
