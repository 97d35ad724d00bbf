#include "engine/lua/source_scan.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace sendlab {
namespace {

enum class TokenKind : std::uint8_t { end, name, text, number, symbol };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;  // of a string: what stands between its quotes, escapes as written
  int line = 0;           // where it begins
};

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The keywords after which a table constructor is not an argument.
bool is_keyword(std::string_view name) {
  for (const std::string_view keyword : {"return", "in", "and", "or", "not", "then", "else", "do", "repeat", "end"}) {
    if (name == keyword) return true;
  }
  return false;
}

// Splits a chunk into tokens; stops at the first thing that is not Lua.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next() {
    skip_blanks();
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

 private:
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

// Walks the tokens with a stack of open brackets and blocks, and writes down each table constructor.
class SourceScanner {
 public:
  SourceScanner(std::string_view text, SourceScan& scan) : scan_(scan) {
    Lexer lexer(text);
    do {
      tokens_.push_back(lexer.next());
    } while (tokens_.back().kind != TokenKind::end);
    for (at_ = 0; tokens_[at_].kind != TokenKind::end; ++at_) {
      take();
      if (stack_.size() > deepest_) {
        deepest_ = stack_.size();
        scan_.deepest_line_ = token(0).line;
      }
    }
  }

 private:
  enum class Open : std::uint8_t { braces, bracket, block };
  struct Frame {
    Open open;
    std::int32_t braces = SourceScan::none;
    bool entry_starts = false;  // the next token begins a field or an item
  };

  [[nodiscard]] const Token& token(std::size_t ahead) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  [[nodiscard]] bool is_symbol(std::size_t ahead, std::string_view symbol) const {
    return token(ahead).kind == TokenKind::symbol && token(ahead).text == symbol;
  }

  void take() {
    const Token& now = token(0);
    if (!stack_.empty() && stack_.back().open == Open::braces && !is_symbol(0, "}")) {
      Frame& frame = stack_.back();
      if (is_symbol(0, ",") || is_symbol(0, ";")) {
        frame.entry_starts = true;
        return;
      }
      if (frame.entry_starts) {
        frame.entry_starts = false;
        if (start_entry(frame)) return;
      }
    }
    if (now.kind == TokenKind::name) take_name(now.text);
    if (now.kind == TokenKind::symbol) take_symbol(now);
  }

  // True when the tokens of a field's name were consumed.
  bool start_entry(const Frame& frame) {
    auto& entries = scan_.braces_[static_cast<std::size_t>(frame.braces)].entries;
    const int line = token(0).line;
    if (token(0).kind == TokenKind::name && is_symbol(1, "=")) {
      entries.push_back({std::string(token(0).text), line});
      at_ += 1;
      return true;
    }
    if (is_symbol(0, "[") && token(1).kind == TokenKind::text && is_symbol(2, "]") && is_symbol(3, "=")) {
      entries.push_back({std::string(token(1).text), line});
      at_ += 3;
      return true;
    }
    if (is_symbol(0, "[")) {  // a computed key: no name to find it by
      entries.push_back({"[]", line});
      return false;
    }
    entries.push_back({"", line});
    return false;
  }

  void take_name(std::string_view name) {
    if (name == "function" || name == "if" || name == "do" || name == "repeat") {
      stack_.push_back({Open::block});
    } else if ((name == "end" || name == "until") && !stack_.empty() && stack_.back().open == Open::block) {
      stack_.pop_back();
    }
  }

  void take_symbol(const Token& now) {
    if (now.text == "^" && scan_.power_line_ == 0) scan_.power_line_ = now.line;
    if (now.text == "{") open_braces(now.line);
    if (now.text == "(" || now.text == "[") stack_.push_back({Open::bracket});
    const bool closes = now.text == "}" || now.text == ")" || now.text == "]";
    const Open wanted = now.text == "}" ? Open::braces : Open::bracket;
    if (closes && !stack_.empty() && stack_.back().open == wanted) stack_.pop_back();
  }

