// 10dlc.json: AT&T's message classes, T-Mobile's brand tiers, AWS's own table, fees; and how they are looked up.
#include <algorithm>
#include <stdexcept>

#include "carriers/decimal.hpp"
#include "carriers/json_value.hpp"
#include "carriers/rule_tables_internal.hpp"

namespace sendlab {
namespace {

constexpr std::string_view mixed_group = "mixed_or_marketing";

Throughput a_minute(std::int64_t parts) { return {parts, std::chrono::minutes{1}}; }

std::optional<std::int64_t> integer_or_none(const JsonValue& value) {
  return value.is_null() ? std::nullopt : std::optional(value.integer());
}

void read_classes(const JsonValue& json, RuleTables::Tables& tables) {
  for (const JsonValue& row : json["att_message_classes"].items()) {
    tables.classes.push_back({row["message_class"].text(), a_minute(row["sms_tpm"].integer()),
                              row["limit_scope"].text() == "phone_number", sourced_of(row)});
  }
  for (const JsonValue& row : json["use_cases"].items()) {
    tables.use_case_groups.emplace_back(row["aws_use_case"].text(), row["group"].text());
  }
  const JsonValue& letters = json["use_case_to_att_class"];
  for (std::string_view group : {std::string_view("standard"), mixed_group}) {
    for (std::string_view band : {"score_75_100", "score_50_74", "score_1_49", "unvetted"}) {
      tables.class_letters[{std::string(group), std::string(band)}] = letters[group][band].text();
    }
  }
  tables.class_letters[{"low_volume", ""}] = letters["low_volume"].text();
  tables.class_letters[{"special", ""}] = letters["charity"].text();
}

void read_tiers(const JsonValue& json, RuleTables::Tables& tables) {
  for (const JsonValue& row : json["tmobile_brand_tiers"].items()) {
    TierRow tier;
    tier.rules.tier = row["tier"].text();
    if (!row["daily_cap"].is_null()) tier.rules.daily_cap = Parts{row["daily_cap"].integer()};
    tier.rules.sourced = sourced_of(row);
    tier.score_min = integer_or_none(row["vetting_score_min"]);
    tier.score_max = integer_or_none(row["vetting_score_max"]);
    tables.tiers.push_back(tier);
  }
  for (const JsonValue& row : json["aws_table1"].items()) {
    // The row of score 0 says 12 parts a minute; seed_2023 takes the guide's 75 instead (conflicts[] of the table).
    if (row["vetting_score_max"].integer() == 0) continue;
    tables.aws_rows.push_back({row["use_case_type"].text(), row["vetting_score_min"].integer(),
                               row["vetting_score_max"].integer(), row["att_tpm_equivalent"].integer(),
                               row["tmobile_daily_cap"].integer(), sourced_of(row)});
  }
  const JsonValue& seed = json["seed_defaults"];
  const JsonValue& att = seed["att_unvetted_parts_per_minute_per_campaign"];
  const JsonValue& tmobile = seed["tmobile_unvetted_messages_per_day_per_company"];
  tables.unvetted_class = {"unvetted", a_minute(att["value"].integer()), false, sourced_of(att)};
  tables.unvetted_tier = {"unvetted", Parts{tmobile["value"].integer()}, sourced_of(tmobile)};
}

void read_fees(const JsonValue& json, RuleTables::Tables& tables) {
  for (const JsonValue& row : json["fees"].items()) {
    if (row["usd"].is_null()) continue;  // a number of months, not a price
    const auto from = parse_first_month(row["as_of"].text());
    if (!from) throw std::runtime_error("not a date: \"" + row["as_of"].text() + "\"");
    const Sourced sourced = sourced_of(row);
    const std::string kind = row["item"].text() + (row["use_case"].is_null() ? "" : "/" + row["use_case"].text());
    tables.fees.push_back({kind, {*from, row["usd"].usd(), sourced.source, sourced.confidence}, {}});
  }
  std::ranges::stable_sort(tables.fees, {}, [](const NamedPrice& fee) { return fee.price.from; });
}

std::vector<DatedPrice> fees_of(const RuleTables::Tables& tables, std::string_view kind) {
  std::vector<DatedPrice> rows;
  for (const NamedPrice& fee : tables.fees) {
    if (fee.kind == kind) rows.push_back(fee.price);
  }
  return rows;
}

// The group of a use case, or empty.
std::string group_of(const RuleTables::Tables& tables, std::string_view use_case) {
  for (const auto& [name, group] : tables.use_case_groups) {
    if (name == use_case) return group;
  }
  return {};
}

// AWS's row for a score. A score in a gap between rows takes the row below; below all rows there is none.
const AwsRow* aws_row(const RuleTables::Tables& tables, std::string_view type, int score, Assumptions* used) {
  const AwsRow* below = nullptr;
  for (const AwsRow& row : tables.aws_rows) {
    if (row.use_case_type != type) continue;
    if (score >= row.score_min && score <= row.score_max) return &row;
    if (score > row.score_max && (below == nullptr || row.score_max > below->score_max)) below = &row;
  }
  if (below != nullptr) {
    note(used, "10dlc-aws-table-gap/" + std::string(type) + "/" + std::to_string(score),
         "A vetting score of " + std::to_string(score) +
             " falls between two rows of AWS's table; the lower row is used.",
         below->sourced.source);
  } else {
    note(used, "10dlc-aws-table-low/" + std::string(type),
         "A score below all rows of AWS's table for this kind of campaign counts as not vetted.",
         "10dlc.json, aws_table1 note");
  }
  return below;
}

std::string_view band_of(const BrandQuery& brand, Assumptions* used) {
  if (brand.russell_3000 || brand.government) {
    note(used, "10dlc-preferred-brand", "Russell 3000 companies and verified government brands start in the top class.",
         "10dlc.json, att_message_classes note (Convey, Sinch)");
    return "score_75_100";
  }
  const int score = brand.vetting_score.value_or(0);
  return score >= 75 ? "score_75_100" : score >= 50 ? "score_50_74" : score >= 1 ? "score_1_49" : "unvetted";
}

void note_seed_exceptions(const BrandQuery& brand, Assumptions* used) {
  if (!brand.russell_3000 && !brand.government) return;
  note(
      used, "10dlc-seed-no-preferred-brand",
      "The guide of 2023 names no exception for Russell 3000 or government brands: seed_2023 treats them as any other.",
      "rules.md R-REG-8");
}

std::string unknown_name(std::string_view what, std::string_view name) {
  return "unknown " + std::string(what) + " \"" + std::string(name) + "\"";
}

}  // namespace

void read_ten_dlc_tables(RuleTables::Tables& tables) {
  const JsonValue json = JsonValue::table("10dlc.json");
  read_classes(json, tables);
  read_tiers(json, tables);
  read_fees(json, tables);

  const JsonValue& mps_max = json["minor_carriers"]["mps_max"];
  for (CarrierRules& carrier : tables.carriers) {
    if (carrier.key != "OTH") continue;
    carrier.campaign_throughput = Throughput{mps_max["value"].integer(), std::chrono::seconds{1}};
  }
}

std::vector<std::string> RuleTables::use_cases() const {
  std::vector<std::string> names;
  for (const auto& [name, group] : tables_->use_case_groups) names.push_back(name);
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> RuleTables::message_classes() const {
  std::vector<std::string> letters;
  for (const MessageClass& row : tables_->classes) letters.push_back(row.letter);
  return letters;
}

Result<MessageClass> RuleTables::message_class(std::string_view use_case, const BrandQuery& brand,
                                               std::optional<char> letter, Assumptions* used) const {
  const auto row_of = [&](std::string_view wanted) -> Result<MessageClass> {
    const auto row = std::ranges::find(tables_->classes, wanted, &MessageClass::letter);
    if (row != tables_->classes.end()) return *row;
    std::string known;
    for (const MessageClass& c : tables_->classes) known += (known.empty() ? "" : ", ") + c.letter;
    return Error{"", unknown_name("message class", wanted), "use one of " + known};
  };
  if (letter) return row_of(std::string_view(&*letter, 1));

  const std::string group = group_of(*tables_, use_case);
  if (group.empty()) {
    std::string known;
    for (const std::string& name : use_cases()) known += (known.empty() ? "" : ", ") + name;
    return Error{"", unknown_name("use case", use_case), "use one of " + known};
  }
  const bool banded = group == "standard" || group == mixed_group;

  if (tables_->rule_set == RuleSet::seed_2023) {
    note_seed_exceptions(brand, used);
    if (!brand.vetting_score) return tables_->unvetted_class;  // whatever the use case (R-REG-8)
    if (banded) {
      const AwsRow* row = aws_row(*tables_, group, *brand.vetting_score, used);
      if (row == nullptr) return tables_->unvetted_class;
      return MessageClass{"vetted", a_minute(row->att_per_minute), false, row->sourced};
    }
    note(used, "10dlc-seed-class/" + group,
         "AWS's table has no row for vetted low volume and charity campaigns: AT&T's class table is used.",
         "10dlc.json");
  }
  const auto found = tables_->class_letters.find({group, banded ? std::string(band_of(brand, used)) : ""});
  if (found == tables_->class_letters.end()) return Error{"", unknown_name("group of use cases", group), ""};
  return row_of(found->second);
}

BrandTier RuleTables::brand_tier(const BrandQuery& brand, std::span<const std::string> use_cases,
                                 Assumptions* used) const {
  if (tables_->rule_set == RuleSet::seed_2023) {
    note_seed_exceptions(brand, used);
    if (!brand.vetting_score) return tables_->unvetted_tier;
    const bool mixed = !use_cases.empty() && std::ranges::all_of(use_cases, [&](const std::string& use_case) {
      return group_of(*tables_, use_case) == mixed_group;
    });
    note(used, "10dlc-seed-brand-row",
         "AWS's table gives the daily cap by kind of campaign: the row for mixed and marketing counts when all "
         "campaigns of "
         "the brand are of that kind, else the standard row.",
         "10dlc.json, aws_table1");
    const AwsRow* row = aws_row(*tables_, mixed ? mixed_group : "standard", *brand.vetting_score, used);
    if (row == nullptr) return tables_->unvetted_tier;
    return {std::to_string(row->score_min) + "-" + std::to_string(row->score_max), Parts{row->tmobile_per_day},
            row->sourced};
  }
  const auto named = [&](std::string_view tier) {
    return std::ranges::find(tables_->tiers, tier,
                             [](const TierRow& row) -> std::string_view { return row.rules.tier; });
  };
  auto row = tables_->tiers.end();
  if (brand.government) {
    row = named("government_verified");
  } else if (brand.russell_3000) {
    row = named("top");
  } else {
    const int score = brand.vetting_score.value_or(0);
    row = std::ranges::find_if(tables_->tiers, [&](const TierRow& r) {
      return r.score_min && r.score_max && score >= *r.score_min && score <= *r.score_max;
    });
  }
  return row != tables_->tiers.end() ? row->rules : tables_->unvetted_tier;
}

std::vector<DatedPrice> RuleTables::campaign_monthly_fees(std::string_view use_case, Assumptions* used) const {
  const std::string group = group_of(*tables_, use_case);
  const std::string kind = group == "low_volume" ? "low_volume"
                           : group == "special"  ? "charity"
                           : use_case == "MIXED" ? "mixed"
                                                 : "standard";
  note(used, "10dlc-campaign-fee",
       "Monthly campaign fees are those of other providers; AWS prints its own on the purchase page.",
       "10dlc.json fees; R-REG-15");
  return fees_of(*tables_, "campaign_monthly/" + kind);
}

std::vector<DatedPrice> RuleTables::brand_registration_fees() const { return fees_of(*tables_, "brand_registration"); }
std::vector<DatedPrice> RuleTables::brand_vetting_fees() const { return fees_of(*tables_, "brand_vetting"); }

}  // namespace sendlab
