#include "tools/decided.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/message/type_names.hpp"
#include "tools/decided_figures.hpp"

namespace sendlab {
namespace {

constexpr const char* by_rules = "rules";

// "240/min unvetted, 240/min to 4500/min by the score".
template <class Rows, class Text>
std::string by_score(const Rows& rows, Text text) {
  return text(rows.front()) + " unvetted, " + text(rows[1]) + " to " + text(rows.back()) + " by the score";
}

class Decisions : private DecidedFigures {
 public:
  explicit Decisions(const PreparedScenario& prepared)
      : DecidedFigures(prepared.loaded.scenario),
        prepared_(prepared),
        scenario_(prepared.loaded.scenario),
        tables_(*prepared.tables),
        world_(prepared.world),
        sent_to_(countries_sent_to(scenario_)) {
    for (const Workload& workload : scenario_.workloads) texts_ = texts_ || workload.channel == Channel::sms;
  }

  std::vector<DecidedSection> all() {
    section("the run", [&] { run(); });
    section("accounts", [&] { accounts(); });
    if (texts_) section("numbers", [&] { numbers(); });
    section("campaigns", [&] { campaigns(); });
    section("brands", [&] { brands(); });
    decide_calls(prepared_, *this);
    decide_registrations(prepared_, *this);
    decide_conversation(prepared_, *this);
    if (texts_) section("prices of a part", [&] { prices(); });
    section("fixed costs", [&] { fixed_costs(); });
    section("networks", [&] { networks(); });
    section("filters and quiet hours", [&] { filters(); });
    section("waits and deadlines", [&] { deadlines(); });
    section("assumptions", [&] { assumptions(); });
    return take();
  }

 private:
  [[nodiscard]] std::string named(const AccountSpec& account, const std::string& name) const {
    return scenario_.accounts.size() > 1 ? account.name + "/" + name : name;
  }

  void run() {
    add("rule set", scenario_.rules, scenario_.file, "");
    add("start", scenario_.start_text, scenario_.file, "");
    add("seed", std::to_string(scenario_.seed), scenario_.file, "");
    for (const auto& [name, value] : scenario_.params) add("param " + name, value, scenario_.file, "");
  }

  void accounts() {
    for (std::size_t a = 0; a < scenario_.accounts.size(); ++a) {
      const AccountSpec& spec = scenario_.accounts[a];
      const AccountModel& model = world_.model.accounts[a];
      const std::string name = "account " + spec.name;
      const bool own = model.spend_limit_override ||
                       (spec.monthly_spend_limit && model.monthly_spend_limit == *spec.monthly_spend_limit);
      add_either(name + " spends a month at most", usd_text(model.enforced_spend_limit()), own, spec.where,
                 model.spend_limit_override ? "R-SPD-6"
                 : spec.sandbox             ? "R-SBX-2"
                                            : "R-SPD-1 R-SPD-2",
                 "quotas sms_monthly_spend_threshold");
      add(name + " stops", spec.strict_spend_enforcement ? "at once" : "1 to 10 minutes after the limit is crossed",
          spec.where, spec.strict_spend_enforcement ? "R-SPD-4" : "R-SPD-2 R-SPD-3");
      add(name + " over a number's rate", spec.queue_over_mps ? "queued" : "ThrottlingException", spec.where,
          "R-MPS-9");
      if (spec.sandbox)
        add(name + " is in the sandbox", std::to_string(spec.verified_numbers.size()) + " verified numbers", spec.where,
            "R-SBX-1 R-SBX-3");
    }
  }

  static std::string mps_rules(const NumberSpec& number) {
    switch (number.type) {
      case NumberType::short_code: return "R-MPS-2";
      case NumberType::ten_dlc: return "R-MPS-3";
      case NumberType::toll_free: return "R-MPS-5";
      case NumberType::long_code: return "R-MPS-4 R-MPS-13";
      case NumberType::sender_id: return "R-MPS-6";
      case NumberType::shared_route: return "R-MPS-7";
      case NumberType::simulator: break;
    }
    return "R-SIM-7";
  }
  void number(const AccountSpec& account, const NumberSpec& spec, std::int64_t mps, bool own, std::size_t count) {
    std::string what = "number " + named(account, spec.name);
    if (count > 1) what += " and " + std::to_string(count - 1) + " more like it";
    what += " (" + std::string(name_of(spec.type)) + " " + spec.country + ")";
    add_either(what, std::to_string(mps) + "/s", own, spec.where, "R-MPS-1 " + mps_rules(spec), "quotas mps_*");
    if (spec.available_after > Duration{0})
      add(what + " is there after", duration_text(spec.available_after), spec.where, "R-NUM-2");
    if (spec.two_way) add(what + " opt-out list", spec.opt_out_list, spec.where, "R-OPT-1 R-OPT-4");
  }
  void numbers() {
    for (const AccountSpec& account : scenario_.accounts) {
      for (const BrandSpec& brand : account.brands)
        for (const CampaignSpec& campaign : brand.campaigns) {
          for (std::size_t i = 0; i < campaign.numbers.size();) {
            std::size_t end = i + 1;
            while (end < campaign.numbers.size() && campaign.numbers[end].mps == campaign.numbers[i].mps &&
                   campaign.numbers[end].available_after == campaign.numbers[i].available_after)
              ++end;
            number(account, campaign.numbers[i], campaign.numbers[i].mps.value_or(campaign.mps), true, end - i);
            i = end;
          }
        }
      for (const NumberSpec& own : account.numbers)
        number(account, own, own.mps.value_or(tables_.number_mps(own.type, own.country)), own.mps.has_value(), 1);
    }
  }

