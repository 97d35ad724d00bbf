#pragma once
// Messages for which registering the sender is not enough: their carriers take registered texts only.
#include "engine/service/backend.hpp"

namespace sendlab {

// Whether the networks of the destination find registered what they ask for, the identity aside.
//   India   by a sender ID of it: both ids came with the message, and its text is the template of that id (R-ORG-13)
//   China   the text is one of the account's templates (R-ORG-14)
// An account without templates for the country counts as one that keeps to them: nothing is compared. Nor are calls,
// and automatic replies, which come without their text.
[[nodiscard]] bool goes_as_registered(const ServiceModel& model, NumberType origin, const SendRequest& request,
                                      Instant now);

}  // namespace sendlab
