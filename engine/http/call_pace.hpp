#pragma once
// Keeps to an account's rates of calls (R-VSB-1, R-VSB-3, R-VSB-5) as its endpoint counts them. From outside nobody
// sees the instant at which a call is counted: it lies between the request and its answer. So a call on its way takes a
// place in every window, and from its answer on it is counted as of then, which is never too early.
#include <cstdint>
#include <deque>
#include <vector>

#include "engine/service/call_limits.hpp"

namespace sendlab {

class CallPace {
 public:
  // `model` must outlive it.
  explicit CallPace(const ServiceModel& model);

  using Opening = CallLimits::Opening;
  // When a call may be asked for, not before now, and which rate opens last. While every place is taken by a call on
  // its way, a later instant at which to look again.
  [[nodiscard]] Opening opens(NumberId number, Instant now);

  void begin(NumberId number);
  // Its answer has come. `counted`: the endpoint took the call, or may have.
  void end(NumberId number, bool counted, Instant now);

 private:
  struct Rate {
    std::int64_t most = 0;  // 0: no limit
    Duration per{};
    std::int64_t on_their_way = 0;
    std::deque<Instant> counted;  // of the last window, ascending

    [[nodiscard]] Instant opens(Instant now);
  };
  template <class Visit>
  void each_rate(NumberId number, Visit&& visit);

  const ServiceModel& model_;
  std::vector<Rate> minutes_, days_;  // by account
  std::vector<Rate> numbers_;         // by number
};

}  // namespace sendlab
