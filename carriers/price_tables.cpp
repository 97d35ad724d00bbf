// pricing.json and the carrier fees of carriers.json: what a part costs from which month on.
#include <algorithm>
#include <stdexcept>

#include "carriers/decimal.hpp"
#include "carriers/json_value.hpp"
#include "carriers/origination_rules.hpp"
#include "carriers/rule_tables_internal.hpp"
#include "engine/kernel/ascii.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

Instant first_month(const JsonValue& as_of) {
  const auto from = parse_first_month(as_of.text());
  if (!from) throw std::runtime_error("not a date: \"" + as_of.text() + "\"");
  return *from;
}

CountryPrice country_price(const JsonValue& row, Instant as_of) {
  CountryPrice price;
  Instant newest = as_of;
  for (const JsonValue& aws : row["aws"].items()) {
    const Instant from = first_month(aws["as_of"]);
    price.aws.push_back({aws["type"].text(),
                         {from, aws["outbound_usd_per_part"].usd(), aws["source"].joined(), aws["confidence"].text()},
                         aws["carrier_fee_usd_per_part"].usd()});
    newest = price.aws.size() == 1 ? from : std::max(newest, from);
  }
  std::ranges::stable_sort(price.aws, {}, [](const NamedPrice& p) { return p.price.from; });
  price.basis = row["recommended_basis"].text();
  const JsonValue& proxy = row["proxy"];
  std::string source = "none", confidence = "assumption";
  if (price.basis == "aws") {
    source = price.aws.back().price.source;
    confidence = price.aws.back().price.confidence;
  } else if (price.basis == "proxy") {
    newest = first_month(proxy["as_of"]);
    source = proxy["source"].joined();
    confidence = proxy["confidence"].text();
  }
  price.recommended = {newest, row["recommended_outbound_usd_per_part"].usd(), source, confidence};
  price.recommended_fee = row["recommended_carrier_fee_usd_per_part"].usd();
  return price;
}

// "American Samoa" -> "american-samoa".
std::string dashed(std::string_view name) {
  std::string out = lower_case(name);
  std::ranges::replace(out, ' ', '-');
  return out;
}

// The country whose prices this one has: its own, but for some that were added (R-ORG-28).
std::string_view priced_as(const RuleTables::Tables& tables, std::string_view iso) {
  const auto like = tables.prices_like.find(iso);
  return like == tables.prices_like.end() ? iso : std::string_view(like->second);
}

const CountryPrice& prices_of(const RuleTables::Tables& tables, std::string_view iso, Assumptions* used) {
  if (const std::string_view like = priced_as(tables, iso); like != iso) {
    const std::string& name = tables.country(iso)->name;
    note(used, "price-" + dashed(name), name + " is not in the price list and has " + std::string(like) + " prices.",
         "R-ORG-28");
    iso = like;
  }
  const auto found = tables.prices.find(iso);
  ENSURE(found != tables.prices.end(), "every country of the country table has a price");
  return found->second;
}

void note_basis(const CountryPrice& price, std::string_view iso, Assumptions* used) {
  if (price.basis == "aws") return;
  if (price.basis == "added")
    return note(used, "country-added/" + std::string(iso),
                "The configuration has added this country, with its capabilities and price.", price.recommended.source);
  note(used, "price-basis/" + std::string(iso),
       price.basis == "proxy"
           ? "The message price is the retail price of another large provider: AWS's own list could not be read."
           : "No source gives a message price for this country (" + price.basis + ").",
       price.recommended.source);
}

DatedPrice dated(const FeeRow& row, UsdMicros value) {
  return {row.from, value, row.sourced.source, row.sourced.confidence};
}

