#include "engine/http/call_pace.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"

namespace sendlab {

CallPace::CallPace(const ServiceModel& model) : model_(model) {
  for (const AccountModel& account : model.accounts) {
    const VoiceQuotas::Tier& tier = account.voice.of(account.voice_sandbox);
    // Where the service itself keeps calls over its rates, they may come as they like.
    minutes_.push_back({account.queue_over_mps ? 0 : tier.calls_per_minute, std::chrono::minutes{1}, 0, {}});
    days_.push_back({tier.calls_per_day.value_or(0), one_day, 0, {}});
  }
  for (const NumberModel& number : model.numbers) {
    const AccountModel& account = model.accounts[number.account.index];
    numbers_.push_back(
        {account.queue_over_mps ? 0 : account.voice.calls_per_number_second, std::chrono::seconds{1}, 0, {}});
  }
}

Instant CallPace::Rate::opens(Instant now) {
  while (!counted.empty() && counted.front() + per <= now) counted.pop_front();
  const auto taken = static_cast<std::int64_t>(counted.size()) + on_their_way;
  if (most == 0 || taken < most) return now;
  const auto leave = static_cast<std::size_t>(taken - most);  // so many places and one more have to become free
  return (leave < counted.size() ? counted[leave] : now) + per;
}

CallPace::Opening CallPace::opens(NumberId number, Instant now) {
  const AccountId account = model_.numbers[number.index].account;
  Opening opening{numbers_[number.index].opens(now), DelayCause::number_mps};
  for (Rate* rate : {&minutes_[account.index], &days_[account.index]})
    if (const Instant at = rate->opens(now); at >= opening.at) opening = {at, DelayCause::api_quota};
  return opening;
}

template <class Visit>
void CallPace::each_rate(NumberId number, Visit&& visit) {
  const AccountId account = model_.numbers[number.index].account;
  for (Rate* rate : {&numbers_[number.index], &minutes_[account.index], &days_[account.index]}) visit(*rate);
}

void CallPace::begin(NumberId number) {
  each_rate(number, [](Rate& rate) { ++rate.on_their_way; });
}

void CallPace::end(NumberId number, bool counted, Instant now) {
  each_rate(number, [&](Rate& rate) {
    ENSURE(rate.on_their_way > 0, "an answer follows its request");
    --rate.on_their_way;
    if (counted && rate.most > 0) rate.counted.push_back(now);
  });
}

}  // namespace sendlab
