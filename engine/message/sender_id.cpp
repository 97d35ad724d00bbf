#include "engine/message/sender_id.hpp"

#include <algorithm>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

std::optional<SenderIdFault> indian_fault(std::string_view text, std::optional<MessageType> type) {
  const bool letters = std::all_of(text.begin(), text.end(), is_letter),
             digits = std::all_of(text.begin(), text.end(), is_digit);
  const std::string fix =
      "a sender ID of India has 6 letters for transactional messages and 6 digits for promotional ones";
  if (text.size() != 6)
    return SenderIdFault{"has " + std::to_string(text.size()) + " characters where India wants 6", fix};
  if (!letters && !digits) return SenderIdFault{"mixes letters with others, which India does not allow", fix};
  if (type == MessageType::transactional && !letters)
    return SenderIdFault{"is for transactional messages and has digits", fix};
  if (type == MessageType::promotional && !digits)
    return SenderIdFault{"is for promotional messages and has letters", fix};
  return std::nullopt;
}

}  // namespace

std::optional<SenderIdFault> sender_id_fault(std::string_view text, std::string_view iso,
                                             std::optional<MessageType> type) {
  if (iso == "IN") return indian_fault(text, type);
  const std::string fix = "a sender ID has 3 to 11 letters, digits and hyphens, not digits alone";
  if (text.size() < 3 || text.size() > 11)
    return SenderIdFault{"has " + std::to_string(text.size()) + " characters", fix};
  if (!std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; }))
    return SenderIdFault{"has characters that are neither letters nor digits nor hyphens", fix};
  if (std::none_of(text.begin(), text.end(), is_letter)) return SenderIdFault{"has no letter", fix};
  return std::nullopt;
}

}  // namespace sendlab
