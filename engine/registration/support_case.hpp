#pragma once
// Support cases: what only a person at the provider gives (R-CAS-1), how long it takes and what it depends on.
//
//   Open -> Needs Information -> Open …          something mandatory is missing (R-CAS-2)
//   Open -> Denied                               against a rule, or because it was planned so
//   Open -> Provisioning -> Done | Denied        what is given takes time; carriers may still reject a short code
//   (R-CAS-3) Open -> Done                                 granted with the first answer
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"
#include "engine/message/quantity.hpp"
#include "engine/registration/provisioning_delay.hpp"
#include "engine/registration/step_duration.hpp"

namespace sendlab {

enum class CaseKind : std::uint8_t {
  sms_production_access, voice_production_access, sms_spend_limit, voice_spend_limit, quota, mps, short_code, long_code,
  local_voice_number, sender_id, india_sender_id, china_template, convert_long_code, short_code_keyword
};
inline constexpr std::size_t case_kind_count = 14;
[[nodiscard]] std::string_view name_of(CaseKind kind);  // "sms_production_access"
// Kinds that register the text of messages, where they name one: China's templates, and India's with their Template ID.
[[nodiscard]] bool registers_text(CaseKind kind);
[[nodiscard]] std::optional<CaseKind> case_kind_of(std::string_view name);

// A kind of case, as the table has it (carriers/tables/support_cases.json).
struct CaseKindRules {
  CaseKind kind{};
  std::string title, resource_type;
  std::vector<std::string> mandatory;   // names of details; without one the first answer asks for it
  std::optional<StepDuration> lead;     // after the first answer; none: granted with it
  bool fees_from_first_answer = false;  // R-NUM-11: paid while the carriers decide
  std::string source;
};

struct SupportCaseRules {
  std::vector<CaseKindRules> kinds;  // by CaseKind
  StepDuration first_answer;         // R-CAS-2
  UsdMicros details_above;           // R-SPD-7: a spend request above it …
  std::vector<std::string> country_details;  // … needs these for each country
  std::vector<std::string> message_types;
  std::vector<std::string> refused_long_code_isos;  // R-NUM-15
  std::string template_country;                     // R-REG-25
  std::vector<std::string> regions;                 // of the service (regions.csv)

  [[nodiscard]] const CaseKindRules& of(CaseKind kind) const { return kinds[static_cast<std::size_t>(kind)]; }
  // Every detail that some kind asks for.
  [[nodiscard]] std::vector<std::string> detail_names() const;
};

enum class CaseStatus : std::uint8_t { open, needs_information, provisioning, done, denied };
[[nodiscard]] std::string_view name_of(CaseStatus status);  // "NEEDS_INFORMATION"

struct SupportCase {
  enum class Outcome : std::uint8_t { by_rules, deny, carriers_reject };
  std::string id, key;  // key: of its random stream
  CaseKind kind{};
  std::string region;
  std::map<std::string, std::string> details;
  std::map<std::string, std::map<std::string, std::string>> countries;  // of a large spend request: by ISO code
  Outcome outcome = Outcome::by_rules;

  CaseStatus status = CaseStatus::open;
  Instant opened;
  Instant first_answer = never;  // when it came
  Instant due = never;           // of what comes next
  Instant fees_from = never;     // of a number that costs from the first answer on
  Instant done_at = never;       // granted or denied
  std::vector<std::string> missing;
  std::string denial;            // why

  [[nodiscard]] std::string detail(const std::string& name) const {
    const auto found = details.find(name);
    return found == details.end() ? std::string{} : found->second;
  }
  [[nodiscard]] std::optional<std::int64_t> number(
      const std::string& name) const;  // a whole number; none: absent or not one
};

// What is missing from a case by the rules of its kind, in the order of the table.
[[nodiscard]] std::vector<std::string> missing_details(const SupportCaseRules& rules, const SupportCase& request);
// What is wrong with it as it stands, so that no case can be opened: an Error with what and fix.
[[nodiscard]] std::optional<Error> fault_of(const SupportCaseRules& rules, const SupportCase& request);

// What a customer answers who is asked for everything that is missing: "as asked".
struct CaseAnswers {
  std::map<std::string, std::string> details;
  std::map<std::string, std::map<std::string, std::string>> countries;
};
[[nodiscard]] CaseAnswers answers_as_asked(const SupportCaseRules& rules, const SupportCase& asked);

struct CaseChange {
  enum class Kind : std::uint8_t { asked, provisioning, granted, denied } kind{};
  Instant at;
  std::string id;
};

class SupportDesk {
 public:
  using Streams = std::function<RandomStream(std::string_view entity, std::string_view purpose)>;
  // Why the provider denies a complete case, by facts that only the owner knows; none: nothing speaks against it.
  using Objection = std::function<std::optional<std::string>(const SupportCase&)>;

  // `rules` outlives the desk.
  SupportDesk(const SupportCaseRules& rules, Streams streams, Objection objection);

  [[nodiscard]] const SupportCaseRules& rules() const { return rules_; }
  // Faults that hold up answers and what is provisioned; outlives the desk.
  void hold_up_by(ProvisioningDelays& delays) { delays_ = &delays; }
  // The fault that was added last holds up what is under way.
  void stretch_pending();
  [[nodiscard]] const std::deque<SupportCase>& cases() const { return cases_; }
  [[nodiscard]] SupportCase* find(std::string_view id);
  // Opens a case; id, key, kind, region, details, countries and outcome are the caller's. Errors: fault_of().
  Result<SupportCase*> open(SupportCase request, Instant now);
  // The customer answers a question.
  std::optional<Error> supply(SupportCase& of, const std::map<std::string, std::string>& details,
                              const std::map<std::string, std::map<std::string, std::string>>& countries, Instant now);

  [[nodiscard]] Instant next_at() const;
  std::vector<CaseChange> advance(Instant now);

 private:
  void answer(SupportCase& of, std::vector<CaseChange>& changes);
  void deny(SupportCase& of, std::string why, std::vector<CaseChange>& changes);
  RandomStream& stream_of(const SupportCase& of);
  [[nodiscard]] Instant stretched(Instant due) { return delays_ == nullptr ? due : delays_->stretched(due); }

  const SupportCaseRules& rules_;
  Streams streams_;
  Objection objection_;
  ProvisioningDelays* delays_ = nullptr;
  std::deque<SupportCase> cases_;
  std::map<std::string, RandomStream, std::less<>> streams_of_;
};

}  // namespace sendlab
