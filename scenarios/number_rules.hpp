#pragma once
// What an origination number of each type may look like, and which keywords are fixed.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/result.hpp"
#include "engine/message/type_names.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// Reads the number of an origination identity and checks it against its type (R-NUM-10, R-NUM-16). Error.where is
// empty.
Result<PhoneNumber> read_origination_number(std::string_view text, NumberType type, std::string_view country);

// The US, its territories and Canada (R-OPT-1, R-ORG-3).
[[nodiscard]] bool is_us_or_territory(std::string_view country);

// The opt-out keywords that numbers of this country always have (R-OPT-1), in capitals.
[[nodiscard]] const std::vector<std::string>& required_opt_out_keywords(std::string_view country);

// What is wrong with a keyword on a number of this country, or nothing (R-KEY-1, R-KEY-3). Error.where is empty.
std::optional<Error> check_keyword(const KeywordSpec& keyword, std::string_view country);
// The same of a toll-free number, whose opt-outs are the network's (R-OPT-7).
std::optional<Error> check_toll_free_keyword(const KeywordSpec& keyword);

}  // namespace sendlab
