#include "engine/lua/source_scan.hpp"

#include <algorithm>
#include <charconv>

#include "engine/lua/tokens.hpp"

namespace sendlab {
namespace {

// The keywords after which a table constructor is not an argument.
bool is_keyword(std::string_view name) {
  for (const std::string_view keyword : {"return", "in", "and", "or", "not", "then", "else", "do", "repeat", "end"}) {
    if (name == keyword) return true;
  }
  return false;
}

}  // namespace

// Walks the tokens with a stack of open brackets and blocks, and writes down each table constructor.
class SourceScanner {
 public:
  SourceScanner(std::string_view text, SourceScan& scan) : scan_(scan), tokens_(tokens_of(text)) {
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
