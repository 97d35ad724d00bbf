#pragma once
// Everything that decides about registrations, as plain data of one rule set: forms, durations, reasons of denial,
// fees, quotas. carriers/registration_tables.cpp fills it from the tables.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/message/assumption.hpp"
#include "engine/message/quantity.hpp"
#include "engine/registration/form.hpp"
#include "engine/registration/step_duration.hpp"

namespace sendlab {

// Why a version was denied (R-REG-16, R-REG-17).
struct DenialReason {
  RegistrationKind kind{};
  std::string code;                 // "OPT_IN_NOT_COMPLIANT"; ours, the guide has sentences only
  std::string text, detail;         // short and long description
  std::vector<std::string> fields;  // paths of the fields to mend
  std::string source;
};

// What reviewers find in the texts of a form: the reason they deny it for.
struct ContentFinding {
  RegistrationKind kind{};
  std::string finding;  // "public_url_shortener", "placeholder_text"
  std::string reason;   // code of a DenialReason
};

// A fee from a date on; the row in force is the newest that has begun, else the first.
struct RegistrationFee {
  Instant from;
  UsdMicros value;
};
[[nodiscard]] UsdMicros fee_at(const std::vector<RegistrationFee>& rows, Instant at);  // 0 without rows

struct RegistrationQuotas {
  std::size_t registrations = 100, versions_per_day = 10, attachments_per_day = 50, attachments = 100,
              associations = 100;
  std::size_t brands = 25, campaigns_per_brand = 10, numbers_per_campaign = 49;  // R-REG-6
};

struct RegistrationRules {
  std::vector<RegistrationForm> forms;  // sorted by type
  std::vector<StepDuration> durations;
  std::vector<DenialReason> reasons;
  std::vector<ContentFinding> findings;
  std::vector<std::string> shorteners, placeholders;
  std::array<double, registration_kind_count> denial_probability{};  // of each submission, by kind
  double submitted_share = 0.1;                                      // of the duration, before the review begins
  StepDuration carrier_review;                                       // R-REG-10
  double score_least = 1, score_mode = 75, score_most = 100;
  Duration resubmit_after{};  // business time
  std::vector<RegistrationFee> brand_fees, vetting_fees;
  struct CampaignFees {
    std::string use_case;  // of 10dlc.json
    std::vector<RegistrationFee> monthly;
  };
  std::vector<CampaignFees> campaign_fees;
  RegistrationQuotas quotas;

  [[nodiscard]] const RegistrationForm* form(std::string_view type) const;  // null: unknown
  [[nodiscard]] const RegistrationForm& form(RegistrationKind kind) const;
  // The duration of a step; the row of this home, else the one of any.
  [[nodiscard]] const StepDuration& duration(std::string_view step, bool at_home = true) const;
  [[nodiscard]] const DenialReason* reason(RegistrationKind kind, std::string_view code) const;  // null: unknown
  [[nodiscard]] std::vector<std::string> reason_codes(RegistrationKind kind) const;
  // One-off fee of a submission (R-REG-4): of brands and vettings.
  [[nodiscard]] UsdMicros submission_fee(RegistrationKind kind, Instant at) const;
  [[nodiscard]] UsdMicros campaign_month(std::string_view use_case, Instant at) const;  // R-REG-15
  // The use case of 10dlc.json that a choice of the campaign form stands for.
  [[nodiscard]] std::string use_case_of(std::string_view option) const;
};

// What registrations take for granted: added when a run uses them.
void note_registration_assumptions(const RegistrationRules& rules, Assumptions& used);

}  // namespace sendlab
