#include "scenarios/number_rules.hpp"

#include <algorithm>
#include <array>

#include "engine/kernel/ascii.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

// R-NUM-16: 800 is never allotted but recognised.
constexpr std::array toll_free_areas = {"1888", "1877", "1866", "1855", "1844", "1833", "1800"};

}  // namespace

bool is_us_or_territory(std::string_view country) {
  constexpr std::array<std::string_view, 5> countries = {"US", "PR", "VI", "GU", "AS"};
  return std::find(countries.begin(), countries.end(), country) != countries.end();
}

Result<PhoneNumber> read_origination_number(std::string_view text, NumberType type, std::string_view country) {
  const std::string got = "\"" + std::string(text) + "\"";
  if (type == NumberType::short_code) {
    auto code = parse_short_code(text);
    if (!code.ok())
      return Error{"", "must be a short code of 3 to 7 digits, got " + got,
                   "write it without a plus, for example \"72975\""};
    const bool five_or_six = text.size() == 5 || text.size() == 6;
    if ((is_us_or_territory(country) || country == "CA") && !five_or_six) {
      return Error{"", "must have 5 or 6 digits in " + std::string(country) + ", got " + got, "for example \"72975\""};
    }
    return code.value();
  }
  auto number = parse_e164(text);
  if (!number.ok()) return Error{"", "is not a phone number: " + number.error().what, number.error().fix};
  const std::string_view digits = text.substr(1);
  if (type == NumberType::toll_free) {
    const bool known = std::any_of(toll_free_areas.begin(), toll_free_areas.end(),
                                   [&](auto area) { return digits.starts_with(area); });
    if (!known || digits.size() != 11) {
      return Error{"", "must be a US toll-free number, got " + got,
                   "it has eleven digits and begins +1888, +1877, +1866, +1855, +1844 or +1833"};
    }
  } else if (type == NumberType::ten_dlc && (digits.size() != 11 || !digits.starts_with('1'))) {
    return Error{"", "must be a US number of ten digits, got " + got, "for example \"+12065550100\""};
  } else if (type == NumberType::long_code && digits.size() > 12) {
    return Error{"", "has more than 12 digits: " + got, "long codes have up to 12 digits"};
  }
  return number.value();
}

const std::vector<std::string>& required_opt_out_keywords(std::string_view country) {
  static const std::vector<std::string> all = {"ARRET", "CANCEL", "END",  "OPT-OUT", "OPTOUT",
                                               "QUIT",  "REMOVE", "STOP", "TD",      "UNSUBSCRIBE"};
  static const std::vector<std::string> stop = {"STOP"};
  return is_us_or_territory(country) || country == "CA" ? all : stop;
}

std::optional<Error> check_keyword(const KeywordSpec& keyword, std::string_view country) {
  const std::string word = upper_case(keyword.word);
  const auto& required = required_opt_out_keywords(country);
  const bool opts_out = std::find(required.begin(), required.end(), word) != required.end();
  if (opts_out && keyword.action != KeywordAction::opt_out) {
    return Error{"", "changes " + word + ", which always opts out",
                 "keep action = \"OPT_OUT\"; its reply may be changed"};
  }
  if (word == "HELP" && keyword.action != KeywordAction::automatic_response) {
    return Error{"", "changes HELP, which always answers",
                 "keep action = \"AUTOMATIC_RESPONSE\"; its reply may be changed"};
  }
  return std::nullopt;
}

std::optional<Error> check_toll_free_keyword(const KeywordSpec& keyword) {
  const std::string word = upper_case(keyword.word);
  if (word == "STOP" && !keyword.reply.empty())
    return Error{"", "gives STOP a reply, which the network answers on toll-free numbers (R-OPT-7)",
                 "leave it out: the network says NETWORK MSG: … itself"};
  if (word != "STOP" && keyword.action == KeywordAction::opt_out)
    return Error{"", "makes " + word + " opt out, which only STOP does on toll-free numbers (R-OPT-7)",
                 "leave it out, or send from a number of another type"};
  return std::nullopt;
}

}  // namespace sendlab
