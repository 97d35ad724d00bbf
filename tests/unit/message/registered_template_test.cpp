#include "engine/message/registered_template.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

namespace {

bool matches(std::string_view text, std::string_view body, std::size_t longest = 0) {
  const auto compiled = RegisteredTemplate::compile(text);
  REQUIRE(compiled.ok());
  return compiled.value().matches(body, longest);
}

}  // namespace

TEST_CASE("a text is that of its template when every character outside the places is the same",
          "[message][R-ORG-13][R-ORG-14]") {
  CHECK(matches("Your code is 1", "Your code is 1"));
  CHECK(matches("Your code is {code}.", "Your code is 123456."));
  CHECK(matches("{#var#} is your code", "123456 is your code"));
  CHECK(matches("{a}{b}", ""));
  CHECK_FALSE(matches("Your code is {code}.", "your code is 123456."));    // case
  CHECK_FALSE(matches("Your code is {code}.", "Your  code is 123456."));   // white space
  CHECK_FALSE(matches("Your code is {code}.", "Your code is 123456.\n"));  // another line
  CHECK_FALSE(matches("Your code is {code}.", "Your code is 123456"));     // punctuation
  CHECK_FALSE(matches("Say \"{word}\"", "Say \u201cyes\u201d"));           // curly quotes
  CHECK(matches("Say \"{word}\"", "Say \"yes\""));
  CHECK(matches("{{x}", "{x}"));  // a brace, not a place
  CHECK_FALSE(matches("{{x}", "y"));
}

TEST_CASE("a variable may hold what follows it in the template", "[message][R-ORG-13]") {
  CHECK(matches("{a}-{b}", "1-2-3"));
  CHECK(matches("Dear {name}, bye", "Dear Smith, bye and welcome, bye"));
  CHECK_FALSE(matches("Dear {name}, bye", "Dear Smith, bye and welcome"));
  CHECK(matches("{a}aa{b}", "aaa", 1));
}

TEST_CASE("a variable has at most so many characters", "[message][R-ORG-13]") {
  const std::string thirty(30, 'x'), more(31, 'x');
  CHECK(matches("Hello {name}!", "Hello " + thirty + "!", 30));
  CHECK_FALSE(matches("Hello {name}!", "Hello " + more + "!", 30));
  CHECK(matches("Hello {name}!", "Hello " + more + "!", 0));
  CHECK(matches("{a}{b}", thirty + thirty, 30));
  CHECK_FALSE(matches("{a}{b}", thirty + more, 30));
  std::string hindi;
  for (int i = 0; i < 30; ++i) hindi += "\u0905";  // three bytes each
  CHECK(matches("Hello {name}!", "Hello " + hindi + "!", 30));
  CHECK_FALSE(matches("Hello {name}!", "Hello " + hindi + "\u0905!", 30));
}

TEST_CASE("a template whose places are not written right says so", "[message]") {
  for (const char* text : {"", "Code {code", "Code {}", "{"}) {
    const auto compiled = RegisteredTemplate::compile(text);
    REQUIRE_FALSE(compiled.ok());
    CHECK_FALSE(compiled.error().fix.empty());
  }
}
