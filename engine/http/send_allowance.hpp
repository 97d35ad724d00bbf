#pragma once
// What may be sent at all, and how much of it is left. Counted before a request leaves, so that nothing is ever spent
// that was not allowed.
#include <cstdint>
#include <optional>
#include <unordered_set>

#include "engine/kernel/result.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

// A request beyond it is not sent and ends the run.
struct SendAllowance {
  std::optional<std::int64_t> messages;
  std::optional<UsdMicros> spend;                            // message prices and carrier fees, charges of calls
  std::optional<std::unordered_set<std::uint64_t>> numbers;  // destinations, digits without the plus
};

class AllowanceLedger {
 public:
  explicit AllowanceLedger(SendAllowance allowed) : allowed_(std::move(allowed)) {}

  // Why one more message or call to this number, which costs at most `cost`, may not be sent; nullopt: it may.
  //   cost   nullopt: nothing tells what it costs
  [[nodiscard]] std::optional<Error> objection(PhoneNumber to, std::optional<UsdMicros> cost) const;
  void take(UsdMicros cost) { ++messages_, spent_ += cost; }
  // It was not sent after all.
  void give_back(UsdMicros cost) { --messages_, spent_ -= cost; }
  // What it cost is known now.
  void settle(UsdMicros taken, UsdMicros cost) { spent_ -= taken, spent_ += cost; }

 private:
  SendAllowance allowed_;
  std::int64_t messages_ = 0;
  UsdMicros spent_;
};

}  // namespace sendlab
