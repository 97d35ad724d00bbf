#pragma once
// What a sender ID may look like (R-ORG-22, R-ORG-23, R-ORG-26, R-TYP-7). One check for scenarios and for the API,
// whose shape lets more through.
#include <optional>
#include <string>
#include <string_view>

#include "engine/message/quantity.hpp"

namespace sendlab {

struct SenderIdFault {
  std::string what;  // "has 2 characters"
  std::string fix;   // "a sender ID has 3 to 11 …"
};

// `type`: of the messages it is for; none: both, which India does not know.
//   everywhere  3 to 11 letters, digits and hyphens, not digits alone
//   India       6 letters for transactional messages, 6 digits for promotional ones
[[nodiscard]] std::optional<SenderIdFault> sender_id_fault(std::string_view text, std::string_view iso,
                                                           std::optional<MessageType> type);

}  // namespace sendlab
