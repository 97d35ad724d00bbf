#pragma once
// One registration: what was filled in, in which versions, and where its review stands (R-REG-26 to R-REG-30).
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/time.hpp"
#include "engine/registration/form.hpp"
#include "engine/registration/registration_rules.hpp"

namespace sendlab {

enum class RegistrationStatus : std::uint8_t {
  created,
  submitted,
  reviewing,
  complete,
  requires_updates,
  closed,
  deleted
};
[[nodiscard]] std::string_view name_of(RegistrationStatus status);  // "REQUIRES_UPDATES"

enum class VersionStatus : std::uint8_t { draft, submitted, reviewing, approved, discarded, denied, archived };
inline constexpr std::size_t version_status_count = 7;
[[nodiscard]] std::string_view name_of(VersionStatus status);  // "DRAFT"

struct RegistrationVersion {
  std::int64_t number = 1;
  VersionStatus status = VersionStatus::draft;
  std::array<Instant, version_status_count> since;  // by status; never: it never had it
  std::map<std::string, FieldValue, std::less<>> values;
  std::vector<const DenialReason*> denied;  // of the rules

  void enter(VersionStatus next, Instant at) {
    status = next;
    since[static_cast<std::size_t>(next)] = at;
  }
  [[nodiscard]] Instant entered(VersionStatus wanted) const { return since[static_cast<std::size_t>(wanted)]; }
};

// How the review of a registration will end. Nothing said: drawn from the rules.
struct ReviewPlan {
  enum class Outcome : std::uint8_t { drawn, approve, deny } outcome = Outcome::drawn;
  std::string reason;              // code, of a denial; empty: drawn
  std::optional<Duration> lasts;   // from submission to decision
  std::optional<int> vetting_score;
  bool at_home = true;             // a company of the US; else the international durations
  bool matches_tax_record = true;  // name, address and tax ID of a brand (R-REG-19)
};

// A number, sender ID or brand that belongs to the registration.
struct RegistrationAssociate {
  std::string resource_type;  // "TEN_DLC", "TOLL_FREE", "SENDER_ID", or the type of a registration
  std::string resource_id;
  std::string iso;
  std::string phone;          // E.164; empty: no number
  Instant ready_at = never;   // when the registration lets it be used
  bool ready = false;         // that instant has come and was told
};

struct Registration {
  std::string id;
  std::string key;  // of its random stream
  const RegistrationForm* form = nullptr;
  RegistrationStatus status = RegistrationStatus::created;
  Instant created;
  std::vector<RegistrationVersion> versions;  // ascending by number; discarded ones are gone
  std::int64_t last_number = 1;
  std::vector<Instant> opened;                // when versions were made
  std::optional<std::int64_t> approved_version, denied_version;
  std::vector<RegistrationAssociate> associates;
  ReviewPlan plan;
  std::optional<int> score;                   // of a vetting that is complete
  Instant reviewing_at = never, decided_at = never;  // of the version under way
  Instant carrier_review_ends = never;        // of a campaign that got its first number
  int submissions = 0;
  UsdMicros fees;                             // one-off fees so far

  [[nodiscard]] RegistrationVersion& current() { return versions.back(); }
  [[nodiscard]] const RegistrationVersion& current() const { return versions.back(); }
  [[nodiscard]] const RegistrationVersion* version(std::int64_t number) const;  // null: unknown
  // When the first version was approved: from then on what it registers may be used. never: not yet.
  [[nodiscard]] Instant approved_at() const;
  [[nodiscard]] const RegistrationAssociate* associate(std::string_view resource_type) const;  // the first; null: none
  Instant first_approved = never;
};

// What reviewers deny a version for because of what it says, whatever is drawn: empty when there is nothing.
[[nodiscard]] std::vector<const DenialReason*> content_denials(const RegistrationRules& rules,
                                                               const RegistrationForm& form,
                                                               const RegistrationVersion& version,
                                                               const ReviewPlan& plan);

// Required fields that are empty, and conditional ones whose condition holds, in the order of the form.
[[nodiscard]] std::vector<std::string> missing_fields(const RegistrationForm& form, const RegistrationVersion& version);

}  // namespace sendlab
