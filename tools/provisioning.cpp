#include "tools/provisioning.hpp"

#include <algorithm>

#include "engine/kernel/calendar.hpp"

namespace sendlab {
namespace {

std::string day_of(Instant at) { return to_rfc3339(at).substr(0, 10); }

ProvisioningDelays delays_of(const ProvisioningPlan& plan) {
  ProvisioningDelays delays;
  for (const ProvisioningDelay& delay : plan.delays) delays.add(delay);
  return delays;
}

// Days with six decimals, in millionths.
std::int64_t days(Instant from, Instant to) { return (to - from).count() / (one_day.count() / 1'000'000); }

}  // namespace

DrawnProvisioning::DrawnProvisioning(const ProvisioningPlan& plan, const ServiceModel& model,
                                     std::span<const FeeOf> monthly, const RegistrationBook::Streams& streams)
    : plan_(plan),
      model_(model),
      delays_(delays_of(plan)),
      outcomes_(draw_timeline(plan.rules, plan.registrations, plan.carrier_review, streams, &delays_)),
      leased_from_(model.numbers.size(), model.start),
      campaign_from_(model.campaigns.size(), model.start) {
  apply_registrations();
  set_limits();
  run_cases(streams);
  set_fees_begin(monthly);
  for (const ProvisioningDelay& delay : delays_.all()) model_.faults[delay.fault].met_at_start += delay.met;
}

void DrawnProvisioning::apply_registrations() {
  for (std::size_t i = 0; i < plan_.registrations.size(); ++i) {
    const RegistrationTarget& target = plan_.targets[i];
    const RegistrationOutcome& outcome = outcomes_[i];
    const PlannedRegistration& planned = plan_.registrations[i];
    const bool of_sender_id = planned.kind == RegistrationKind::sender_id;
    for (const NumberId n : target.numbers) {
      const auto ready = outcome.ready.find(std::to_string(n.index));
      const Instant usable = of_sender_id ? outcome.usable : ready == outcome.ready.end() ? never : ready->second;
      Instant& from = model_.numbers[n.index].active_from;
      from = std::max(from, usable);
      // R-NUM-3: a campaign's numbers are requested when it is complete, a toll-free number before its form is sent.
      leased_from_[n.index] = planned.kind == RegistrationKind::campaign ? outcome.approved : outcome.submitted;
    }
    if (target.campaign) campaign_from_[target.campaign->index] = outcome.approved;
    if (outcome.fees.count > 0) {
      const char* what = planned.kind == RegistrationKind::vetting ? "10DLC-BrandVetting" : "10DLC-BrandRegistration";
      one_off_.emplace_back(outcome.submitted, CostLine{what, 1, outcome.fees});
    }
  }
}

// R-REG-5, R-REG-8: a campaign that was created before the score, or was registered before this scenario, is unvetted.
void DrawnProvisioning::set_limits() {
  const auto place = [](std::optional<int> score) {
    return score ? static_cast<std::size_t>(*score) + 1 : std::size_t{0};
  };
  for (const ScoredCampaign& scored : plan_.campaigns) {
    std::optional<int> score;
    for (std::size_t i = 0; i < plan_.targets.size(); ++i)
      if (plan_.targets[i].campaign == scored.campaign) score = outcomes_[i].score;
    model_.campaigns[scored.campaign.index].limits = scored.limits[place(score)];
    if (!score) continue;
    for (const ScoredBrand& brand : plan_.brands)
      if (brand.brand == scored.brand) model_.brands[brand.brand.index].caps = brand.caps[place(score)];
  }
}

void DrawnProvisioning::run_cases(const RegistrationBook::Streams& streams) {
  SupportDesk desk(plan_.case_rules, streams, [&](const SupportCase& request) {
    return plan_.cases[static_cast<std::size_t>(std::stoull(request.id))].objection;
  });
  desk.hold_up_by(delays_);
  std::vector<std::pair<Instant, std::size_t>> replies;
  const auto earliest = [&] {
    Instant next = desk.next_at();
    for (std::size_t i = 0; i < plan_.cases.size(); ++i)
      if (desk.find(std::to_string(i)) == nullptr) next = std::min(next, plan_.cases[i].at);
    for (const auto& [at, i] : replies) next = std::min(next, at);
    return next;
  };
  for (Instant now = earliest(); now != never; now = earliest()) {
    for (const CaseChange& change : desk.advance(now)) {
      const auto i = static_cast<std::size_t>(std::stoull(change.id));
      if (change.kind == CaseChange::Kind::granted) granted(plan_.cases[i], *desk.find(change.id));
      if (change.kind == CaseChange::Kind::asked) replies.emplace_back(change.at + plan_.cases[i].replies_after(), i);
    }
    for (std::size_t i = 0; i < plan_.cases.size(); ++i)
      if (desk.find(std::to_string(i)) == nullptr && plan_.cases[i].at <= now) {
        SupportCase request = plan_.cases[i].request;
        request.id = std::to_string(i);
        (void)desk.open(std::move(request), now);  // the world builder has found it good
      }
    for (auto& [at, i] : replies) {
      if (at > now) continue;
      at = never;
      SupportCase& asked = *desk.find(std::to_string(i));
      const CaseAnswers answers = answers_as_asked(plan_.case_rules, asked);
      (void)desk.supply(asked, answers.details, answers.countries, now);
    }
  }
  cases_ = desk.cases();
  for (std::size_t k = 0; k < cases_.size(); ++k) {
    const PlannedCase& planned = plan_.cases[static_cast<std::size_t>(std::stoull(cases_[k].id))];
    const SupportCase& c = cases_[k];
    if (c.status != CaseStatus::done)
      for (const NumberId n : planned.gives) model_.numbers[n.index].active_from = never;
    if (c.fees_from != never) {  // R-NUM-11: from the request to the carriers on, whatever they answer
      one_off_.emplace_back(c.fees_from, CostLine{"ShortCodeSetup-" + c.detail("country"), 1, planned.setup_fee});
      for (const NumberId n : planned.gives) leased_from_[n.index] = c.fees_from;
    } else {
      for (const NumberId n : planned.gives) leased_from_[n.index] = c.status == CaseStatus::done ? c.done_at : never;
    }
  }
}

void DrawnProvisioning::granted(const PlannedCase& planned, const SupportCase& done) {
  if (!planned.of_this_region) return;
  for (const NumberId n : planned.gives) {
    Instant& from = model_.numbers[n.index].active_from;
    from = std::max(from, done.done_at);
  }
  if (planned.text) model_.templates[*planned.text].from = done.done_at;
  AccountChange change{{}, done.done_at, planned.account, no_number, done.number("new_limit").value_or(0)};
  switch (done.kind) {
    case CaseKind::sms_production_access: change.kind = AccountChange::Kind::sms_production; break;
    case CaseKind::voice_production_access: change.kind = AccountChange::Kind::voice_production; break;
    case CaseKind::sms_spend_limit: change.kind = AccountChange::Kind::sms_spend; break;
    case CaseKind::voice_spend_limit: change.kind = AccountChange::Kind::voice_spend; break;
    case CaseKind::mps:
      change.kind = AccountChange::Kind::number_mps;
      for (std::uint32_t n = 0; n < model_.numbers.size(); ++n)
        if (model_.numbers[n].account == planned.account && model_.numbers[n].name == done.detail("number"))
          change.number = NumberId{n};
      break;
    default: return;
  }
  changes_.push_back(change);
}

void DrawnProvisioning::set_fees_begin(std::span<const FeeOf> monthly) {
  for (const FeeOf& fee : monthly)
    fees_begin_.push_back(fee.campaign ? campaign_from_[fee.campaign->index]
                          : fee.number ? leased_from_[fee.number->index]
                                       : model_.start);
}

void DrawnProvisioning::start(Simulation& simulation) const {
  for (std::uint32_t i = 0; i < changes_.size(); ++i)
    if (changes_[i].at >= simulation.now()) simulation.schedule(changes_[i].at, Priority::fault, event_kind, i);
}

void DrawnProvisioning::handle(const ScheduledEvent& event, Service& service) {
  const AccountChange& change = changes_[event.subject];
  AccountModel& account = model_.accounts[change.account.index];
  switch (change.kind) {
    case AccountChange::Kind::sms_production: account.sandbox = false; return;
    case AccountChange::Kind::voice_production: account.voice_sandbox = false; return;
    case AccountChange::Kind::sms_spend:
      account.monthly_spend_limit = UsdMicros{change.value * 1'000'000};
      return service.set_spend_limit(change.account, account.enforced_spend_limit());
    case AccountChange::Kind::voice_spend:
      account.monthly_voice_spend_limit = UsdMicros{change.value * 1'000'000};
      return service.set_voice_spend_limit(change.account, account.enforced_voice_spend_limit());
    case AccountChange::Kind::number_mps:
      if (change.number == no_number) return;
      model_.numbers[change.number.index].mps = {change.value, std::chrono::seconds{1}};
      return service.limits_changed_in_model();
  }
}

std::vector<CostLine> DrawnProvisioning::one_off_fees(Instant end) const {
  std::vector<CostLine> lines;
  for (const auto& [at, fee] : one_off_) {
    if (at >= end) continue;
    auto line = std::ranges::find(lines, fee.usage_type, &CostLine::usage_type);
    if (line == lines.end()) line = lines.insert(lines.end(), {fee.usage_type, 0, {}});
    line->quantity += fee.quantity;
    line->usd += fee.usd;
  }
  return lines;
}

std::vector<RecordedMetric> DrawnProvisioning::metrics(Instant end) const {
  std::vector<RecordedMetric> all;
  const auto add = [&](std::string name, std::int64_t millionths) {
    const auto known = std::ranges::find(all, name, &RecordedMetric::name);
    if (known == all.end()) return void(all.push_back({std::move(name), 1, millionths, millionths, millionths}));
    ++known->count;
    known->sum += millionths;
    known->least = std::min(known->least, millionths);
    known->most = std::max(known->most, millionths);
  };
  const auto add_day = [&](const std::string& name, Instant at) {
    if (at < end) add(name, days(model_.start, at));
  };
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    const RegistrationOutcome& outcome = outcomes_[i];
    const RegistrationTarget& target = plan_.targets[i];
    const std::string of =
        (plan_.registrations[i].kind == RegistrationKind::vetting ? "vetting_" : "registration_") + target.name;
    add_day(of + "_submitted_days", outcome.submitted);
    add_day(of + "_approved_days", outcome.approved);
    Instant first = never;
    for (const NumberId n : target.numbers) first = std::min(first, model_.numbers[n.index].active_from);
    add_day(of + "_first_send_days", first);
    if (outcome.submitted < end) add(of + "_denials", static_cast<std::int64_t>(outcome.denials.size()) * 1'000'000);
    if (outcome.submitted < end && outcome.fees.count > 0) add(of + "_fees_usd", outcome.fees.count);
    if (outcome.score) add(of + "_score", std::int64_t{*outcome.score} * 1'000'000);
    if (!target.campaign || outcome.approved >= end) continue;
    for (const CarrierLimit& limit : model_.campaigns[target.campaign->index].limits)
      if (limit.throughput.per == std::chrono::minutes{1})
        add(of + "_parts_per_min_" + model_.carriers[limit.carrier.index].name, limit.throughput.parts * 1'000'000);
    for (const DailyCap& cap : model_.brands[model_.campaigns[target.campaign->index].brand.index].caps)
      if (cap.parts) add(of + "_parts_per_day_" + model_.carriers[cap.carrier.index].name, *cap.parts * 1'000'000);
  }
  for (const SupportCase& c : cases_) {
    const std::string of = "case_" + std::string(name_of(c.kind));
    add_day(of + "_first_answer_days", c.first_answer);
    if (c.status == CaseStatus::done) add_day(of + "_granted_days", c.done_at);
    if (c.status == CaseStatus::denied) add_day(of + "_denied_days", c.done_at);
  }
  std::ranges::sort(all, {}, &RecordedMetric::name);
  return all;
}

