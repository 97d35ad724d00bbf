#include "engine/message/phone_number.hpp"

#include <algorithm>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

bool is_digits(std::string_view text) {
  return std::ranges::all_of(text, is_digit);
}

std::uint64_t value_of(std::string_view digits) {
  std::uint64_t value = 0;
  for (char c : digits) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

}  // namespace

Result<PhoneNumber> parse_e164(std::string_view text) {
  const std::string_view digits = text.empty() ? text : text.substr(1);
  if (!text.starts_with('+') || digits.size() < 8 || digits.size() > 15 || digits.front() == '0' ||
      !is_digits(digits)) {
    return Error{"", "\"" + std::string(text) + "\" is not a phone number in E.164",
                 "write a plus, the country code and the number without spaces, for example \"+14255550100\""};
  }
  return PhoneNumber{value_of(digits)};
}

Result<PhoneNumber> parse_short_code(std::string_view text) {
  if (text.size() < 3 || text.size() > 7 || text.front() == '0' || !is_digits(text)) {
    return Error{"", "\"" + std::string(text) + "\" is not a short code",
                 "write 3 to 7 digits, the first not 0, for example \"72975\""};
  }
  return PhoneNumber{value_of(text)};
}

std::string to_e164(PhoneNumber number) {
  if (number.digits == 0) return {};
  const std::string digits = std::to_string(number.digits);
  return is_short_code(number) ? digits : std::string("+").append(digits);
}

std::string redacted(PhoneNumber number) {
  std::string text = to_e164(number);
  if (text.empty() || is_short_code(number)) return text;
  text.resize(text.size() - 4);
  return text + "····";
}

}  // namespace sendlab
