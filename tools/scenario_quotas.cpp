#include "tools/scenario_quotas.hpp"

#include "tools/account_quotas.hpp"

namespace sendlab {
namespace {

std::string_view mps_quota(NumberType type, bool us, std::string_view iso) {
  switch (type) {
    case NumberType::ten_dlc:
    case NumberType::simulator: return "mps_10dlc_us_default";
    case NumberType::toll_free: return "mps_toll_free_us";
    case NumberType::short_code:
      return us ? "mps_short_code_us" : iso == "CA" ? "mps_short_code_ca" : "mps_short_code_other";
    case NumberType::long_code: return iso == "CA" || us ? "mps_long_code_ca" : "mps_long_code_other";
    case NumberType::sender_id: return "mps_sender_id";
    case NumberType::shared_route: return "mps_shared_route";
  }
  return {};
}

}  // namespace

std::optional<std::int64_t> own_quota(const AccountSpec& account, std::string_view name) {
  for (const auto& [quota, value] : account.quotas)
    if (quota == name) return value;
  return std::nullopt;
}

std::int64_t identity_mps(const AccountSpec& account, const RuleTables& tables, NumberType type, std::string_view iso,
                          Assumptions* used) {
  const CountryRules* country = tables.country(iso);
  if (const auto own = own_quota(account, mps_quota(type, country != nullptr && country->us_rules, iso))) return *own;
  return tables.number_mps(type, iso, used);
}

AccountQuotas quotas_of(const AccountSpec& account, const RuleTables& tables) {
  AccountQuotas quotas = quotas_of(tables);
  auto count = [&](std::string_view name, std::size_t& into) {
    if (const auto own = own_quota(account, name)) into = static_cast<std::size_t>(*own);
  };
  count("sms_and_voice_numbers", quotas.phone_numbers);
  count("opt_out_lists", quotas.opt_out_lists);
  count("configuration_sets", quotas.configuration_sets);
  count("event_destinations_per_configuration_set", quotas.event_destinations);
  count("keywords_per_number", quotas.keywords);
  count("phone_pools", quotas.pools);
  count("origination_identities_per_pool", quotas.identities_per_pool);
  count("verified_destination_numbers", quotas.verified_numbers);
  return quotas;
}

}  // namespace sendlab