std::vector<std::pair<std::string, std::string>> DrawnProvisioning::notes() const {
  std::vector<std::pair<std::string, std::string>> notes;
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    const RegistrationOutcome& outcome = outcomes_[i];
    const RegistrationTarget& target = plan_.targets[i];
    std::string text = outcome.submitted == never ? "never submitted: what it needs was not complete"
                                                  : "submitted " + day_of(outcome.submitted);
    for (const std::string& code : outcome.denials) text += ", denied (" + code + ")";
    if (outcome.submissions > 1) text += ", submitted " + std::to_string(outcome.submissions) + " times";
    if (outcome.approved != never) text += ", approved " + day_of(outcome.approved);
    if (outcome.out_of_order) text += ", blocked: entered at the registry before it was approved here (R-REG-23)";
    Instant first = never;
    for (const NumberId n : target.numbers) first = std::min(first, model_.numbers[n.index].active_from);
    if (first != never) text += ", first send possible " + day_of(first);
    if (outcome.score) text += ", vetting score " + std::to_string(*outcome.score);
    notes.emplace_back(
        (plan_.registrations[i].kind == RegistrationKind::vetting ? "vetting " : "registration ") + target.name, text);
  }
  for (const SupportCase& c : cases_) {
    std::string text = "opened " + day_of(c.opened);
    if (c.first_answer != never) text += ", first answer " + day_of(c.first_answer);
    if (c.status == CaseStatus::done) text += ", granted " + day_of(c.done_at);
    if (c.status == CaseStatus::denied) text += ", denied " + day_of(c.done_at) + ": " + c.denial;
    notes.emplace_back("case " + std::string(name_of(c.kind)), text);
  }
  return notes;
}

}  // namespace sendlab
