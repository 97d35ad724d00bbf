#pragma once
// A mobile network, as the service sees it: it is offered the parts of a message and says what becomes of them.
#include "engine/kernel/time.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

// What is known of a recipient beyond the number.
struct RecipientTraits {
  bool invalid : 1 = false;      // no such number
  bool deactivated : 1 = false;  // given up or ported away (R-DEA-7)
  bool landline : 1 = false;
};

struct Offer {
  PhoneNumber destination;
  NumberType origin{};
  std::uint8_t parts = 1;
  RecipientTraits traits;
  // Who sends what, for networks that filter: its own number, the workload that the message belongs to, its type.
  NumberId number = no_number;
  WorkloadId workload;
  MessageType type{};
  bool registered = true;  // has the registration that the country asks for (R-ORG-8, R-ORG-9, R-ORG-13)
};

// Times count from the hand-over of the last part.
// What becomes of an offer that the carrier took.
struct HandOver {
  Duration answer_after{};            // when the carrier answers
  Status answer = Status::successful; // successful, or the failure that ends the message
  bool receipt_follows = false;       // after successful: a handset receipt is expected (isFinal false)
  Status outcome = Status::delivered; // what the receipt will say; unknown: none ever comes
  Duration outcome_after{};           // not before answer_after
  Duration handset_off{};             // > 0: the handset is off that long first; included in outcome_after
  Duration expiry_noticed_late{};     // how late a time-to-live that ends at the handset is noticed
};

class Carrier {
 public:
  virtual ~Carrier() = default;
  // Takes the parts at `now`. Whether the carrier can take anything at all now (faults, limits) was settled before.
  [[nodiscard]] virtual HandOver hand_over(const Offer& offer, Instant now) = 0;
};

}  // namespace sendlab
