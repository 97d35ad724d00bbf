#pragma once
// What a scenario registers and asks support for, and how that goes in one replication: who may send from when on, with
// which limits, and what it costs.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/registration/support_case.hpp"
#include "engine/registration/timeline.hpp"
#include "engine/service/service.hpp"
#include "reports/run_facts.hpp"

namespace sendlab {

// What a planned registration is about.
struct RegistrationTarget {
  std::string name;                      // for metrics: "otp"
  AccountId account;
  std::optional<BrandId> brand;          // brands and vettings
  std::optional<CampaignId> campaign;
  std::vector<NumberId> numbers;         // that are usable when it is complete
  bool international = false;
};

// The limits of a campaign, or the caps of a brand, by the score that counts: unvetted first, then 0 to 100.
struct ScoredCampaign {
  CampaignId campaign;
  BrandId brand;
  std::vector<std::vector<CarrierLimit>> limits;
};
struct ScoredBrand {
  BrandId brand;
  std::vector<std::vector<DailyCap>> caps;
};

struct PlannedCase {
  SupportCase request;
  Instant at;
  AccountId account;
  bool of_this_region = true;
  std::optional<Duration> reply_after;   // absent: a day
  std::optional<std::string> objection;  // against a rule, by facts of the scenario
  std::vector<NumberId> gives;
  UsdMicros setup_fee;
  std::optional<std::size_t> text;  // place of the template that it registers, in ServiceModel::templates

  [[nodiscard]] Duration replies_after() const { return reply_after.value_or(std::chrono::hours{24}); }
};

// The same for all replications.
struct ProvisioningPlan {
  RegistrationRules rules;
  SupportCaseRules case_rules;
  std::vector<PlannedRegistration> registrations;
  std::vector<RegistrationTarget> targets;  // by registration
  std::vector<ScoredCampaign> campaigns;    // whose brand is vetted in this scenario
  std::vector<ScoredBrand> brands;
  std::vector<PlannedCase> cases;
  std::vector<ProvisioningDelay> delays;  // faults of the scenario
  bool carrier_review = true;
};

// What changes while the service runs.
struct AccountChange {
  enum class Kind : std::uint8_t { sms_production, voice_production, sms_spend, voice_spend, number_mps } kind{};
  Instant at;
  AccountId account;
  NumberId number = no_number;
  std::int64_t value = 0;  // whole dollars, parts a second
};

// One replication's.
class DrawnProvisioning {
 public:
  // Events of this kind belong to it.
  static constexpr std::uint8_t event_kind = 250;

  // `monthly`: for each monthly fee of the world, what it is for.
  struct FeeOf {
    std::optional<CampaignId> campaign;
    std::optional<NumberId> number;
  };
  DrawnProvisioning(const ProvisioningPlan& plan, const ServiceModel& model, std::span<const FeeOf> monthly,
                    const RegistrationBook::Streams& streams);

  [[nodiscard]] ServiceModel& model() { return model_; }
  [[nodiscard]] const ServiceModel& model() const { return model_; }
  // Schedules the changes; handle() makes one.
  void start(Simulation& simulation) const;
  void handle(const ScheduledEvent& event, Service& service);

  // Since when each monthly fee is due; never: not at all.
  [[nodiscard]] const std::vector<Instant>& fees_begin() const { return fees_begin_; }
  // One-off fees that were due before `end`.
  [[nodiscard]] std::vector<CostLine> one_off_fees(Instant end) const;
  // Days after the start, money and limits, of what came before `end`: "registration_otp_approved_days".
  [[nodiscard]] std::vector<RecordedMetric> metrics(Instant end) const;
  // The story in sentences with dates: what it is of, its text.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> notes() const;

 private:
  void run_cases(const RegistrationBook::Streams& streams);
  void granted(const PlannedCase& planned, const SupportCase& done);
  void apply_registrations();
  void set_limits();
  void set_fees_begin(std::span<const FeeOf> monthly);

  const ProvisioningPlan& plan_;
  ServiceModel model_;
  ProvisioningDelays delays_;
  std::vector<RegistrationOutcome> outcomes_;
  std::deque<SupportCase> cases_;
  std::vector<AccountChange> changes_;
  std::vector<std::pair<Instant, CostLine>> one_off_;
  std::vector<Instant> leased_from_;      // by number; the start unless it comes later
  std::vector<Instant> campaign_from_;    // by campaign
  std::vector<Instant> fees_begin_;
};

}  // namespace sendlab
