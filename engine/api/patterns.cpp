#include "engine/api/patterns.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }  // \s: also \n, \v, \f

// A set of bytes, written as inside of [ ] but without escapes: "A-Za-z0-9_-".
class ByteSet {
 public:
  constexpr explicit ByteSet(std::string_view written) {
    for (std::size_t at = 0; at < written.size(); ++at) {
      const auto first = static_cast<unsigned char>(written[at]);
      const bool is_range = at + 2 < written.size() && written[at + 1] == '-';
      const auto last = is_range ? static_cast<unsigned char>(written[at + 2]) : first;
      for (std::size_t byte = first; byte <= last; ++byte) has_[byte] = true;
      if (is_range) at += 2;
    }
  }
  [[nodiscard]] constexpr bool holds(char c) const { return has_[static_cast<unsigned char>(c)]; }
  [[nodiscard]] constexpr bool holds_all(std::string_view text) const {
    return std::ranges::all_of(text, [this](char c) { return holds(c); });
  }

 private:
  std::array<bool, 256> has_{};
};

constexpr ByteSet name{"A-Za-z0-9_-"};
constexpr ByteSet name_or_arn{"A-Za-z0-9_:/-"};
constexpr ByteSet origination{"A-Za-z0-9_:/+-"};
constexpr ByteSet filter_value{"/.:A-Za-z0-9+_-"};
constexpr ByteSet word{"A-Za-z0-9_"};
constexpr ByteSet path{"A-Za-z0-9_."};
constexpr ByteSet letter_or_digit{"A-Za-z0-9"};
constexpr ByteSet visible{"!-~"};

template <const ByteSet& set>
bool some_of(std::string_view text) {
  return !text.empty() && set.holds_all(text);
}

bool no_blank(std::string_view text) { return std::ranges::none_of(text, is_blank); }

// "." of Java: no \n, \r, U+0085, U+2028, U+2029.
bool one_line(std::string_view text) {
  if (text.find_first_of("\n\r") != text.npos) return false;
  return text.find("\u0085") == text.npos && text.find("\u2028") == text.npos && text.find("\u2029") == text.npos;
}

bool digits_between(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most && std::ranges::all_of(text, is_digit);
}

bool phone_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return digits_between(text, 2, 19) && text.front() != '0';
}

bool decimal(std::string_view text) {
  const std::size_t dot = text.find('.');
  return dot != text.npos && digits_between(text.substr(0, dot), 0, 2) && digits_between(text.substr(dot + 1), 1, 5);
}

bool arn_of(std::string_view text, bool (*rest)(std::string_view)) {
  return text.starts_with("arn:") && text.size() > 4 && rest(text.substr(4));
}

constexpr Pattern patterns[] = {
    {".*", "must be one line", one_line},
    {".+", "must be one line and not empty", [](std::string_view text) { return !text.empty() && one_line(text); }},
    {"\\S+", "must have no blanks", [](std::string_view text) { return !text.empty() && no_blank(text); }},
    {"[ \\S]+", "must have no blanks but spaces",
     [](std::string_view text) {
       return !text.empty() && std::ranges::none_of(text, [](char c) { return c != ' ' && is_blank(c); });
     }},
    {"(?!\\s*$)[\\s\\S]+", "must not be blank",
     [](std::string_view text) { return !std::ranges::all_of(text, is_blank); }},
    {"(?!\\s)^[\\s\\S]+(?<!\\s)", "must neither begin nor end with a blank",
     [](std::string_view text) { return !text.empty() && !is_blank(text.front()) && !is_blank(text.back()); }},
    {"[!-~]+", "must have visible ASCII characters only", some_of<visible>},
    {"[A-Za-z0-9]+", "must have letters and digits only", some_of<letter_or_digit>},
    {"[A-Za-z0-9_]+", "must have letters, digits and _ only", some_of<word>},
    {"[A-Za-z0-9_\\.]+", "must have letters, digits, _ and . only", some_of<path>},
    {"[A-Za-z0-9_-]+", "must have letters, digits, _ and - only", some_of<name>},
    {"[A-Za-z0-9_:/-]+", "must be a name, an id or an ARN (letters, digits, _ : / - only)", some_of<name_or_arn>},
    {"[A-Za-z0-9_:/-]*", "must be an id or an ARN (letters, digits, _ : / - only)",
     [](std::string_view text) { return name_or_arn.holds_all(text); }},
    {"[A-Za-z0-9_:/\\+-]+", "must be a phone number, an id or an ARN (letters, digits, _ : / + - only)",
     some_of<origination>},
    {"[/\\.:A-Za-z0-9+_-]+", "must have letters, digits, / . : + _ and - only", some_of<filter_value>},
    {"[A-Z]{2}", "must be two capital letters",
     [](std::string_view text) {
       return text.size() == 2 && std::ranges::all_of(text, is_upper);
     }},
    {"\\+?[1-9][0-9]{1,18}", "must be a phone number such as +14255550100", phone_number},
    {"[0-9]{0,2}\\.[0-9]{1,5}", "must be an amount such as 0.05", decimal},
    {"arn:\\S+", "must be an ARN", [](std::string_view text) { return arn_of(text, no_blank); }},
    {"arn:[A-Za-z0-9_:/-]+", "must be an ARN",
     [](std::string_view text) { return arn_of(text, some_of<name_or_arn>); }},
};

}  // namespace

const Pattern* find_pattern(std::string_view text) {
  const auto* const found = std::ranges::find(patterns, text, &Pattern::text);
  return found == std::end(patterns) ? nullptr : found;
}

std::span<const Pattern> known_patterns() { return patterns; }

}  // namespace sendlab
