#pragma once
// Phone numbers to and from text.
#include <string>
#include <string_view>

#include "engine/kernel/result.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

// "+14255550100" → {14255550100}. A plus, then 8 to 15 digits, the first not 0 (ITU-T E.164; the shortest number of
// simulator_numbers.csv and of R-NUM-10 is longer). Nothing else: no spaces, no brackets.
[[nodiscard]] Result<PhoneNumber> parse_e164(std::string_view text);

// "72975" → {72975}: a short code of 3 to 7 digits, the first not 0 (R-NUM-10).
[[nodiscard]] Result<PhoneNumber> parse_short_code(std::string_view text);

[[nodiscard]] constexpr bool is_short_code(PhoneNumber number) {
  return number.digits >= 100 && number.digits <= 9'999'999;
}

// "+14255550100"; a short code without the plus; empty for the number 0.
[[nodiscard]] std::string to_e164(PhoneNumber number);

// For logs: the last four digits become dots, "+1425555····"; short codes are shown whole, they belong to senders.
[[nodiscard]] std::string redacted(PhoneNumber number);

}  // namespace sendlab
