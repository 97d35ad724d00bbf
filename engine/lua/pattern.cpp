#include "engine/lua/pattern.hpp"

#include <cstring>

#include "engine/kernel/ascii.hpp"

namespace sendlab {
namespace {

constexpr char escape = '%';
constexpr int max_depth = 200;  // nested matches: keeps the C stack small, as in stock Lua

bool is_graph(unsigned char c) { return c > 0x20 && c < 0x7f; }

// Whether c belongs to %class; a class letter in upper case is the complement, any other character stands for itself.
bool in_class(unsigned char c, unsigned char name) {
  bool in = false;
  switch (name | 0x20) {
    case 'a':
      in = is_letter(c);
      break;
    case 'c':
      in = c < 0x20 || c == 0x7f;
      break;
    case 'd':
      in = is_digit(c);
      break;
    case 'g':
      in = is_graph(c);
      break;
    case 'l':
      in = is_lower(c);
      break;
    case 'p':
      in = is_graph(c) && !is_letter(c) && !is_digit(c);
      break;
    case 's':
      in = c == ' ' || (c >= '\t' && c <= '\r');
      break;
    case 'u':
      in = is_upper(c);
      break;
    case 'w':
      in = is_letter(c) || is_digit(c);
      break;
    case 'z':  // of older Lua, still accepted
      in = c == 0;
      break;
    case 'x':
      in = is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
      break;
    default:
      return c == name;
  }
  return is_upper(name) ? !in : in;
}

// Counts nesting, also when a failure unwinds.
class Depth {
 public:
  explicit Depth(int& depth) : depth_(depth) {
    if (++depth_ > max_depth) {
      --depth_;
      throw PatternError{"pattern too complex"};
    }
  }
  ~Depth() { --depth_; }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;

