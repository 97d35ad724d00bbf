#include "engine/message/encoding.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace sendlab {
namespace {

std::string times(int n, std::string_view text) {
  std::string out;
  for (int i = 0; i < n; ++i) out += text;
  return out;
}
constexpr auto gsm = Encoding::gsm;
constexpr auto unicode = Encoding::unicode;

// The same count by the plainest means: one character at a time, no runs.
EncodedSize counted_one_by_one(std::string_view body) {
  int septets = 0, units = 0, gsm_parts = 1, gsm_used = 0, unicode_parts = 1, unicode_used = 0;
  bool is_gsm = true;
  for (std::size_t byte = 0; byte < body.size();) {
    const Character c = character_at(body, byte);
    const int s = gsm_septets(c.code_point), u = c.code_point > 0xFFFF ? 2 : 1;
    is_gsm = is_gsm && s > 0;
    septets += s, units += u;
    if ((gsm_used += s) > 153) ++gsm_parts, gsm_used = s;
    if ((unicode_used += u) > 67) ++unicode_parts, unicode_used = u;
    byte += static_cast<std::size_t>(c.length);
  }
  if (is_gsm) return {gsm, septets, septets <= 160 ? 1 : gsm_parts, septets <= 1530};
  return {unicode, units, units <= 70 ? 1 : unicode_parts, units <= 630};
}

}  // namespace

TEST_CASE("one character outside the GSM set turns the whole body into Unicode", "[message][R-ENC-1]") {
  CHECK(encoded_size("plain text").encoding == gsm);
  CHECK(encoded_size("plain text\u0436").encoding == unicode);
  CHECK(encoded_size("back`tick").encoding == unicode);
}

TEST_CASE("a single part carries 160 septets or 70 units", "[message][R-ENC-2]") {
  CHECK(encoded_size(times(160, "a")) == EncodedSize{gsm, 160, 1, true});
  CHECK(encoded_size(times(161, "a")).parts == 2);
  CHECK(encoded_size(times(70, "你")) == EncodedSize{unicode, 70, 1, true});
  CHECK(encoded_size(times(71, "你")).parts == 2);
}

TEST_CASE("each part of a multipart message carries 153 septets or 67 units", "[message][R-ENC-3]") {
  CHECK(encoded_size(times(306, "a")).parts == 2);
  CHECK(encoded_size(times(307, "a")).parts == 3);
  CHECK(encoded_size(times(134, "你")).parts == 2);
  CHECK(encoded_size(times(135, "你")).parts == 3);
}

TEST_CASE("whole emoji can need more parts than the plain quotient", "[message][R-ENC-4]") {
  CHECK(encoded_size(times(67, "😀")) == EncodedSize{unicode, 134, 3, true});
}

TEST_CASE("extension characters and form feed cost two septets", "[message][R-ENC-5]") {
  CHECK(encoded_size("^{}\\[]~|€") == EncodedSize{gsm, 18, 1, true});
  CHECK(encoded_size("\f") == EncodedSize{gsm, 2, 1, true});
}

TEST_CASE("space and line ends are GSM, the escape control is not", "[message][R-ENC-6]") {
  CHECK(encoded_size("a \n\r") == EncodedSize{gsm, 4, 1, true});
  CHECK(encoded_size("\x1b") == EncodedSize{unicode, 1, 1, true});
}

TEST_CASE("an escape pair moves whole into the next part", "[message][R-ENC-7]") {
  const std::string body = times(152, "a") + "€" + times(152, "a");
  CHECK(encoded_size(body) == EncodedSize{gsm, 306, 3, true});
  CHECK(part_ends(body) == std::vector<std::size_t>{152, 152 + 3 + 151, body.size()});
}

TEST_CASE("a surrogate pair counts two units and moves whole into the next part", "[message][R-ENC-8]") {
  const std::string body = times(66, "你") + "😀" + times(10, "你");
  CHECK(encoded_size(body) == EncodedSize{unicode, 78, 2, true});
  CHECK(part_ends(body) == std::vector<std::size_t>{66 * 3, body.size()});
}

TEST_CASE("more than 1530 septets or 630 units is over the maximum", "[message][R-ENC-9]") {
  CHECK(encoded_size(times(1530, "a")).within_maximum);
  CHECK_FALSE(encoded_size(times(1531, "a")).within_maximum);
  CHECK_FALSE(encoded_size(times(766, "€")).within_maximum);
  CHECK(encoded_size(times(630, "你")).within_maximum);
  CHECK_FALSE(encoded_size(times(631, "你")).within_maximum);
}

TEST_CASE("630 units are always 10 parts", "[message][R-ENC-10]") {
  CHECK(encoded_size(times(630, "你")).parts == 10);
  CHECK(encoded_size(times(315, "😀")).parts == 10);
  CHECK(encoded_size(std::string("你") + times(314, "😀") + "你").parts == 10);
}

TEST_CASE("1600 characters can be over the maximum size without being over the API's shape", "[message][R-ENC-11]") {
  const std::string body = times(1600, "a");
  CHECK(encoded_size(body).units == 1600);
  CHECK_FALSE(encoded_size(body).within_maximum);
}

