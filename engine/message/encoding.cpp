#include "engine/message/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "engine/message/look_alike.hpp"

namespace sendlab {
namespace {

constexpr int gsm_single = 160, gsm_multipart = 153, gsm_maximum = 1530;           // septets; R-ENC-2, 3, 9
constexpr int unicode_single = 70, unicode_multipart = 67, unicode_maximum = 630;  // UTF-16 units

struct GsmRow {
  char32_t code_point;
  int septets;
};
constexpr auto gsm_rows = std::to_array<GsmRow>({
#include "engine/message/gsm_table.inc"
});

// Every GSM character but ten capital Greek letters and the euro sign is below U+0100.
constexpr std::size_t other_count = 11;
constexpr auto latin_septets = [] {
  std::array<std::uint8_t, 256> table{};
  for (const GsmRow& row : gsm_rows) {
    if (row.code_point < table.size()) table[row.code_point] = static_cast<std::uint8_t>(row.septets);
  }
  return table;
}();

constexpr auto other_rows = [] {
  std::array<GsmRow, other_count> rows{};
  std::size_t found = 0;
  for (const GsmRow& row : gsm_rows) {
    if (row.code_point >= latin_septets.size()) rows.at(found++) = row;
  }
  return found == other_count ? rows : throw "gsm0338.csv has changed";
}();

// Fills parts one after the other. A character is never split over two parts (R-ENC-7, R-ENC-8).
class PartFiller {
 public:
  PartFiller(int single, int multipart) : single_(single), multipart_(multipart) {}

  // Adds one character of `units`; true when it begins a further part of a multipart message.
  bool add(int units) {
    total_ += units;
    used_ += units;
    if (used_ <= multipart_) return false;
    used_ = units;
    ++parts_;
    return true;
  }
  // Adds `count` characters of one unit each, as if by add(1), in constant time.
  void add_singles(int count) {
    total_ += count;
    used_ += count;
    if (used_ <= multipart_) return;
    parts_ += (used_ - 1) / multipart_;
    used_ = (used_ - 1) % multipart_ + 1;
  }
  [[nodiscard]] int total() const { return total_; }
  [[nodiscard]] bool is_single() const { return total_ <= single_; }
  [[nodiscard]] int parts() const { return is_single() ? 1 : parts_; }

 private:
  int single_, multipart_;
  int total_ = 0, used_ = 0, parts_ = 1;
};

int utf16_units(char32_t code_point) { return code_point > 0xFFFF ? 2 : 1; }

constexpr std::size_t block_size = 8;

// All of the next 8 bytes are in U+0020 … U+005A or a … z: nearly all of an ordinary English text. Each byte of a word
// is compared by an addition that sets its high bit; no sum of two bytes below 0x80 carries into the next.
bool is_plain_block(const char* bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101, high = 0x80 * ones;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, block_size);
  const std::uint64_t is_printable = word + ones * (0x80 - 0x20);
  const std::uint64_t above_capitals = word + ones * (0x80 - 0x5B);
  const std::uint64_t from_a = word + ones * (0x80 - 'a');
  const std::uint64_t above_z = word + ones * (0x80 - ('z' + 1));
  return (word & high) == 0 && (is_printable & (~above_capitals | (from_a & ~above_z)) & high) == high;
}

// Bytes from `begin` on that are basic GSM characters of one byte.
std::size_t basic_run(std::string_view utf8, std::size_t begin) {
  std::size_t end = begin;
  while (end < utf8.size()) {
    if (end + block_size <= utf8.size() && is_plain_block(utf8.data() + end)) {
      end += block_size;
      continue;
    }
    const std::size_t stop = std::min(utf8.size(), end + block_size);
    for (; end < stop; ++end) {
      const auto byte = static_cast<unsigned char>(utf8[end]);
      if (byte >= 0x80 || latin_septets[byte] != 1) return end - begin;
    }
  }
  return end - begin;
}

}  // namespace

int gsm_septets(char32_t code_point) {
  if (code_point < latin_septets.size()) return latin_septets[code_point];
  for (const GsmRow& row : other_rows) {
    if (row.code_point == code_point) return row.septets;
  }
  return 0;
}

