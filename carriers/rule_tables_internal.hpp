#pragma once
// The tables as read, shared by the files that implement RuleTables. Nothing else includes this.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "carriers/csv_table.hpp"
#include "carriers/json_value.hpp"
#include "carriers/rule_tables.hpp"

namespace sendlab {

[[nodiscard]] inline Sourced sourced_of(const JsonValue& value) {
  return {value["source"].joined(), value["confidence"].text()};
}

struct FeeRow {  // a carrier's fees per part from a date on
  Instant from;
  UsdMicros outbound;
  std::optional<UsdMicros> inbound;  // none: the source gives none
  Sourced sourced;
};
struct RangeRow {
  std::string iso, carrier, use;  // use: people, or a number type as in the tables ("TEN_DLC")
  NumberBlock block;
};
struct TierRow {
  BrandTier rules;
  std::optional<std::int64_t> score_min, score_max;
};
struct AwsRow {  // a row of AWS's own 10DLC table
  std::string use_case_type;
  std::int64_t score_min = 0, score_max = 0, att_per_minute = 0, tmobile_per_day = 0;
  Sourced sourced;
};
struct NamedPrice {  // a dated price of a kind: number type, "ANY", country, fee item
  std::string kind;
  DatedPrice price;
  UsdMicros fee;
};
struct CountryPrice {
  std::vector<NamedPrice> aws;  // fee: carrier fee per part
  DatedPrice recommended;
  UsdMicros recommended_fee;
  std::string basis;
};
struct LeaseRow {
  std::string type, iso;
  NumberFees fees;
};
struct Quota {
  std::string name, value, tier;
};
struct RuleTables::Tables {
  RuleSet rule_set = RuleSet::current_2026;

  std::vector<CountryRules> countries;
  std::vector<DestinationCountry::Prefix> prefixes;
  std::vector<SimulatorNumber> simulators;
  std::vector<TimeZoneRow> zones;
  std::vector<RangeRow> ranges;
  std::vector<std::pair<std::string, std::string>> regions;  // region, billing code or ""; sorted
  std::vector<Quota> quotas;

  std::vector<CarrierRules> carriers;
  std::map<std::pair<std::string, std::string>, std::vector<FeeRow>> carrier_fees;  // (carrier key, type) → by date
  FailureRules failures;
  DeviceOff device_off;
  SpamFilter spam_filter;
  Distribution api_latency = Distribution::constant(Duration{0});
  Distribution event_latency = Distribution::constant(Duration{0});

  std::vector<std::pair<std::string, std::string>> use_case_groups;  // use case, group; in the order of the table
  std::map<std::pair<std::string, std::string>, std::string> class_letters;  // (group, band) → letter
  std::vector<MessageClass> classes;
  std::vector<TierRow> tiers;
  std::vector<AwsRow> aws_rows;
  MessageClass unvetted_class;  // of seed_2023
  BrandTier unvetted_tier;
  std::vector<NamedPrice> fees;  // "campaign_monthly/standard", "brand_vetting", …

  std::map<std::string, CountryPrice, std::less<>> prices;  // by ISO code
  std::map<std::string, std::string, std::less<>> prices_like;  // country without prices -> whose it has
  std::vector<NamedPrice> inbound;                          // by ISO code or "*"
  std::vector<LeaseRow> leases;
  std::vector<NamedPrice> voice;                            // by ISO code or "*", a minute
  std::vector<VoiceCountry> voice_countries;                // by ISO code

  [[nodiscard]] const CountryRules* country(std::string_view iso) const;
};

// Each reads its files into `tables`, in this order; std::runtime_error for a table that does not hold what it should.
//   added   countries beyond countries.csv: tables like added_countries.csv
void read_country_tables(RuleTables::Tables& tables, const std::vector<CsvTable>& added);
// Every row is whole and adds a country that is not in countries.csv; std::runtime_error else. added_countries.cpp
void check_added_countries(const CsvTable& csv);
void add_countries(RuleTables::Tables& tables, const CsvTable& csv);
// "1-787;1-939" → 1787, 1939.
[[nodiscard]] std::vector<std::string> dialing_codes(std::string_view text);
// After the tables that have the zones and number ranges of other countries.
void add_zones_and_ranges(RuleTables::Tables& tables, const CsvTable& csv);
void read_network_tables(RuleTables::Tables& tables);
void read_ten_dlc_tables(RuleTables::Tables& tables);
void read_price_tables(RuleTables::Tables& tables);

// "TEN_DLC": how tables and the API write a number type.
[[nodiscard]] std::string_view table_name_of(NumberType type);
inline constexpr std::array<NumberType, number_type_count> all_number_types{
    NumberType::ten_dlc,   NumberType::long_code, NumberType::short_code,  NumberType::toll_free,
    NumberType::simulator, NumberType::sender_id, NumberType::shared_route};

// Adds to `used` unless that is null.
void note(Assumptions* used, std::string_view id, std::string_view text, std::string_view source);

}  // namespace sendlab
