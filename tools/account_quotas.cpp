#include "tools/account_quotas.hpp"

#include "carriers/csv_table.hpp"
#include "carriers/decimal.hpp"
#include "carriers/voice_tables.hpp"

namespace sendlab {

AccountQuotas quotas_of(const RuleTables& tables) {
  AccountQuotas quotas;
  auto count = [&](std::string_view name, std::size_t& into) {
    if (const auto value = tables.quota_millionths(name)) into = static_cast<std::size_t>(*value / 1'000'000);
  };
  count("sms_and_voice_numbers", quotas.phone_numbers);
  count("opt_out_lists", quotas.opt_out_lists);
  count("configuration_sets", quotas.configuration_sets);
  count("event_destinations_per_configuration_set", quotas.event_destinations);
  count("keywords_per_number", quotas.keywords);
  count("tags_per_resource", quotas.tags);
  if (const auto most = tables.quota_millionths("mps_10dlc_us_max")) quotas.ten_dlc_mps = *most / 1'000'000;
  count("two_way_sns_topics", quotas.two_way_channels);
  count("verification_codes_per_24h", quotas.verification_attempts);
  count("phone_pools", quotas.pools);
  count("origination_identities_per_pool", quotas.identities_per_pool);
  count("sender_ids", quotas.sender_ids);
  if (const auto most = tables.quota_millionths("verified_destination_numbers", "sandbox"))
    quotas.verified_numbers = static_cast<std::size_t>(*most / 1'000'000);
  if (const auto minutes = tables.quota_millionths("verification_code_lifetime", "sandbox"))
    quotas.verification_code_lasts = std::chrono::minutes{*minutes / 1'000'000};
  if (const auto hours = tables.quota_millionths("verified_number_delete_wait", "sandbox"))
    quotas.verified_number_stays = std::chrono::hours{*hours / 1'000'000};
  if (const auto days = tables.quota_millionths("opted_out_number_delete_wait"))
    quotas.opted_out_number_stays = std::chrono::hours{24 * (*days / 1'000'000)};
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
