// The support cases of a scenario: what they name, and what speaks against them by the rules (R-CAS).
#include <algorithm>

#include "carriers/csv_table.hpp"
#include "scenarios/nearest_name.hpp"
#include "tools/world_builder.hpp"

namespace sendlab {
namespace {

// The first row of a table with this value in the column.
std::optional<std::size_t> row_of(std::string_view table, std::string_view column, std::string_view value) {
  const CsvTable rows(table);
  for (std::size_t row = 0; row < rows.rows(); ++row)
    if (rows.at(row, column) == value) return row;
  return std::nullopt;
}

}  // namespace

void WorldBuilder::add_case(const SupportCaseSpec& spec, std::size_t a) {
  ProvisioningPlan& plan = *world_.provisioning;
  const AccountSpec& account = scenario_.accounts[a];
  const auto kind = case_kind_of(spec.kind);
  if (!kind) {
    std::vector<std::string> kinds;
    for (std::size_t k = 0; k < case_kind_count; ++k) kinds.emplace_back(name_of(static_cast<CaseKind>(k)));
    return fault(spec.where, "support_case: no kind \"" + spec.kind + "\"" + did_you_mean(spec.kind, kinds),
                 "one of " + list_of(kinds));
  }
  PlannedCase planned;
  planned.at = scenario_.start + spec.at;
  planned.account = AccountId{static_cast<std::uint16_t>(a)};
  planned.reply_after = spec.reply_after;
  planned.request.key = account.name + "/" + std::to_string(plan.cases.size());
  planned.request.kind = *kind;
  planned.request.region = spec.region.empty() ? account.region : spec.region;
  planned.of_this_region = planned.request.region == account.region;  // R-CAS-1
  planned.request.details = spec.details;
  planned.request.countries = spec.countries;
  if (!spec.outcome.empty())
    planned.request.outcome =
        spec.outcome == "deny" ? SupportCase::Outcome::deny : SupportCase::Outcome::carriers_reject;
  const std::vector<std::string> names = plan.case_rules.detail_names();
  for (const auto& [name, text] : spec.details)
    if (std::ranges::find(names, name) == names.end())
      fault(spec.where, "support_case has no field " + name + did_you_mean(name, names),
            "kind, at, region, outcome, gives, reply_after, countries, " + list_of(names));
  if (const auto wrong = fault_of(plan.case_rules, planned.request))
    fault(spec.where, "support_case " + spec.kind + ": " + wrong->where + " " + wrong->what, wrong->fix);
  for (const std::string& name : spec.gives) {
    bool found = false;
    for (std::uint32_t n = 0; n < world_.model.numbers.size(); ++n)
      if (world_.model.numbers[n].account.index == a && world_.model.numbers[n].name == name)
        planned.gives.push_back(NumberId{n}), found = true;
    if (!found)
      fault(spec.where, "support_case gives \"" + name + "\", which account " + account.name + " does not declare",
            "declare the number or sender ID in the account");
  }
  const std::string country = planned.request.detail("country");
  if (*kind == CaseKind::short_code && tables_.country(country) != nullptr)
    planned.setup_fee = tables_.number_fees(NumberType::short_code, country, &used_).setup;
  check_case_names(spec, planned, account);
  if (registers_text(*kind) && planned.of_this_region && !planned.request.detail("template").empty())
    planned.text =
        add_template({.country = *kind == CaseKind::india_sender_id ? "IN" : plan.case_rules.template_country,
                      .id = planned.request.detail("template_id"),
                      .entity = planned.request.detail("entity_id"),
                      .text = planned.request.detail("template"),
                      .where = spec.where},
                     planned.account, never);
  planned.objection = objection_to(planned);
  plan.cases.push_back(std::move(planned));
}

const NumberModel* WorldBuilder::number_of_case(const PlannedCase& planned) const {
  for (const NumberModel& number : world_.model.numbers)
    if (number.account == planned.account && number.name == planned.request.detail("number")) return &number;
  return nullptr;
}

// What a case names must be there: a case about nothing would be granted and change nothing.
void WorldBuilder::check_case_names(const SupportCaseSpec& spec, const PlannedCase& planned,
                                    const AccountSpec& account) {
  const auto unknown = [&](const std::string& what, const std::string& name, const std::string& fix) {
    fault(spec.where, "support_case " + spec.kind + ": " + what + " \"" + name + "\"", fix);
  };
  const SupportCase& request = planned.request;
  if (const std::string name = request.detail("number"); !name.empty() && number_of_case(planned) == nullptr)
    unknown("account " + account.name + " has no number", name, "name one of its numbers");
  if (const std::string iso = request.detail("country"); !iso.empty() && tables_.country(iso) == nullptr)
    unknown("there is no country", iso, "give its ISO code of two letters");
  if (const std::string quota = request.detail("quota"); !quota.empty() && !row_of("quotas.csv", "name", quota))
    unknown("there is no quota", quota, "see carriers/tables/quotas.csv");
}

// What speaks against a case by the rules, as far as the scenario tells.
std::optional<std::string> WorldBuilder::objection_to(const PlannedCase& planned) const {
  const std::string iso = planned.request.detail("country");
  const CountryRules* country = tables_.country(iso);
  const auto& refused = world_.provisioning->case_rules.refused_long_code_isos;
  const NumberModel* number = number_of_case(planned);
  const auto is_of = [&](NumberType type) { return number != nullptr && number->type == type; };
  switch (planned.request.kind) {
    case CaseKind::long_code:
      if (std::ranges::find(refused, iso) != refused.end())
        return "plain long codes of " + iso + " are not given (R-NUM-15)";
      if (country != nullptr && !country->long_codes) return iso + " has no long codes";
      return std::nullopt;
    case CaseKind::short_code:
      if (country != nullptr && !country->short_codes) return iso + " has no short codes";
      return std::nullopt;
    case CaseKind::sender_id:
      if (country != nullptr && !country->sender_ids) return iso + " has no sender IDs (R-ORG-11)";
      return std::nullopt;
    case CaseKind::local_voice_number: {
      const VoiceCountry* offered = tables_.voice_country(iso);
      if (offered == nullptr) return iso + " has no local numbers for voice: call from another country's number";
      if (!offered->by_support_case)
        return iso + " asks for no local address: lease the number directly (R-VSB-14)";
      return std::nullopt;
    }
    case CaseKind::mps: {
      if (is_of(NumberType::toll_free)) return "the rate of toll-free numbers is fixed (quotas.csv mps_toll_free_us)";
      const auto most = tables_.quota_millionths("mps_10dlc_us_max");
      if (is_of(NumberType::ten_dlc) && most && planned.request.number("new_limit").value_or(0) > *most / 1'000'000)
        return "a 10DLC number sends at most " + std::to_string(*most / 1'000'000) + " parts a second (R-MPS-3)";
      return std::nullopt;
    }
    case CaseKind::quota: {
      const std::string name = planned.request.detail("quota");
      const auto row = row_of("quotas.csv", "name", name);
      if (row && CsvTable("quotas.csv").at(*row, "increasable") != "yes")
        return "the quota " + name + " is fixed (quotas.csv)";
      return std::nullopt;
    }
    case CaseKind::convert_long_code:
      if (number != nullptr && (number->type != NumberType::long_code ||
                                world_.model.countries[number->country.index].iso != "US"))
        return "only plain long codes of the US are converted";
      return std::nullopt;
    case CaseKind::short_code_keyword:
      if (number != nullptr && number->type != NumberType::short_code)
        return "keywords of other numbers change without a case";
      return std::nullopt;
    case CaseKind::voice_production_access:
      if (std::ranges::none_of(scenario_.workloads, [&](const Workload& w) {
            return w.account == planned.account.index && w.channel == Channel::voice;
          }))
        return "no voice message is sent before (R-VSB-7)";
      return std::nullopt;
    default: return std::nullopt;
  }
}

}  // namespace sendlab
