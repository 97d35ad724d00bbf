#pragma once
// Lua patterns (Lua 5.4 reference manual, section 6.4.1), matched by us because the stock matcher runs inside one C
// call that no budget sees. Every step costs a unit of work. Characters are bytes; classes are those of ASCII.
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/lua/work_meter.hpp"

namespace sendlab {

// Thrown by PatternMatcher; the caller turns them into errors of the script.
struct PatternError {
  const char* what;       // "malformed pattern (missing ']')"
  int capture_index = 0;  // shown after it as %1 when not 0
};
struct PatternWorkExhausted {};

class PatternMatcher {
 public:
  static constexpr int max_captures = 32;
  struct Capture {
    static constexpr std::ptrdiff_t unclosed = -1, position = -2;  // position: () gives where it stands, not text
    std::size_t start = 0;
    std::ptrdiff_t length = 0;
  };

  // Keeps views: subject and pattern outlive the matcher. A leading ^ is the caller's to handle.
  PatternMatcher(std::string_view subject, std::string_view pattern, WorkMeter& meter)
      : subject_(subject), pattern_(pattern), meter_(meter) {}

  // Where a match that begins exactly at `start` ends; empty when there is none. Forgets earlier captures.
  std::optional<std::size_t> match_at(std::size_t start);

  // Of the last successful match. A capture that is unclosed throws PatternError.
  [[nodiscard]] int capture_count() const { return level_; }
  [[nodiscard]] const Capture& capture(int index) const;

 private:
  static constexpr std::size_t failed = static_cast<std::size_t>(-1);

  void step();
  std::size_t match(std::size_t s, std::size_t p);
  std::size_t match_default(std::size_t s, std::size_t p, bool& resume, std::size_t& next_s, std::size_t& next_p);
  [[nodiscard]] std::size_t item_end(std::size_t p) const;
  bool matches_one(std::size_t s, std::size_t p, std::size_t end);
  bool matches_set(unsigned char c, std::size_t p, std::size_t close);
  std::size_t expand_longest(std::size_t s, std::size_t p, std::size_t end);
  std::size_t expand_shortest(std::size_t s, std::size_t p, std::size_t end);
  std::size_t match_balance(std::size_t s, std::size_t p);
  std::size_t match_back_reference(std::size_t s, unsigned char digit);
  std::size_t open_capture(std::size_t s, std::size_t p, std::ptrdiff_t what);
  std::size_t close_capture(std::size_t s, std::size_t p);

  std::string_view subject_, pattern_;
  WorkMeter& meter_;
  int level_ = 0;
  int depth_ = 0;
  std::array<Capture, max_captures> captures_{};
};

}  // namespace sendlab
