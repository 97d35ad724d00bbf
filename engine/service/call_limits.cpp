#include "engine/service/call_limits.hpp"

#include <array>

namespace sendlab {
namespace {

constexpr Duration minute_long = std::chrono::minutes{1};

}  // namespace

CallLimits::CallLimits(const ServiceModel& model) : model_(model) {
  for (const AccountModel& account : model.accounts) {
    const VoiceQuotas::Tier& now = account.voice.of(account.voice_sandbox);
    minutes_.emplace_back(Throughput{now.calls_per_minute, minute_long});
    // Outside the sandbox nothing asks it; what was called before the account left does not come back.
    days_.emplace_back(Throughput{account.voice.sandbox.calls_per_day.value_or(0), one_day});
    histories_.emplace_back(account.voice.calls_per_recipient_day, one_day);
  }
}

ThroughputWindow& CallLimits::number_window(NumberId number) {
  if (number.index >= place_of_number_.size()) place_of_number_.resize(model_.numbers.size(), UINT32_MAX);
  std::uint32_t& place = place_of_number_[number.index];
  if (place == UINT32_MAX) {
    place = static_cast<std::uint32_t>(numbers_.size());
    const AccountModel& account = model_.accounts[model_.numbers[number.index].account.index];
    numbers_.emplace_back(Throughput{account.voice.calls_per_number_second, std::chrono::seconds{1}});
  }
  return numbers_[place];
}

ThroughputWindow& CallLimits::minute(AccountId account) {
  ThroughputWindow& window = minutes_[account.index];
  if (const std::int64_t most = tier(account).calls_per_minute; window.limit().parts != most)
    window.set_limit({most, minute_long});
  return window;
}

Instant CallLimits::number_opens(NumberId number, Instant now) { return number_window(number).next_in_order(now); }
Instant CallLimits::account_opens(AccountId account, Instant now) { return minute(account).next_in_order(now); }

CallLimits::Opening CallLimits::may_dial(NumberId number, Instant now) {
  const Instant of_number = number_opens(number, now);
  const Instant of_account = account_opens(model_.numbers[number.index].account, now);
  if (of_account >= of_number) return {of_account, DelayCause::api_quota};
  return {of_number, DelayCause::number_mps};
}

Instant CallLimits::day_opens(AccountId account, Instant now) {
  return tier(account).calls_per_day ? days_[account.index].next_in_order(now) : now;
}

void CallLimits::count_request(AccountId account, PhoneNumber recipient, Instant now) {
  histories_[account.index].take(account, recipient, now);
  if (!tier(account).calls_per_day) return;
  const std::array<Instant, 1> at{now};
  days_[account.index].take(at, now);
}

std::int64_t CallLimits::count_dialled(NumberId number, Instant now) {
  const std::array<Instant, 1> at{now};
  minute(model_.numbers[number.index].account).take(at, now);
  return number_window(number).take(at, now);
}

}  // namespace sendlab
