// What decides about calls, conversations and registrations of a scenario.
#include <set>

#include "tools/decided_figures.hpp"

namespace sendlab {
namespace {

std::string percent(double share) {
  const auto tenths = static_cast<std::int64_t>(share * 1000 + 0.5);
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10)) + " %";
}

std::string range_of(const StepDuration& step) {
  return duration_text(step.least()) + " to " + duration_text(step.most()) +
         (step.business_days ? ", business days" : "");
}

}  // namespace

std::vector<std::string> countries_sent_to(const Scenario& scenario) {
  std::set<std::string> isos;
  for (const Workload& workload : scenario.workloads) {
    const auto* people = std::get_if<PopulationRecipients>(&workload.to);
    if (people == nullptr) return {};
    isos.insert(people->country);
  }
  return {isos.begin(), isos.end()};
}

void decide_calls(const PreparedScenario& prepared, DecidedFigures& figures) {
  const Scenario& scenario = prepared.loaded.scenario;
  std::set<std::size_t> calling;
  for (const Workload& workload : scenario.workloads)
    if (workload.channel == Channel::voice) calling.insert(workload.account);
  if (calling.empty()) return;
  figures.section("calls", [&] {
    for (const std::size_t a : calling) {
      const AccountSpec& spec = scenario.accounts[a];
      const AccountModel& account = prepared.world.model.accounts[a];
      const VoiceQuotas::Tier& tier = account.voice.of(account.voice_sandbox);
      const std::string name = "account " + spec.name + (account.voice_sandbox ? " in the voice sandbox" : "");
      figures.add_of_rules(name, std::to_string(tier.calls_per_minute) + " calls/min", "R-VSB-3", "quotas.csv");
      if (tier.calls_per_day)
        figures.add_of_rules(name, std::to_string(*tier.calls_per_day) + " calls in 24 h", "R-VSB-1", "quotas.csv");
      figures.add_of_rules(name + " to one recipient",
                           std::to_string(account.voice.calls_per_recipient_day) + " calls in 24 h", "R-VSB-2",
                           "quotas.csv");
      figures.add_of_rules(name + " from one number",
                           std::to_string(account.voice.calls_per_number_second) + " call/s", "R-VSB-5", "quotas.csv");
      figures.add_of_rules(name + " speaks at most", duration_text(tier.longest), "R-VSB-4", "quotas.csv");
      figures.add(name + " spends on calls a month at most", usd_text(account.enforced_voice_spend_limit()), spec.where,
                  "R-SPD-1 R-SPD-9");
    }
    std::vector<std::string> isos = countries_sent_to(scenario);
    if (isos.empty())
      for (const CountryRules& country : prepared.tables->countries()) isos.push_back(country.iso);
    for (const std::string& iso : isos)
      figures.add_rows("minute of a call to " + iso, prepared.tables->voice_prices(iso), "R-BIL-9");
    for (const CountryModel& country : prepared.world.model.countries)
      if (std::ranges::find(isos, country.iso) != isos.end() && !country.called_from_sandbox)
        figures.add_of_rules("calls from the sandbox to " + country.iso, "refused", "R-VSB-6", "voice_countries.csv");
  });
}

void decide_conversation(const PreparedScenario& prepared, DecidedFigures& figures) {
  const Scenario& scenario = prepared.loaded.scenario;
  figures.section("conversation", [&] {
    for (std::size_t i = 0; i < scenario.replies.size(); ++i)
      figures.add("people who answer a message, rule " + std::to_string(i + 1),
                  percent(scenario.replies[i].share) + " after " + scenario.replies[i].after.text(), scenario.file,
                  "R-TWO-1");
    const ServiceModel& model = prepared.world.model;
    for (const NumberModel& number : model.numbers) {
      if (!number.two_way) continue;
      figures.add("number " + number.name + " receives", number.self_managed_opt_outs
                                                             ? "everything, STOP and HELP too"
                                                             : "everything but STOP and HELP, which are answered",
                  scenario.file, number.self_managed_opt_outs ? "R-SMO-2 R-SMO-4" : "R-TWO-11 R-KEY-1 R-OPT-2");
    }
  });
}

void decide_registrations(const PreparedScenario& prepared, DecidedFigures& figures) {
  const Scenario& scenario = prepared.loaded.scenario;
  const ProvisioningPlan* plan = prepared.world.provisioning.get();
  if (plan == nullptr) return;
  figures.section("registrations", [&] {
    for (std::size_t i = 0; i < plan->registrations.size(); ++i) {
      const PlannedRegistration& planned = plan->registrations[i];
      const std::string name =
          (planned.kind == RegistrationKind::vetting ? "vetting " : "registration ") + plan->targets[i].name;
      figures.add(name + " is submitted", to_rfc3339(planned.submitted), scenario.file, "R-REG-2");
      const StepDuration& step =
          plan->rules.duration(plan->rules.form(planned.kind).duration_step, planned.plan.at_home);
      figures.add_either(name + " takes", planned.plan.lasts ? duration_text(*planned.plan.lasts) : range_of(step),
                         planned.plan.lasts.has_value(), scenario.file, "R-REG-10 R-REG-11", step.source);
      const double denied = plan->rules.denial_probability[static_cast<std::size_t>(planned.kind)];
      if (planned.plan.outcome == ReviewPlan::Outcome::drawn && denied > 0)
        figures.add_of_rules(name + " is denied", percent(denied) + " of submissions", "R-REG-16 R-REG-17",
                             "registrations.json (assumption)");
      if (const UsdMicros fee = plan->rules.submission_fee(planned.kind, planned.submitted); fee.count > 0)
        figures.add_of_rules(name + " costs", usd_text(fee), "R-REG-4", "10dlc.json fees");
    }
  });
  figures.section("support cases", [&] {
    for (const PlannedCase& planned : plan->cases) {
      const CaseKindRules& rules = plan->case_rules.of(planned.request.kind);
      const std::string name = "case " + std::string(name_of(planned.request.kind));
      figures.add_of_rules(name + " is answered after", range_of(plan->case_rules.first_answer), "R-CAS-2",
                           "registrations.json");
      if (planned.objection)
        figures.add_of_rules(name, "denied: " + *planned.objection, "R-CAS-1", "");
      else if (rules.lead)
        figures.add_of_rules(name + " takes then", range_of(*rules.lead), "R-CAS-3", rules.source);
    }
  });
}

}  // namespace sendlab
