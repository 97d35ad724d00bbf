#include "tools/account_quotas.hpp"

#include "carriers/csv_table.hpp"
#include "carriers/decimal.hpp"
#include "carriers/voice_tables.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {

AccountQuotas quotas_of(const RuleTables& tables) {
  const auto whole = [&](std::string_view name, std::string_view tier = "both") {
    const auto value = tables.quota_millionths(name, tier);
    ENSURE(value, "quotas.csv has every quota of an account");
    return *value / 1'000'000;
  };
  const auto count = [&](std::string_view name, std::string_view tier = "both") {
    return static_cast<std::size_t>(whole(name, tier));
  };
  AccountQuotas quotas;
  quotas.phone_numbers = count("sms_and_voice_numbers");
  quotas.opt_out_lists = count("opt_out_lists");
  quotas.configuration_sets = count("configuration_sets");
  quotas.event_destinations = count("event_destinations_per_configuration_set");
  quotas.pools = count("phone_pools");
  quotas.identities_per_pool = count("origination_identities_per_pool");
  quotas.sender_ids = count("sender_ids");
  quotas.keywords = count("keywords_per_number");
  quotas.tags = count("tags_per_resource");
  quotas.ten_dlc_mps = whole("mps_10dlc_us_max");
  quotas.two_way_channels = count("two_way_sns_topics");
  quotas.verified_numbers = count("verified_destination_numbers", "sandbox");
  quotas.verification_attempts = count("verification_codes_per_24h");
  quotas.verification_code_lasts = std::chrono::minutes{whole("verification_code_lifetime", "sandbox")};
  quotas.verified_number_stays = std::chrono::hours{whole("verified_number_delete_wait", "sandbox")};
  quotas.opted_out_number_stays = std::chrono::hours{24 * whole("opted_out_number_delete_wait")};
  quotas.template_variable = count("india_template_variable_max");
  if (auto voice = VoiceTables::load(); voice.ok()) quotas.speech = voice->speech;
  return quotas;
}

RequestRates::Table request_rates() {
  RequestRates::Table rates;
  const CsvTable table("api_quotas.csv");
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (const auto rate = parse_decimal(table.at(row, "default_rps"), 0))
      rates.emplace_back(table.at(row, "operation"), *rate);
  return rates;
}

}  // namespace sendlab
