#include "carriers/figures.hpp"

#include <algorithm>
#include <charconv>
#include <functional>

#include "carriers/csv_table.hpp"
#include "carriers/json_figures.hpp"
#include "carriers/json_value.hpp"
#include "carriers/rule_tables_internal.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/message/units.hpp"

namespace sendlab {
namespace {

std::string number_text(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return {text, end.ptr};
}

RuleFigure plain(std::string key, std::string value, const Sourced& sourced) {
  return {std::move(key), std::move(value), "", sourced.source.empty() ? "none" : sourced.source, sourced.confidence};
}

// ---- dated prices ----

void add_dated(FigureTable& table, const std::string& key, const std::vector<DatedPrice>& rows) {
  for (const DatedPrice& row : rows)
    table.figures.push_back({key, usd_text(row.value), month_text(row.from), row.source, row.confidence});
}

bool same_rows(const std::vector<DatedPrice>& a, const std::vector<DatedPrice>& b) {
  return std::ranges::equal(
      a, b, [](const DatedPrice& x, const DatedPrice& y) { return x.from == y.from && x.value == y.value; });
}

// The rows of each number type under "NAME TYPE", or under "NAME" alone when all types have the same.
void add_by_type(FigureTable& table, const std::string& name,
                 const std::function<std::vector<DatedPrice>(NumberType)>& rows_of) {
  const std::vector<DatedPrice> first = rows_of(NumberType::ten_dlc);
  const bool same = std::ranges::all_of(all_number_types, [&](NumberType type) {
    return !is_phone_number(type) || type == NumberType::simulator || same_rows(first, rows_of(type));
  });
  if (same) return add_dated(table, name, first);
  for (const NumberType type : all_number_types)
    if (is_phone_number(type)) add_dated(table, name + " " + std::string(table_name_of(type)), rows_of(type));
}

FigureTable message_prices(const RuleTables& tables) {
  FigureTable table{"message_prices", "price of an outbound part, by country and number type", "R-BIL-2", {}};
  for (const CountryRules& country : tables.countries())
    add_by_type(table, country.iso, [&](NumberType type) { return tables.message_prices(country.iso, type); });
  return table;
}

FigureTable carrier_fees(const RuleTables& tables) {
  FigureTable table{"carrier_fees", "what carriers add to each outbound part", "R-BIL-2 R-BIL-4", {}};
  for (const CarrierRules& carrier : tables.carriers())
    add_by_type(table, carrier.name, [&](NumberType type) { return tables.carrier_fees(carrier, type); });
  return table;
}

FigureTable inbound_prices(const RuleTables& tables) {
  FigureTable table{"inbound_prices", "price of an inbound part", "R-BIL-2", {}};
  const std::vector<DatedPrice> any = tables.inbound_prices("");
  for (const CountryRules& country : tables.countries()) {
    const auto rows = tables.inbound_prices(country.iso);
    if (!same_rows(rows, any)) add_dated(table, country.iso, rows);
  }
  add_dated(table, "every other country", any);
  return table;
}

FigureTable inbound_carrier_fees(const RuleTables& tables) {
  FigureTable table{"inbound_carrier_fees", "what carriers of the US add to each inbound part", "R-BIL-2", {}};
  for (const CarrierRules& carrier : tables.carriers_of(tables.country("US")->id))
    add_by_type(table, carrier.name, [&](NumberType type) { return tables.inbound_carrier_fees(carrier, type); });
  return table;
}

FigureTable voice_prices(const RuleTables& tables) {
  FigureTable table{"voice_prices", "price of a minute of a call", "R-BIL-9 R-VSB-11", {}};
  const std::vector<DatedPrice> any = tables.voice_prices("");
  for (const CountryRules& country : tables.countries()) {
    const auto rows = tables.voice_prices(country.iso);
    if (!same_rows(rows, any)) add_dated(table, country.iso, rows);
  }
  add_dated(table, "every other country", any);
  return table;
}

FigureTable ten_dlc_fees(const RuleTables& tables) {
  FigureTable table{
      "ten_dlc_fees", "brand registration, vetting, and the month of a campaign", "R-REG-4 R-REG-15 R-BIL-10", {}};
  add_dated(table, "brand registration", tables.brand_registration_fees());
  add_dated(table, "brand vetting", tables.brand_vetting_fees());
  for (const std::string& use_case : tables.use_cases())
    add_dated(table, "campaign month " + use_case, tables.campaign_monthly_fees(use_case));
  return table;
}

FigureTable number_leases() {
  FigureTable table{"number_leases", "set-up and monthly lease of a number", "R-NUM-3 R-NUM-11", {}};
  const JsonValue pricing = JsonValue::table("pricing.json");
  for (const JsonValue& row : pricing["number_leases"].items()) {
    const std::string key = row["type"].text() + " " + (row["iso"].text() == "*" ? "every country" : row["iso"].text());
    const Sourced sourced{row["source"].joined(), row["confidence"].text()};
    const JsonValue& better = row["recommended_monthly_usd"];
    table.figures.push_back(plain(key + " set-up", usd_text(row["setup_usd"].usd()), sourced));
    table.figures.push_back(
        plain(key + " month", usd_text((better.is_null() ? row["monthly_usd"] : better).usd()), sourced));
  }
  return table;
}

// ---- limits ----

// `figure_of(score)` for the scores 0 … 100, equal neighbours merged.
void add_by_score(FigureTable& table, const std::function<RuleFigure(int)>& figure_of) {
  for (int score = 0; score <= 100; ++score) {
    RuleFigure figure = figure_of(score);
    figure.score_low = figure.score_high = score;
    if (score > 0 && table.figures.back().value == figure.value && table.figures.back().source == figure.source)
      table.figures.back().score_high = score;
    else
      table.figures.push_back(std::move(figure));
  }
}

FigureTable campaign_throughput(const RuleTables& tables) {
  FigureTable table{"campaign_throughput", "AT&T's limit of a campaign, by use case and vetting score", "R-REG-8", {}};
  for (const std::string& use_case : tables.use_cases()) {
    const auto figure = [&](const std::string& what, const BrandQuery& brand) {
      const auto found = tables.message_class(use_case, brand);
      if (!found.ok()) return plain(what, "none", {});
      return plain(what, throughput_text(found->throughput) + (found->per_number ? " a number" : ""), found->sourced);
    };
    table.figures.push_back(figure(use_case + ", not vetted", {}));
    table.figures.push_back(figure(use_case + ", Russell 3000", {{}, true, false}));
    table.figures.push_back(figure(use_case + ", government", {{}, false, true}));
    add_by_score(table, [&](int score) { return figure(use_case, {score, false, false}); });
  }
  for (const CarrierRules& carrier : tables.carriers()) {
    if (carrier.campaign_throughput)
      table.figures.push_back(plain("every campaign at " + carrier.name, throughput_text(*carrier.campaign_throughput),
                                    {"10dlc.json minor_carriers", "medium"}));
  }
  return table;
}

FigureTable brand_daily_caps(const RuleTables& tables) {
  FigureTable table{"brand_daily_caps", "T-Mobile's parts a day of a brand, by vetting score", "R-REG-8", {}};
  const std::vector<std::pair<std::string, std::vector<std::string>>> kinds = {
      {"brand", {"2FA"}}, {"brand with marketing or mixed campaigns only", {"MARKETING"}}};
  for (const auto& [kind, use_cases] : kinds) {
    const auto figure = [&](const std::string& what, const BrandQuery& brand) {
      const BrandTier tier = tables.brand_tier(brand, use_cases);
      return plain(what, tier.daily_cap ? std::to_string(tier.daily_cap->count) + "/day" : "no cap", tier.sourced);
    };
    table.figures.push_back(figure(kind + ", not vetted", {}));
    table.figures.push_back(figure(kind + ", Russell 3000", {{}, true, false}));
    table.figures.push_back(figure(kind + ", government", {{}, false, true}));
    add_by_score(table, [&](int score) { return figure(kind, {score, false, false}); });
  }
  return table;
}

FigureTable quotas() {
  FigureTable table{"quotas", "quotas and default throughput", "R-MPS-1 R-SPD-1 R-NUM-14 R-POL-6 R-VSB-1", {}};
  const CsvTable csv("quotas.csv");
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    const std::string& tier = csv.at(row, "tier");
    const std::string& lines = csv.at(row, "seed_lines");
    table.figures.push_back({csv.at(row, "name") + (tier == "both" ? "" : " (" + tier + ")"),
                             csv.at(row, "value") + " " + csv.at(row, "unit"), "",
                             csv.at(row, "source") + (lines.empty() ? "" : " lines " + lines), ""});
  }
  return table;
}

// ---- networks ----

FigureTable networks(const RuleTables& tables) {
  FigureTable table{"networks", "weights, latencies and receipts of mobile networks", "R-EVT-5 R-EVT-6", {}};
  const CountryRules* us = tables.country("US");
  bool abroad = false;  // one network stands for those outside the US, which differ in names only
  for (const CarrierRules& carrier : tables.carriers()) {
    const bool domestic = carrier.country == us->id;
    if (!domestic && abroad) continue;
    abroad = abroad || !domestic;
    const std::string name = domestic ? carrier.name : "other countries";
    const auto add = [&](const std::string& what, const std::string& value) {
      table.figures.push_back(plain(name + " " + what, value, carrier.sourced));
    };
    if (domestic) add("share of people", number_text(carrier.weight));
    add("acceptance", carrier.accept.text());
    add("handset receipt", carrier.handset.text());
    add("for each part after the first", duration_text(carrier.extra_per_part));
    for (const NumberType type : all_number_types)
      add("receipts " + std::string(table_name_of(type)),
          number_text(carrier.receipt_probability[static_cast<std::size_t>(type)]));
    add("keeps a message for", duration_text(carrier.validity));
    add("calendar day", carrier.time_zone);
  }
  return table;
}

FigureTable failures(const RuleTables& tables) {
  FigureTable table{"failures", "what goes wrong, for each message", "R-EVT-11 R-TTL-3", {}};
  const FailureRules& rules = tables.failures();
  for (std::size_t status = 0; status < status_count; ++status) {
    if (rules.probability[status] > 0)
      table.figures.push_back(plain(std::string(name_of(static_cast<Status>(status))),
                                    number_text(rules.probability[status]), rules.sourced));
  }
  for (const NumberType type : all_number_types)
    table.figures.push_back(plain("filter multiplier " + std::string(table_name_of(type)),
                                  number_text(rules.filter_multiplier[static_cast<std::size_t>(type)]), rules.sourced));
  const DeviceOff& off = tables.device_off();
  const Sourced assumed{"none", "assumption"};
  table.figures.push_back(plain("handset off at the first attempt", number_text(off.probability), assumed));
  table.figures.push_back(plain("until it is on again", off.until_reachable.text(), assumed));
  table.figures.push_back(plain("messages kept for one handset", std::to_string(off.max_queued), assumed));
  return table;
}

FigureTable filters(const RuleTables& tables) {
  FigureTable table{"filters", "what carriers' filters block, by what sets them off (off unless a scenario asks)",
                    "R-SPM-1 R-SPM-2 R-SPM-3 R-SPM-4", {}};
  const SpamFilter& filter = tables.spam_filter();
  const Sourced trigger{"user guide, lines 1716-1780, 2063-2080, 2852-2854", "probabilities: assumption"};
  const auto add = [&](const std::string& key, const std::string& value) {
    table.figures.push_back(plain(key, value, trigger));
  };
  add("public URL shortener", number_text(filter.public_shortener));
  add("restricted content", number_text(filter.restricted_content));
  add("one body over several numbers", number_text(filter.snowshoe));
  add("long code over its rate", number_text(filter.long_code_rate));
  add("rate of a long code", std::to_string(filter.rate_messages) + " in " + duration_text(filter.rate_window));
  add("unregistered US long code", number_text(filter.unregistered_us_long_code));
  add("a flagged number recovers after", duration_text(filter.flagged_recovery));
  return table;
}

// ---- tables that are text from the start ----

struct TextTable {
  std::string_view name, title, rules, file;
  std::vector<std::string_view> key, value;  // columns, joined with spaces
  std::string_view source, confidence;       // columns; "" for none
};

FigureTable from_csv(const TextTable& from) {
  FigureTable table{std::string(from.name), std::string(from.title), std::string(from.rules), {}};
  const CsvTable csv(from.file);
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    RuleFigure figure;
    for (const std::string_view column : from.key) figure.key += (figure.key.empty() ? "" : " ") + csv.at(row, column);
    for (const std::string_view column : from.value) {
      const std::string& text = csv.at(row, column);
      const std::string one = from.value.size() > 1 ? std::string(column) + " " + (text.empty() ? "none" : text) : text;
      figure.value += (figure.value.empty() ? "" : ", ") + one;
    }
    figure.source = csv.at(row, from.source);
    if (!from.confidence.empty()) figure.confidence = csv.at(row, from.confidence);
    table.figures.push_back(std::move(figure));
  }
  return table;
}

