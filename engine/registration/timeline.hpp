#pragma once
// The registrations of a plan, drawn once: what is submitted when, how it ends, and from when on each number can be
// used.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/registration/registration_book.hpp"

namespace sendlab {

struct PlannedRegistration {
  std::string name;
  RegistrationKind kind{};
  Instant submitted;                     // not before; what it waits for may come later
  std::optional<std::size_t> brand;      // of a vetting or campaign: place of the brand's registration in the plan
  bool brand_known = false;              // the brand is registered already
  std::vector<std::size_t> after;        // waits until these are complete
  ReviewPlan plan;
  std::optional<Duration> resubmit_after;  // business time; absent: the table's, or never for a planned denial
  std::map<std::string, FieldValue, std::less<>> values;
  std::optional<Instant>
      registry_at;  // of a Singapore sender ID: entered at SGNIC then; absent: right after the approval
  std::vector<std::string> numbers;      // that a campaign gets when it is complete, that a toll-free form is for
};

struct RegistrationOutcome {
  Instant submitted = never;   // first; never: it waited in vain
  Instant approved = never;    // never: denied for good, or waited in vain
  int submissions = 0;
  std::vector<std::string> denials;       // codes, in order
  std::optional<int> score;               // of a vetting; of a campaign: the one that counts
  std::map<std::string, Instant> ready;   // by number (or sender ID): from when on it can be used
  Instant usable = never;                 // of a sender ID: approved and entered at the registry
  bool out_of_order = false;              // entered there before it was approved here: blocked (R-REG-23)
  UsdMicros fees;                         // one-off
};

// A pure function of its arguments: each registration draws from a stream of its own, keyed by its name, so that one
// more changes no other's draws. A denied version is mended and submitted again; after 20 submissions it is given up.
//   carrier_review   R-REG-10
//   delays           faults that hold the registrations up, which count what they met; null: none
[[nodiscard]] std::vector<RegistrationOutcome> draw_timeline(const RegistrationRules& rules,
                                                             const std::vector<PlannedRegistration>& plan,
                                                             bool carrier_review,
                                                             const RegistrationBook::Streams& streams,
                                                             ProvisioningDelays* delays = nullptr);

}  // namespace sendlab