Character character_at(std::string_view utf8, std::size_t byte) {
  constexpr Character invalid{0xFFFD, 1};
  const auto at = [&](std::size_t offset) -> char32_t {
    return byte + offset < utf8.size() ? static_cast<unsigned char>(utf8[byte + offset]) : 0u;
  };
  const auto continues = [&](std::size_t offset) { return (at(offset) & 0xC0u) == 0x80u; };
  const char32_t first = at(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first <= 0xDF && continues(1)) return {(first & 0x1Fu) << 6 | (at(1) & 0x3Fu), 2};
  if (first >= 0xE0 && first <= 0xEF && continues(1) && continues(2)) {
    const char32_t code = (first & 0x0Fu) << 12 | (at(1) & 0x3Fu) << 6 | (at(2) & 0x3Fu);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code >= 0x800 && !surrogate ? Character{code, 3} : invalid;
  }
  if (first >= 0xF0 && first <= 0xF4 && continues(1) && continues(2) && continues(3)) {
    const char32_t code = (first & 0x07u) << 18 | (at(1) & 0x3Fu) << 12 | (at(2) & 0x3Fu) << 6 | (at(3) & 0x3Fu);
    return code >= 0x10000 && code <= 0x10FFFF ? Character{code, 4} : invalid;
  }
  return invalid;
}

EncodedSize encoded_size(std::string_view utf8) {
  PartFiller gsm(gsm_single, gsm_multipart);
  PartFiller unicode(unicode_single, unicode_multipart);
  bool is_gsm = true;
  for (std::size_t byte = 0; byte < utf8.size();) {
    if (const std::size_t run = basic_run(utf8, byte); run > 0) {
      gsm.add_singles(static_cast<int>(run));
      unicode.add_singles(static_cast<int>(run));
      byte += run;
      continue;
    }
    const Character character = character_at(utf8, byte);
    const int septets = gsm_septets(character.code_point);
    if (septets == 0) {
      is_gsm = false;
    } else {
      gsm.add(septets);
    }
    unicode.add(utf16_units(character.code_point));
    byte += static_cast<std::size_t>(character.length);
  }
  if (is_gsm) return {Encoding::gsm, gsm.total(), gsm.parts(), gsm.total() <= gsm_maximum};
  return {Encoding::unicode, unicode.total(), unicode.parts(), unicode.total() <= unicode_maximum};
}

std::vector<ForcedUnicode> characters_forcing_unicode(std::string_view utf8) {
  std::vector<ForcedUnicode> found;
  int line = 1, column = 1;
  char32_t before = 0;
  for (std::size_t byte = 0; byte < utf8.size();) {
    const Character character = character_at(utf8, byte);
    const char32_t code = character.code_point;
    if (gsm_septets(code) == 0) {
      const LookAlike like = look_alike_of(code);
      found.push_back({code, byte, line, column, like.name, like.text, like.invisible});
    }
    if (code == '\n' && before == '\r') {
      // the second half of a line end that CR has already counted
    } else if (code == '\n' || code == '\r') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
    before = code;
    byte += static_cast<std::size_t>(character.length);
  }
  return found;
}

std::vector<std::size_t> part_ends(std::string_view utf8) {
  const EncodedSize size = encoded_size(utf8);
  if (size.parts == 1) return {utf8.size()};
  const bool is_gsm = size.encoding == Encoding::gsm;
  PartFiller filler = is_gsm ? PartFiller(gsm_single, gsm_multipart) : PartFiller(unicode_single, unicode_multipart);
  std::vector<std::size_t> ends;
  for (std::size_t byte = 0; byte < utf8.size();) {
    const Character character = character_at(utf8, byte);
    if (filler.add(is_gsm ? gsm_septets(character.code_point) : utf16_units(character.code_point)))
      ends.push_back(byte);
    byte += static_cast<std::size_t>(character.length);
  }
  ends.push_back(utf8.size());
  return ends;
}

std::size_t characters_in(std::string_view utf8) {
  std::size_t count = 0;
  for (std::size_t byte = 0; byte < utf8.size(); ++count)
    byte += static_cast<std::size_t>(character_at(utf8, byte).length);
  return count;
}

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

}  // namespace sendlab
