#pragma once
// The monthly spending limit of each account (R-SPD), one for text messages and one for calls (R-SPD-9): counts message
// price plus carrier fee at acceptance, and calls when they are answered.
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

class Spending {
 public:
  // `model` must outlive it. `random` draws the delay between crossing the limit and enforcement (R-SPD-3).
  Spending(const ServiceModel& model, RandomStream random, Channel channel = Channel::sms);

  // May the account spend `cost` more? Strict accounts: only within the limit. Others: until enforcement has begun
  // (R-SPD-2).
  [[nodiscard]] bool allows(AccountId account, UsdMicros cost) const {
    const State& state = states_[account.index];
    return !state.stopped && (!state.strict || state.spent + cost <= state.limit);
  }
  // Counts the cost. Returns a delay when this cost crossed the limit of an account whose enforcement is delayed: after
  // it, stop() is due.
  [[nodiscard]] std::optional<Duration> spend(AccountId account, UsdMicros cost);
  void stop(AccountId account) { states_[account.index].stopped = states_[account.index].crossed; }
  // Another limit from now on. One that is passed already holds at once; one that is not lets the account send again.
  void set_limit(AccountId account, UsdMicros limit);
  // A new calendar month begins (R-SPD-5). A stop() due for an earlier month() no longer applies.
  void start_month();
  [[nodiscard]] std::uint32_t month() const { return month_; }
  [[nodiscard]] UsdMicros spent(AccountId account) const { return states_[account.index].spent; }

 private:
  struct State {
    UsdMicros spent, limit;
    bool strict = false, crossed = false, stopped = false;
  };
  std::vector<State> states_;
  RandomStream random_;
  std::uint64_t delay_low_, delay_span_;  // nanoseconds
  std::uint32_t month_ = 0;
};

}  // namespace sendlab
