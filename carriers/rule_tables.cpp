#include "carriers/rule_tables.hpp"

#include <algorithm>
#include <exception>

#include "carriers/decimal.hpp"
#include "carriers/rule_tables_internal.hpp"
#include "engine/kernel/ascii.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

struct TypeNames {
  std::string_view table, usage;
};
// In the order of NumberType: how tables and API write it, and billing (R-BIL-3).
constexpr std::array<TypeNames, number_type_count> type_names{{{"TEN_DLC", "10DLC"},
                                                               {"LONG_CODE", "Longcode"},
                                                               {"SHORT_CODE", "Shortcode"},
                                                               {"TOLL_FREE", "TollFree"},
                                                               {"SIMULATOR", "Longcode"},
                                                               {"SENDER_ID", "Senderid"},
                                                               {"SHARED_ROUTE", "Sharedroute"}}};
// In the order of Measure.
constexpr std::array<std::string_view, 4> measure_names{"MessageCount", "MessageFee", "CarrierFeeCount", "CarrierFees"};
constexpr std::array<Measure, 4> measures{Measure::message_count, Measure::message_fee, Measure::carrier_fee_count,
                                          Measure::carrier_fees};
constexpr std::array<std::pair<std::string_view, RuleSet>, 2> rule_sets{
    {{"current_2026", RuleSet::current_2026}, {"seed_2023", RuleSet::seed_2023}}};

Error table_fault(const std::exception& fault) {
  return {"carriers/tables", std::string("a rule table is at fault: ") + fault.what(),
          "mend the table and build again"};
}

}  // namespace

std::string_view table_name_of(NumberType type) { return type_names[static_cast<std::size_t>(type)].table; }

void note(Assumptions* used, std::string_view id, std::string_view text, std::string_view source) {
  if (used != nullptr) used->add(id, text, source);
}

std::span<const Measure> billed_measures(UsdMicros carrier_fee) {
  return std::span(measures).first(carrier_fee.count > 0 ? 4 : 2);
}

