#include "engine/lua/tokens.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

bool is_name_start(char c) { return is_letter(c) || c == '_'; }

// Splits a chunk into tokens; stops at the first thing that is not Lua.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next() {
    skip_blanks();
    const std::size_t begin = at_;
    Token token = take();
    token.begin = begin;
    token.end = at_;
    return token;
  }

 private:
  Token take() {
    const int line = line_;
    const std::size_t begin = at_;
    if (at_ >= text_.size()) return {TokenKind::end, {}, line};
    const char c = text_[at_];
    if (is_name_start(c)) {
      while (at_ < text_.size() && (is_name_start(text_[at_]) || is_digit(text_[at_]))) ++at_;
      return {TokenKind::name, text_.substr(begin, at_ - begin), line};
    }
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      skip_number();
      return {TokenKind::number, text_.substr(begin, at_ - begin), line};
    }
    if (c == '"' || c == '\'') return quoted(c, line);
    if (const auto level = long_bracket()) {
      const std::string_view inside = skip_long_bracket(*level);
      return {TokenKind::text, inside, line};
    }
    for (const std::string_view symbol : {"...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>"}) {
      if (text_.substr(at_, symbol.size()) == symbol) {
        at_ += symbol.size();
        return {TokenKind::symbol, symbol, line};
      }
    }
    ++at_;
    return {TokenKind::symbol, text_.substr(begin, 1), line};
  }

  [[nodiscard]] char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void advance() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '-' && peek(1) == '-') {
        at_ += 2;
        if (const auto level = long_bracket()) {
          skip_long_bracket(*level);
        } else {
          while (at_ < text_.size() && text_[at_] != '\n') ++at_;
        }
      } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
        advance();
      } else {
        return;
      }
    }
  }

  // Loose: what a valid number can hold, exponent signs included.
  void skip_number() {
    const bool hex = text_[at_] == '0' && (peek(1) | 0x20) == 'x';
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const char lower = static_cast<char>(c | 0x20);
      if (is_digit(c) || c == '.' || is_name_start(c)) {
        ++at_;
        const bool exponent = hex ? lower == 'p' : lower == 'e';
        if (exponent && (peek(0) == '+' || peek(0) == '-')) ++at_;
      } else {
        return;
      }
    }
  }

  Token quoted(char quote, int line) {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
      if (text_[at_] == '\\') {
        if (peek(1) == 'z') {  // skips the blanks that follow, line ends included
          at_ += 2;
          while (at_ < text_.size() && (text_[at_] == ' ' || (text_[at_] >= '\t' && text_[at_] <= '\r'))) advance();
          continue;
        }
        ++at_;
        if (at_ < text_.size() && text_[at_] == '\r' && peek(1) == '\n') ++at_;
      }
      if (at_ < text_.size()) advance();
    }
    if (at_ >= text_.size() || text_[at_] == '\n') return finish(line);
    const Token token{TokenKind::text, text_.substr(begin, at_ - begin), line};
    ++at_;
    return token;
  }

  Token finish(int line) {
    at_ = text_.size();
    return {TokenKind::end, {}, line};
  }

  // The level of a long bracket that opens here, as in [==[.
  [[nodiscard]] std::optional<std::size_t> long_bracket() const {
    if (peek(0) != '[') return std::nullopt;
    std::size_t level = 0;
    while (peek(1 + level) == '=') ++level;
    return peek(1 + level) == '[' ? std::optional(level) : std::nullopt;
  }

  std::string_view skip_long_bracket(std::size_t level) {
    at_ += level + 2;
    const std::size_t begin = at_;
    const std::string close = "]" + std::string(level, '=') + "]";
    const std::size_t found = text_.find(close, begin);
    const std::size_t end = found == std::string_view::npos ? text_.size() : found;
    line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(begin),
                                         text_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    at_ = std::min(text_.size(), end + close.size());
    return text_.substr(begin, end - begin);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  Lexer lexer(text);
  do {
    tokens.push_back(lexer.next());
  } while (tokens.back().kind != TokenKind::end);
  return tokens;
}

}  // namespace sendlab
