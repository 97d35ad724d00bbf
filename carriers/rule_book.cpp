#include "carriers/rule_book.hpp"

#include <algorithm>

#include "carriers/bundled_tables.hpp"
#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

// Calls `line` with each line of `text`, without line ends.
template <class Function>
void each_line(std::string_view text, Function line) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// "Throughput (R-MPS)" → "Throughput".
std::string group_name(std::string_view heading) {
  const std::size_t mark = heading.rfind(" (R-");
  return std::string(trimmed(heading.substr(0, mark)));
}

}  // namespace

bool is_rule_id(std::string_view word) {
  if (!word.starts_with("R-")) return false;
  word.remove_prefix(2);
  const std::size_t dash = word.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash + 1 == word.size()) return false;
  return std::ranges::all_of(word.substr(0, dash), is_upper) && std::ranges::all_of(word.substr(dash + 1), is_digit);
}

std::vector<BookRule> read_rule_book(std::string_view text) {
  constexpr std::string_view opening = "- **", closing = "** ";
  std::vector<BookRule> book;
  std::string group;
  each_line(text, [&](std::string_view line) {
    if (line.starts_with("## ")) group = group_name(line.substr(3));
    const std::size_t end = line.find(closing, opening.size());
    if (!line.starts_with(opening) || end == std::string_view::npos) return;
    BookRule rule;
    rule.id = line.substr(opening.size(), end - opening.size());
    if (!is_rule_id(rule.id)) return;
    rule.group = group;
    std::string_view rest = trimmed(line.substr(end + closing.size()));
    // The source is the last pair of brackets; "[ ]" within the text of a rule stay.
    const std::size_t bracket = rest.rfind(" [");
    if (bracket != std::string_view::npos && rest.ends_with(']')) {
      rule.source = rest.substr(bracket + 2, rest.size() - bracket - 3);
      rest = trimmed(rest.substr(0, bracket));
    }
    rule.text = rest;
    book.push_back(std::move(rule));
  });
  return book;
}

void read_rule_tests(std::string_view page, std::vector<BookRule>& book) {
  constexpr std::string_view between = "<br>";
  each_line(page, [&](std::string_view line) {
    if (!line.starts_with("| R-") || !line.ends_with(" |")) return;
    const std::size_t bar = line.find(" | ", 2);
    if (bar == std::string_view::npos) return;
    const auto rule = std::ranges::find(book, line.substr(2, bar - 2), &BookRule::id);
    if (rule == book.end()) return;
    std::string_view rest = line.substr(bar + 3, line.size() - bar - 5);
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(between), rest.size());
      rule->tests.emplace_back(trimmed(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + between.size(), rest.size()));
    }
  });
}

std::vector<BookRule> rule_book() {
  std::vector<BookRule> book = read_rule_book(bundled_table("rules.md"));
  read_rule_tests(bundled_table("rules_and_tests.md"), book);
  return book;
}

}  // namespace sendlab
