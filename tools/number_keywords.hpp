#pragma once
#include <span>
#include <string_view>

#include "engine/api/keyword_list.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// The keywords of a number: those of its kind (R-OPT-1, R-OPT-7), reworded or added to by the account's own. Those of a
// short code were registered with it (R-KEY-9).
[[nodiscard]] KeywordList number_keywords(NumberType type, std::string_view iso, std::span<const KeywordSpec> own = {});

}  // namespace sendlab
