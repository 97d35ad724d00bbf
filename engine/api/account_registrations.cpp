#include "engine/api/account_registrations.hpp"

#include <algorithm>

#include "engine/api/simulated_account.hpp"
#include "engine/message/phone_number.hpp"
#include "engine/message/type_names.hpp"

namespace sendlab {

AccountRegistrations::AccountRegistrations(SimulatedAccount& account)
    : account_(account),
      book_(account.parts().catalogue.registration_rules(), account.parts().catalogue.registration_rules().quotas,
            [seed = account.parts().seed](std::string_view entity, std::string_view purpose) {
              return RandomStream(stream_key(seed, 0, entity, purpose));
            }) {
  book_.hold_up_by(account.delays());
}

std::string AccountRegistrations::next_id(ResourceType type) {
  std::uint64_t& counter = type == ResourceType::registration ? made_ : attachments_made_;
  return make_resource_id(account_.parts().seed, type, counter++);
}

void AccountRegistrations::schedule() {
  const Instant next = book_.next_at();
  if (next == pending_at_) return;
  account_.parts().simulation.cancel(pending_);
  pending_at_ = next;
  // Before everything else of its instant: a number that is ready can be used at once.
  if (next != never) pending_ = account_.parts().simulation.schedule(next, Priority::fault, event_kind, 0);
}

void AccountRegistrations::handle() {
  pending_at_ = never;
  for (const RegistrationChange& change : book_.advance(account_.now())) took_place(change);
  schedule();
}

void AccountRegistrations::took_place(const RegistrationChange& change) {
  if (change.kind != RegistrationChange::Kind::resource_ready) return;
  Registration* registration = book_.find(change.registration);
  const auto resource =
      std::ranges::find(registration->associates, change.resource, &RegistrationAssociate::resource_id);
  if (!resource->phone.empty()) activate(*registration, *resource, change.at);
}

void AccountRegistrations::activate(Registration& registration, const RegistrationAssociate& number, Instant at) {
  const PhoneNumberResource* resource = account_.find_number(std::string_view(number.resource_id));
  if (resource == nullptr) return;
  NumberModel& model = account_.parts().model.numbers[resource->number.index];
  model.active_from = at;
  if (registration.form->kind != RegistrationKind::campaign) return;
  model.campaign = campaign_of(registration);
  account_.parts().service.number_joined(resource->number);
}

// The campaign of the model, made when its first number is ready; the brand likewise. Its limits follow from the score
// that counts for it (R-REG-5, R-REG-8); more numbers raise nothing (R-REG-7).
CampaignId AccountRegistrations::campaign_of(const Registration& campaign) {
  ServiceModel& model = account_.parts().model;
  const auto known = std::ranges::find(campaigns_, campaign.id, &std::pair<std::string, CampaignId>::first);
  if (known != campaigns_.end()) return known->second;
  const Registration* brand = book_.brand_of(campaign);
  const std::string brand_id = brand == nullptr ? campaign.id : brand->id;
  const auto use_case = campaign.current().values.find("campaignUseCase.useCase");
  const std::string option = use_case == campaign.current().values.end() || use_case->second.choices.empty()
                                 ? ""
                                 : use_case->second.choices.front();
  const CampaignTerms terms =
      account_.parts().catalogue.campaign_terms(book_.rules().use_case_of(option), book_.score_of(campaign));
  auto brand_made = std::ranges::find(brands_, brand_id, &std::pair<std::string, BrandId>::first);
  if (brand_made == brands_.end()) {
    model.brands.push_back({brand_id, false, {}});
    brands_.emplace_back(brand_id, BrandId{static_cast<std::uint16_t>(model.brands.size() - 1)});
    brand_made = brands_.end() - 1;
  }
  model.brands[brand_made->second.index].caps = terms.caps;
  model.campaigns.push_back({campaign.id, account_.parts().account, brand_made->second, false, terms.limits});
  campaigns_.emplace_back(campaign.id, CampaignId{static_cast<std::uint16_t>(model.campaigns.size() - 1)});
  return campaigns_.back().second;
}

std::optional<ApiError> AccountRegistrations::join(Registration& registration, const PhoneNumberResource& number) {
  const NumberModel& model = account_.model_of(number);
  const std::string iso = account_.parts().model.countries[model.country.index].iso;
  if (model.campaign != no_campaign)
    return conflict(ConflictReason::phone_number_associated_to_registration,
                    number.id + " belongs to the campaign " +
                        account_.parts().model.campaigns[model.campaign.index].name + " of the scenario.",
                    ResourceType::phone_number, number.id);
  const auto joined = book_.associate(
      registration, {std::string(name_of(model.type)), number.id, iso, to_e164(model.number), never, false},
      account_.now());
  if (!joined.ok()) return refusal_of(joined.error(), registration.id);
  schedule();
  return std::nullopt;
}

void AccountRegistrations::released(std::string_view number_id) {
  book_.resource_gone(number_id);
  schedule();
}

const Registration* AccountRegistrations::registration_of(std::string_view number_id) const {
  for (const Registration& r : book_.registrations())
    for (const RegistrationAssociate& a : r.associates)
      if (a.resource_id == number_id) return &r;
  return nullptr;
}

bool AccountRegistrations::is_associating(std::string_view number_id) const {
  const Registration* registration = registration_of(number_id);
  if (registration == nullptr || registration->form->kind != RegistrationKind::campaign) return false;
  return std::ranges::any_of(registration->associates,
                             [&](const auto& a) { return a.resource_id == number_id && !a.ready; });
}

ApiError refusal_of(const RegistrationFault& fault, std::string_view registration_id) {
  using Kind = RegistrationFault::Kind;
  std::vector<ApiError::Field> fields;
  for (const auto& [name, message] : fault.fields) fields.push_back({name, message});
  const auto invalid = [&](ValidationReason reason) { return validation(reason, fault.text, std::move(fields)); };
  const auto in_conflict = [&](ConflictReason reason, ResourceType type = ResourceType::registration) {
    return conflict(reason, fault.text, type, fault.resource_id.empty() ? registration_id : fault.resource_id);
  };
  switch (fault.kind) {
    case Kind::unknown_type: return invalid(ValidationReason::unknown_registration_type);
    case Kind::unknown_field: return invalid(ValidationReason::unknown_registration_field);
    case Kind::unknown_attachment: return not_found(ResourceType::registration_attachment, fault.resource_id);
    case Kind::field_invalid: return invalid(ValidationReason::field_validation_failed);
    case Kind::field_cannot_be_deleted: return invalid(ValidationReason::registration_field_cannot_be_deleted);
    case Kind::missing_fields: return invalid(ValidationReason::missing_parameter);
    case Kind::attachment_type: return invalid(ValidationReason::attachment_type_not_supported);
    case Kind::attachment_size: return invalid(ValidationReason::maximum_size_exceeded);
    case Kind::association_not_supported: return invalid(ValidationReason::invalid_registration_association);
    case Kind::already_associated: return in_conflict(ConflictReason::resource_already_exists);
    case Kind::number_in_other_registration:
      return in_conflict(ConflictReason::phone_number_associated_to_registration, ResourceType::phone_number);
    case Kind::not_complete: return in_conflict(ConflictReason::registration_not_complete);
    case Kind::edit_not_allowed: return in_conflict(ConflictReason::edit_registration_field_values_not_allowed);
    case Kind::submit_not_allowed: return in_conflict(ConflictReason::submit_registration_version_not_allowed);
    case Kind::already_submitted: return in_conflict(ConflictReason::registration_already_submitted);
    case Kind::discard_not_allowed: return in_conflict(ConflictReason::discard_registration_version_not_allowed);
    case Kind::version_not_allowed: return in_conflict(ConflictReason::create_registration_version_not_allowed);
    case Kind::deletion_not_allowed: return in_conflict(ConflictReason::resource_deletion_not_allowed);
    case Kind::quota_registrations: return quota(QuotaReason::registrations_per_account, fault.text);
    case Kind::quota_versions: return quota(QuotaReason::registration_versions_created_per_day, fault.text);
    case Kind::quota_attachments_day: return quota(QuotaReason::registration_attachments_created_per_day, fault.text);
    case Kind::quota_attachments: return quota(QuotaReason::registration_attachments_per_account, fault.text);
    case Kind::quota_associations: return quota(QuotaReason::associations_per_registration, fault.text);
    case Kind::quota_numbers: return quota(QuotaReason::phone_numbers_per_registration, fault.text);
  }
  return internal("");
}

}  // namespace sendlab
