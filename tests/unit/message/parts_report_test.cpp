#include "engine/message/parts_report.hpp"

#include <catch2/catch.hpp>

namespace sendlab {

TEST_CASE("a GSM text is answered in one line", "[message]") {
  CHECK(parts_report("Your code is 123456") == "19 characters: GSM-7, 19 septets, 1 part\n");
}

TEST_CASE("a typographic apostrophe is named with its place, its replacement and what it costs",
          "[message][R-ENC-12]") {
  const std::string text = "It\u2019s " + std::string(100, 'a') + "\nand Bob\u2019s";
  CHECK(parts_report(text) ==
        "115 characters: Unicode (UCS-2), 115 UTF-16 units, 2 parts\n"
        "\nParts:\n"
        "  1: 67 characters, 67 UTF-16 units, ends at byte 69\n"
        "  2: 48 characters, 48 UTF-16 units, ends at byte 119\n"
        "\nForce Unicode:\n"
        "  U+2019 \u2019  right single quotation mark  line 1, column 3 (and 1 more): use '\n"
        "With these replacements: GSM-7, 115 septets, 1 part\n");
}

TEST_CASE("a character without look-alike is counted as left out", "[message]") {
  CHECK(parts_report("Hi 😀") ==
        "4 characters: Unicode (UCS-2), 5 UTF-16 units, 1 part\n"
        "\nForce Unicode:\n"
        "  U+1F600 😀  emoji  line 1, column 4: no GSM look-alike\n"
        "With the replacements and without the others: GSM-7, 3 septets, 1 part\n");
}

TEST_CASE("what the service refuses is said", "[message][R-ENC-9][R-ENC-11]") {
  CHECK(parts_report("").find("empty") != std::string::npos);
  CHECK(parts_report(std::string(1531, 'a')).find("at most 1530 septets") != std::string::npos);
}

TEST_CASE("control bytes of the text never reach the terminal", "[message]") {
  const std::string report = parts_report(std::string("a\x1b[2Jb\x07") + "\xc2\x9b");
  CHECK(report.find('\x1b') == std::string::npos);
  CHECK(report.find('\x07') == std::string::npos);
  CHECK(report.find("\xc2\x9b") == std::string::npos);
}

}  // namespace sendlab
