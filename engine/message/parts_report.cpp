#include "engine/message/parts_report.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "engine/message/encoding.hpp"

namespace sendlab {
namespace {

constexpr std::size_t most_offenders = 12;  // lines; a text in another script would otherwise fill the screen
constexpr std::size_t most_parts = 12;

std::string count_of(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string size_text(const EncodedSize& size) {
  const bool gsm = size.encoding == Encoding::gsm;
  return std::string(gsm ? "GSM-7" : "Unicode (UCS-2)") + ", " +
         count_of(static_cast<std::size_t>(size.units), gsm ? "septet" : "UTF-16 unit") + ", " +
         count_of(static_cast<std::size_t>(size.parts), "part");
}

std::string code_point_text(char32_t code_point) {
  char text[16];
  std::snprintf(text, sizeof text, "U+%04X", static_cast<unsigned>(code_point));
  return text;
}

// Every place of one code point that forces Unicode.
struct Offender {
  ForcedUnicode first;
  std::string bytes;  // the character as it stands in the text, empty for what a terminal should not print
  std::size_t times = 0;
};

std::vector<Offender> offenders_of(std::string_view text, const std::vector<ForcedUnicode>& forced) {
  std::vector<Offender> offenders;
  for (const ForcedUnicode& place : forced) {
    auto known =
        std::ranges::find_if(offenders, [&](const Offender& o) { return o.first.code_point == place.code_point; });
    if (known == offenders.end()) {
      const Character character = character_at(text, place.byte);
      const bool printable = character.length > 1 && !place.invisible && character.code_point >= 0xA0;
      const std::string bytes(text.substr(place.byte, printable ? static_cast<std::size_t>(character.length) : 0));
      known = offenders.insert(offenders.end(), {place, bytes, 0});
    }
    ++known->times;
  }
  return offenders;
}

std::string remedy(const ForcedUnicode& place) {
  if (place.invisible) return "leave it out";
  if (place.look_alike == " ") return "use a plain space";
  if (place.look_alike == "\n") return "use a line feed";
  if (!place.look_alike.empty()) return "use " + std::string(place.look_alike);
  return "no GSM look-alike";
}

std::string offenders_text(const std::vector<Offender>& offenders) {
  std::string out = "\nForce Unicode:\n";
  for (std::size_t i = 0; i < std::min(offenders.size(), most_offenders); ++i) {
    const Offender& offender = offenders[i];
    out += "  " + code_point_text(offender.first.code_point);
    if (!offender.bytes.empty()) out += " " + offender.bytes;
    if (!offender.first.name.empty()) out += "  " + std::string(offender.first.name);
    out += "  line " + std::to_string(offender.first.line) + ", column " + std::to_string(offender.first.column);
    if (offender.times > 1) out += " (and " + std::to_string(offender.times - 1) + " more)";
    out += ": " + remedy(offender.first) + "\n";
  }
  if (offenders.size() > most_offenders) {
    out += "  and " + count_of(offenders.size() - most_offenders, "other character") + "\n";
  }
  return out;
}

// The text with each forcing character replaced by its look-alike, or left out when it has none.
std::string without(std::string_view text, const std::vector<ForcedUnicode>& forced) {
  std::string out;
  std::size_t from = 0;
  for (const ForcedUnicode& place : forced) {
    out += text.substr(from, place.byte - from);
    out += place.look_alike;
    from = place.byte + static_cast<std::size_t>(character_at(text, place.byte).length);
  }
  return out += text.substr(from);
}

std::string improvement_text(std::string_view text, const std::vector<ForcedUnicode>& forced) {
  const bool all =
      std::ranges::all_of(forced, [](const ForcedUnicode& p) { return p.invisible || !p.look_alike.empty(); });
  const std::string gsm = without(text, forced);
  return std::string(all ? "With these replacements: " : "With the replacements and without the others: ") +
         size_text(encoded_size(gsm)) + "\n";
}

std::string parts_text(std::string_view text, const EncodedSize& size) {
  std::string out = "\nParts:\n";
  const std::vector<std::size_t> ends = part_ends(text);
  std::size_t from = 0;
  for (std::size_t part = 0; part < std::min(ends.size(), most_parts); ++part) {
    int units = 0;
    std::size_t characters = 0;
    for (std::size_t byte = from; byte < ends[part]; ++characters) {
      const Character character = character_at(text, byte);
      units += size.encoding == Encoding::gsm  ? gsm_septets(character.code_point)
               : character.code_point > 0xFFFF ? 2
                                               : 1;
      byte += static_cast<std::size_t>(character.length);
    }
    out += "  " + std::to_string(part + 1) + ": " + count_of(characters, "character") + ", " +
           count_of(static_cast<std::size_t>(units), size.encoding == Encoding::gsm ? "septet" : "UTF-16 unit") +
           ", ends at byte " + std::to_string(ends[part]) + "\n";
    from = ends[part];
  }
  if (ends.size() > most_parts) out += "  and " + count_of(ends.size() - most_parts, "more part") + "\n";
  return out;
}

}  // namespace

std::string parts_report(std::string_view text) {
  const EncodedSize size = encoded_size(text);
  const std::size_t characters = characters_in(text);
  std::string out = count_of(characters, "character") + ": " + size_text(size) + "\n";
  if (text.empty()) out += "The service refuses an empty body: it takes 1 to 1600 characters (R-ENC-11).\n";
  if (!size.within_maximum) {
    out += std::string("Too long: at most ") + (size.encoding == Encoding::gsm ? "1530 septets" : "630 UTF-16 units") +
           "; the service refuses it (R-ENC-9).\n";
  } else if (characters > 1600) {
    out += "Too long: the service takes at most 1600 characters (R-ENC-11).\n";
  }
  if (size.parts > 1) out += parts_text(text, size);
  if (const auto forced = characters_forcing_unicode(text); !forced.empty()) {
    out += offenders_text(offenders_of(text, forced)) + improvement_text(text, forced);
  }
  return out;
}

}  // namespace sendlab
