// Registrations and support cases of a scenario: names become places, forms are checked, limits by score are made.
#include <algorithm>

#include "carriers/registration_tables.hpp"
#include "scenarios/nearest_name.hpp"
#include "tools/world_builder.hpp"

namespace sendlab {
namespace {

// A field of the form by its path, or by the last word of it when that is in one section only.
const FormField* field_named(const RegistrationForm& form, const std::string& name) {
  if (const FormField* exact = form.field(name)) return exact;
  const FormField* found = nullptr;
  for (const FormField& field : form.fields)
    if (field.path.ends_with("." + name)) {
      if (found != nullptr) return nullptr;
      found = &field;
    }
  return found;
}

std::vector<std::string> field_names(const RegistrationForm& form) {
  std::vector<std::string> names;
  for (const FormField& field : form.fields) {
    names.push_back(field.path.substr(field.path.find('.') + 1));
    names.push_back(field.path);
  }
  return names;
}

FieldValue value_of(const FormField& field, const std::vector<std::string>& given) {
  if (field.type == FieldType::select) return {given, {}, {}};
  const std::string text = given.empty() ? "" : given.front();
  return field.type == FieldType::text ? FieldValue{{}, text, {}} : FieldValue{{}, {}, text};
}

}  // namespace

std::vector<DailyCap> WorldBuilder::brand_caps(const BrandSpec& brand, const BrandQuery& query) {
  std::vector<DailyCap> caps;
  std::vector<std::string> use_cases;
  for (const CampaignSpec& campaign : brand.campaigns) use_cases.push_back(campaign.use_case);
  const BrandTier tier = tables_.brand_tier(query, use_cases, &used_);
  for (const CarrierRules& rules : tables_.carriers()) {
    std::optional<std::int64_t> cap;
    bool counted = rules.brand_caps;
    if (rules.brand_caps && tier.daily_cap) cap = tier.daily_cap->count;
    if (const CarrierOverride* o = override_of(rules.name); o != nullptr && o->brand_daily_cap)
      cap = o->brand_daily_cap, counted = true;
    for (const auto& [name, parts] : brand.daily_cap)
      if (name == rules.name) cap = parts, counted = true;
    for (const FaultSpec& f : scenario_.faults)  // a rule change may bring a cap where there was none
      if (f.kind == FaultKind::rule_change && f.brand_daily_cap && f.carrier == rules.name) counted = true;
    if (counted) caps.push_back({rules.id, cap, 0});
  }
  return caps;
}

std::vector<CarrierLimit> WorldBuilder::campaign_limits(const CampaignSpec& campaign, const BrandQuery& brand) {
  std::vector<CarrierLimit> limits;
  for (const CarrierRules& rules : tables_.carriers()) {
    std::optional<CarrierLimit> limit;
    if (rules.class_limits) {
      const auto message_class = tables_.message_class(campaign.use_case, brand, campaign.message_class, &used_);
      if (!message_class.ok()) {
        fault(campaign.where, message_class.error().what, message_class.error().fix);
        continue;
      }
      limit = CarrierLimit{rules.id, message_class->throughput, message_class->per_number};
    } else if (rules.campaign_throughput) {
      limit = CarrierLimit{rules.id, *rules.campaign_throughput, false};
    }
    if (const CarrierOverride* o = override_of(rules.name); o != nullptr && o->campaign_throughput)
      limit = CarrierLimit{rules.id, *o->campaign_throughput, false};
    for (const auto& [name, throughput] : campaign.throughput)
      if (name == rules.name) limit = CarrierLimit{rules.id, throughput, false};
    for (const FaultSpec& f : scenario_.faults)  // a rule change may bring a limit where there was none
      if (!limit && f.kind == FaultKind::rule_change && f.campaign_throughput && f.carrier == rules.name)
        limit = CarrierLimit{rules.id, {INT32_MAX, f.campaign_throughput->per}, false};
    if (limit) limits.push_back(*limit);
  }
  return limits;
}

void WorldBuilder::add_registrations() {
  const bool any = std::ranges::any_of(
      scenario_.accounts, [](const AccountSpec& a) { return !a.registrations.empty() || !a.support_cases.empty(); });
  if (!any) return;
  auto rules = load_registration_rules(tables_);
  auto case_rules = load_support_case_rules();
  if (!rules.ok()) return errors_.push_back(rules.error());
  if (!case_rules.ok()) return errors_.push_back(case_rules.error());
  world_.provisioning = std::make_unique<ProvisioningPlan>();
  ProvisioningPlan& plan = *world_.provisioning;
  plan.rules = std::move(rules).value();
  plan.case_rules = std::move(case_rules).value();
  for (std::size_t a = 0; a < scenario_.accounts.size(); ++a) {
    for (const RegistrationSpec& spec : scenario_.accounts[a].registrations) add_registration(spec, a);
    order_registrations(a);
    for (const SupportCaseSpec& spec : scenario_.accounts[a].support_cases) add_case(spec, a);
  }
  if (!plan.registrations.empty()) note_registration_assumptions(plan.rules, used_);
  if (!plan.cases.empty())
    used_.add("support-cases/answers", "A complete case that no rule speaks against is granted.", "R-CAS-2");
}

void WorldBuilder::add_registration(const RegistrationSpec& spec, std::size_t a) {
  ProvisioningPlan& plan = *world_.provisioning;
  const RegistrationForm* form = plan.rules.form(spec.type);
  if (form == nullptr) {
    std::vector<std::string> types;
    for (const RegistrationForm& f : plan.rules.forms) types.push_back(f.type);
    return fault(spec.where,
                 "registration " + spec.name + ": no type \"" + spec.type + "\"" + did_you_mean(spec.type, types),
                 "one of " + list_of(types));
  }
  PlannedRegistration planned;
  planned.name = scenario_.accounts[a].name + "/" + spec.name + "/" + std::string(name_of(form->kind));
  planned.kind = form->kind;
  planned.submitted = scenario_.start + spec.submitted;
  planned.resubmit_after = spec.resubmit_after;
  if (spec.registry_at) planned.registry_at = scenario_.start + *spec.registry_at;
  planned.plan.outcome = spec.outcome == "approve"  ? ReviewPlan::Outcome::approve
                         : spec.outcome == "reject" ? ReviewPlan::Outcome::deny
                                                    : ReviewPlan::Outcome::drawn;
  planned.plan.lasts = spec.lasts;
  planned.plan.at_home = !spec.international;
  planned.plan.matches_tax_record = spec.tax_record_matches;
  if (spec.vetting_score) planned.plan.vetting_score = static_cast<int>(*spec.vetting_score);
  if (!spec.carrier_review) plan.carrier_review = false;
  if (!spec.reason.empty() && plan.rules.reason(form->kind, spec.reason) == nullptr) {
    const std::vector<std::string> codes = plan.rules.reason_codes(form->kind);
    fault(spec.where,
          "registration " + spec.name + ": no reason \"" + spec.reason + "\"" + did_you_mean(spec.reason, codes),
          "one of " + list_of(codes));
  }
  planned.plan.reason = spec.reason;
  for (const auto& [name, given] : spec.fields) {
    const FormField* field = field_named(*form, name);
    if (field == nullptr) {
      const std::vector<std::string> names = field_names(*form);
      fault(
          spec.where,
          "registration has no field " + name + ", and the form " + form->type + " neither" + did_you_mean(name, names),
          "sendlab's LANGUAGE.md lists the fields of registration; the others are those of the form");
      continue;
    }
    const FieldValue value = value_of(*field, given);
    if (const auto wrong = fault_of(*field, value))
      fault(spec.where, "registration " + spec.name + ": " + field->path + " " + *wrong,
            "see carriers/tables/registration_forms.json");
    planned.values[field->path] = value;
  }
  RegistrationTarget target{
      .name = spec.name, .account = AccountId{static_cast<std::uint16_t>(a)}, .international = spec.international};
  const std::vector<std::string> names = spec.registers.empty() ? std::vector<std::string>{spec.name} : spec.registers;
  if (!find_target(spec, a, form->kind, names, target)) return;
  for (const NumberId n : target.numbers) planned.numbers.push_back(std::to_string(n.index));
  if (form->kind == RegistrationKind::sender_id) planned.values["senderIdInfo.senderId"] = {{}, names.front(), {}};
  plan.registrations.push_back(std::move(planned));
  plan.targets.push_back(std::move(target));
}

bool WorldBuilder::find_target(const RegistrationSpec& spec, std::size_t a, RegistrationKind kind,
                               const std::vector<std::string>& names, RegistrationTarget& target) {
  const AccountSpec& account = scenario_.accounts[a];
  std::vector<std::string> known;
  for (const std::string& name : names) {
    bool found = false;
    known.clear();
    if (kind == RegistrationKind::brand || kind == RegistrationKind::vetting) {
      for (const BrandSpec& brand : account.brands) {
        known.push_back(brand.name);
        if (brand.name == name) target.brand = brands_.at(name), found = true;
      }
    } else if (kind == RegistrationKind::campaign) {
      for (std::size_t b = 0; b < account.brands.size(); ++b)
        for (std::size_t c = 0; c < account.brands[b].campaigns.size(); ++c) {
          known.push_back(account.brands[b].campaigns[c].name);
          if (known.back() != name) continue;
          target.campaign = campaigns_[a][b][c];
          target.numbers = numbers_[a].of_campaigns[b][c];
          found = true;
        }
    } else {
      const NumberType type = kind == RegistrationKind::toll_free ? NumberType::toll_free : NumberType::sender_id;
      for (std::uint32_t n = 0; n < world_.model.numbers.size(); ++n) {
        const NumberModel& number = world_.model.numbers[n];
        if (number.account.index != a || number.type != type) continue;
        known.push_back(number.name);
        if (number.name == name) target.numbers.push_back(NumberId{n}), found = true;
      }
    }
    if (!found) {
      fault(spec.where,
            "registration " + spec.name + " registers \"" + name + "\", which account " + account.name + " has not" +
                did_you_mean(name, known),
            "name a brand, campaign, toll-free number or sender ID that the account declares: registers = \"…\"");
      return false;
    }
  }
  return true;
}

// Who waits for whom, and which campaigns and brands get their limits from a vetting.
void WorldBuilder::order_registrations(std::size_t a) {
  ProvisioningPlan& plan = *world_.provisioning;
  const AccountSpec& account = scenario_.accounts[a];
  const auto place = [&](auto&& is) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < plan.targets.size(); ++i)
      if (plan.targets[i].account.index == a && is(i)) return i;
    return std::nullopt;
  };
  for (std::size_t b = 0; b < account.brands.size(); ++b) {
    const BrandSpec& brand = account.brands[b];
    const BrandId brand_id = brands_.at(brand.name);
    const auto of_kind = [&](RegistrationKind kind) {
      return place(
          [&](std::size_t i) { return plan.registrations[i].kind == kind && plan.targets[i].brand == brand_id; });
    };
    const auto registration = of_kind(RegistrationKind::brand), vetting = of_kind(RegistrationKind::vetting);
    if (vetting) {
      plan.registrations[*vetting].brand = registration;
      if (!plan.registrations[*vetting].plan.vetting_score && brand.vetting_score)
        plan.registrations[*vetting].plan.vetting_score = brand.vetting_score;
    }
    for (std::size_t c = 0; c < brand.campaigns.size(); ++c) {
      const CampaignId id = campaigns_[a][b][c];
      const auto campaign = place([&](std::size_t i) { return plan.targets[i].campaign == id; });
      if (campaign) plan.registrations[*campaign].brand = registration;
      if (registration && !campaign)
        fault(brand.campaigns[c].where,
              "campaign " + brand.campaigns[c].name +
                  " belongs to a brand that is not registered yet, so it cannot be registered already (R-REG-2)",
              "add registration { name = \"" + brand.campaigns[c].name +
                  "\", type = \"US_TEN_DLC_CAMPAIGN_REGISTRATION\", submitted = \"0d\" }");
      if (vetting) plan.campaigns.push_back(scored_campaign(brand.campaigns[c], brand, id, brand_id));
    }
    if (vetting) plan.brands.push_back(scored_brand(brand, brand_id));
  }
  std::size_t i = place([](std::size_t) { return true; }).value_or(0);
  for (const RegistrationSpec& spec : account.registrations) {
    if (i >= plan.targets.size() || plan.targets[i].name != spec.name) continue;  // it was at fault
    for (const std::string& name : spec.after) {
      bool found = false;
      for (std::size_t k = 0; k < plan.targets.size(); ++k)
        if (plan.targets[k].account.index == a && plan.targets[k].name == name && k != i)
          plan.registrations[i].after.push_back(k), found = true;
      if (!found)
        fault(
            spec.where,
            "registration " + spec.name + " waits for \"" + name + "\", which is no other registration of the account",
            "name one that is declared in registrations");
    }
    ++i;
  }
}

