#include "engine/registration/registration_rules.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"

namespace sendlab {

UsdMicros fee_at(const std::vector<RegistrationFee>& rows, Instant at) {
  UsdMicros fee;
  for (const RegistrationFee& row : rows)
    if (row.from <= at || &row == &rows.front()) fee = row.value;
  return fee;
}

const RegistrationForm* RegistrationRules::form(std::string_view type) const {
  const auto found = std::ranges::find(forms, type, &RegistrationForm::type);
  return found == forms.end() ? nullptr : &*found;
}

const RegistrationForm& RegistrationRules::form(RegistrationKind kind) const {
  const auto found = std::ranges::find(forms, kind, &RegistrationForm::kind);
  ENSURE(found != forms.end(), "every kind of registration has a form");
  return *found;
}

const StepDuration& RegistrationRules::duration(std::string_view step, bool at_home) const {
  const StepDuration* found = nullptr;
  for (const StepDuration& row : durations) {
    if (row.step != step) continue;
    const bool abroad = row.home == "international";
    if (found == nullptr || abroad != at_home) found = &row;
  }
  ENSURE(found != nullptr, "every step of a registration has a duration");
  return *found;
}

const DenialReason* RegistrationRules::reason(RegistrationKind kind, std::string_view code) const {
  for (const DenialReason& reason : reasons)
    if (reason.kind == kind && reason.code == code) return &reason;
  return nullptr;
}

std::vector<std::string> RegistrationRules::reason_codes(RegistrationKind kind) const {
  std::vector<std::string> codes;
  for (const DenialReason& reason : reasons)
    if (reason.kind == kind) codes.push_back(reason.code);
  return codes;
}

UsdMicros RegistrationRules::submission_fee(RegistrationKind kind, Instant at) const {
  if (kind == RegistrationKind::brand) return fee_at(brand_fees, at);
  if (kind == RegistrationKind::vetting) return fee_at(vetting_fees, at);
  return {};
}

UsdMicros RegistrationRules::campaign_month(std::string_view use_case, Instant at) const {
  const auto found = std::ranges::find(campaign_fees, use_case, &CampaignFees::use_case);
  return found == campaign_fees.end() ? UsdMicros{} : fee_at(found->monthly, at);
}

std::string RegistrationRules::use_case_of(std::string_view option) const {
  const FormField* field = form(RegistrationKind::campaign).field("campaignUseCase.useCase");
  ENSURE(field != nullptr, "the campaign form asks for the use case");
  const auto found = std::ranges::find(field->options, option, &FormOption::option);
  return found == field->options.end() ? std::string(option) : found->use_case;
}

void note_registration_assumptions(const RegistrationRules& rules, Assumptions& used) {
  used.add("registration/durations",
           "Registrations take as long as the guide's ranges say; how durations spread within a range is assumed.",
           "10dlc.json registration_durations");
  used.add("registration/denials", "A share of the submissions is denied, for reasons that are equally likely.",
           "10dlc.json rejection_probability; registrations.json");
  used.add("registration/review-begins", "A registration is Submitted for a tenth of its duration, then Reviewing.",
           "registrations.json review_begins_after_share");
  used.add("registration/business-days", "Business days are Mondays to Fridays in UTC; no holidays.", "none");
  if (!rules.carrier_review.components.empty())
    used.add(
        "registration/carrier-review",
        "The first number of a campaign starts a carrier review of 4 to 6 weeks, during which the campaign's numbers "
        "stay out of use; carrier_review = false leaves it out.",
        "R-REG-10");
}

}  // namespace sendlab
