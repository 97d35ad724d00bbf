// The patterns of the form table, each with a matcher written by hand: linear in the text, no library of expressions.
#include <algorithm>
#include <array>

#include "engine/kernel/ascii.hpp"

#include "engine/kernel/ensure.hpp"
#include "engine/registration/form.hpp"

namespace sendlab {
namespace {

bool dashed(char c) { return is_letter_or_digit(c) || c == '-'; }

bool all(std::string_view text, bool (*is)(char)) { return !text.empty() && std::ranges::all_of(text, is); }

// A shape of one is_letter for each character: 9 a is_digit, A a is_upper.
bool shaped(std::string_view text, std::string_view shape) {
  return std::ranges::equal(text, shape, [](char c, char s) { return s == '9' ? is_digit(c) : is_upper(c); });
}

bool web_address(std::string_view text) {
  for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")})
    if (text.starts_with(scheme) && text.size() > scheme.size()) return text.find('\n') == text.npos;
  return false;
}

bool mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == text.npos || at + 1 == text.size() || text.find('@', at + 1) != text.npos) return false;
  return text.find_first_of(" \t\n\v\f\r") == text.npos;
}

bool phone_number(std::string_view text) {
  if (text.size() < 3 || text.size() > 20 || !text.starts_with('+') || text[1] == '0') return false;
  return all(text.substr(1), is_digit);
}

// A Unique Entity Number of Singapore in one of its three forms.
bool unique_entity_number(std::string_view text) {
  if (shaped(text, "99999999A") || shaped(text, "999999999A")) return true;
  return shaped(text, "A99AA9999A") && std::string_view("RST").find(text.front()) != std::string_view::npos;
}

struct FormPattern {
  std::string_view text;
  bool (*matches)(std::string_view);
};
constexpr std::array<FormPattern, 8> form_patterns{{
    {"[A-Za-z0-9-]+", [](std::string_view text) { return all(text, dashed); }},
    {"[A-Z]{2}", [](std::string_view text) { return shaped(text, "AA"); }},
    {"[0-9]{9}", [](std::string_view text) { return shaped(text, "999999999"); }},
    {"https?://.+", web_address},
    {"[^@\\s]+@[^@\\s]+", mail_address},
    {"\\+[1-9][0-9]{1,18}", phone_number},
    {"[0-9]{8}[A-Z]|[0-9]{9}[A-Z]|[RST][0-9]{2}[A-Z]{2}[0-9]{4}[A-Z]", unique_entity_number},
    {"(?![0-9]+$)[A-Za-z0-9-]+", [](std::string_view text) { return all(text, dashed) && !all(text, is_digit); }},
}};

}  // namespace

bool knows_form_pattern(std::string_view pattern) {
  return std::ranges::find(form_patterns, pattern, &FormPattern::text) != form_patterns.end();
}

bool matches_form_pattern(std::string_view pattern, std::string_view text) {
  const auto known = std::ranges::find(form_patterns, pattern, &FormPattern::text);
  ENSURE(known != form_patterns.end(), "every pattern of the form table has a matcher");
  return known->matches(text);
}

}  // namespace sendlab
