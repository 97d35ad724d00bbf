#include "engine/lua/length_calls.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/lua/tokens.hpp"

namespace sendlab {
namespace {

struct Edit {
  std::size_t at;       // byte of the original
  std::size_t removed;  // bytes
  std::string added;
};

class LengthCalls {
 public:
  explicit LengthCalls(std::string_view text) : text_(text), tokens_(tokens_of(text)), partner_(tokens_.size()) {
    while (text.find(name_) != std::string_view::npos) name_ += '_';
    pair_brackets();
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (is(i, "#")) replace(i);
    }
  }

  [[nodiscard]] std::string result() {
    if (edits_.empty()) return "";
    std::stable_sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) { return a.at < b.at; });
    std::string result = "local " + name_ + " = ... return function(...) ";
    std::size_t at = 0;
    for (const Edit& edit : edits_) {
      result += text_.substr(at, edit.at - at);
      result += edit.added;
      at = edit.at + edit.removed;
    }
    result += text_.substr(at);
    return result + "\nend";
  }

 private:
  [[nodiscard]] bool is(std::size_t i, std::string_view symbol) const {
    return i < tokens_.size() && tokens_[i].kind == TokenKind::symbol && tokens_[i].text == symbol;
  }
  [[nodiscard]] bool is_name(std::size_t i) const { return i < tokens_.size() && tokens_[i].kind == TokenKind::name; }
  [[nodiscard]] bool is_name(std::size_t i, std::string_view name) const {
    return is_name(i) && tokens_[i].text == name;
  }
  [[nodiscard]] bool is_text(std::size_t i) const { return i < tokens_.size() && tokens_[i].kind == TokenKind::text; }

  void pair_brackets() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (is(i, "(") || is(i, "[") || is(i, "{")) open.push_back(i);
      if ((is(i, ")") || is(i, "]") || is(i, "}")) && !open.empty()) {
        partner_[open.back()] = i;
        open.pop_back();
      }
    }
  }

  // The last token of the operand that begins at token i: a simple expression, its suffixes included.
  [[nodiscard]] std::optional<std::size_t> operand_end(std::size_t i) const {
    while (is(i, "-") || is(i, "~") || is(i, "#") || is_name(i, "not")) ++i;
    if (is(i, "{")) return partner_[i];
    if (is_text(i) || is(i, "...") || (i < tokens_.size() && tokens_[i].kind == TokenKind::number)) return i;
    for (const std::string_view constant : {"nil", "true", "false"}) {
      if (is_name(i, constant)) return i;
    }
    if (is_name(i, "function") || !(is_name(i) || is(i, "("))) return std::nullopt;  // an error at run time anyway
    if (is(i, "(")) i = partner_[i];
    for (;;) {
      const std::size_t next = i + 1;
      if ((is(next, ".") || is(next, ":")) && is_name(next + 1)) {
        i = next + 1;
      } else if (is(next, "[") || is(next, "(") || is(next, "{")) {
        i = partner_[next];
      } else if (is_text(next)) {
        i = next;
      } else {
        return i;
      }
    }
  }

  void replace(std::size_t hash) {
    const auto last = operand_end(hash + 1);
    if (!last || *last <= hash) return;
    edits_.push_back({tokens_[hash].begin, 1, name_ + "("});
    // A plain name goes along, for the message when it has no length.
    const bool plain = std::all_of(tokens_.begin() + static_cast<std::ptrdiff_t>(hash) + 1,
                                   tokens_.begin() + static_cast<std::ptrdiff_t>(*last) + 1, [](const Token& token) {
                                     return token.kind == TokenKind::name || token.text == ".";
                                   });
    const std::string_view operand =
        text_.substr(tokens_[hash + 1].begin, tokens_[*last].end - tokens_[hash + 1].begin);
    const bool one_line = operand.find_first_of("\r\n-") == std::string_view::npos;
    edits_.push_back({tokens_[*last].end, 0, plain && one_line ? ",'" + std::string(operand) + "')" : ")"});
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<std::size_t> partner_;  // of each opening bracket
  std::string name_ = "_length";
  std::vector<Edit> edits_;
};

}  // namespace

std::string with_length_calls(std::string_view text) { return LengthCalls(text).result(); }

}  // namespace sendlab
