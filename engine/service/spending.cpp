#include "engine/service/spending.hpp"

namespace sendlab {

Spending::Spending(const ServiceModel& model, RandomStream random, Channel channel)
    : random_(random),
      delay_low_(static_cast<std::uint64_t>(model.constants.spend_delay_low.count())),
      delay_span_(
          static_cast<std::uint64_t>((model.constants.spend_delay_high - model.constants.spend_delay_low).count())) {
  for (const AccountModel& account : model.accounts) {
    const bool voice = channel == Channel::voice;
    const UsdMicros spent = voice ? UsdMicros{} : account.month_spend;
    const UsdMicros limit = voice ? account.enforced_voice_spend_limit() : account.enforced_spend_limit();
    states_.push_back({spent, limit, account.strict_spend_enforcement, spent > limit, spent > limit});
  }
}

std::optional<Duration> Spending::spend(AccountId account, UsdMicros cost) {
  State& state = states_[account.index];
  state.spent += cost;
  if (state.strict || state.crossed || state.spent <= state.limit) return std::nullopt;
  state.crossed = true;
  return Duration{static_cast<std::int64_t>(delay_low_ + random_.below(delay_span_ + 1))};
}

void Spending::set_limit(AccountId account, UsdMicros limit) {
  State& state = states_[account.index];
  state.limit = limit;
  state.crossed = state.stopped = state.spent >= limit;  // nothing is left of it
}

void Spending::start_month() {
  ++month_;
  for (State& state : states_) {
    state.spent = {};
    state.crossed = state.stopped = false;
  }
}

}  // namespace sendlab
