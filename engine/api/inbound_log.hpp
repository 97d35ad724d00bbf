#pragma once
// What handsets wrote to the numbers of a served account, with the payload that a two-way destination gets (R-TWO-3).
// Bounded: the newest are kept.
#include <deque>
#include <string>

#include "engine/api/message_log.hpp"
#include "engine/service/inbound_listener.hpp"

namespace sendlab {

struct LoggedInbound {
  std::uint64_t sequence = 0;  // 1, 2, …
  Instant at;
  bool published = false;      // to the two-way destination (R-TWO-11)
  std::string payload;         // one JSON object
  std::string keyword;         // that it begins with; empty: none
};

class InboundLog final : public InboundListener {
 public:
  // Both references outlive it. `before` is called before the log of messages is read: it publishes what the events so
  // far have left.
  InboundLog(const ServiceModel& model, const MessageLog& messages, std::string account_number,
             std::function<void()> before);

  void on_inbound(const InboundNotice& notice) override;
  [[nodiscard]] const std::deque<LoggedInbound>& messages() const { return kept_; }

 private:
  [[nodiscard]] std::string newest_to(PhoneNumber handset, PhoneNumber number) const;

  static constexpr std::size_t keep = 100'000;
  const ServiceModel& model_;
  const MessageLog& messages_;
  std::string account_number_;
  std::function<void()> before_;
  std::deque<LoggedInbound> kept_;
  std::uint64_t sequence_ = 0;
};

}  // namespace sendlab