  void campaigns() {
    std::size_t at = 0;
    for (const AccountSpec& account : scenario_.accounts)
      for (const BrandSpec& brand : account.brands)
        for (const CampaignSpec& campaign : brand.campaigns)
          limits_of(account, brand, campaign, CampaignId{static_cast<std::uint16_t>(at++)});
  }
  // What its limits are by the score that a vetting in the scenario may bring; null: none does.
  [[nodiscard]] const ScoredCampaign* scored(CampaignId id) const {
    if (world_.provisioning == nullptr) return nullptr;
    const auto found = std::ranges::find(world_.provisioning->campaigns, id, &ScoredCampaign::campaign);
    return found == world_.provisioning->campaigns.end() ? nullptr : &*found;
  }
  void limits_of(const AccountSpec& account, const BrandSpec& brand, const CampaignSpec& campaign, CampaignId id) {
    const std::string name = "campaign " + named(account, campaign.name);
    const ScoredCampaign* by = scored(id);
    const std::vector<CarrierLimit>& limits = world_.model.campaigns[id.index].limits;
    for (std::size_t l = 0; l < limits.size(); ++l) {
      const CarrierLimit& limit = limits[l];
      const CarrierRules& carrier = tables_.carriers()[limit.carrier.index];
      std::string source = "10dlc.json minor_carriers", kind;
      if (carrier.class_limits) {
        const auto found = tables_.message_class(
            campaign.use_case, {brand.vetting_score, brand.russell_3000, brand.government}, campaign.message_class);
        if (found.ok()) source = found->sourced.source, kind = " (class " + found->letter + ")";
      }
      const bool own = overrides_campaign(campaign, carrier);
      std::string value = throughput_text(limit.throughput) + (limit.per_number ? " a number" : "") + (own ? "" : kind);
      if (by != nullptr && !own && carrier.class_limits)
        value = by_score(by->limits, [&](const auto& row) { return throughput_text(row[l].throughput); });
      add_either(name + " at " + carrier.name, value, own, campaign.where, "R-REG-8", source);
    }
    add(name + " over its throughput", campaign.reject_over_throughput ? "CARRIER_UNREACHABLE" : "held", campaign.where,
        "R-REG-8");
  }
  [[nodiscard]] bool overrides_campaign(const CampaignSpec& campaign, const CarrierRules& carrier) const {
    const auto names = [&](const auto& entry) { return entry.first == carrier.name; };
    const CarrierOverride* o = override_of(carrier.name);
    return std::ranges::any_of(campaign.throughput, names) || (o != nullptr && o->campaign_throughput) ||
           (carrier.class_limits && campaign.message_class);
  }
  [[nodiscard]] const CarrierOverride* override_of(const std::string& carrier) const {
    const auto found = std::ranges::find(scenario_.network.carriers, carrier, &CarrierOverride::name);
    return found != scenario_.network.carriers.end() ? &*found : nullptr;
  }