TEST_CASE("a typographic apostrophe doubles the guide's example", "[message][R-ENC-12]") {
  CHECK(encoded_size(std::string("\u2019") + times(129, "a")) == EncodedSize{unicode, 130, 2, true});
  CHECK(encoded_size(std::string("'") + times(129, "a")) == EncodedSize{gsm, 130, 1, true});
}

TEST_CASE("71 mostly Chinese characters are 2 parts", "[message][R-ENC-13]") {
  CHECK(encoded_size(times(66, "信") + "hello").parts == 2);
}

TEST_CASE("179 and 180 letters are 2 parts", "[message][R-ENC-14]") {
  CHECK(encoded_size(times(179, "a")).parts == 2);
  CHECK(encoded_size(times(180, "a")).parts == 2);
}

TEST_CASE("trade mark and registered signs force Unicode", "[message][R-ENC-15]") {
  CHECK(encoded_size("Example\u2122").encoding == unicode);
  CHECK(encoded_size("Example\u00AE").encoding == unicode);
}

TEST_CASE("the count is of parts, not of messages", "[message][R-ENC-16]") {
  CHECK(encoded_size(times(459, "a")).parts == 3);
}

TEST_CASE("events name the encoding GSM or UNICODE", "[message][R-ENC-17]") {
  CHECK(name_of(encoded_size("a").encoding) == "GSM");
  CHECK(name_of(encoded_size("你").encoding) == "UNICODE");
}

TEST_CASE("a body of 761 to 765 euro signs is within the maximum and has 11 parts", "[message][R-ENC-19]") {
  CHECK(encoded_size(times(760, "€")) == EncodedSize{gsm, 1520, 10, true});
  CHECK(encoded_size(times(761, "€")) == EncodedSize{gsm, 1522, 11, true});
  CHECK(encoded_size(times(765, "€")) == EncodedSize{gsm, 1530, 11, true});
}

TEST_CASE("an em dash is sent as it is and forces Unicode", "[message][R-ENC-20]") {
  CHECK(encoded_size(times(108, "a") + "\u2014") == EncodedSize{unicode, 109, 2, true});
  CHECK(encoded_size(times(108, "a") + "-") == EncodedSize{gsm, 109, 1, true});
}

TEST_CASE("each byte that is not UTF-8 counts as one replacement character", "[message]") {
  CHECK(encoded_size("\xff") == EncodedSize{unicode, 1, 1, true});
  CHECK(encoded_size("a\xe2\x82") == EncodedSize{unicode, 3, 1, true});         // cut short: two bad bytes
  CHECK(encoded_size("\xc0\xaf") == EncodedSize{unicode, 2, 1, true});          // overlong
  CHECK(encoded_size("\xed\xa0\x80") == EncodedSize{unicode, 3, 1, true});      // a lone surrogate
  CHECK(encoded_size("\xf4\x90\x80\x80") == EncodedSize{unicode, 4, 1, true});  // above U+10FFFF
}

TEST_CASE("an empty body is one part of nothing", "[message]") {
  CHECK(encoded_size("") == EncodedSize{gsm, 0, 1, true});
  CHECK(part_ends("") == std::vector<std::size_t>{0});
}

TEST_CASE("runs of plain letters are counted as letter by letter", "[message][R-ENC-4]") {
  const std::string pieces[] = {"a", "the quick brown fox ", "€", "é", "😀", "你", "`", "\xff", "Ω"};
  std::uint64_t state = 42;  // a fixed seed: a linear congruential generator is enough to mix the pieces
  for (int body_index = 0; body_index < 2000; ++body_index) {
    std::string body;
    const std::size_t kinds = body_index % 2 == 0 ? 4 : 9;  // even ones stay GSM
    for (int i = 0; i < body_index % 60; ++i) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      const std::size_t pick = (state >> 33) % kinds;
      body += pick == 1 ? times(static_cast<int>(state >> 40 & 15), pieces[1]) : pieces[pick];
    }
    INFO(body);
    REQUIRE(encoded_size(body) == counted_one_by_one(body));
    REQUIRE(part_ends(body).size() == static_cast<std::size_t>(encoded_size(body).parts));
  }
}

TEST_CASE("every byte counts alike at every place of a run", "[message][R-ENC-1][R-ENC-5]") {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t place = 0; place < 17; ++place) {
      std::string body(17, 'Z');
      body[place] = static_cast<char>(byte);
      INFO(byte << " at " << place);
      REQUIRE(encoded_size(body) == counted_one_by_one(body));
    }
  }
}

TEST_CASE("characters that force Unicode are found with line, column and look-alike", "[message][R-ENC-1]") {
  const auto forced = characters_forcing_unicode("It\u2019s\r\nnaïve 😀");
  REQUIRE(forced.size() == 3);
  CHECK(forced[0].code_point == 0x2019);
  CHECK(forced[0].line == 1);
  CHECK(forced[0].column == 3);
  CHECK(forced[0].look_alike == "'");
  CHECK(forced[0].name == "right single quotation mark");
  CHECK(forced[1].code_point == 0xEF);
  CHECK(forced[1].line == 2);
  CHECK(forced[1].column == 3);
  CHECK(forced[1].look_alike == "i");
  CHECK(forced[2].code_point == 0x1F600);
  CHECK(forced[2].column == 7);
  CHECK(forced[2].look_alike.empty());
  CHECK(characters_forcing_unicode("It's plain {text}").empty());
}

}  // namespace sendlab
