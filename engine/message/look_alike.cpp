#include "engine/message/look_alike.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace sendlab {
namespace {

struct Row {
  char32_t code_point;
  std::string_view name;
  std::string_view text;
  bool invisible = false;
};

// By code point. Names are the Unicode names in lower case.
// clang-format off
constexpr auto rows = std::to_array<Row>({
    {0x0009, "tab", " "},
    {0x001B, "escape", "", true},
    {0x0060, "grave accent", "'"},
    {0x00A0, "no-break space", " "},
    {0x00A2, "cent sign", "c"},
    {0x00A6, "broken bar", "|"},
    {0x00A9, "copyright sign", "(C)"},
    {0x00AA, "feminine ordinal indicator", "a"},
    {0x00AB, "left-pointing double angle quotation mark", "\""},
    {0x00AC, "not sign", "-"},
    {0x00AD, "soft hyphen", "", true},
    {0x00AE, "registered sign", "(R)"},
    {0x00B0, "degree sign", " deg"},
    {0x00B1, "plus-minus sign", "+/-"},
    {0x00B2, "superscript two", "2"},
    {0x00B3, "superscript three", "3"},
    {0x00B4, "acute accent", "'"},
    {0x00B7, "middle dot", "."},
    {0x00B9, "superscript one", "1"},
    {0x00BA, "masculine ordinal indicator", "o"},
    {0x00BB, "right-pointing double angle quotation mark", "\""},
    {0x00BC, "vulgar fraction one quarter", "1/4"},
    {0x00BD, "vulgar fraction one half", "1/2"},
    {0x00BE, "vulgar fraction three quarters", "3/4"},
    {0x00C0, "latin capital letter a with grave", "A"},
    {0x00C1, "latin capital letter a with acute", "A"},
    {0x00C2, "latin capital letter a with circumflex", "A"},
    {0x00C3, "latin capital letter a with tilde", "A"},
    {0x00C8, "latin capital letter e with grave", "E"},
    {0x00CA, "latin capital letter e with circumflex", "E"},
    {0x00CB, "latin capital letter e with diaeresis", "E"},
    {0x00CC, "latin capital letter i with grave", "I"},
    {0x00CD, "latin capital letter i with acute", "I"},
    {0x00CE, "latin capital letter i with circumflex", "I"},
    {0x00CF, "latin capital letter i with diaeresis", "I"},
    {0x00D0, "latin capital letter eth", "D"},
    {0x00D2, "latin capital letter o with grave", "O"},
    {0x00D3, "latin capital letter o with acute", "O"},
    {0x00D4, "latin capital letter o with circumflex", "O"},
    {0x00D5, "latin capital letter o with tilde", "O"},
    {0x00D7, "multiplication sign", "x"},
    {0x00D9, "latin capital letter u with grave", "U"},
    {0x00DA, "latin capital letter u with acute", "U"},
    {0x00DB, "latin capital letter u with circumflex", "U"},
    {0x00DD, "latin capital letter y with acute", "Y"},
    {0x00DE, "latin capital letter thorn", "Th"},
    {0x00E1, "latin small letter a with acute", "a"},
    {0x00E2, "latin small letter a with circumflex", "a"},
    {0x00E3, "latin small letter a with tilde", "a"},
    {0x00E7, "latin small letter c with cedilla", "c"},
    {0x00EA, "latin small letter e with circumflex", "e"},
    {0x00EB, "latin small letter e with diaeresis", "e"},
    {0x00ED, "latin small letter i with acute", "i"},
    {0x00EE, "latin small letter i with circumflex", "i"},
    {0x00EF, "latin small letter i with diaeresis", "i"},
    {0x00F0, "latin small letter eth", "d"},
    {0x00F3, "latin small letter o with acute", "o"},
    {0x00F4, "latin small letter o with circumflex", "o"},
    {0x00F5, "latin small letter o with tilde", "o"},
    {0x00F7, "division sign", "/"},
    {0x00FA, "latin small letter u with acute", "u"},
    {0x00FB, "latin small letter u with circumflex", "u"},
    {0x00FD, "latin small letter y with acute", "y"},
    {0x00FE, "latin small letter thorn", "th"},
    {0x00FF, "latin small letter y with diaeresis", "y"},
    {0x0152, "latin capital ligature oe", "OE"},
    {0x0153, "latin small ligature oe", "oe"},
    {0x0218, "latin capital letter s with comma below", "S"},
    {0x0219, "latin small letter s with comma below", "s"},
    {0x021A, "latin capital letter t with comma below", "T"},
    {0x021B, "latin small letter t with comma below", "t"},
    {0x02B9, "modifier letter prime", "'"},
    {0x02BC, "modifier letter apostrophe", "'"},
    {0x0391, "greek capital letter alpha", "A"},
    {0x0392, "greek capital letter beta", "B"},
    {0x0395, "greek capital letter epsilon", "E"},
    {0x0396, "greek capital letter zeta", "Z"},
    {0x0397, "greek capital letter eta", "H"},
    {0x0399, "greek capital letter iota", "I"},
    {0x039A, "greek capital letter kappa", "K"},
    {0x039C, "greek capital letter mu", "M"},
    {0x039D, "greek capital letter nu", "N"},
    {0x039F, "greek capital letter omicron", "O"},
    {0x03A1, "greek capital letter rho", "P"},
    {0x03A4, "greek capital letter tau", "T"},
    {0x03A5, "greek capital letter upsilon", "Y"},
    {0x03A7, "greek capital letter chi", "X"},
    {0x1E9E, "latin capital letter sharp s", "ss"},
    {0x2000, "en quad", " "},
    {0x2001, "em quad", " "},
    {0x2002, "en space", " "},
    {0x2003, "em space", " "},
    {0x2004, "three-per-em space", " "},
    {0x2005, "four-per-em space", " "},
    {0x2006, "six-per-em space", " "},
    {0x2007, "figure space", " "},
    {0x2008, "punctuation space", " "},
    {0x2009, "thin space", " "},
    {0x200A, "hair space", " "},
    {0x200B, "zero width space", "", true},
    {0x200C, "zero width non-joiner", "", true},
    {0x200D, "zero width joiner", "", true},
    {0x200E, "left-to-right mark", "", true},
    {0x200F, "right-to-left mark", "", true},
    {0x2010, "hyphen", "-"},
    {0x2011, "non-breaking hyphen", "-"},
    {0x2012, "figure dash", "-"},
    {0x2013, "en dash", "-"},
    {0x2014, "em dash", "-"},
    {0x2015, "horizontal bar", "-"},
    {0x2018, "left single quotation mark", "'"},
    {0x2019, "right single quotation mark", "'"},
    {0x201A, "single low-9 quotation mark", "'"},
    {0x201B, "single high-reversed-9 quotation mark", "'"},
    {0x201C, "left double quotation mark", "\""},
    {0x201D, "right double quotation mark", "\""},
    {0x201E, "double low-9 quotation mark", "\""},
    {0x201F, "double high-reversed-9 quotation mark", "\""},
    {0x2022, "bullet", "*"},
    {0x2023, "triangular bullet", "*"},
    {0x2026, "horizontal ellipsis", "..."},
    {0x2028, "line separator", "\n"},
    {0x2029, "paragraph separator", "\n"},
    {0x202F, "narrow no-break space", " "},
    {0x2032, "prime", "'"},
    {0x2033, "double prime", "\""},
    {0x2035, "reversed prime", "'"},
    {0x2039, "single left-pointing angle quotation mark", "<"},
    {0x203A, "single right-pointing angle quotation mark", ">"},
    {0x2043, "hyphen bullet", "-"},
    {0x2044, "fraction slash", "/"},
    {0x205F, "medium mathematical space", " "},
    {0x2060, "word joiner", "", true},
    {0x20AA, "new sheqel sign", "NIS"},
    {0x20B9, "indian rupee sign", "Rs"},
    {0x2122, "trade mark sign", "(TM)"},
    {0x2190, "leftwards arrow", "<-"},
    {0x2192, "rightwards arrow", "->"},
    {0x2212, "minus sign", "-"},
    {0x2248, "almost equal to", "~"},
    {0x2260, "not equal to", "!="},
    {0x2264, "less-than or equal to", "<="},
    {0x2265, "greater-than or equal to", ">="},
    {0x25AA, "black small square", "*"},
    {0x25CF, "black circle", "*"},
    {0x3000, "ideographic space", " "},
    {0xFE0E, "variation selector-15", "", true},
    {0xFE0F, "variation selector-16", "", true},
    {0xFEFF, "zero width no-break space", "", true},
});
// clang-format on

struct Block {
  char32_t first, last;
  std::string_view name;
};

// What to call a character of a script that GSM lacks altogether. By first code point.
constexpr auto blocks = std::to_array<Block>({
    {0x0000, 0x001F, "control character"},
    {0x007F, 0x009F, "control character"},
    {0x0370, 0x03FF, "Greek letter"},
    {0x0400, 0x052F, "Cyrillic letter"},
    {0x0530, 0x058F, "Armenian letter"},
    {0x0590, 0x05FF, "Hebrew letter"},
    {0x0600, 0x06FF, "Arabic letter"},
    {0x0900, 0x097F, "Devanagari letter"},
    {0x0980, 0x09FF, "Bengali letter"},
    {0x0B80, 0x0BFF, "Tamil letter"},
    {0x0E00, 0x0E7F, "Thai letter"},
    {0x1100, 0x11FF, "Hangul letter"},
    {0x2190, 0x21FF, "arrow"},
    {0x2200, 0x22FF, "mathematical sign"},
    {0x2600, 0x27BF, "symbol or emoji"},
    {0x3040, 0x309F, "Hiragana letter"},
    {0x30A0, 0x30FF, "Katakana letter"},
    {0x3400, 0x4DBF, "Chinese character"},
    {0x4E00, 0x9FFF, "Chinese character"},
    {0xAC00, 0xD7AF, "Hangul syllable"},
    {0xF900, 0xFAFF, "Chinese character"},
    {0xFFFD, 0xFFFD, "replacement character, or a byte that is not UTF-8"},
    {0x1F000, 0x1FAFF, "emoji"},
    {0x20000, 0x3FFFF, "Chinese character"},
});

// Full-width forms FF01 … FF5E stand for ASCII 21 … 7E in the same order.
constexpr std::string_view ascii =
    "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

// Base letters of the accented ones U+0100 … U+017F and U+1EA0 … U+1EF9; a space where there is none.
constexpr std::string_view latin_extended_a =
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi  JjKk LlLlLl "
    " LlNnNnNn   OoOoOo  RrRrRrSsSsSsSsTtTt  UuUuUuUuUuUuWwYyYZzZzZz ";
constexpr std::string_view vietnamese =
    "AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy";

// The letter of `letters`, whose first stands for `first`; empty when outside or a space.
std::string_view letter_at(std::string_view letters, char32_t first, char32_t code_point) {
  if (code_point < first || code_point >= first + letters.size()) return {};
  const std::string_view letter = letters.substr(code_point - first, 1);
  return letter == " " ? std::string_view() : letter;
}

}  // namespace

LookAlike look_alike_of(char32_t code_point) {
  static_assert(std::ranges::is_sorted(rows, {}, &Row::code_point));
  static_assert(std::ranges::is_sorted(blocks, {}, &Block::first));
  static_assert(latin_extended_a.size() == 128 && vietnamese.size() == 90);
  static_assert(ascii.size() == 0xFF5E - 0xFF01 + 1);
  if (code_point >= 0xFF01 && code_point <= 0xFF5E && code_point != 0xFF40) {
    return {"full-width form", ascii.substr(code_point - 0xFF01, 1)};
  }
  auto row = std::ranges::lower_bound(rows, code_point, {}, &Row::code_point);
  if (row != rows.end() && row->code_point == code_point) return {row->name, row->text, row->invisible};
  for (const auto& [letters, first] : {std::pair{latin_extended_a, U'\u0100'}, std::pair{vietnamese, U'\u1EA0'}}) {
    if (const auto letter = letter_at(letters, first, code_point); !letter.empty()) return {"accented letter", letter};
  }
  auto after = std::ranges::upper_bound(blocks, code_point, {}, &Block::first);
  if (after != blocks.begin() && code_point <= std::prev(after)->last) return {std::prev(after)->name, {}};
  return {};
}

}  // namespace sendlab