  void brands() {
    std::set<std::string> seen;  // a company is one brand in all accounts
    std::size_t at = 0;
    for (const AccountSpec& account : scenario_.accounts)
      for (const BrandSpec& brand : account.brands) {
        if (!seen.insert(brand.name).second) continue;
        std::vector<std::string> use_cases;
        for (const CampaignSpec& campaign : brand.campaigns) use_cases.push_back(campaign.use_case);
        const BrandTier tier =
            tables_.brand_tier({brand.vetting_score, brand.russell_3000, brand.government}, use_cases);
        const std::vector<DailyCap>& caps = world_.model.brands[at].caps;
        const ScoredBrand* by = nullptr;
        if (world_.provisioning != nullptr)
          for (const ScoredBrand& row : world_.provisioning->brands)
            if (row.brand.index == at) by = &row;
        const auto parts_of = [](const DailyCap& cap) {
          return cap.parts ? std::to_string(*cap.parts) + "/day" : std::string("no cap");
        };
        for (std::size_t c = 0; c < caps.size(); ++c) {
          const DailyCap& cap = caps[c];
          const CarrierRules& carrier = tables_.carriers()[cap.carrier.index];
          const CarrierOverride* o = override_of(carrier.name);
          const bool own =
              (o != nullptr && o->brand_daily_cap) ||
              std::ranges::any_of(brand.daily_cap, [&](const auto& entry) { return entry.first == carrier.name; });
          std::string value = parts_of(cap) + (own ? "" : " (tier " + tier.tier + ")");
          if (by != nullptr && !own) value = by_score(by->caps, [&](const auto& row) { return parts_of(row[c]); });
          add_either("brand " + brand.name + " at " + carrier.name, value, own, brand.where, "R-REG-8",
                     tier.sourced.source);
        }
        add("brand " + brand.name + " over its cap", brand.hold_over_daily_cap ? "held" : "CARRIER_BLOCKED",
            brand.where, "R-REG-8");
        ++at;
      }
  }

  void prices() {
    const PricesSpec& own = scenario_.prices;
    std::set<std::pair<std::string, NumberType>> seen;
    for (const NumberModel& number : world_.model.numbers) {
      const CountryRules& country = tables_.countries()[number.country.index];
      if (!number.sms || !seen.insert({country.iso, number.type}).second) continue;
      if (!sent_to(number.country)) continue;
      const std::string type(name_of(number.type));
      const std::string what = "message in " + country.iso + " from " + type;
      if (own.per_part)
        add(what, usd_text(*own.per_part), scenario_.file, "R-BIL-2");
      else
        add_rows(what, tables_.message_prices(country.iso, number.type), "R-BIL-1 R-BIL-2");
      for (const CarrierRules& carrier : tables_.carriers_of(number.country)) {
        const CarrierOverride* o = override_of(carrier.name);
        const std::string fee = "carrier fee of " + carrier.name + " for " + type;
        if (o != nullptr && o->fee)
          add(fee, usd_text(*o->fee), scenario_.file, "R-BIL-2");
        else if (own.carrier_fee)
          add(fee, usd_text(*own.carrier_fee), scenario_.file, "R-BIL-2");
        else
          add_rows(fee, tables_.carrier_fees(carrier, number.type), "R-BIL-2 R-BIL-4");
      }
      if (!number.two_way) continue;
      if (own.inbound)
        add("inbound part in " + country.iso, usd_text(*own.inbound), scenario_.file, "R-BIL-2");
      else
        add_rows("inbound part in " + country.iso, tables_.inbound_prices(country.iso), "R-BIL-2");
    }
  }

  void fixed_costs() {
    std::set<std::string> seen;
    for (const World::MonthlyFee& fee : world_.monthly_fees) {
      if (!seen.insert(fee.usage_type).second) continue;
      const auto count = std::ranges::count(world_.monthly_fees, fee.usage_type, &World::MonthlyFee::usage_type);
      UsdMicros value = fee.rows.front().value;
      for (const DatedValue& row : fee.rows)
        if (row.from <= scenario_.start) value = row.value;
      const bool campaign = fee.usage_type.starts_with("10DLC-");
      const bool own = campaign ? scenario_.prices.campaign_month.has_value() : !scenario_.prices.number_month.empty();
      add_either(fee.usage_type + " a month", std::to_string(count) + " x " + usd_text(value), own, scenario_.file,
                 campaign ? "R-REG-15 R-BIL-10" : "R-NUM-3",
                 campaign ? "10dlc.json fees" : "pricing.json number_leases");
    }
  }

  void networks() {
    if (world_.ideal) {
      add("every network", "ideal: accepts after " + duration_text(world_.ideal->accept) + ", delivers after " +
                               duration_text(world_.ideal->delivery), scenario_.file, "R-EVT-5");
      return;
    }
    std::set<std::uint16_t> countries;
    for (const NumberModel& number : world_.model.numbers)
      if (sent_to(number.country)) countries.insert(number.country.index);
    for (const std::uint16_t country : countries)
      for (const CarrierRules& carrier : tables_.carriers_of(CountryId{country})) {
        const CarrierProfile& profile = world_.profiles[carrier.id.index];
        const CarrierOverride* o = override_of(carrier.name);
        add_either(carrier.name + " accepts after", profile.accept.text(), o != nullptr && o->accept, scenario_.file,
                   "R-EVT-5", "carriers.json (" + carrier.sourced.confidence + ")");
        add_either(carrier.name + " delivers after", profile.delivery.text(), o != nullptr && o->delivery,
                   scenario_.file, "R-EVT-5 R-EVT-6", "carriers.json (" + carrier.sourced.confidence + ")");
        if (o != nullptr && o->failure)
          add(carrier.name + " fails", "as the scenario says", scenario_.file, "R-EVT-11");
      }
  }