std::vector<TextTable> text_tables() {
  return {
      {"countries",
       "what each country can do",
       "R-ORG-10 R-ORG-20 R-TWO-1",
       "countries.csv",
       {"iso", "name"},
       {"short_codes", "long_codes", "sender_ids", "two_way", "inbound_only_long_code", "dialing_code_corrected"},
       "source",
       ""},
      {"regions",
       "regions and their billing codes",
       "R-REL-2 R-BIL-3",
       "regions.csv",
       {"region"},
       {"sms", "voice", "billing_region_code"},
       "source",
       "billing_code_confidence"},
      {"voice_countries",
       "where long codes for voice exist",
       "R-VSB-13 R-VSB-14",
       "voice_countries.csv",
       {"iso"},
       {"local_address_required", "request_via"},
       "source",
       ""},
      {"default_keywords",
       "keywords that every number has from the start",
       "R-OPT-1 R-KEY-3",
       "default_keywords.csv",
       {"numbers", "word"},
       {"effect", "by_network", "reply"},
       "source",
       ""},
      {"simulator_numbers",
       "destinations of the service's own simulator",
       "R-SIM-2",
       "simulator_numbers.csv",
       {"iso", "outcome"},
       {"number"},
       "source",
       ""},
      {"shared_code_areas",
       "area prefixes that tell countries apart",
       "R-ORG-27",
       "shared_code_areas.csv",
       {"prefix"},
       {"iso", "kind"},
       "source",
       ""},
      {"content_words",
       "words, domains and signs that filters and advice look for",
       "R-SPM-3 R-SPM-4 R-SPM-9 R-TYP-1",
       "content_words.csv",
       {"kind", "word"},
       {"category"},
       "source",
       "confidence"},
      {"quiet_hours",
       "hours in which promotional messages may arrive",
       "R-QUI-3",
       "quiet_hours.csv",
       {"iso"},
       {"hours"},
       "source",
       "confidence"},
      {"time_zones",
       "clocks of countries",
       "R-QUI-3",
       "time_zones.csv",
       {"zone", "iso"},
       {"posix_tz"},
       "source",
       "confidence"},
  };
}