// The fee rows of a US carrier for a number type. Plain long codes are unregistered traffic where a carrier prices
// that.
const std::vector<FeeRow>& us_fee_rows(const RuleTables::Tables& tables, const CarrierRules& carrier, NumberType type,
                                       Assumptions* used) {
  const auto find = [&](std::string_view name) { return tables.carrier_fees.find({carrier.key, std::string(name)}); };
  auto rows = find(table_name_of(type));
  if (rows == tables.carrier_fees.end()) {
    rows = find("TEN_DLC_UNREGISTERED");
    if (rows == tables.carrier_fees.end()) rows = find("TEN_DLC");
    note(used, "carrier-fee-long-code", "A plain US long code pays the carrier fee of unregistered 10DLC traffic.",
         "carriers.json");
  }
  ENSURE(rows != tables.carrier_fees.end() && !rows->second.empty(), "every US carrier has 10DLC fees");
  return rows->second;
}

std::vector<DatedPrice> simulator_fee(Assumptions* used) {
  note(used, "carrier-fee-simulator", "Messages of simulator numbers never leave the service and pay no carrier fee.",
       "R-SIM-1");
  return {{Instant{}, UsdMicros{0}, "R-SIM-1", "assumption"}};
}

}  // namespace

void read_price_tables(RuleTables::Tables& tables) {
  const JsonValue json = JsonValue::table("pricing.json");
  const Instant as_of = first_month(json["as_of"]);
  for (const JsonValue& row : json["sms_outbound"].items()) {
    tables.prices.emplace(row["iso"].text(), country_price(row, as_of));
  }
  for (const CountryRules& country : tables.countries) {
    if (!tables.prices.contains(priced_as(tables, country.iso))) {
      throw std::runtime_error("no price for " + country.iso);
    }
  }
  for (const JsonValue& row : json["sms_inbound"].items()) {
    tables.inbound.push_back(
        {row["iso"].text(),
         {first_month(row["as_of"]), row["usd_per_part"].usd(), row["source"].joined(), row["confidence"].text()},
         {}});
  }
  std::ranges::stable_sort(tables.inbound, {}, [](const NamedPrice& p) { return p.price.from; });
  for (const JsonValue& row : json["voice"].items()) {
    tables.voice.push_back(
        {row["iso"].text(),
         {first_month(row["as_of"]), row["usd_per_minute"].usd(), row["source"].joined(), row["confidence"].text()},
         {}});
  }
  for (const JsonValue& row : json["number_leases"].items()) {
    const JsonValue& better = row["recommended_monthly_usd"];
    tables.leases.push_back({row["type"].text(),
                             row["iso"].text(),
                             {row["setup_usd"].usd(),
                              (better.is_null() ? row["monthly_usd"] : better).usd(),
                              {row["source"].joined(), row["confidence"].text()}}});
  }
}

const DatedPrice& price_at(std::span<const DatedPrice> rows, Instant at) {
  ENSURE(!rows.empty(), "a price has at least one row");
  const DatedPrice* row = &rows.front();
  for (const DatedPrice& later : rows) {
    if (later.from <= at) row = &later;
  }
  return *row;
}

void note_price_before_first_row(std::string_view key, std::span<const DatedPrice> rows, Instant start,
                                 Assumptions& used) {
  if (rows.empty() || rows.front().from <= start) return;
  used.add("price-before-first-row/" + std::string(key),
           "The run begins before the first known price of this kind; the first one is used.", rows.front().source);
}

std::vector<DatedPrice> RuleTables::message_prices(std::string_view iso, NumberType type, Assumptions* used) const {
  const CountryPrice& price = prices_of(*tables_, iso, used);
  // R-ORG-12: what the list has for India is the international route's; a registered sender ID goes over the local one.
  if (type == NumberType::sender_id)
    if (const auto local = registered_route_price(iso, used))
      return {{price.recommended.from, *local, "none", "assumption"}};
  note_basis(price, iso, used);
  const std::string_view name = table_name_of(type);
  std::vector<DatedPrice> rows;
  bool own = false;  // the list has a price for this very number type
  for (const NamedPrice& aws : price.aws) {
    const bool same = aws.kind == name || aws.kind.starts_with(std::string(name) + " (");  // "SHARED_ROUTE (ILDO)"
    if (!same && aws.kind != "ANY") continue;
    own = own || same;
    rows.push_back(aws.price);
  }
  if (!own && (rows.empty() || rows.back().value != price.recommended.value)) {
    if (price.basis == "aws") {
      note(used, "price-type/" + std::string(iso) + "/" + std::string(name),
           "No price is known for this number type; the one recommended for the country is used.", "pricing.json");
    }
    rows.push_back(price.recommended);
  }
  return rows;
}