  static std::string chance(const char* what, double value) {
    const long tenths = std::lround(value * 1000);
    return value > 0
               ? std::string(what) + " " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %, "
               : "";
  }
  void filters() {
    if (!world_.filters) return;
    for (std::size_t w = 0; w < world_.filters->contents.size(); ++w) {
      const FilterContent& content = world_.filters->contents[w];
      std::string what = chance("shortener", content.shortener) + chance("restricted", content.restricted) +
                         chance("style", content.style) + (content.snowshoe ? "several senders, " : "");
      if (what.empty()) continue;
      what.resize(what.size() - 2);
      add("workload " + scenario_.workloads[w].name + " sets off", what, scenario_.workloads[w].where,
          "R-SPM-2 R-SPM-3 R-SPM-4 R-SPM-9");
    }
    for (std::size_t k = 0; k < world_.filter_rules.size(); ++k) {
      const auto& rules = world_.filter_rules[k];
      const CarrierRules& carrier = tables_.carriers()[k];
      if (!rules || !sent_to(carrier.country)) continue;
      std::string what = chance("shortener", rules->shortener) + chance("restricted", rules->restricted) +
                         chance("style", rules->style) + chance("several senders", rules->snowshoe) +
                         chance("flagged long code", rules->long_code);
      if (!what.empty()) what.resize(what.size() - 2);
      add(carrier.name + " blocks of what sets it off", what.empty() ? "nothing" : what, by_rules,
          rules->long_code > 0 ? "R-SPM-1" : "R-SPM-6",
          "carriers.json spam_filter (assumption), unless the scenario says more");
    }
    if (!world_.filters->quiet) return;
    for (const CountryRules& country : tables_.countries()) {
      const auto& hours = world_.filters->quiet->hours[country.id.index];
      if (!hours || !sent_to(country.id)) continue;
      add("promotional messages in " + country.iso,
          (world_.filters->quiet->block ? "blocked" : "held") + std::string(" outside ") + duration_text(hours->from) +
              " to " + duration_text(hours->to) + " of the day",
          scenario_.file, "R-QUI-3 R-TYP-4", "quiet_hours.csv");
    }
  }
  [[nodiscard]] bool sent_to(CountryId country) const {
    if (!sent_to_.empty())
      return std::ranges::find(sent_to_, tables_.countries()[country.index].iso) != sent_to_.end();
    return std::ranges::any_of(world_.model.numbers,
                               [&](const NumberModel& number) { return number.country == country; });
  }

  void deadlines() {
    const ServiceConstants& constants = world_.model.constants;
    add("one recipient, from an account", "1 message in " + duration_text(constants.recipient_spacing), by_rules,
        "R-MPS-8", "quotas sms_per_recipient_rate");
    add("without a final event, UNKNOWN after", duration_text(constants.final_timeout), by_rules, "R-TTL-5",
        "quotas event_final_timeout");
    for (const Workload& workload : scenario_.workloads)
      add("workload " + workload.name + " time-to-live", duration_text(workload.ttl), workload.where,
          "R-TTL-1 R-TTL-2 R-TTL-3");
  }

  void assumptions() {
    for (const std::string& text : world_.assumptions) {
      const std::size_t colon = text.find(": "), bracket = text.rfind(" [");
      if (colon == std::string::npos || bracket == std::string::npos || bracket < colon) continue;
      add(text.substr(0, colon), text.substr(colon + 2, bracket - colon - 2), "assumption", "",
          text.substr(bracket + 2, text.size() - bracket - 3));
    }
  }

  const PreparedScenario& prepared_;
  const Scenario& scenario_;
  const RuleTables& tables_;
  const World& world_;
  std::vector<std::string> sent_to_;
  bool texts_ = false;  // it sends texts
};

}  // namespace

std::vector<DecidedSection> decided_by(const PreparedScenario& prepared) { return Decisions(prepared).all(); }

std::vector<std::string> rules_of(const std::vector<DecidedSection>& sections) {
  std::set<std::string> ids;
  for (const DecidedSection& section : sections)
    for (const DecidedFigure& figure : section.figures) {
      for (std::size_t begin = 0; begin < figure.rules.size();) {
        const std::size_t end = std::min(figure.rules.find(' ', begin), figure.rules.size());
        ids.insert(figure.rules.substr(begin, end - begin));
        begin = end + 1;
      }
    }
  return {ids.begin(), ids.end()};
}

}  // namespace sendlab
