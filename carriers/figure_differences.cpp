// Which figures differ between two rule sets.
#include <algorithm>
#include <array>
#include <map>

#include "carriers/figures.hpp"

namespace sendlab {
namespace {

using FigureKey = std::pair<std::string, std::string>;  // key, from

std::map<FigureKey, const RuleFigure*> unscored(const FigureTable& table) {
  std::map<FigureKey, const RuleFigure*> out;
  for (const RuleFigure& figure : table.figures)
    if (figure.score_low < 0) out.emplace(FigureKey{figure.key, figure.from}, &figure);
  return out;
}

// The figure that a table has for a key at each score.
std::map<std::string, std::array<const RuleFigure*, 101>> scored(const FigureTable& table) {
  std::map<std::string, std::array<const RuleFigure*, 101>> out;
  for (const RuleFigure& figure : table.figures)
    for (int score = figure.score_low; score >= 0 && score <= figure.score_high; ++score)
      out[figure.key][static_cast<std::size_t>(score)] = &figure;
  return out;
}

std::optional<RuleFigure> copy_of(const RuleFigure* figure) {
  return figure != nullptr ? std::optional(*figure) : std::nullopt;
}

void add_difference(std::vector<FigureDifference>& out, const std::string& table, const std::string& key,
                    const std::string& from, const RuleFigure* base, const RuleFigure* next) {
  if (base != nullptr && next != nullptr && base->value == next->value) return;
  if (base == nullptr && next == nullptr) return;
  out.push_back({table, key, from, copy_of(base), copy_of(next)});
}

void compare_scored(std::vector<FigureDifference>& out, const FigureTable& base, const FigureTable& next) {
  auto left = scored(base), right = scored(next);
  for (const auto& [key, unused] : right) left.try_emplace(key);
  for (const auto& [key, of_base] : left) {
    const auto& of_next = right[key];
    for (std::size_t low = 0; low <= 100;) {
      std::size_t high = low;
      while (high < 100 && of_base[high + 1] == of_base[low] && of_next[high + 1] == of_next[low]) ++high;
      RuleFigure named{key, "", "", "", "", static_cast<int>(low), static_cast<int>(high)};
      add_difference(out, base.name, key_with_scores(named), "", of_base[low], of_next[low]);
      low = high + 1;
    }
  }
}

}  // namespace

std::string key_with_scores(const RuleFigure& figure) {
  if (figure.score_low < 0) return figure.key;
  const std::string low = std::to_string(figure.score_low);
  return figure.key + ", score " +
         (figure.score_low == figure.score_high ? low : low + "-" + std::to_string(figure.score_high));
}

std::vector<FigureDifference> differing_figures(const std::vector<FigureTable>& base,
                                                const std::vector<FigureTable>& next) {
  std::vector<FigureDifference> out;
  for (std::size_t t = 0; t < base.size() && t < next.size(); ++t) {
    const auto left = unscored(base[t]), right = unscored(next[t]);
    std::map<FigureKey, std::pair<const RuleFigure*, const RuleFigure*>> both;
    for (const auto& [key, figure] : left) both[key].first = figure;
    for (const auto& [key, figure] : right) both[key].second = figure;
    for (const auto& [key, pair] : both)
      add_difference(out, base[t].name, key.first, key.second, pair.first, pair.second);
    compare_scored(out, base[t], next[t]);
  }
  return out;
}

}  // namespace sendlab
