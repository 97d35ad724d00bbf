#include "carriers/origination_rules.hpp"

#include <stdexcept>

#include "carriers/csv_table.hpp"
#include "carriers/decimal.hpp"
#include "carriers/rule_tables_internal.hpp"

namespace sendlab {
namespace {

const CsvTable& rules_table() {
  static const CsvTable table("origination_rules.csv");
  return table;
}

std::optional<std::size_t> row_of(std::string_view iso, std::string_view rule) {
  const CsvTable& table = rules_table();
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (table.at(row, "iso") == iso && table.at(row, "rule") == rule) return row;
  return std::nullopt;
}

std::string word(std::string_view iso, std::string_view rule) {
  const auto row = row_of(iso, rule);
  return row ? rules_table().at(*row, "value") : std::string();
}

std::int64_t millionths(std::size_t row) {
  const auto value = parse_decimal(rules_table().at(row, "value"), 6);
  if (!value) throw std::runtime_error(rules_table().where(row) + ": not a number");
  return *value;
}

void note_row(Assumptions* used, std::size_t row, std::string_view id) {
  const CsvTable& table = rules_table();
  if (table.at(row, "confidence") == "assumption") note(used, id, table.at(row, "note"), "origination_rules.csv");
}

}  // namespace

OriginationRules origination_rules(const CountryRules& country, Assumptions* used) {
  using SharedRoute = OriginationRules::SharedRoute;
  OriginationRules rules;
  const std::string given = word(country.iso, "shared_route");
  rules.entity_parameters = word(country.iso, "entity_parameters") == "yes";
  rules.unregistered_shown_as = word(country.iso, "unregistered_shown_as");
  rules.inbound_only_long_code = country.inbound_only_long_code || word(country.iso, "inbound_only_long_code") == "yes";
  if (country.us_rules || given == "no") {
    rules.shared_route = SharedRoute::none;
  } else if (given == "short_code") {
    rules.shared_route = SharedRoute::short_code;
  } else if (rules.entity_parameters) {
    rules.shared_route = SharedRoute::international;
  } else if (country.sender_ids) {
    rules.shared_route = SharedRoute::notice;
  } else {
    rules.shared_route = country.short_codes && !country.long_codes ? SharedRoute::short_code : SharedRoute::long_code;
    note(used, "shared-route-number/" + country.iso,
         rules.shared_route == SharedRoute::short_code
             ? "The service sends from a shared short code where no long codes are in use."
             : "The service sends from one of its long codes.",
         "R-ORG-11");
  }
  const std::string unregistered = word(country.iso, "shared_route_unregistered");
  rules.shared_route_registered = unregistered.empty() ? !country.sender_id_registration : unregistered == "no";
  auto share = row_of(country.iso, "unregistered_blocked");
  if (!share && country.sender_id_registration) share = row_of("*", "unregistered_blocked");
  if (share) {
    rules.unregistered_blocked = static_cast<double>(millionths(*share)) / 1e6;
    note_row(used, *share, "unregistered-blocked/" + country.iso);
  }
  return rules;
}

std::optional<UsdMicros> registered_route_price(std::string_view iso, Assumptions* used) {
  const auto row = row_of(iso, "local_price_usd");
  if (!row) return std::nullopt;
  note_row(used, *row, "registered-route-price/" + std::string(iso));
  return UsdMicros{millionths(*row)};
}

double unregistered_us_blocked(const RuleTables& tables, Assumptions* used) {
  note(used, "unregistered-us-long-code",
       "Carriers block a share of what plain US long codes send; no source gives it.", "carriers.json spam_filter");
  return tables.spam_filter().unregistered_us_long_code;
}

}  // namespace sendlab