 private:
  int& depth_;
};

}  // namespace

void PatternMatcher::step() {
  if (!meter_.spend(1)) throw PatternWorkExhausted{};
}

std::optional<std::size_t> PatternMatcher::match_at(std::size_t start) {
  level_ = 0;
  const std::size_t end = match(start, 0);
  return end == failed ? std::nullopt : std::optional(end);
}

const PatternMatcher::Capture& PatternMatcher::capture(int index) const {
  const Capture& found = captures_[static_cast<std::size_t>(index)];
  if (found.length == Capture::unclosed) throw PatternError{"unfinished capture"};
  return found;
}

// Matches pattern from p on against subject from s on. Loops where only the rest is left to match.
std::size_t PatternMatcher::match(std::size_t s, std::size_t p) {
  const Depth guard(depth_);
  step();
  while (p < pattern_.size()) {
    step();
    switch (pattern_[p]) {
      case '(':
        if (p + 1 < pattern_.size() && pattern_[p + 1] == ')') return open_capture(s, p + 2, Capture::position);
        return open_capture(s, p + 1, Capture::unclosed);
      case ')':
        return close_capture(s, p + 1);
      case '$':
        if (p + 1 == pattern_.size()) return s == subject_.size() ? s : failed;
        break;
      case escape: {
        const char next = p + 1 < pattern_.size() ? pattern_[p + 1] : '\0';
        if (next == 'b') {
          s = match_balance(s, p + 2);
          if (s == failed) return failed;
          p += 4;
          continue;
        }
        if (next == 'f') {
          p += 2;
          if (p >= pattern_.size() || pattern_[p] != '[') throw PatternError{"missing '[' after '%f' in pattern"};
          const std::size_t end = item_end(p);
          const auto before = s == 0 ? '\0' : subject_[s - 1];
          const auto after = s < subject_.size() ? subject_[s] : '\0';
          if (matches_set(static_cast<unsigned char>(before), p, end - 1) ||
              !matches_set(static_cast<unsigned char>(after), p, end - 1)) {
            return failed;
          }
          p = end;
          continue;
        }
        if (is_digit(static_cast<char>(next))) {
          s = match_back_reference(s, static_cast<unsigned char>(next));
          if (s == failed) return failed;
          p += 2;
          continue;
        }
        break;
      }
      default:
        break;
    }
    bool resume = false;
    const std::size_t result = match_default(s, p, resume, s, p);
    if (!resume) return result;
  }
  return s;
}

// One single-character item with its repetition, if any. resume: go on at next_s, next_p.
std::size_t PatternMatcher::match_default(std::size_t s, std::size_t p, bool& resume, std::size_t& next_s,
                                          std::size_t& next_p) {
  const std::size_t end = item_end(p);
  const char repeat = end < pattern_.size() ? pattern_[end] : '\0';
  switch (repeat) {
    case '?': {
      if (matches_one(s, p, end)) {
        const std::size_t rest = match(s + 1, end + 1);
        if (rest != failed) return rest;
      }
      next_p = end + 1;
      resume = true;
      return failed;
    }
    case '*':
      return expand_longest(s, p, end);
    case '+':
      return matches_one(s, p, end) ? expand_longest(s + 1, p, end) : failed;
    case '-':
      return expand_shortest(s, p, end);
    default:
      if (!matches_one(s, p, end)) return failed;
      next_s = s + 1;
      next_p = end;
      resume = true;
      return failed;
  }
}

// The end of the single-character item at p: a character, %x or [set].
std::size_t PatternMatcher::item_end(std::size_t p) const {
  const char first = pattern_[p++];
  if (first == escape) {
    if (p >= pattern_.size()) throw PatternError{"malformed pattern (ends with '%')"};
    return p + 1;
  }
  if (first != '[') return p;
  if (p < pattern_.size() && pattern_[p] == '^') ++p;
  do {  // the first character of a set may be a ]
    if (p >= pattern_.size()) throw PatternError{"malformed pattern (missing ']')"};
    if (pattern_[p++] == escape) {
      // An escape at the very end leaves the set open.
      if (p >= pattern_.size()) throw PatternError{"malformed pattern (missing ']')"};
      ++p;
    }
  } while (p >= pattern_.size() || pattern_[p] != ']');
  return p + 1;
}

bool PatternMatcher::matches_one(std::size_t s, std::size_t p, std::size_t end) {
  if (s >= subject_.size()) return false;
  const auto c = static_cast<unsigned char>(subject_[s]);
  switch (pattern_[p]) {
    case '.':
      return true;
    case escape:
      return in_class(c, static_cast<unsigned char>(pattern_[p + 1]));
    case '[':
      return matches_set(c, p, end - 1);
    default:
      return static_cast<unsigned char>(pattern_[p]) == c;
  }
}

// p is at the [ and close at the ] of a set.
bool PatternMatcher::matches_set(unsigned char c, std::size_t p, std::size_t close) {
  bool found = true;
  ++p;
  if (pattern_[p] == '^') {
    found = false;
    ++p;
  }
  while (p < close) {
    step();
    const auto first = static_cast<unsigned char>(pattern_[p]);
    if (first == escape) {
      if (in_class(c, static_cast<unsigned char>(pattern_[p + 1]))) return found;
      p += 2;
    } else if (p + 2 < close && pattern_[p + 1] == '-') {
      if (first <= c && c <= static_cast<unsigned char>(pattern_[p + 2])) return found;
      p += 3;
    } else {
      if (first == c) return found;
      ++p;
    }
  }
  return !found;
}

std::size_t PatternMatcher::expand_longest(std::size_t s, std::size_t p, std::size_t end) {
  std::size_t count = 0;
  while (matches_one(s + count, p, end)) {
    step();
    ++count;
  }
  for (;; --count) {
    step();
    const std::size_t rest = match(s + count, end + 1);
    if (rest != failed || count == 0) return rest;
  }
}

std::size_t PatternMatcher::expand_shortest(std::size_t s, std::size_t p, std::size_t end) {
  for (;; ++s) {
    step();
    const std::size_t rest = match(s, end + 1);
    if (rest != failed) return rest;
    if (!matches_one(s, p, end)) return failed;
  }
}

std::size_t PatternMatcher::match_balance(std::size_t s, std::size_t p) {
  if (p + 1 >= pattern_.size()) throw PatternError{"malformed pattern (missing arguments to '%b')"};
  if (s >= subject_.size() || subject_[s] != pattern_[p]) return failed;
  const char open = pattern_[p], close = pattern_[p + 1];
  std::size_t nesting = 1;
  for (std::size_t i = s + 1; i < subject_.size(); ++i) {
    step();
    if (subject_[i] == close) {
      if (--nesting == 0) return i + 1;
    } else if (subject_[i] == open) {
      ++nesting;
    }
  }
  return failed;
}

std::size_t PatternMatcher::match_back_reference(std::size_t s, unsigned char digit) {
  const int index = digit - '1';
  if (index < 0 || index >= level_ || captures_[static_cast<std::size_t>(index)].length == Capture::unclosed) {
    throw PatternError{"invalid capture index", index + 1};
  }
  const Capture& earlier = captures_[static_cast<std::size_t>(index)];
  if (earlier.length == Capture::position) return failed;  // a position has no text to repeat
  const auto length = static_cast<std::size_t>(earlier.length);
  if (!meter_.spend(length / 16)) throw PatternWorkExhausted{};
  if (subject_.size() - s < length || std::memcmp(subject_.data() + earlier.start, subject_.data() + s, length) != 0) {
    return failed;
  }
  return s + length;
}

std::size_t PatternMatcher::open_capture(std::size_t s, std::size_t p, std::ptrdiff_t what) {
  if (level_ >= max_captures) throw PatternError{"too many captures"};
  captures_[static_cast<std::size_t>(level_)] = {s, what};
  ++level_;
  const std::size_t rest = match(s, p);
  if (rest == failed) --level_;
  return rest;
}

std::size_t PatternMatcher::close_capture(std::size_t s, std::size_t p) {
  int index = level_ - 1;
  while (index >= 0 && captures_[static_cast<std::size_t>(index)].length != Capture::unclosed) --index;
  if (index < 0) throw PatternError{"invalid pattern capture"};
  Capture& open = captures_[static_cast<std::size_t>(index)];
  open.length = static_cast<std::ptrdiff_t>(s - open.start);
  const std::size_t rest = match(s, p);
  if (rest == failed) open.length = Capture::unclosed;
  return rest;
}

}  // namespace sendlab
