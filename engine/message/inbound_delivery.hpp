#pragma once
// What became of one message that a handset wrote to one of our numbers (R-TWO).
#include <optional>
#include <string>
#include <string_view>

#include "engine/message/message_fact.hpp"

namespace sendlab {

struct InboundDelivery {
  const MessageFact& fact;             // of kind inbound
  std::string_view body;
  bool published = false;              // it went to the number's two-way destination, and came there at `received`
  Instant received = never;
  std::optional<MessageId> previous;   // the newest message from that number to that handset (R-TWO-4)
};

// The provider's number of the n-th account of a run, and the registered keyword that a two-way payload names
// (R-TWO-5).
[[nodiscard]] std::string account_number(AccountId account);
[[nodiscard]] std::string two_way_keyword(std::string_view account_number, PhoneNumber number);

class InboundConsumer {
 public:
  virtual ~InboundConsumer() = default;
  virtual void consume(const InboundDelivery& delivery) = 0;
};

}  // namespace sendlab
