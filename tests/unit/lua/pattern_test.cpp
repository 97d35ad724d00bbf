// The matcher against stock Lua's on random patterns and subjects. The seed is fixed.
#include "engine/lua/pattern.hpp"

#include <catch2/catch.hpp>

#include "script.hpp"
#include "stock_lua.hpp"

using sendlab::PatternMatcher;
using sendlab::PatternWorkExhausted;
using sendlab::WorkMeter;
using sendlab::test::printed_by;
using sendlab::test::printed_by_stock_lua;

namespace {

class Dice {  // a small generator of its own: the same texts on every machine
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((state_ >> 33) % n);
  }

 private:
  std::uint64_t state_;
};

constexpr const char* pieces[] = {"a",     "b",     "c",      ".",   "%a",   "%d",    "%s", "%w",  "%A",  "[ab]",
                                  "[^ab]", "[a-c]", "[%d%-]", "-",   "*",    "+",     "?",  "(",   ")",   "()",
                                  "%1",    "%b()",  "%f[a]",  "^",   "$",    "%.",    "1",  " ",   "%",   "[",
                                  "]",     "[]a]",  "[^]]",   "(a)", "(.-)", "(%a*)", "%p", "%x+", "\\0", "%2"};
constexpr const char* letters[] = {"a", "b", "c", "A", "1", "2", " ", ".", "(", ")", "-", "]", "\\0", "\\255"};

template <std::size_t N>
std::string joined(Dice& dice, const char* const (&parts)[N], std::size_t most) {
  std::string text;
  for (std::size_t n = dice.below(most + 1); n > 0; --n) text += parts[dice.below(N)];
  return text;
}

}  // namespace

TEST_CASE("random patterns on random subjects give what stock Lua gives", "[lua]") {
  Dice dice(20261127);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 20; ++i) {
      const std::string subject = "\"" + joined(dice, letters, 14) + "\"";
      const std::string pattern = "\"" + joined(dice, pieces, 6) + "\"";
      text += "print(pcall(string.find, " + subject + ", " + pattern + "))\n";
      text +=
          "print(pcall(string.match, " + subject + ", " + pattern + ", " + std::to_string(dice.below(6)) + " - 2))\n";
      text += "print(pcall(string.gsub, " + subject + ", " + pattern + ", \"<%0%1>\"))\n";
      text += "print(pcall(function() for a, b in (" + subject + "):gmatch(" + pattern + ") do print(a, b) end end))\n";
    }
    const std::string ours = printed_by(text), stock = printed_by_stock_lua(text);
    if (ours != stock) {
      INFO(text);
      CHECK(ours == stock);
      return;
    }
  }
  SUCCEED("6000 patterns");
}

TEST_CASE("each step of a match costs a unit", "[lua]") {
  WorkMeter meter{0, 1000};
  const std::string subject(100, 'a');
  PatternMatcher easy(subject, "a*", meter);
  CHECK(easy.match_at(0) == 100U);
  CHECK(meter.used >= 100);
  CHECK(meter.used <= 300);
  PatternMatcher hard(subject, ".-.-.-b", meter);
  CHECK_THROWS_AS(hard.match_at(0), PatternWorkExhausted);
}