RuleTables::RuleTables(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
RuleTables::RuleTables(RuleTables&&) noexcept = default;
RuleTables& RuleTables::operator=(RuleTables&&) noexcept = default;
RuleTables::~RuleTables() = default;

Result<RuleTables> RuleTables::load(std::string_view rule_set, std::string_view more_countries,
                                    std::string_view countries_file) {
  const auto known = std::ranges::find(rule_sets, rule_set, &std::pair<std::string_view, RuleSet>::first);
  if (known == rule_sets.end()) {
    return Error{"", "unknown rule set \"" + std::string(rule_set) + "\"", "use current_2026 or seed_2023"};
  }
  std::vector<CsvTable> added;
  try {
    added.emplace_back("added_countries.csv");
  } catch (const std::exception& fault) { return table_fault(fault); }
  try {
    if (!more_countries.empty()) check_added_countries(added.emplace_back(countries_file, more_countries));
  } catch (const std::exception& fault) {
    return Error{std::string(countries_file), fault.what(), "write it like carriers/tables/added_countries.csv"};
  }
  try {
    auto tables = std::make_unique<Tables>();
    tables->rule_set = known->second;
    read_country_tables(*tables, added);
    read_network_tables(*tables);
    read_ten_dlc_tables(*tables);
    read_price_tables(*tables);
    return RuleTables(std::move(tables));
  } catch (const std::exception& fault) { return table_fault(fault); }
}

RuleSet RuleTables::rule_set() const { return tables_->rule_set; }
std::string_view RuleTables::rule_set_name() const { return rule_sets[static_cast<std::size_t>(rule_set())].first; }

const std::vector<CountryRules>& RuleTables::countries() const { return tables_->countries; }
const VoiceCountry* RuleTables::voice_country(std::string_view iso) const {
  const auto place = std::ranges::find(tables_->voice_countries, iso, &VoiceCountry::iso);
  return place != tables_->voice_countries.end() ? &*place : nullptr;
}

const CountryRules* RuleTables::country(std::string_view iso) const { return tables_->country(iso); }
const std::vector<SimulatorNumber>& RuleTables::simulator_numbers() const { return tables_->simulators; }
const std::vector<TimeZoneRow>& RuleTables::time_zones() const { return tables_->zones; }

const TimeZoneRow* RuleTables::time_zone(std::string_view zone) const {
  const auto row = std::ranges::lower_bound(tables_->zones, zone, std::less<>{},
                                            [](const TimeZoneRow& r) -> std::string_view { return r.zone; });
  return row != tables_->zones.end() && row->zone == zone ? &*row : nullptr;
}

DestinationCountry RuleTables::destination_country() const {
  std::vector<DestinationCountry::Exact> exact;
  for (const SimulatorNumber& row : tables_->simulators) exact.emplace_back(row.number, row.country);
  return {tables_->prefixes, std::move(exact)};
}

NumberPlan RuleTables::number_plan() const {
  std::vector<NumberRange> ranges;
  for (const CarrierRules& carrier : tables_->carriers) {
    NumberRange range{carrier.country, carrier.id, {}};
    for (const RangeRow& row : tables_->ranges) {
      if (row.use == "people" && row.iso == carrier.iso && row.carrier == carrier.key)
        range.blocks.push_back(row.block);
    }
    ranges.push_back(std::move(range));
  }
  return NumberPlan(std::move(ranges));
}

NumberBlock RuleTables::origination_block(std::string_view iso, NumberType type) const {
  const auto find = [&](std::string_view country, std::string_view use) -> const RangeRow* {
    for (const RangeRow& row : tables_->ranges) {
      if (row.iso == country && row.use == use) return &row;
    }
    return nullptr;
  };
  const RangeRow* row = find(iso, table_name_of(type));
  if (row == nullptr) row = find("*", table_name_of(type));
  if (row == nullptr) row = find(iso, "LONG_CODE");
  ENSURE(row != nullptr, "every country has a range for long codes");
  return row->block;
}

const std::vector<CarrierRules>& RuleTables::carriers() const { return tables_->carriers; }

std::span<const CarrierRules> RuleTables::carriers_of(CountryId country) const {
  const auto first = std::ranges::find(tables_->carriers, country, &CarrierRules::country);
  const auto last =
      std::find_if(first, tables_->carriers.end(), [&](const CarrierRules& c) { return c.country != country; });
  return {first, last};
}

const CarrierRules* RuleTables::carrier(std::string_view name) const {
  const auto row = std::ranges::find(tables_->carriers, name, &CarrierRules::name);
  return row != tables_->carriers.end() ? &*row : nullptr;
}

const FailureRules& RuleTables::failures() const { return tables_->failures; }
const DeviceOff& RuleTables::device_off() const { return tables_->device_off; }
const SpamFilter& RuleTables::spam_filter() const { return tables_->spam_filter; }
const Distribution& RuleTables::api_latency() const { return tables_->api_latency; }
const Distribution& RuleTables::event_latency() const { return tables_->event_latency; }

std::optional<std::int64_t> RuleTables::quota_millionths(std::string_view name, std::string_view tier) const {
  for (const Quota& row : tables_->quotas) {
    if (row.name == name && row.tier == tier) return parse_decimal(row.value, 6);
  }
  return std::nullopt;
}

std::int64_t RuleTables::number_mps(NumberType type, std::string_view iso, Assumptions* used) const {
  const auto quota = [&](std::string_view name) {
    const auto value = quota_millionths(name);
    ENSURE(value && *value % 1'000'000 == 0, "quotas.csv has a whole number of parts a second");
    return *value / 1'000'000;
  };
  const CountryRules* country = tables_->country(iso);
  const bool us = country != nullptr && country->us_rules;
  switch (type) {
    case NumberType::ten_dlc:
      return quota("mps_10dlc_us_default");
    case NumberType::toll_free:
      return quota("mps_toll_free_us");
    case NumberType::short_code:
      if (us) return quota("mps_short_code_us");
      if (iso == "CA") return quota("mps_short_code_ca");
      note(used, "mps-short-code-abroad",
           "Short codes outside the US and Canada send 100 parts a second; the guide says that it varies.",
           "quotas.csv, mps_short_code_other");
      return 100;
    case NumberType::long_code:
      if (iso == "CA") return quota("mps_long_code_ca");
      if (us) {
        note(used, "mps-long-code-us", "A plain US long code sends one part a second, the carriers' limit.",
             "R-MPS-13");
        return 1;
      }
      return quota("mps_long_code_other");
    case NumberType::sender_id: return quota("mps_sender_id");        // R-MPS-6
    case NumberType::shared_route: return quota("mps_shared_route");  // R-MPS-7
    case NumberType::simulator:
      break;
  }
  note(used, "mps-simulator", "A simulator number sends one part a second, as a new 10DLC number does.", "R-SIM-7");
  return quota("mps_10dlc_us_default");
}

std::string RuleTables::usage_type(std::string_view region, std::string_view iso, NumberType type, Measure measure,
                                   Assumptions* used) const {
  const auto row = std::ranges::find(tables_->regions, region, &std::pair<std::string, std::string>::first);
  std::string code = row != tables_->regions.end() ? row->second : "";
  if (code.empty()) {
    code = upper_case(region);
    note(used, "billing-region-code/" + std::string(region),
         "No billing code is published for this region; usage types begin with its name in capitals.",
         "regions.csv; R-BIL-3");
  }
  if (type == NumberType::simulator) {
    note(used, "billing-simulator",
         "Simulator numbers are billed as long codes; the guide names no usage type for them.", "R-BIL-3");
  }
  return code + "-OutboundSMS-" + std::string(iso) + "-Standard-" +
         std::string(type_names[static_cast<std::size_t>(type)].usage) + "-" +
         std::string(measure_names[static_cast<std::size_t>(measure)]);
}

std::vector<std::string> RuleTables::regions() const {
  std::vector<std::string> names;
  for (const auto& [name, code] : tables_->regions) names.push_back(name);
  return names;
}

void RuleTables::note_network_assumptions(Assumptions& used) const {
  used.add("network-weights", "People are spread over US carriers by published connection counts.", "carriers.json");
  used.add("network-latency",
           "Latencies are lognormal: medians rest on a few samples, the spread and the differences between carriers on "
           "none.",
           "carriers.json");
  used.add("network-failures", "Failure and filter probabilities are defaults that no source gives.", "carriers.json");
  used.add("network-receipts",
           "The shares of handset receipts by carrier and number type are defaults that no source gives.",
           "carriers.json");
  used.add("network-device-off",
           "3.5 % of handsets are off at the first attempt, for a lognormal time of median 35 minutes.",
           "carriers.json");
  used.add("network-other-limit", "The 10 parts a second of small US carriers are a limit of each campaign.",
           "10dlc.json minor_carriers");
  used.add("people-number-ranges", "People have numbers from ranges that no numbering plan assigns.",
           "unassigned_ranges.csv");
}

}  // namespace sendlab
