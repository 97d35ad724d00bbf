#include "engine/message/ssml.hpp"

#include <algorithm>

#include "engine/kernel/ascii.hpp"
#include "engine/message/encoding.hpp"

namespace sendlab {
namespace {

bool is_name(char c) {
  return is_letter_or_digit(c) || c == '-' || c == '_' ||
         c == ':' || c == '.';
}

// A whole number with up to three decimals, in thousandths; at most nine digits before the point.
std::optional<std::int64_t> thousandths(std::string_view text) {
  std::int64_t value = 0;
  std::size_t at = 0, digits = 0;
  for (; at < text.size() && is_digit(text[at]); ++at, ++digits) value = value * 10 + (text[at] - '0');
  if (digits > 9) return std::nullopt;
  std::int64_t scale = 1000;
  value *= scale;
  if (at < text.size() && text[at] == '.')
    for (++at; at < text.size() && is_digit(text[at]); ++at, ++digits)
      value += (text[at] - '0') * (scale /= 10);
  return digits > 0 && at == text.size() ? std::optional(value) : std::nullopt;
}

class SsmlScanner {
 public:
  SsmlScanner(std::string_view xml, const SsmlReader& reader) : xml_(xml), reader_(reader) {}

  std::string read() {
    skip_space();
    if (rest().starts_with("<?xml")) skip_past("?>");
    while (fault_.empty() && at_ < xml_.size()) {
      start_ = at_;
      if (xml_[at_] != '<')
        read_text();
      else if (rest().starts_with("<!--"))
        skip_past("-->");
      else if (rest().starts_with("<![CDATA["))
        read_verbatim();
      else if (rest().starts_with("<!") || rest().starts_with("<?"))
        fail("SSML has no declarations");
      else if (rest().starts_with("</"))
        read_end();
      else
        read_tag();
    }
    return fault_.empty() ? "" : fault_ + " (character " + std::to_string(start_ + 1) + ")";
  }

 private:
  [[nodiscard]] std::string_view rest() const { return xml_.substr(at_); }
  [[nodiscard]] char now() const { return at_ < xml_.size() ? xml_[at_] : '\0'; }
  void fail(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }
  void skip_space() {
    while (at_ < xml_.size() && is_white_space(xml_[at_])) ++at_;
  }
  void skip_past(std::string_view end) {
    const std::size_t found = xml_.find(end, at_);
    if (found == std::string_view::npos) return fail("something is not closed by " + std::string(end));
    at_ = found + end.size();
  }
  std::string name() {
    const std::size_t from = at_;
    while (at_ < xml_.size() && is_name(xml_[at_])) ++at_;
    return std::string(xml_.substr(from, at_ - from));
  }

  // Text up to `end`, or to the next tag, entities replaced.
  std::string plain_text(char end) {
    std::string out;
    while (at_ < xml_.size() && xml_[at_] != end) {
      if (xml_[at_] == '<') {
        fail("an attribute holds <: write &lt;");
        break;
      }
      if (xml_[at_] != '&') {
        out += xml_[at_++];
        continue;
      }
      const std::size_t semicolon = xml_.substr(at_, 12).find(';');
      if (semicolon == std::string_view::npos || !append_entity(out, xml_.substr(at_ + 1, semicolon - 1))) {
        fail("& begins no entity: write &amp;");
        break;
      }
      at_ += semicolon + 1;
    }
    return out;
  }
  static bool append_entity(std::string& out, std::string_view entity) {
    static constexpr std::pair<std::string_view, char> known[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (const auto& [word, character] : known)
      if (entity == word) return out += character, true;
    if (entity.size() < 2 || entity[0] != '#') return false;
    const bool hexadecimal = entity[1] == 'x';
    std::uint32_t value = 0;
    const std::string_view digits = entity.substr(hexadecimal ? 2 : 1);
    if (digits.empty() || digits.size() > 7) return false;
    for (const char c : digits) {
      const int digit = c >= '0' && c <= '9'                  ? c - '0'
                        : hexadecimal && c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : hexadecimal && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                              : -1;
      if (digit < 0) return false;
      value = value * (hexadecimal ? 16 : 10) + static_cast<std::uint32_t>(digit);
    }
    if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return false;
    append_utf8(out, value);
    return true;
  }

  void read_text() {
    const std::string text = plain_text('<');
    if (fault_.empty()) fail(reader_.text(text));
  }
  void read_verbatim() {
    const std::size_t from = at_ + 9;
    skip_past("]]>");
    if (fault_.empty()) fail(reader_.text(xml_.substr(from, at_ - 3 - from)));
  }
  void read_end() {
    at_ += 2;
    const std::string closed = name();
    skip_space();
    if (now() != '>') return fail("</" + closed + " does not end with >");
    ++at_;
    fail(reader_.close(closed));
  }
  void read_tag() {
    ++at_;
    SsmlTag tag;
    tag.name = name();
    if (tag.name.empty()) return fail("< begins no tag: write &lt;");
    for (;;) {
      const std::size_t before = at_;
      skip_space();
      if (now() == '>' || now() == '/' || now() == '\0') break;
      if (at_ == before) return fail("<" + tag.name + "> is malformed");
      if (!read_attribute(tag)) return;
    }
    const bool empty = now() == '/';
    at_ += empty ? 1 : 0;
    if (now() != '>') return fail("<" + tag.name + " does not end with >");
    ++at_;
    fail(reader_.open(tag));
    if (empty && fault_.empty()) fail(reader_.close(tag.name));
  }
  bool read_attribute(SsmlTag& tag) {
    std::string attribute = name();
    skip_space();
    if (attribute.empty() || now() != '=') return fail("<" + tag.name + "> has an attribute without a value"), false;
    ++at_;
    skip_space();
    const char quote = now();
    if (quote != '"' && quote != '\'') return fail("<" + tag.name + "> has a value without quotes"), false;
    ++at_;
    std::string value = plain_text(quote);
    if (!fault_.empty()) return false;
    if (now() != quote) return fail("<" + tag.name + "> has a value that does not end"), false;
    ++at_;
    if (tag.find(attribute) != nullptr) return fail("<" + tag.name + "> has " + attribute + " twice"), false;
    tag.attributes.emplace_back(std::move(attribute), std::move(value));
    return true;
  }

  std::string_view xml_;
  const SsmlReader& reader_;
  std::size_t at_ = 0, start_ = 0;
  std::string fault_;
};

}  // namespace

const std::string* SsmlTag::find(std::string_view attribute) const {
  const auto found =
      std::find_if(attributes.begin(), attributes.end(), [&](const auto& a) { return a.first == attribute; });
  return found == attributes.end() ? nullptr : &found->second;
}

std::string read_ssml(std::string_view xml, const SsmlReader& reader) { return SsmlScanner(xml, reader).read(); }

std::optional<Duration> ssml_duration(std::string_view text) {
  const bool milliseconds = text.ends_with("ms");
  if (!text.ends_with('s')) return std::nullopt;
  const auto value = thousandths(text.substr(0, text.size() - (milliseconds ? 2 : 1)));
  if (!value) return std::nullopt;
  return Duration{*value * (milliseconds ? 1'000 : 1'000'000)};
}

std::optional<std::int64_t> ssml_percent(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  const auto value = thousandths(text.substr(0, text.size() - 1));
  return value ? std::optional(*value / 1000) : std::nullopt;
}

}  // namespace sendlab
