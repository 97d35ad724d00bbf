#include <algorithm>
#include <optional>

#include "reports/document.hpp"

namespace sendlab {
namespace {

// A recursive descent over RFC 8259, as far as reports need it.
class Reader {
 public:
  Reader(std::string_view text, std::string_view where) : text_(text), where_(where) {}

  Result<Doc> whole() {
    std::optional<Doc> doc = value(0);
    skip_space();
    if (doc && at_ == text_.size()) return std::move(*doc);
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    return Error{std::string(where_) + ":" + std::to_string(line), "this is not the JSON of a report",
                 "give a folder that `sendlab run` wrote"};
  }

 private:
  static constexpr int max_depth = 64;

  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }

  bool take(std::string_view token) {
    skip_space();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }

  std::optional<Doc> value(int depth) {
    if (depth > max_depth) return std::nullopt;
    if (take("{")) return object(depth);
    if (take("[")) return array(depth);
    if (take("null")) return Doc{};
    if (take("true")) return Doc::boolean(true);
    if (take("false")) return Doc::boolean(false);
    if (take("\"")) {
      std::optional<std::string> text = string();
      if (!text) return std::nullopt;
      return Doc::text(std::move(*text));
    }
    return number();
  }

  std::optional<Doc> object(int depth) {
    Doc doc = Doc::object();
    if (take("}")) return doc;
    do {
      if (!take("\"")) return std::nullopt;
      std::optional<std::string> name = string();
      if (!name || !take(":")) return std::nullopt;
      std::optional<Doc> member = value(depth + 1);
      if (!member) return std::nullopt;
      doc.add(std::move(*name), std::move(*member));
    } while (take(","));
    if (!take("}")) return std::nullopt;
    return doc;
  }

  std::optional<Doc> array(int depth) {
    Doc doc = Doc::array();
    if (take("]")) return doc;
    do {
      std::optional<Doc> item = value(depth + 1);
      if (!item) return std::nullopt;
      doc.append(std::move(*item));
    } while (take(","));
    if (!take("]")) return std::nullopt;
    return doc;
  }

  std::optional<Doc> number() {
    const std::size_t end = std::min(text_.find_first_not_of("-.0123456789", at_), text_.size());
    const std::string_view digits = text_.substr(at_, end - at_);
    const std::optional<Rational> value = parse_decimal(digits);
    if (!value) return std::nullopt;
    at_ = end;
    const std::size_t point = digits.find('.');
    return Doc::number(*value, point == std::string_view::npos ? 0 : static_cast<int>(digits.size() - point - 1));
  }

  // After the opening quote. \u escapes: the basic plane and surrogate pairs.
  std::optional<std::string> string() {
    std::string out;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return out;
      if (static_cast<unsigned char>(c) < 0x20) return std::nullopt;
      if (c != '\\') {
        out += c;
        continue;
      }
      if (at_ == text_.size() || !escape(text_[at_++], out)) return std::nullopt;
    }
    return std::nullopt;
  }

  bool escape(char c, std::string& out) {
    static constexpr std::string_view names = "\"\\/bfnrt";
    static constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    const std::size_t index = names.find(c);
    if (index != std::string_view::npos) {
      out += values[index];
      return true;
    }
    if (c != 'u') return false;
    std::optional<std::uint32_t> code = four_hex();
    if (code && *code >= 0xd800 && *code < 0xdc00) {
      if (text_.substr(at_, 2) != "\\u") return false;
      at_ += 2;
      const std::optional<std::uint32_t> low = four_hex();
      if (!low || *low < 0xdc00 || *low > 0xdfff) return false;
      code = 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00);
    }
    if (!code) return false;
    append_utf8(*code, out);
    return true;
  }

  std::optional<std::uint32_t> four_hex() {
    if (at_ + 4 > text_.size()) return std::nullopt;
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      const std::uint32_t digit = c >= '0' && c <= '9'   ? static_cast<std::uint32_t>(c - '0')
                                  : c >= 'a' && c <= 'f' ? static_cast<std::uint32_t>(c - 'a' + 10)
                                  : c >= 'A' && c <= 'F' ? static_cast<std::uint32_t>(c - 'A' + 10)
                                                         : 16U;
      if (digit > 15) return std::nullopt;
      code = code * 16 + digit;
    }
    return code;
  }

  static void append_utf8(std::uint32_t code, std::string& out) {
    const auto byte = [&](std::uint32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
    if (code < 0x80) {
      byte(code);
    } else if (code < 0x800) {
      byte(0xc0 | code >> 6);
      byte(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      byte(0xe0 | code >> 12);
      byte(0x80 | (code >> 6 & 0x3f));
      byte(0x80 | (code & 0x3f));
    } else {
      byte(0xf0 | code >> 18);
      byte(0x80 | (code >> 12 & 0x3f));
      byte(0x80 | (code >> 6 & 0x3f));
      byte(0x80 | (code & 0x3f));
    }
  }

  std::string_view text_, where_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Doc> read_json(std::string_view text, std::string_view where) { return Reader(text, where).whole(); }

}  // namespace sendlab