ScoredCampaign WorldBuilder::scored_campaign(const CampaignSpec& campaign, const BrandSpec& brand, CampaignId id,
                                             BrandId brand_id) {
  ScoredCampaign scored{id, brand_id, {}};
  scored.limits.push_back(campaign_limits(campaign, {std::nullopt, brand.russell_3000, brand.government}));
  for (int score = 0; score <= 100; ++score)
    scored.limits.push_back(campaign_limits(campaign, {score, brand.russell_3000, brand.government}));
  world_.model.campaigns[id.index].limits = scored.limits.front();  // until the score counts
  return scored;
}

ScoredBrand WorldBuilder::scored_brand(const BrandSpec& brand, BrandId id) {
  ScoredBrand scored{id, {}};
  scored.caps.push_back(brand_caps(brand, {std::nullopt, brand.russell_3000, brand.government}));
  for (int score = 0; score <= 100; ++score)
    scored.caps.push_back(brand_caps(brand, {score, brand.russell_3000, brand.government}));
  auto& caps = world_.model.brands[id.index].caps;
  for (std::size_t i = 0; i < caps.size(); ++i)
    for (auto& row : scored.caps) row[i].parts_today = caps[i].parts_today;
  caps = scored.caps.front();
  return scored;
}

}  // namespace sendlab
