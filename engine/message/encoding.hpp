#pragma once
// A message body becomes septets of GSM 03.38 or UTF-16 units, and those become message parts. The service chooses the
// encoding, the sender cannot (R-ENC-1): one character outside the GSM set turns the whole body into Unicode.
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/message/quantity.hpp"

namespace sendlab {

struct EncodedSize {
  Encoding encoding = Encoding::gsm;
  int units = 0;  // septets (gsm; extension characters count two) or UTF-16 units (unicode; emoji count two)
  int parts = 0;  // 1 for an empty body; pairs are never split, so this can exceed the plain quotient
  bool within_maximum = true;  // at most 1530 septets or 630 units (R-ENC-9)
  friend bool operator==(const EncodedSize&, const EncodedSize&) = default;
};

// "GSM" or "UNICODE": messageEncoding of the event record (R-ENC-17).
[[nodiscard]] constexpr std::string_view name_of(Encoding encoding) {
  return encoding == Encoding::gsm ? "GSM" : "UNICODE";
}

// Encoding, units and parts of a body in UTF-8. One pass, no allocation; a body of plain GSM letters costs a table
// look-up a byte.
//   invalid UTF-8   each byte that starts no valid sequence counts as U+FFFD, so it forces Unicode and costs one unit
//   source          R-ENC-1 … R-ENC-10, R-ENC-19; gsm0338.csv
[[nodiscard]] EncodedSize encoded_size(std::string_view utf8);

// One character of a body that is outside the GSM set.
struct ForcedUnicode {
  char32_t code_point = 0;
  std::size_t byte = 0;         // offset of its first byte
  int line = 1;                 // from 1; LF, CR LF and CR end a line
  int column = 1;               // from 1, in characters
  std::string_view name;        // "right single quotation mark"; empty when not in the short list of common ones
  std::string_view look_alike;  // GSM text that says the same, "'"; empty when there is none
  bool invisible = false;       // may simply be left out (zero-width characters)
};

// Which characters force Unicode, in order; empty when the body is GSM.
[[nodiscard]] std::vector<ForcedUnicode> characters_forcing_unicode(std::string_view utf8);

// Byte offsets at which the parts of a body end, ascending; the last is the body's size. One entry for each part.
[[nodiscard]] std::vector<std::size_t> part_ends(std::string_view utf8);

// A character of UTF-8 text: its code point and length in bytes. An invalid byte reads as U+FFFD of length 1.
struct Character {
  char32_t code_point = 0;
  int length = 0;
};
[[nodiscard]] Character character_at(std::string_view utf8, std::size_t byte);
[[nodiscard]] std::size_t characters_in(std::string_view utf8);

// Septets of a character in GSM 03.38: 1 basic, 2 extension, 0 outside the set.
[[nodiscard]] int gsm_septets(char32_t code_point);

// Appends a code point as UTF-8; one below 0x110000.
void append_utf8(std::string& out, std::uint32_t code_point);

}  // namespace sendlab
