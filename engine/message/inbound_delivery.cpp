#include "engine/message/inbound_delivery.hpp"

namespace sendlab {

std::string account_number(AccountId account) { return std::to_string(123'456'789'012 + std::int64_t{account.index}); }

std::string two_way_keyword(std::string_view account_number, PhoneNumber number) {
  return "KEYWORD_" + std::string(account_number) + "_" + std::to_string(number.digits);
}

}  // namespace sendlab
