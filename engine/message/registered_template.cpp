#include "engine/message/registered_template.hpp"

#include <algorithm>

namespace sendlab {
namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }  // of UTF-8

}  // namespace

Result<RegisteredTemplate> RegisteredTemplate::compile(std::string_view text) {
  if (text.empty()) return Error{"", "is empty", "give the text as it was registered, for example \"Code {code}\""};
  RegisteredTemplate made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      made.literals_.back() += text[i];
    } else if (text.substr(i).starts_with("{{")) {
      made.literals_.back() += text[i++];
    } else {
      const std::size_t close = text.find('}', i);
      if (close == std::string_view::npos || close == i + 1)
        return Error{"", "has a place without a name or an end: " + std::string(text.substr(i, 20)),
                     "write {name} where a variable stands, and {{ for a brace"};
      made.literals_.emplace_back();
      i = close;
    }
  }
  return made;
}

// Where the text so far can end in the body, literal by literal: a variable may hold what the next literal begins with,
// so one end is not enough.
bool RegisteredTemplate::matches(std::string_view body, std::size_t longest_variable) const {
  const auto literal_at = [&](const std::string& literal, std::size_t at) {
    return body.substr(at).starts_with(literal);
  };
  if (!literal_at(literals_.front(), 0)) return false;
  std::vector<bool> ends(body.size() + 1);
  ends[literals_.front().size()] = true;
  for (std::size_t k = 1; k < literals_.size(); ++k) {
    std::vector<bool> next(body.size() + 1);
    // From one end the place takes 0, 1, … characters; a later end begins the count anew, which reaches further.
    std::size_t taken = 0;
    bool open = false;
    for (std::size_t at = 0; at <= body.size(); ++at) {
      const bool between = at == body.size() || begins_character(body[at]);
      if (ends[at]) {
        open = true;
        taken = 0;
      } else if (open && between) {
        ++taken;
      }
      open = open && (longest_variable == 0 || taken <= longest_variable);
      if (open && between && literal_at(literals_[k], at)) next[at + literals_[k].size()] = true;
    }
    ends = std::move(next);
  }
  return ends[body.size()];
}

}  // namespace sendlab
