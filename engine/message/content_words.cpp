#include "engine/message/content_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

constexpr std::array<std::pair<std::string_view, ContentKind>, 8> kinds{
    {{"shortener", ContentKind::shortener},
     {"restricted", ContentKind::restricted},
     {"offensive", ContentKind::offensive},
     {"abbreviation", ContentKind::abbreviation},
     {"currency", ContentKind::currency},
     {"personal", ContentKind::personal},
     {"marketing", ContentKind::marketing},
     {"one_time_code", ContentKind::one_time_code}}};

// Part of a word, as far as the end of another is concerned.
bool joins(char c) {
  return is_lower(c) || is_digit(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

bool holds(std::string_view body, const ContentWord& word) {
  for (std::size_t at = body.find(word.word); at != std::string_view::npos; at = body.find(word.word, at + 1)) {
    if (word.anywhere) return true;
    const std::size_t end = at + word.word.size();
    const bool alone = (at == 0 || !joins(body[at - 1])) && (end == body.size() || !joins(body[end]));
    if (!alone) continue;
    // example.com/bit.ly is a page of example.com, and t.co.uk is not t.co.
    if (word.kind == ContentKind::shortener) {
      const bool part_of_path = at >= 2 && body[at - 1] == '/' && body[at - 2] != '/';
      const bool longer_domain = end + 1 < body.size() && body[end] == '.' && joins(body[end + 1]);
      const bool other_domain = at >= 1 && body[at - 1] == '.' && (at < 4 || body.substr(at - 4, 4) != "www.");
      if (part_of_path || longer_domain || other_domain) continue;
    }
    return true;
  }
  return false;
}

}  // namespace

std::optional<ContentKind> content_kind_of(std::string_view name) {
  for (const auto& [known, kind] : kinds)
    if (known == name) return kind;
  return std::nullopt;
}

std::vector<const ContentWord*> words_in(std::string_view body, const std::vector<ContentWord>& words) {
  const std::string text = lower_case(body);
  std::vector<const ContentWord*> found;
  for (const ContentWord& word : words)
    if (holds(text, word)) found.push_back(&word);
  return found;
}

std::string similar_text(std::string_view body) {
  std::string out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    char c = to_lower(body[i]);
    if (c == '{' && body.find('}', i) != std::string_view::npos) {
      i = body.find('}', i);
      c = '#';
    } else if (is_digit(c)) {
      c = '#';
    } else if (is_white_space(c)) {
      c = ' ';
    }
    if ((c == ' ' || c == '#') && !out.empty() && out.back() == c) continue;
    out += c;
  }
  return out;
}

}  // namespace sendlab