std::vector<DatedPrice> RuleTables::carrier_fees(const CarrierRules& carrier, NumberType type,
                                                 Assumptions* used) const {
  if (type == NumberType::simulator) return simulator_fee(used);
  const CountryPrice& price = prices_of(*tables_, carrier.iso, used);
  if (carrier.iso == "US" && tables_->rule_set == RuleSet::current_2026) {
    std::vector<DatedPrice> rows;
    for (const FeeRow& row : us_fee_rows(*tables_, carrier, type, used)) rows.push_back(dated(row, row.outbound));
    return rows;
  }
  const std::string_view name = table_name_of(type);
  std::vector<DatedPrice> rows;
  for (const NamedPrice& aws : price.aws) {
    if (aws.kind != name) continue;
    rows.push_back(aws.price);
    rows.back().value = aws.fee;
  }
  if (rows.empty()) {
    rows.push_back(price.recommended);
    rows.back().value = price.recommended_fee;
  }
  return rows;
}

std::vector<DatedPrice> RuleTables::inbound_prices(std::string_view iso, Assumptions* used) const {
  iso = priced_as(*tables_, iso);
  std::vector<DatedPrice> own, any;
  for (const NamedPrice& row : tables_->inbound) {
    if (row.kind == iso) own.push_back(row.price);
    if (row.kind == "*") any.push_back(row.price);
  }
  if (!own.empty()) return own;
  note(used, "price-inbound", "No source gives a price of inbound messages outside the US; one figure serves all.",
       "pricing.json");
  return any;
}

std::vector<DatedPrice> RuleTables::voice_prices(std::string_view iso) const {
  std::vector<DatedPrice> own, any;
  for (const NamedPrice& row : tables_->voice) {
    if (row.kind == iso) own.push_back(row.price);
    if (row.kind == "*") any.push_back(row.price);
  }
  return own.empty() ? any : own;
}

std::vector<DatedPrice> RuleTables::inbound_carrier_fees(const CarrierRules& carrier, NumberType type,
                                                         Assumptions* used) const {
  if (type == NumberType::simulator) return simulator_fee(used);
  if (carrier.iso != "US" || tables_->rule_set == RuleSet::seed_2023) {
    note(used, "carrier-fee-inbound",
         "Inbound carrier fees are known per US carrier only; elsewhere, and in seed_2023, there is none.",
         "carriers.json");
    return {{Instant{}, UsdMicros{0}, "none", "assumption"}};
  }
  std::vector<DatedPrice> rows;
  for (const FeeRow& row : us_fee_rows(*tables_, carrier, type, used)) {
    if (!row.inbound) {
      note(used, "carrier-fee-inbound-unknown/" + carrier.name + "/" + std::string(table_name_of(type)),
           "The inbound carrier fee is not published and counts as 0.", row.sourced.source);
    }
    rows.push_back(dated(row, row.inbound.value_or(UsdMicros{0})));
  }
  return rows;
}

NumberFees RuleTables::number_fees(NumberType type, std::string_view iso, Assumptions* used) const {
  const std::string_view name = table_name_of(type);
  const LeaseRow* any = nullptr;  // of this type in every country, else in some country
  for (const LeaseRow& row : tables_->leases) {
    if (row.type != name) continue;
    if (row.iso == iso) return row.fees;
    if (any == nullptr || row.iso == "*") any = &row;
  }
  ENSURE(any != nullptr, "the price list has a lease for every number type");
  note(used, "number-lease/" + std::string(iso) + "/" + std::string(name),
       "No lease price is known for this number type in this country; that of " +
           (any->iso == "*" ? std::string("all countries") : any->iso) + " is used.",
       "pricing.json");
  return any->fees;
}

}  // namespace sendlab
