#include "engine/message/content_words.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

namespace {

const std::vector<ContentWord> words = {{ContentKind::shortener, "shortener", "bit.ly"},
                                        {ContentKind::shortener, "shortener", "t.co"},
                                        {ContentKind::restricted, "gambling", "casino"},
                                        {ContentKind::restricted, "loans", "payday loan"},
                                        {ContentKind::currency, "money", "$", true},
                                        {ContentKind::abbreviation, "short", "u"}};

std::string found_in(std::string_view body) {
  std::string text;
  for (const ContentWord* word : words_in(body, words)) text += (text.empty() ? "" : ",") + word->word;
  return text;
}

}  // namespace

TEST_CASE("a word counts where it stands alone, in capitals and small letters", "[message]") {
  CHECK(found_in("Come to the CASINO!") == "casino");
  CHECK(found_in("casino") == "casino");
  CHECK(found_in("casinos and casino-like places") == "");
  CHECK(found_in("A payday loan today") == "payday loan");
  CHECK(found_in("r u there") == "u");
  CHECK(found_in("you, ü and us") == "");
  CHECK(found_in("") == "");
}

TEST_CASE("a sign counts anywhere", "[message]") {
  CHECK(found_in("save 5$ now") == "$");
  CHECK(found_in("US$9") == "$");
}

TEST_CASE("a shortener is the domain of a link, not a part of another", "[message]") {
  for (const char* link :
       {"see bit.ly/abc", "https://bit.ly/abc", "HTTP://WWW.BIT.LY/x", "bit.ly", "(bit.ly)", "go to bit.ly."})
    CHECK(found_in(link) == "bit.ly");
  for (const char* link : {"https://example.com/bit.ly", "rabbit.ly/x", "bit.ly.example.com", "my.bit.ly.org",
                           "links.bit.ly/x", "t.co.uk", "bit-ly"})
    CHECK(found_in(link) == "");
}

TEST_CASE("texts that differ in numbers, placeholders, case and space are alike", "[message]") {
  CHECK(similar_text("Your code is {digits:6}.") == "your code is #.");
  CHECK(similar_text("Your  CODE\nis 123456.") == similar_text("Your code is {digits:6}."));
  CHECK(similar_text("Your code is {digits:6}.") != similar_text("Your key is {digits:6}."));
  CHECK(similar_text("an open { brace") == "an open { brace");
}

TEST_CASE("kinds of words by name", "[message]") {
  CHECK(content_kind_of("shortener") == ContentKind::shortener);
  CHECK(content_kind_of("one_time_code") == ContentKind::one_time_code);
  CHECK_FALSE(content_kind_of("other"));
}
