#include "engine/registration/timeline.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

constexpr int most_submissions = 20;

class TimelineRun {
 public:
  TimelineRun(const RegistrationRules& rules, const std::vector<PlannedRegistration>& plan, bool carrier_review,
              const RegistrationBook::Streams& streams, ProvisioningDelays* delays)
      : rules_(rules),
        plan_(plan),
        book_(rules, generous(), streams),
        outcomes_(plan.size()),
        resubmit_at_(plan.size(), never) {
    book_.set_carrier_review(carrier_review);
    if (delays != nullptr) book_.hold_up_by(*delays);
  }

  std::vector<RegistrationOutcome> run() {
    for (Instant now = next_at(); now != never; now = next_at()) {
      for (const RegistrationChange& change : book_.advance(now)) took_place(change);
      for (std::size_t i = 0; i < plan_.size(); ++i) {
        if (resubmit_at_[i] <= now) submit_again(i, now);
        if (outcomes_[i].submitted == never && starts_at(i) <= now) submit_first(i, now);
      }
    }
    return std::move(outcomes_);
  }

 private:
  // The loader holds a scenario to the quotas; here they would stop a plan half-way.
  static RegistrationQuotas generous() {
    RegistrationQuotas quotas;
    quotas.registrations = quotas.brands = quotas.campaigns_per_brand = quotas.associations = quotas.versions_per_day =
        SIZE_MAX;
    return quotas;
  }

  [[nodiscard]] Instant starts_at(std::size_t i) const {
    Instant at = plan_[i].submitted;
    const auto wait_for = [&](std::size_t other) { at = std::max(at, outcomes_[other].approved); };
    if (plan_[i].brand) wait_for(*plan_[i].brand);  // R-REG-2
    for (const std::size_t other : plan_[i].after) wait_for(other);
    return at;
  }

  [[nodiscard]] Instant next_at() const {
    Instant next = book_.next_at();
    for (std::size_t i = 0; i < plan_.size(); ++i) {
      next = std::min(next, resubmit_at_[i]);
      if (outcomes_[i].submitted == never) next = std::min(next, starts_at(i));
    }
    return next;
  }

  // The id of a registration is its place in the plan, behind a word that no number begins with.
  static constexpr std::string_view prefix = "registration-";
  static std::string id_of(std::size_t i) { return std::string(prefix) + std::to_string(i); }
  Registration& registration_of(std::size_t i) {
    Registration* found = book_.find(id_of(i));
    ENSURE(found != nullptr, "a registration of the plan is in the book");
    return *found;
  }

  // A brand that was registered before the run, for those that need one.
  std::string known_brand(Instant now) {
    const std::string id = "known";
    if (book_.find(id) == nullptr) {
      const auto made = book_.create(id, id, rules_.form(RegistrationKind::brand).type, now);
      ENSURE(made.ok(), "a brand can be created");
      made.value()->status = RegistrationStatus::complete;
      made.value()->first_approved = now;
    }
    return id;
  }

  void submit_first(std::size_t i, Instant now) {
    const PlannedRegistration& planned = plan_[i];
    const auto created = book_.create(id_of(i), planned.name, rules_.form(planned.kind).type, now);
    ENSURE(created.ok(), "a planned registration can be created");
    Registration& r = *created.value();
    r.plan = planned.plan;
    r.current().values = planned.values;
    outcomes_[i].submitted = now;
    const bool needs_brand = planned.kind == RegistrationKind::vetting || planned.kind == RegistrationKind::campaign;
    if (needs_brand) {
      const std::string brand = planned.brand ? id_of(*planned.brand) : known_brand(now);
      const auto joined =
          book_.associate(r, {rules_.form(RegistrationKind::brand).type, brand, {}, {}, never, false}, now);
      ENSURE(joined.ok(), "a campaign or vetting is submitted when its brand is complete (R-REG-2)");
    }
    if (planned.kind == RegistrationKind::toll_free)
      for (const std::string& number : planned.numbers) {
        const auto joined = book_.associate(r, {"TOLL_FREE", number, "US", "+" + number, never, false}, now);
        ENSURE(joined.ok(), "a number has one registration");
      }
    if (planned.kind == RegistrationKind::vetting) return;  // submitted with its brand (R-REG-26)
    const auto submitted = book_.submit(r, now, false);
    ENSURE(submitted.ok(), "a planned registration can be submitted");
  }

  void submit_again(std::size_t i, Instant now) {
    resubmit_at_[i] = never;
    Registration& r = registration_of(i);
    const std::vector<const DenialReason*> denied = r.current().denied;
    const auto opened = book_.open_version(r, now);
    ENSURE(opened.ok(), "a denied registration gets a new version");
    for (const DenialReason* reason : denied)  // mended: what the reviewers found is no longer there
      for (const std::string& path : reason->fields) opened.value()->values.erase(path);
    std::erase_if(opened.value()->values, [](const auto& entry) { return entry.first.starts_with("messageSamples."); });
    r.plan.outcome = ReviewPlan::Outcome::drawn;
    r.plan.matches_tax_record = true;
    const auto submitted = book_.submit(r, now, false);
    ENSURE(submitted.ok(), "a mended registration can be submitted");
  }

  void took_place(const RegistrationChange& change) {
    if (change.registration == "known") return;
    const auto i = static_cast<std::size_t>(std::stoull(change.registration.substr(prefix.size())));
    Registration& r = registration_of(i);
    RegistrationOutcome& outcome = outcomes_[i];
    outcome.submissions = r.submissions;
    outcome.fees = r.fees;
    switch (change.kind) {
      case RegistrationChange::Kind::reviewing: return;
      case RegistrationChange::Kind::resource_ready: outcome.ready[change.resource] = change.at; return;
      case RegistrationChange::Kind::denied: {
        for (const DenialReason* reason : r.current().denied) outcome.denials.push_back(reason->code);
        const bool for_good = plan_[i].plan.outcome == ReviewPlan::Outcome::deny && !plan_[i].resubmit_after;
        if (!for_good && r.submissions < most_submissions)
          resubmit_at_[i] = after_business_time(change.at, plan_[i].resubmit_after.value_or(rules_.resubmit_after));
        return;
      }
      case RegistrationChange::Kind::approved: break;
    }
    outcome.approved = change.at;
    outcome.score = r.form->kind == RegistrationKind::campaign ? book_.score_of(r) : r.score;
    if (r.form->kind == RegistrationKind::sender_id) {
      const Instant entered = plan_[i].registry_at.value_or(change.at);
      outcome.out_of_order = entered < change.at;
      outcome.usable = outcome.out_of_order ? never : entered;
    }
    if (r.form->kind != RegistrationKind::campaign) return;
    for (const std::string& number : plan_[i].numbers) {
      const auto joined = book_.associate(r, {"TEN_DLC", number, "US", "+" + number, never, false}, change.at);
      ENSURE(joined.ok(), "a number joins a campaign that is complete");
    }
  }

  const RegistrationRules& rules_;
  const std::vector<PlannedRegistration>& plan_;
  RegistrationBook book_;
  std::vector<RegistrationOutcome> outcomes_;
  std::vector<Instant> resubmit_at_;
};

}  // namespace

std::vector<RegistrationOutcome> draw_timeline(const RegistrationRules& rules,
                                               const std::vector<PlannedRegistration>& plan, bool carrier_review,
                                               const RegistrationBook::Streams& streams, ProvisioningDelays* delays) {
  return TimelineRun(rules, plan, carrier_review, streams, delays).run();
}

}  // namespace sendlab
