#pragma once
// The numbers that RequestPhoneNumber gives, by the rule tables (R-NUM).
#include <map>

#include "carriers/registration_tables.hpp"
#include "carriers/rule_tables.hpp"
#include "engine/api/simulated_account.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

class RuleCatalogue final : public NumberCatalogue {
 public:
  // All references outlive the catalogue. `model`: the world at its start, whose numbers are taken.
  RuleCatalogue(const RuleTables& tables, const Scenario& scenario, const ServiceModel& model);

  Result<Offer> offer(std::string_view iso, NumberType type, MessageType message_type, bool sms, bool voice) override;
  Offer sender_id(CountryId country) override;
  [[nodiscard]] std::string monthly_price(const NumberModel& number) const override;
  [[nodiscard]] KeywordList keywords(const NumberModel& number) const override;
  [[nodiscard]] const RegistrationRules& registration_rules() const override { return registration_rules_; }
  [[nodiscard]] const SupportCaseRules& case_rules() const override { return case_rules_; }
  [[nodiscard]] Result<Offer> case_number(std::string_view iso, NumberType type, bool local_voice) override;
  [[nodiscard]] CampaignTerms campaign_terms(std::string_view use_case, std::optional<int> score) const override;

 private:
  [[nodiscard]] std::string monthly_price(NumberType type, std::string_view iso) const;

  const RuleTables& tables_;
  const Scenario& scenario_;
  RegistrationRules registration_rules_;
  SupportCaseRules case_rules_;
  std::map<std::pair<std::string, NumberType>, std::uint64_t> given_;
  Instant start_;
};

}  // namespace sendlab