// What the source says, or the distribution that stands in.
std::string duration_words(const JsonValue& row) {
  if (!row["seed_text"].is_null()) return row["seed_text"].text();
  std::string words = row["family"].text();
  const JsonValue& params = row["params"];
  for (std::size_t i = 0; i < params.keys().size(); ++i)
    words += " " + params.keys()[i] + " " + params.items()[i].text();
  return words;
}

FigureTable registration_durations() {
  FigureTable table{"registration_durations", "how long the steps of a registration take", "R-REG-11", {}};
  const JsonValue ten_dlc = JsonValue::table("10dlc.json");
  for (const JsonValue& row : ten_dlc["registration_durations"].items()) {
    const JsonValue& home = row["home"];
    table.figures.push_back(plain(row["step"].text() + (home.is_null() ? "" : " " + home.text()), duration_words(row),
                                  {row["source"].joined(), row["confidence"].text()}));
  }
  return table;
}

}  // namespace

std::string throughput_text(const Throughput& limit) {
  const std::string per = duration_text(limit.per);
  const std::string unit = per == "1s" ? "s" : per == "1m" ? "min" : per == "1h" ? "h" : per == "1d" ? "day" : per;
  return std::to_string(limit.parts) + "/" + unit;
}

std::string month_text(Instant from) {
  return from == Instant{} ? "" : to_rfc3339(from).substr(0, 7);
}

std::vector<FigureTable> figure_tables(const RuleTables& tables) {
  std::vector<FigureTable> all;
  all.push_back(campaign_throughput(tables));
  all.push_back(brand_daily_caps(tables));
  all.push_back(quotas());
  all.push_back(message_prices(tables));
  all.push_back(carrier_fees(tables));
  all.push_back(inbound_prices(tables));
  all.push_back(inbound_carrier_fees(tables));
  all.push_back(voice_prices(tables));
  all.push_back(number_leases());
  all.push_back(ten_dlc_fees(tables));
  all.push_back(registration_durations());
  all.push_back(figures_of_json("registrations", "what happens to registrations: reasons, quotas, reviews",
                                "R-REG-16 R-REG-17 R-REG-26", "registrations.json"));
  all.push_back(figures_of_json("support_cases", "what only a support case gives, and what it needs", "R-CAS-1 R-CAS-2",
                                "support_cases.json"));
  all.push_back(networks(tables));
  all.push_back(failures(tables));
  all.push_back(filters(tables));
  for (const TextTable& table : text_tables()) all.push_back(from_csv(table));
  return all;
}

}  // namespace sendlab
