// Calls: how phones answer, what accounts may call and what a minute costs.
#include <algorithm>
#include <array>

#include "tools/world_builder.hpp"

namespace sendlab {

bool WorldBuilder::anybody_calls() const {
  return std::any_of(scenario_.workloads.begin(), scenario_.workloads.end(),
                     [](const Workload& w) { return w.channel == Channel::voice; });
}

void WorldBuilder::read_voice_tables() {
  auto tables = VoiceTables::load();
  if (!tables.ok()) return errors_.push_back(tables.error());
  voice_ = std::move(tables).value();
  world_.sources.speech = world_.traffic.speech = voice_.speech;
  world_.topology.has_calls = anybody_calls();
  if (anybody_calls()) VoiceTables::note_assumptions(used_);
}

// With an ideal network everybody answers, after exactly its times: the phone rings at `accept` and is answered at
// `delivery`.
void WorldBuilder::set_voice(CarrierModel& carrier, const CarrierOverride* override, const std::string& iso) {
  VoiceProfile& profile = carrier.voice;
  if (world_.ideal) {
    profile = VoiceProfile{};
    profile.set_up = Distribution::constant(world_.ideal->accept);
    profile.person_answers =
        Distribution::constant(std::max(Duration{0}, world_.ideal->delivery - world_.ideal->accept));
    return;
  }
  if (carrier.simulator) return;  // fixed times, so that tests can count on them
  profile = voice_.calls;
  profile.local_number_only = std::find(voice_.local_number_only.begin(), voice_.local_number_only.end(), iso) !=
                              voice_.local_number_only.end();
  if (override == nullptr) return;
  const VoiceOverride& own = override->voice;
  auto set = [](auto& into, const auto& value) {
    if (value) into = *value;
  };
  set(profile.set_up, own.set_up);
  set(profile.person_answers, own.person_answers);
  set(profile.machine_answers, own.machine_answers);
  set(profile.rings_for, own.rings_for);
  set(profile.machine, own.machine);
  set(profile.busy, own.busy);
  set(profile.no_answer, own.no_answer);
  set(profile.failed, own.failed);
  set(profile.hangs_up, own.hangs_up);
  set(profile.dropped, own.dropped);
  set(profile.local_number_only, own.local_number);
  // Shares are decimal: ten times 10 % may come to a hair above 1.
  if (profile.machine + profile.busy + profile.no_answer + profile.failed > 1 + 1e-9)
    fault(scenario_.file,
          "the voice shares of carrier " + carrier.name +
              " add up to more than 100 %: machine, busy, no_answer and failed, with the table's where the scenario "
              "says nothing",
          "lower them; the rest is answered by a person");
}

// R-VSB, R-SPD-9. A scenario may set each quota by its name in quotas.csv, for both tiers.
void WorldBuilder::set_voice(AccountModel& account, const AccountSpec& spec) {
  const UsdMicros quota{tables_.quota_millionths("voice_monthly_spend_threshold").value_or(1'000'000)};
  account.has_voice = std::ranges::find(voice_.regions_without, spec.region) == voice_.regions_without.end();
  if (!account.has_voice && anybody_calls())
    used_.add("voice/region", "A call in a Region without voice is refused with VOICE_CAPABILITY_NOT_AVAILABLE.",
              "R-REL-2; no source names the error");
  account.voice_sandbox = spec.sandbox;
  account.monthly_voice_spend_limit = spec.monthly_voice_spend_limit.value_or(quota);
  if (spec.sandbox)
    account.monthly_voice_spend_limit = std::min(account.monthly_voice_spend_limit, quota);  // as for text, R-SBX-2
  VoiceQuotas& q = account.voice = voice_.quotas;
  for (const auto& [name, value] : spec.quotas) {
    if (name == "voice_calls_per_minute") q.sandbox.calls_per_minute = q.production.calls_per_minute = value;
    if (name == "voice_messages_per_24h") q.sandbox.calls_per_day = value;
    if (name == "voice_messages_per_recipient_24h") q.calls_per_recipient_day = value;
    if (name == "voice_calls_per_second_per_number") q.calls_per_number_second = value;
    if (name == "voice_message_length") q.sandbox.longest = q.production.longest = std::chrono::seconds{value};
  }
}

// Any country can be called from any number, so where anybody calls every country has its price.
void WorldBuilder::add_voice_prices() {
  const auto& numbers = world_.model.numbers;
  if (!open_ && std::none_of(numbers.begin(), numbers.end(), [](const NumberModel& n) { return n.voice; })) return;
  for (const CountryModel& country : world_.model.countries) {
    if (scenario_.prices.voice_per_minute)
      world_.model.prices.voice_minute.push_back({{Instant{}, *scenario_.prices.voice_per_minute}});
    else
      world_.model.prices.voice_minute.push_back(dated(tables_.voice_prices(country.iso)));
  }
  if (anybody_calls() && !scenario_.prices.voice_per_minute)
    used_.add("voice/price",
              "Prices of a minute are the guide's of December 2021 for the US, Canada and Jamaica; the others are "
              "another provider's or one default.",
              "pricing.json");
}

}  // namespace sendlab
