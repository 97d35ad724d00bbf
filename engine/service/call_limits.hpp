#pragma once
// When may a call be made? Every limit of calls, exact: at most N in any half-open window [t, t + W).
//
//   limit                     scope                 counted at    over it
//   calls a second            number                dialling      throttled, or waits    (R-VSB-5)
//   calls a minute            account               dialling      throttled, or waits    (R-VSB-3)
//   calls in 24 hours         account, in sandbox   acceptance    throttled              (R-VSB-1)
//   calls in 24 hours         account, recipient    acceptance    refused                (R-VSB-2, R-VSB-12)
#include <vector>

#include "engine/message/message_fact.hpp"
#include "engine/service/call_history.hpp"
#include "engine/service/model.hpp"
#include "engine/service/throughput_window.hpp"

namespace sendlab {

class CallLimits {
 public:
  // `model` must outlive the limits. An account that leaves the sandbox there has the other quotas from then on
  // (R-VSB-10).
  explicit CallLimits(const ServiceModel& model);

  // When all rates let the number dial, not before now, and which of them opens last (ties: the account's).
  struct Opening {
    Instant at;
    DelayCause cause = DelayCause::number_mps;  // api_quota: the account's
  };
  [[nodiscard]] Opening may_dial(NumberId number, Instant now);
  // When the sandbox's day lets the account ask for one more call, not before now; now out of the sandbox.
  [[nodiscard]] Instant day_opens(AccountId account, Instant now);
  // Of a number that may dial now after a wait: which of its rates opened at this very instant.
  [[nodiscard]] DelayCause opened_last(NumberId number, Instant now) {
    return minute(model_.numbers[number.index].account).opened_at(now) ? DelayCause::api_quota : DelayCause::number_mps;
  }
  [[nodiscard]] Instant account_opens(AccountId account, Instant now);
  [[nodiscard]] Instant number_opens(NumberId number, Instant now);
  [[nodiscard]] Instant recipient_opens(AccountId account, PhoneNumber recipient, Instant now) const {
    return histories_[account.index].opens(account, recipient, now);
  }

  void count_request(AccountId account, PhoneNumber recipient, Instant now);
  // Returns the calls of the number in the second that ends now, this one included.
  std::int64_t count_dialled(NumberId number, Instant now);

 private:
  [[nodiscard]] ThroughputWindow& number_window(NumberId number);
  [[nodiscard]] ThroughputWindow& minute(AccountId account);
  [[nodiscard]] const VoiceQuotas::Tier& tier(AccountId account) const {
    return model_.accounts[account.index].voice.of(model_.accounts[account.index].voice_sandbox);
  }

  const ServiceModel& model_;
  std::vector<ThroughputWindow> minutes_, days_;  // by account
  std::vector<CallHistory> histories_;            // by account
  std::vector<std::uint32_t> place_of_number_;    // into numbers_; UINT32_MAX: has never called
  std::vector<ThroughputWindow> numbers_;
};

}  // namespace sendlab
