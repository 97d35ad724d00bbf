#pragma once
// Builds a World step by step; each step is one file: networks and prices, identities, faults.
#include <map>

#include "carriers/voice_tables.hpp"
#include "tools/world.hpp"

namespace sendlab {

// What an account sends from, as the scenario declares it.
struct NumbersOfAccount {
  std::vector<NumberId> own;
  std::vector<std::vector<std::vector<NumberId>>> of_campaigns;  // [brand][campaign]
  std::vector<NumberId> sender_ids;
  std::vector<PoolId> pools;

  [[nodiscard]] TrafficMap::From of(const Origination& from) const {
    switch (from.kind) {
      case Origination::Kind::service_chooses: return {};
      case Origination::Kind::number: return {{own[from.number]}};
      case Origination::Kind::campaign: return {of_campaigns[from.brand][from.index]};
      case Origination::Kind::campaign_number: return {{of_campaigns[from.brand][from.index][from.number]}};
      case Origination::Kind::pool: return {{}, pools[from.index]};
      case Origination::Kind::sender_id: return {{sender_ids[from.index]}};
    }
    return {};
  }
};

class WorldBuilder {
 public:
  WorldBuilder(const Scenario& scenario, const RuleTables& tables, bool open, std::string countries)
      : scenario_(scenario), tables_(tables), open_(open), countries_(std::move(countries)) {}
  Result<World, Errors> build();

 private:
  // world_network.cpp
  void add_countries();
  void add_carriers();
  void add_prices();
  void add_addresses();
  [[nodiscard]] const CarrierOverride* override_of(std::string_view carrier) const;
  [[nodiscard]] std::vector<CarrierId> carriers_named(const std::string& name, const Where& where);  // "" = all

  // world_identities.cpp
  void add_accounts();
  void check_overrides(const AccountModel& account, const AccountSpec& spec);
  void add_opt_out_lists(const AccountSpec& account, AccountId id);
  BrandId add_brand(const BrandSpec& brand);
  void add_campaign(const CampaignSpec& campaign, const BrandSpec& brand, AccountId account, BrandId brand_id);
  NumberId add_number(const NumberSpec& number, const AccountSpec& account, AccountId id, std::string name,
                      std::int64_t mps);
  [[nodiscard]] std::vector<KeywordModel> keywords_of(const NumberSpec& number, AccountId account) const;
  std::vector<PhoneNumber> numbers_in(const std::variant<std::vector<PhoneNumber>, Feed>& source);
  void add_monthly_fee(std::string usage_type, std::vector<DatedValue> rows, DrawnProvisioning::FeeOf of = {});
  [[nodiscard]] std::optional<std::uint16_t> opt_out_list_named(AccountId account, const std::string& name) const;
  std::size_t usage_origin(const AccountSpec& account, std::string_view iso, NumberType type, Assumptions* used);
  void add_workloads();
  void add_limits_to_topology();
  [[nodiscard]] std::string key(const AccountSpec& account, const std::string& name) const;

  // world_filters.cpp
  void add_filters();
  void add_filter_contents();
  void add_quiet_hours(const QuietHoursSpec& spec);

  // world_voice.cpp
  void read_voice_tables();
  void set_voice(CarrierModel& carrier, const CarrierOverride* override, const std::string& iso);
  void set_voice(AccountModel& account, const AccountSpec& spec);
  void add_voice_prices();
  [[nodiscard]] bool anybody_calls() const;
  // world_pools.cpp
  NumberId add_sender_id(AccountId account, const SenderIdSpec& sender, bool declared);
  void add_shared_route(AccountId account, const CountryRules& country);
  void add_open_identities(AccountId account);
  void add_pool(const PoolSpec& pool, AccountId account);
  NumberId add_identity(NumberModel model, const std::string& report_key, bool declared);
  [[nodiscard]] std::vector<bool> open_destinations(std::size_t account) const;

  // world_registrations.cpp
  std::vector<DailyCap> brand_caps(const BrandSpec& brand, const BrandQuery& query);
  std::vector<CarrierLimit> campaign_limits(const CampaignSpec& campaign, const BrandQuery& brand);
  void add_registrations();
  void add_registration(const RegistrationSpec& spec, std::size_t account);
  bool find_target(const RegistrationSpec& spec, std::size_t account, RegistrationKind kind,
                   const std::vector<std::string>& names, RegistrationTarget& target);
  void order_registrations(std::size_t account);
  ScoredCampaign scored_campaign(const CampaignSpec& campaign, const BrandSpec& brand, CampaignId id, BrandId brand_id);
  ScoredBrand scored_brand(const BrandSpec& brand, BrandId id);
  void add_case(const SupportCaseSpec& spec, std::size_t account);
  [[nodiscard]] std::optional<std::string> objection_to(const PlannedCase& planned) const;
  // The number of the account that a case is about; null: none, or it names none.
  [[nodiscard]] const NumberModel* number_of_case(const PlannedCase& planned) const;
  void check_case_names(const SupportCaseSpec& spec, const PlannedCase& planned, const AccountSpec& account);

  // world_templates.cpp
  void add_templates();
  std::size_t add_template(const TemplateSpec& spec, AccountId account, Instant from);

  // world_faults.cpp
  void add_faults();
  void add_handsets();

  // world_events.cpp
  void add_event_destinations();
  void delay_provisioning(const FaultSpec& spec, FaultModel& model);

  void fault(const Where& where, std::string what, std::string fix) {
    errors_.push_back({where, std::move(what), std::move(fix)});
  }

  const Scenario& scenario_;
  const RuleTables& tables_;
  bool open_;  // identities may be added later
  std::string countries_;  // file; empty: none
  World world_;
  VoiceTables voice_;
  Errors errors_;
  Assumptions used_;
  std::map<std::string, BrandId> brands_;  // a company is one brand in all accounts (R-REG-8)
  std::map<std::pair<std::string, int>, std::uint64_t>
      numbers_given_;  // (country, type) -> how many had no number of their own
  std::vector<std::vector<std::vector<CampaignId>>> campaigns_;        // [account][brand][campaign]
  std::vector<NumbersOfAccount> numbers_;
  std::vector<bool> certain_;       // by NumberId: declared, or sure to be used; those beyond its end are
  bool only_destinations_ = true;   // the rows being added are for countries that the scenario writes to
};

std::vector<DatedValue> dated(const std::vector<DatedPrice>& rows);

}  // namespace sendlab
