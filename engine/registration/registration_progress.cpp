// How registrations get along: what belongs to them, and what time brings.
#include <algorithm>

#include "engine/kernel/ensure.hpp"
#include "engine/registration/registration_book.hpp"

namespace sendlab {
namespace {

using Fault = RegistrationFault;
using Kind = RegistrationFault::Kind;

}  // namespace

Registration* RegistrationBook::registration_of(std::string_view resource_id) {
  for (Registration& r : registrations_)
    for (const RegistrationAssociate& a : r.associates)
      if (a.resource_id == resource_id && r.form->association(a.resource_type) != nullptr) return &r;
  return nullptr;
}

const Registration* RegistrationBook::brand_of(const Registration& registration) const {
  for (const RegistrationAssociate& a : registration.associates)
    if (const RegistrationForm* form = rules_.form(a.resource_type);
        form != nullptr && form->kind == RegistrationKind::brand)
      return find(a.resource_id);
  return nullptr;
}

std::optional<int> RegistrationBook::score_of(const Registration& campaign) const {
  const Registration* brand = brand_of(campaign);
  std::optional<int> score;
  Instant newest{Duration::min()};
  for (const Registration& r : registrations_) {
    if (brand == nullptr || r.form->kind != RegistrationKind::vetting || brand_of(r) != brand) continue;
    if (!r.score || r.approved_at() > campaign.created || r.approved_at() < newest) continue;  // R-REG-5
    newest = r.approved_at();
    score = r.score;
  }
  return score;
}

std::optional<Fault> RegistrationBook::check_association(const Registration& r, const FormAssociation& form,
                                                         const RegistrationAssociate& resource) {
  const auto fault = [](Kind kind, std::string text, std::string id = {}) {
    return Fault{kind, std::move(text), {}, std::move(id)};
  };
  for (const RegistrationAssociate& a : r.associates)
    if (a.resource_id == resource.resource_id)
      return fault(Kind::already_associated, resource.resource_id + " belongs to " + r.id + " already.",
                   resource.resource_id);
  if (!resource.phone.empty())  // R-REG-6: a number has one campaign
    if (const Registration* other = registration_of(resource.resource_id))
      return fault(Kind::number_in_other_registration,
                   resource.resource_id + " belongs to " + other->id + ": a number has one registration.",
                   resource.resource_id);
  const bool under_way = r.status == RegistrationStatus::submitted || r.status == RegistrationStatus::reviewing;
  if (form.when == AssociationTime::before_submit &&
      (under_way || r.status == RegistrationStatus::complete || r.status == RegistrationStatus::closed))
    return fault(Kind::already_submitted, r.id + " is " + std::string(name_of(r.status)) +
                                              ": what it needs is associated before it is submitted.");
  if (form.when == AssociationTime::after_complete &&
      (r.approved_at() == never || r.status == RegistrationStatus::closed))
    return fault(Kind::not_complete,
                 r.id + " is " + std::string(name_of(r.status)) + ": numbers join when it is COMPLETE.");
  if (const Registration* brand = find(resource.resource_id)) {
    if (brand->approved_at() == never)  // R-REG-2
      return fault(Kind::not_complete,
                   brand->id + " is " + std::string(name_of(brand->status)) + ": a brand is used when it is COMPLETE.",
                   brand->id);
    if (r.associate(form.resource_type) != nullptr)  // R-REG-6: a campaign belongs to one brand
      return fault(Kind::quota_associations, r.id + " has a brand already: a campaign and a vetting belong to one.");
    std::size_t campaigns = 0;
    for (const Registration& other : registrations_)
      if (other.form->kind == RegistrationKind::campaign && brand_of(other) == brand) ++campaigns;
    if (r.form->kind == RegistrationKind::campaign && campaigns >= quotas_.campaigns_per_brand)
      return fault(Kind::quota_associations,
                   brand->id + " has " + std::to_string(campaigns) + " campaigns, which is the quota of a brand.");
  }
  if (r.form->kind == RegistrationKind::campaign && !resource.phone.empty()) {
    const auto numbers =
        static_cast<std::size_t>(std::ranges::count_if(r.associates, [](const auto& a) { return !a.phone.empty(); }));
    if (numbers >= quotas_.numbers_per_campaign)
      return fault(Kind::quota_numbers,
                   r.id + " has " + std::to_string(numbers) + " numbers, which is the quota of a campaign.");
  }
  if (r.associates.size() >= quotas_.associations)
    return fault(Kind::quota_associations,
                 r.id + " has " + std::to_string(r.associates.size()) + " resources, which is its quota.");
  return std::nullopt;
}

RegistrationBook::Answer<const RegistrationAssociate*> RegistrationBook::associate(Registration& r,
                                                                                   RegistrationAssociate resource,
                                                                                   Instant now) {
  const FormAssociation* form = r.form->association(resource.resource_type);
  if (form == nullptr || form->when == AssociationTime::on_approval ||
      (!resource.iso.empty() && resource.iso != form->iso))
    return Fault{Kind::association_not_supported,
                 r.form->type + " takes no " + resource.resource_type +
                     (resource.iso.empty() ? "" : " of " + resource.iso) +
                     " by association: see DescribeRegistrationTypeDefinitions.",
                 {},
                 {}};
  if (auto refused = check_association(r, *form, resource)) return *refused;
  r.associates.push_back(std::move(resource));
  RegistrationAssociate& made = r.associates.back();
  if (form->when == AssociationTime::after_complete) ready_number(r, made, now);
  if (r.form->kind ==
      RegistrationKind::vetting) {  // R-REG-26: a vetting has no form and is submitted when its brand is chosen
    const auto submitted = submit(r, now);
    ENSURE(submitted.ok(), "a vetting with a registered brand can be submitted");
  }
  return &r.associates.back();
}

// R-REG-10: the first number brings the campaign before the carriers; every number takes its own time to be associated.
void RegistrationBook::ready_number(Registration& campaign, RegistrationAssociate& number, Instant now) {
  RandomStream& random = stream_of(campaign);
  if (campaign.carrier_review_ends == never)
    campaign.carrier_review_ends =
        carrier_review_ ? rules_.carrier_review.end_of(now, rules_.carrier_review.sample(random)) : now;
  const StepDuration& step = rules_.duration("number_request");
  number.ready_at = stretched(std::max(campaign.carrier_review_ends, step.end_of(now, step.sample(random))));
}

void RegistrationBook::stretch_pending() {
  for (Registration& r : registrations_) {
    if (r.status == RegistrationStatus::submitted || r.status == RegistrationStatus::reviewing)
      delays_->stretch_by_last(r.decided_at);
    for (RegistrationAssociate& a : r.associates)
      if (!a.ready) delays_->stretch_by_last(a.ready_at);
  }
}

void RegistrationBook::resource_gone(std::string_view resource_id) {
  for (Registration& r : registrations_) {
    const auto gone = std::ranges::find(r.associates, resource_id, &RegistrationAssociate::resource_id);
    if (gone == r.associates.end()) continue;
    const FormAssociation* form = r.form->association(gone->resource_type);
    const std::string type = gone->resource_type;
    r.associates.erase(gone);
    if (form != nullptr && form->end == DisassociationEffect::all_closes && r.associate(type) == nullptr &&
        r.status == RegistrationStatus::complete)
      r.status = RegistrationStatus::closed;
  }
}

Instant RegistrationBook::next_at() const {
  Instant next = never;
  for (const Registration& r : registrations_) {
    if (r.status == RegistrationStatus::submitted) next = std::min(next, r.reviewing_at);
    if (r.status == RegistrationStatus::reviewing) next = std::min(next, r.decided_at);
    for (const RegistrationAssociate& a : r.associates)
      if (!a.ready) next = std::min(next, a.ready_at);
  }
  return next;
}

std::vector<RegistrationChange> RegistrationBook::advance(Instant now) {
  std::vector<RegistrationChange> changes;
  for (Instant next = next_at(); next <= now && next != never; next = next_at()) {
    for (Registration& r : registrations_) {
      if (r.status == RegistrationStatus::submitted && r.reviewing_at == next) {
        r.status = RegistrationStatus::reviewing;
        r.current().enter(VersionStatus::reviewing, next);
        changes.push_back({RegistrationChange::Kind::reviewing, next, r.id, {}});
      }
      if (r.status == RegistrationStatus::reviewing && r.decided_at == next) decide(r, changes);
      for (RegistrationAssociate& a : r.associates) {
        if (a.ready || a.ready_at != next) continue;
        a.ready = true;
        changes.push_back({RegistrationChange::Kind::resource_ready, next, r.id, a.resource_id});
      }
    }
  }
  return changes;
}

// R-REG-3: the same tax ID has a brand that is registered.
bool RegistrationBook::registered_before(const Registration& brand) const {
  const auto tax_id_of = [](const Registration& r) {
    const auto value = r.current().values.find("companyInfo.taxId");
    return value == r.current().values.end() ? std::string_view{} : std::string_view(value->second.text);
  };
  const std::string_view tax_id = tax_id_of(brand);
  return !tax_id.empty() && std::ranges::any_of(registrations_, [&](const Registration& other) {
    return &other != &brand && other.form == brand.form && other.approved_at() != never && tax_id_of(other) == tax_id;
  });
}

void RegistrationBook::decide(Registration& r, std::vector<RegistrationChange>& changes) {
  const Instant at = r.decided_at;
  RandomStream& random = stream_of(r);
  // Drawn whatever the plan says, so that a plan for one submission leaves the draws of the next alone.
  const bool unlucky = random.uniform() < rules_.denial_probability[static_cast<std::size_t>(r.form->kind)];
  const std::vector<std::string> codes = rules_.reason_codes(r.form->kind);
  const std::size_t drawn = codes.empty() ? 0 : static_cast<std::size_t>(random.below(codes.size()));
  std::vector<const DenialReason*> denials;
  if (r.plan.outcome == ReviewPlan::Outcome::drawn) {
    denials = content_denials(rules_, *r.form, r.current(), r.plan);
    if (const DenialReason* twice = rules_.reason(r.form->kind, "ALREADY_REGISTERED");
        twice != nullptr && registered_before(r))
      denials.push_back(twice);
  }
  const bool deny =
      r.plan.outcome == ReviewPlan::Outcome::deny || (r.plan.outcome == ReviewPlan::Outcome::drawn && unlucky);
  if (deny && denials.empty()) {
    const DenialReason* named = r.plan.reason.empty() ? nullptr : rules_.reason(r.form->kind, r.plan.reason);
    if (named == nullptr && !codes.empty()) named = rules_.reason(r.form->kind, codes[drawn]);
    ENSURE(named != nullptr, "every kind of registration has a reason of denial");
    denials.push_back(named);
  }
  r.reviewing_at = r.decided_at = never;
  if (!denials.empty()) {
    r.current().denied = std::move(denials);
    r.current().enter(VersionStatus::denied, at);
    r.denied_version = r.current().number;
    r.status = RegistrationStatus::requires_updates;
    changes.push_back({RegistrationChange::Kind::denied, at, r.id, {}});
    return;
  }
  approve(r, at);
  changes.push_back({RegistrationChange::Kind::approved, at, r.id, {}});
}

void RegistrationBook::approve(Registration& r, Instant at) {
  for (RegistrationVersion& version : r.versions)
    if (version.status == VersionStatus::approved) version.enter(VersionStatus::archived, at);  // R-REG-27
  r.current().enter(VersionStatus::approved, at);
  r.approved_version = r.current().number;
  r.status = RegistrationStatus::complete;
  const bool first = r.first_approved == never;
  if (first) r.first_approved = at;
  if (r.form->kind == RegistrationKind::vetting) {
    RandomStream& random = stream_of(r);
    const double drawn = draw_triangular(random, rules_.score_least, rules_.score_mode, rules_.score_most);
    r.score = r.plan.vetting_score.value_or(static_cast<int>(drawn + 0.5));
  }
  if (const FormAssociation* by_itself = r.form->association(AssociationTime::on_approval);
      by_itself != nullptr && first) {
    const auto sender = r.current().values.find("senderIdInfo.senderId");
    if (sender != r.current().values.end())
      r.associates.push_back(
          {by_itself->resource_type, sender->second.text + "/" + by_itself->iso, by_itself->iso, {}, at, false});
  }
  for (RegistrationAssociate& a : r.associates)  // what was associated before the submission may be used now
    if (!a.ready && a.ready_at == never && !a.phone.empty()) a.ready_at = at;
}

}  // namespace sendlab
