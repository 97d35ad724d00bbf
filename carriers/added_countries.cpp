// Countries that countries.csv lacks and a configuration adds, with their capabilities and price (R-ORG-28).
#include <algorithm>
#include <stdexcept>

#include "carriers/decimal.hpp"
#include "carriers/rule_tables_internal.hpp"
#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

[[noreturn]] void wrong(const CsvTable& csv, std::size_t row, const std::string& what) {
  throw std::runtime_error(csv.where(row) + ": " + what);
}

bool flag(const CsvTable& csv, std::size_t row, std::string_view column) {
  const std::string& word = csv.at(row, column);
  if (word != "yes" && word != "no") wrong(csv, row, std::string(column) + " must be yes or no, got \"" + word + "\"");
  return word == "yes";
}

bool is_iso(std::string_view text) { return text.size() == 2 && std::ranges::all_of(text, is_upper); }

std::optional<UsdMicros> price_of(const CsvTable& csv, std::size_t row) {
  const auto micros = parse_decimal(csv.at(row, "price"), 6);
  return micros && *micros >= 0 ? std::optional(UsdMicros{*micros}) : std::nullopt;
}

// "17840000000/1000000": the first number and how many there are.
std::optional<NumberBlock> block_of(const CsvTable& csv, std::size_t row, std::string_view column) {
  const std::string& text = csv.at(row, column);
  if (text.empty()) return std::nullopt;
  const std::size_t slash = text.find('/');
  const auto first = parse_decimal(text.substr(0, slash), 0);
  const auto count = slash == std::string::npos ? std::nullopt : parse_decimal(text.substr(slash + 1), 0);
  if (!first || !count || *first < 1 || *count < 1)
    wrong(csv, row, std::string(column) + " must be FIRST/COUNT, got \"" + text + "\"");
  return NumberBlock{static_cast<std::uint64_t>(*first), static_cast<std::uint64_t>(*count)};
}

}  // namespace

void check_added_countries(const CsvTable& csv) {
  const CsvTable listed("countries.csv"), bundled("added_countries.csv");
  const auto has = [](const CsvTable& table, const std::string& iso, std::size_t rows) {
    for (std::size_t row = 0; row < rows; ++row)
      if (table.at(row, "iso") == iso) return true;
    return false;
  };
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    const std::string& iso = csv.at(row, "iso");
    if (!is_iso(iso)) wrong(csv, row, "iso must be two capital letters, got \"" + iso + "\"");
    if (has(listed, iso, listed.rows()) || has(bundled, iso, bundled.rows()) || has(csv, iso, row))
      wrong(csv, row, iso + " is there already");
    if (csv.at(row, "name").empty()) wrong(csv, row, "name is missing");
    for (const std::string& code : dialing_codes(csv.at(row, "dialing_code")))
      if (code.empty()) wrong(csv, row, "dialing_code must have digits, for example 1-784");
    for (const char* column : {"short_codes", "long_codes", "two_way", "inbound_only_long_code", "us_rules"})
      (void)flag(csv, row, column);
    if (const std::string& word = csv.at(row, "sender_ids"); word != "registration_required")
      (void)flag(csv, row, "sender_ids");
    const std::string& price = csv.at(row, "price");
    if (!price_of(csv, row) && !has(listed, price, listed.rows()))
      wrong(csv, row,
            "price must be US dollars a part, or the ISO code of a country in countries.csv, got \"" + price + "\"");
    for (const char* column : {"time_zone", "people", "numbers"})
      if (csv.at(row, column).empty()) wrong(csv, row, std::string(column) + " is missing");
    (void)block_of(csv, row, "people");
    (void)block_of(csv, row, "numbers");
  }
}

void add_countries(RuleTables::Tables& tables, const CsvTable& csv) {
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    CountryRules country;
    country.iso = csv.at(row, "iso");
    country.name = csv.at(row, "name");
    country.dialing_codes = dialing_codes(csv.at(row, "dialing_code"));
    country.short_codes = flag(csv, row, "short_codes");
    country.long_codes = flag(csv, row, "long_codes");
    country.two_way = flag(csv, row, "two_way");
    country.inbound_only_long_code = flag(csv, row, "inbound_only_long_code");
    country.sender_ids = csv.at(row, "sender_ids") != "no";
    country.sender_id_registration = csv.at(row, "sender_ids") == "registration_required";
    country.us_rules = flag(csv, row, "us_rules");
    if (const auto price = price_of(csv, row))
      tables.prices[country.iso] = {{}, {Instant{}, *price, csv.at(row, "source"), "assumption"}, {}, "added"};
    else tables.prices_like[country.iso] = csv.at(row, "price");
    tables.countries.push_back(std::move(country));
  }
}

void add_zones_and_ranges(RuleTables::Tables& tables, const CsvTable& csv) {
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    const std::string& iso = csv.at(row, "iso");
    if (const std::string& zone = csv.at(row, "time_zone"); !zone.empty())
      tables.zones.push_back({"Added/" + iso, zone, iso, 1});
    if (const auto people = block_of(csv, row, "people")) tables.ranges.push_back({iso, iso, "people", *people});
    if (const auto numbers = block_of(csv, row, "numbers")) tables.ranges.push_back({iso, "", "LONG_CODE", *numbers});
  }
  std::ranges::stable_sort(tables.zones, {}, &TimeZoneRow::zone);
}

}  // namespace sendlab
