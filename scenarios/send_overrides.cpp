#include "scenarios/send_overrides.hpp"

#include "engine/kernel/calendar.hpp"
#include "scenarios/load_scenario.hpp"
#include "scenarios/nearest_name.hpp"
#include "engine/message/units.hpp"

namespace sendlab {

OriginationNames::OriginationNames(const AccountSpec& account) {
  using Kind = Origination::Kind;
  for (std::size_t brand = 0; brand < account.brands.size(); ++brand) {
    for (std::size_t i = 0; i < account.brands[brand].campaigns.size(); ++i) {
      const CampaignSpec& campaign = account.brands[brand].campaigns[i];
      add(campaign.name, {Kind::campaign, brand, i, 0});
      for (std::size_t n = 0; n < campaign.numbers.size(); ++n)
        add(campaign.numbers[n].name, {Kind::campaign_number, brand, i, n});
    }
  }
  for (std::size_t n = 0; n < account.numbers.size(); ++n) add(account.numbers[n].name, {Kind::number, 0, 0, n});
  for (std::size_t p = 0; p < account.pools.size(); ++p) add(account.pools[p].name, {Kind::pool, 0, p, 0});
  for (std::size_t s = 0; s < account.sender_ids.size(); ++s)  // one name, whatever the countries
    if (!find(account.sender_ids[s].id)) add(account.sender_ids[s].id, {Kind::sender_id, 0, s, 0});
}

void OriginationNames::add(const std::string& name, const Origination& place) {
  names_.push_back(name);
  places_.push_back(place);
}

std::optional<Origination> OriginationNames::find(std::string_view name) const {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) return places_[i];
  }
  return std::nullopt;
}

Error OriginationNames::unknown(std::string_view name, const std::string& where) const {
  return {where,
          "from names no campaign, number, pool or sender ID of the account: \"" + std::string(name) + "\"" +
              did_you_mean(name, names_),
          names_.empty() ? "the account declares none" : "declared are " + list_of(names_)};
}

std::optional<Error> ttl_fault(Duration ttl, const std::string& where) {
  const ScenarioLimits limits;
  if (ttl >= limits.ttl_min && ttl <= limits.ttl_max) return std::nullopt;
  return Error{where,
               "time-to-live must be from " + duration_text(limits.ttl_min) + " to " + duration_text(limits.ttl_max) +
                   ", got " + duration_text(ttl),
               "the service keeps a message for 5 s to 72 h"};
}

Result<std::optional<Duration>> read_ttl(std::string_view text, const std::string& where) {
  if (text.empty()) return std::optional<Duration>{};
  if (const auto seconds = read_decimal(text, 0); seconds && *seconds <= 1'000'000'000) {
    const Duration ttl = std::chrono::seconds{*seconds};
    if (auto fault = ttl_fault(ttl, where)) return *fault;
    return std::optional<Duration>{ttl};
  }
  if (const auto duration = parse_duration(text); duration.ok()) {
    if (auto fault = ttl_fault(duration.value(), where)) return *fault;
    return std::optional<Duration>{duration.value()};
  }
  return Error{where, "time-to-live must be a duration or whole seconds, got \"" + std::string(text) + "\"",
               "write \"5m\" or 300, or leave the field empty"};
}

}  // namespace sendlab
