// carriers.json: mobile networks, their latencies, receipts, failures and fees.
#include <algorithm>
#include <stdexcept>

#include "carriers/decimal.hpp"
#include "carriers/json_value.hpp"
#include "carriers/rule_tables_internal.hpp"

namespace sendlab {
namespace {

// The names of the five US networks in scenarios and reports, in the order of their ids.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> us_carriers{
    {{"ATT", "AT&T"}, {"TMO", "T-Mobile"}, {"VZW", "Verizon"}, {"USC", "US Cellular"}, {"OTH", "Other"}}};

// How long a network keeps a message for a handset that is off; `key` is a carrier's id or "*".
Duration validity_of(const JsonValue& device_off, std::string_view key) {
  for (const JsonValue& row : device_off["carrier_validity"].items()) {
    const bool applies =
        std::ranges::any_of(row["applies_to"].items(), [&](const JsonValue& v) { return v.text() == key; });
    if (applies) return std::chrono::hours{(row["hours_used"].is_null() ? row["hours"] : row["hours_used"]).integer()};
  }
  throw std::runtime_error("no carrier_validity for " + std::string(key));
}

// A number type without a figure of its own takes the one of 10DLC: plain long codes and simulator numbers.
std::array<double, number_type_count> by_number_type(const JsonValue& shares) {
  std::array<double, number_type_count> out{};
  for (NumberType type : all_number_types) {
    const JsonValue& own = shares[table_name_of(type)];
    out[static_cast<std::size_t>(type)] = (own.is_null() ? shares["TEN_DLC"] : own).real();
  }
  return out;
}

void read_carrier_fees(const JsonValue& carrier, RuleTables::Tables& tables) {
  const JsonValue& by_type = carrier["carrier_fees"];
  for (std::size_t i = 0; i < by_type.keys().size(); ++i) {
    auto& rows = tables.carrier_fees[{carrier["id"].text(), by_type.keys()[i]}];
    for (const JsonValue& row : by_type.items()[i].items()) {
      const auto from = parse_first_month(row["as_of"].text());
      if (!from) throw std::runtime_error("not a date: \"" + row["as_of"].text() + "\"");
      const JsonValue& inbound = row["inbound_usd_per_part"];
      rows.push_back({*from, row["outbound_usd_per_part"].usd(),
                      inbound.is_null() ? std::nullopt : std::optional(inbound.usd()), sourced_of(row)});
    }
    std::ranges::stable_sort(rows, {}, &FeeRow::from);
  }
}

void read_us_carriers(const JsonValue& json, RuleTables::Tables& tables) {
  const CountryRules& us = *tables.country("US");
  for (const auto& [key, name] : us_carriers) {
    const auto& rows = json["carriers"].items();
    const auto row = std::ranges::find_if(rows, [&](const JsonValue& v) { return v["id"].text() == key; });
    if (row == rows.end()) throw std::runtime_error("no carrier " + std::string(key));
    CarrierRules carrier;
    carrier.id = CarrierId{static_cast<std::uint16_t>(tables.carriers.size())};
    carrier.key = key;
    carrier.name = name;
    carrier.country = us.id;
    carrier.iso = us.iso;
    carrier.weight = (*row)["market_share_weight"].real();
    carrier.accept = (*row)["accept_latency"].distribution();
    carrier.handset = (*row)["handset_dlr_latency"].distribution();
    carrier.extra_per_part = json["latency_model"]["extra_per_part"]["seconds"].seconds();
    carrier.receipt_probability = by_number_type((*row)["dlr"]["recommended_probability_of_DELIVERED"]);
    carrier.time_zone = "America/Los_Angeles";  // reset_tz of 10dlc.json
    carrier.class_limits = key == "ATT";
    carrier.brand_caps = key == "TMO";
    carrier.validity = validity_of(json["device_off"], key);
    carrier.sourced = {(*row)["dlr"]["source"].joined(), (*row)["market_share_confidence"].text()};
    tables.carriers.push_back(carrier);
    read_carrier_fees(*row, tables);
  }
}

std::string zone_of(const RuleTables::Tables& tables, std::string_view iso) {
  const TimeZoneRow* main = nullptr;
  for (const TimeZoneRow& row : tables.zones) {
    if (row.iso == iso && (main == nullptr || row.weight > main->weight)) main = &row;
  }
  if (main == nullptr) throw std::runtime_error("time_zones.csv has no zone of " + std::string(iso));
  return main->zone;
}

void read_other_carriers(const JsonValue& json, RuleTables::Tables& tables) {
  const JsonValue& latency = json["latency_model"]["international"];
  const JsonValue& receipts = json["dlr_international"]["recommended_probability_of_DELIVERED"];
  for (const CountryRules& country : tables.countries) {
    if (country.iso == "US") continue;
    CarrierRules carrier;
    carrier.id = CarrierId{static_cast<std::uint16_t>(tables.carriers.size())};
    carrier.key = country.iso;
    carrier.name = country.name;
    carrier.country = country.id;
    carrier.iso = country.iso;
    carrier.accept = latency["accept"].distribution();
    carrier.handset = latency["handset_dlr"].distribution();
    carrier.extra_per_part = json["latency_model"]["extra_per_part"]["seconds"].seconds();
    for (NumberType type : all_number_types) {
      const std::string_view name = type == NumberType::short_code ? "SHORT_CODE" : "LONG_CODE";
      const JsonValue& own = receipts["by_country"][country.iso][name];
      carrier.receipt_probability[static_cast<std::size_t>(type)] = (own.is_null() ? receipts[name] : own).real();
    }
    carrier.time_zone = zone_of(tables, country.iso);
    carrier.validity = validity_of(json["device_off"], "*");
    carrier.sourced = {"none", latency["confidence"].text()};
    tables.carriers.push_back(carrier);
  }
}

void read_failures(const JsonValue& json, RuleTables::Tables& tables) {
  const JsonValue& model = json["failure_model"];
  const JsonValue& share = model["per_message_probability"];
  auto& probability = tables.failures.probability;
  const auto set = [&](Status status, std::string_view key) {
    probability[static_cast<std::size_t>(status)] = share[key].real();
  };
  set(Status::invalid, "INVALID");
  set(Status::carrier_unreachable, "CARRIER_UNREACHABLE_transient");
  set(Status::blocked, "BLOCKED");
  set(Status::carrier_blocked, "CARRIER_BLOCKED");
  set(Status::spam, "SPAM");
  set(Status::unknown, "UNKNOWN");
  tables.failures.filter_multiplier = by_number_type(model["by_origination_multiplier"]);
  tables.failures.sourced = {"none", model["confidence"].text()};
}

void read_device_off(const JsonValue& json, RuleTables::Tables& tables) {
  const JsonValue& off = json["device_off"];
  tables.device_off.probability = off["probability"]["value"].real();
  tables.device_off.until_reachable = off["time_until_reachable"].distribution();
  for (const JsonValue& offset : off["retry_schedule"]["offsets_s"].items()) {
    tables.device_off.retry_offsets.push_back(offset.seconds());
  }
  tables.device_off.then_every = off["retry_schedule"]["then_every_s"].seconds();
  tables.device_off.alert_on_attach = off["alert_on_attach"]["enabled"].text() == "true";
  tables.device_off.expiry_lateness = off["ttl_expiry_detection"]["lateness_s"].distribution();
  tables.device_off.max_queued = static_cast<int>(off["max_queued_per_device"]["value"].integer());
}

void read_spam_filter(const JsonValue& json, RuleTables::Tables& tables) {
  const JsonValue& spam = json["spam_filter"];
  SpamFilter& filter = tables.spam_filter;
  filter.public_shortener = spam["p_url_public_shortener"].real();
  filter.unregistered_us_long_code = spam["p_unregistered_long_code_us"].real();
  filter.long_code_rate = spam["p_rate"]["value"].real();
  filter.rate_messages = spam["p_rate"]["messages"].integer();
  filter.rate_window = std::chrono::hours{spam["p_rate"]["window_h"].integer()};
  filter.restricted_content = spam["p_content_restricted_category"].real();
  filter.snowshoe = spam["p_snowshoe"].real();
  filter.flagged_recovery = std::chrono::hours{spam["flagged_number_recovery_h"].integer()};
}

}  // namespace

void read_network_tables(RuleTables::Tables& tables) {
  const JsonValue json = JsonValue::table("carriers.json");
  read_us_carriers(json, tables);
  read_other_carriers(json, tables);
  read_failures(json, tables);
  read_device_off(json, tables);
  read_spam_filter(json, tables);
  tables.api_latency = json["latency_model"]["api_front_door"].distribution();
  tables.event_latency = json["latency_model"]["event_publication_delay"].distribution();
}

}  // namespace sendlab
