#include "carriers/default_keywords.hpp"

#include <array>
#include <algorithm>

#include "carriers/csv_table.hpp"

namespace sendlab {
namespace {

// R-OPT-1 with R-ORG-3: the US, its territories, and Canada.
constexpr std::array<std::string_view, 6> north_american = {"AS", "CA", "GU", "PR", "US", "VI"};

KeywordEffect effect_of(std::string_view text) {
  return text == "opt_out"  ? KeywordEffect::opt_out
         : text == "opt_in" ? KeywordEffect::opt_in
                            : KeywordEffect::reply_only;
}

}  // namespace

std::vector<DefaultKeyword> default_keywords(NumberType type, std::string_view iso) {
  static const CsvTable table("default_keywords.csv");  // read once; never written again
  const bool us_ca = std::find(north_american.begin(), north_american.end(), iso) != north_american.end();
  const std::string_view group = type == NumberType::toll_free ? "TOLL_FREE" : us_ca ? "US_CA" : "OTHER";
  std::vector<DefaultKeyword> keywords;
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (table.at(row, "numbers") == group)
      keywords.push_back({table.at(row, "word"), effect_of(table.at(row, "effect")),
                          table.at(row, "by_network") == "yes", table.at(row, "reply")});
  return keywords;
}

}  // namespace sendlab
