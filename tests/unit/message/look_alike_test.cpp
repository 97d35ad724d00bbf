#include "engine/message/look_alike.hpp"

#include <catch2/catch.hpp>

#include "engine/message/encoding.hpp"

namespace sendlab {

TEST_CASE("every look-alike is itself GSM and no GSM character has one", "[message][R-ENC-1]") {
  int found = 0;
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    const LookAlike like = look_alike_of(code);
    if (like.text.empty() && !like.invisible) continue;
    ++found;
    INFO(static_cast<unsigned>(code));
    REQUIRE(encoded_size(like.text).encoding == Encoding::gsm);
    if (code < 0xFF00) REQUIRE(gsm_septets(code) == 0);
  }
  CHECK(found > 300);
}

TEST_CASE("accented letters fall back to their base letter", "[message]") {
  CHECK(look_alike_of(U'á').text == "a");
  CHECK(look_alike_of(U'ç').text == "c");
  CHECK(look_alike_of(U'ž').text == "z");
  CHECK(look_alike_of(U'ế').text == "e");
  CHECK(look_alike_of(U'œ').text == "oe");
  CHECK(look_alike_of(U'Ａ').text == "A");
  CHECK(look_alike_of(U'漢').text.empty());
  CHECK(look_alike_of(U'漢').name == "Chinese character");
}

}  // namespace sendlab
