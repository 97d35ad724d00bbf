#include "engine/message/phone_number.hpp"

#include <catch2/catch.hpp>

namespace sendlab {

TEST_CASE("a number in E.164 is read and written back", "[message]") {
  const auto number = parse_e164("+14255550100");
  REQUIRE(number.ok());
  CHECK(number.value() == PhoneNumber{14255550100});
  CHECK(to_e164(number.value()) == "+14255550100");
  CHECK(parse_e164("+123456789012345").ok());
}

TEST_CASE("what is not E.164 is refused with the value", "[message]") {
  for (const char* text : {"", "+", "14255550100", "+0425555010", "+1234567", "+1234567890123456", "+1 425 555 0100",
                           "+1425555O100", "++14255550100"}) {
    const auto number = parse_e164(text);
    INFO(text);
    REQUIRE_FALSE(number.ok());
    CHECK(number.error().what.find(text) != std::string::npos);
    CHECK_FALSE(number.error().fix.empty());
  }
}

TEST_CASE("a short code has 3 to 7 digits and no plus", "[message][R-NUM-10]") {
  REQUIRE(parse_short_code("72975").ok());
  CHECK(to_e164(parse_short_code("72975").value()) == "72975");
  CHECK(parse_short_code("123").ok());
  CHECK(parse_short_code("1234567").ok());
  for (const char* text : {"12", "12345678", "01234", "+1234", "12a45"}) CHECK_FALSE(parse_short_code(text).ok());
}

TEST_CASE("a redacted number hides its last four digits", "[message]") {
  CHECK(redacted({14255550100}) == "+1425555····");
  CHECK(redacted({72975}) == "72975");
  CHECK(redacted({}).empty());
}

}  // namespace sendlab
