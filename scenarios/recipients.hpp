#pragma once
// Who the next planned send goes to.
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/message/quantity.hpp"

namespace sendlab {

inline constexpr std::int64_t no_person = -1;

struct Person {
  PhoneNumber number;
  std::int64_t index = no_person;  // 0 … count-1 of a population; no_person for listed numbers and feed rows
  std::string_view carrier;        // name; "" = by the number or the rule table. Valid until the next send
  std::string_view time_zone;      // "" = the country's or area's own. Valid until the next send
  bool invalid = false;            // drawn from the shares of the population
  bool deactivated = false;
  bool landline = false;
};

}  // namespace sendlab
