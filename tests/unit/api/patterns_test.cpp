#include "engine/api/patterns.hpp"

#include <boost/regex.hpp>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "engine/kernel/random.hpp"

namespace sendlab {
namespace {

bool matches(std::string_view pattern, std::string_view value) { return find_pattern(pattern)->matches(value); }

}  // namespace

TEST_CASE("each matcher agrees with a general regular expression engine", "[api]") {
  // Short texts from the characters that decide something. No form feed: that engine takes it for a line end.
  const std::vector<std::string> pieces = {"",  "a", "Z",  "0",  "7",  "9",  "+", "-", "_",    ":",  "/",  ".", "!",
                                           "~", " ", "\t", "\n", "\r", "\v", "é", "€", "arn:", "US", "12", "[", "\\"};
  RandomStream random(stream_key(Seed{11}, 0, "patterns", "texts"));
  for (const Pattern& pattern : known_patterns()) {
    const boost::regex general(std::string(pattern.text), boost::regex::perl | boost::regex::no_mod_s);
    int matched = 0;
    for (int round = 0; round < 4000; ++round) {
      std::string text;
      const std::uint64_t length = random.below(8);
      for (std::uint64_t at = 0; at < length; ++at) text += pieces[random.below(pieces.size())];
      const bool expected = boost::regex_match(text, general, boost::regex_constants::match_single_line);
      matched += expected ? 1 : 0;
      if (pattern.matches(text) != expected) FAIL_CHECK(pattern.text << " on '" << text << "'");
    }
    INFO(pattern.text);
    CHECK(matched > 0);
  }
}

TEST_CASE("a pattern must match the whole text", "[api]") {
  CHECK(matches("\\+?[1-9][0-9]{1,18}", "+12065550100"));
  CHECK(matches("\\+?[1-9][0-9]{1,18}", "1234567890123456789"));
  CHECK_FALSE(matches("\\+?[1-9][0-9]{1,18}", "12345678901234567890"));
  CHECK_FALSE(matches("\\+?[1-9][0-9]{1,18}", "+12065550100\n"));
  CHECK_FALSE(matches("\\+?[1-9][0-9]{1,18}", "+02065550100"));
  CHECK(matches("[0-9]{0,2}\\.[0-9]{1,5}", ".5"));
  CHECK(matches("[0-9]{0,2}\\.[0-9]{1,5}", "99.99999"));
  CHECK_FALSE(matches("[0-9]{0,2}\\.[0-9]{1,5}", "1."));
  CHECK_FALSE(matches("[0-9]{0,2}\\.[0-9]{1,5}", "100.0"));
  CHECK_FALSE(matches("[0-9]{0,2}\\.[0-9]{1,5}", "1.0.0"));
  CHECK_FALSE(matches("[A-Z]{2}", "us"));
}

TEST_CASE("a message body may hold anything but only blanks, a context value no blanks at its ends", "[api]") {
  constexpr std::string_view body = "(?!\\s*$)[\\s\\S]+";
  CHECK(matches(body, "  x\n "));
  CHECK_FALSE(matches(body, " \t\n\v\f\r"));
  CHECK_FALSE(matches(body, ""));
  CHECK(matches(body, "\u00A0"));  // a no-break space is not a blank of ASCII
  constexpr std::string_view context = "(?!\\s)^[\\s\\S]+(?<!\\s)";
  CHECK(matches(context, "a b\nc"));
  CHECK(matches(context, "a"));
  CHECK_FALSE(matches(context, " a"));
  CHECK_FALSE(matches(context, "a\n"));
  CHECK_FALSE(matches(context, ""));
}

TEST_CASE("a pattern without a matcher is not taken for another", "[api]") {
  CHECK(find_pattern("[A-Z]{3}") == nullptr);
  CHECK(find_pattern("") == nullptr);
}

}  // namespace sendlab