  void open_braces(int line) {
    SourceScan::Braces braces;
    braces.open_line = braces.call_line = line;
    std::size_t before = at_;  // the token after the callee
    if (before > 0 && tokens_[before - 1].kind == TokenKind::symbol && tokens_[before - 1].text == "(") --before;
    if (before > 0 && tokens_[before - 1].kind == TokenKind::name && !is_keyword(tokens_[before - 1].text)) {
      std::size_t first = before - 1;
      braces.callee = tokens_[first].text;
      // ctx.send { … }: Lua counts the call from `ctx`.
      while (first >= 2 && tokens_[first - 1].kind == TokenKind::symbol &&
             (tokens_[first - 1].text == "." || tokens_[first - 1].text == ":") &&
             tokens_[first - 2].kind == TokenKind::name) {
        first -= 2;
      }
      braces.call_line = tokens_[first].line;
    }
    const auto index = static_cast<std::int32_t>(scan_.braces_.size());
    adopt(index);
    scan_.braces_.push_back(std::move(braces));
    stack_.push_back({Open::braces, index, true});
  }

  // Hangs a constructor under the entry of the braces around it, calls in between allowed: { to = f { … } }.
  void adopt(std::int32_t index) {
    for (auto frame = stack_.rbegin(); frame != stack_.rend() && frame->open != Open::block; ++frame) {
      if (frame->open != Open::braces) continue;
      auto& entries = scan_.braces_[static_cast<std::size_t>(frame->braces)].entries;
      if (!entries.empty() && entries.back().child == SourceScan::none) entries.back().child = index;
      return;
    }
  }

  SourceScan& scan_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0, deepest_ = 0;
  std::vector<Frame> stack_;
};

SourceScan::SourceScan(std::string_view text) { SourceScanner(text, *this); }

std::int32_t SourceScan::find_braces(int line, std::string_view callee,
                                     const std::vector<std::string_view>& keys) const {
  const auto same_keys = [&keys](const Braces& braces) {
    std::size_t named = 0;
    for (const Entry& entry : braces.entries) {
      if (entry.name.empty() || entry.name == "[]") continue;
      ++named;
      if (std::find(keys.begin(), keys.end(), entry.name) == keys.end()) return false;
    }
    return named == keys.size();
  };
  std::int32_t by_name = none;
  std::int32_t by_keys = none;
  for (std::size_t i = 0; i < braces_.size(); ++i) {
    const Braces& braces = braces_[i];
    if (braces.callee.empty() || (braces.call_line != line && braces.open_line != line)) continue;
    const auto index = static_cast<std::int32_t>(i);
    const bool keys_agree = same_keys(braces);
    if (braces.callee == callee && keys_agree) return index;
    if (braces.callee == callee && by_name == none) by_name = index;
    if (keys_agree && !keys.empty() && by_keys == none) by_keys = index;  // the constructor under another name
  }
  return by_name != none ? by_name : by_keys;
}

int SourceScan::field_line(int line, std::string_view callee, const std::vector<std::string_view>& keys,
                           std::string_view path) const {
  std::int32_t at = find_braces(line, callee, keys);
  while (at != none && !path.empty()) {
    const std::vector<Entry>& entries = braces_[static_cast<std::size_t>(at)].entries;
    const Entry* found = nullptr;
    if (path.front() == '[') {
      std::size_t wanted = 0;
      const char* end = path.data() + path.size();
      const auto parsed = std::from_chars(path.data() + 1, end, wanted);
      path.remove_prefix(static_cast<std::size_t>(std::min(parsed.ptr + 1, end) - path.data()));
      for (const Entry& entry : entries) {
        if (entry.name.empty() && wanted-- == 1) {
          found = &entry;
          break;
        }
      }
    } else {
      const std::string_view name = path.substr(0, path.find_first_of(".["));
      path.remove_prefix(name.size());
      for (const Entry& entry : entries) {
        if (entry.name == name) found = &entry;  // of two alike the later one counts, as in Lua
      }
    }
    if (!path.empty() && path.front() == '.') path.remove_prefix(1);
    if (found == nullptr) break;
    line = found->line;
    at = found->child;
  }
  return line;
}

}  // namespace sendlab
