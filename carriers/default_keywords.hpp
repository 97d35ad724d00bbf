#pragma once
// The keywords that every number supports from the start (R-OPT-1, R-OPT-7, R-KEY-3): tables/default_keywords.csv.
#include <string>
#include <string_view>
#include <vector>

#include "engine/message/quantity.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

struct DefaultKeyword {
  std::string word;          // upper case
  KeywordEffect effect{};
  bool by_network = false;   // the toll-free network acts and answers by itself (R-OPT-7)
  std::string reply;
};

// All ten opt-out words for numbers of the US, its territories and Canada, STOP alone elsewhere; toll-free has its own.
std::vector<DefaultKeyword> default_keywords(NumberType type, std::string_view iso);

}  // namespace sendlab
