#include "carriers/json_value.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <stdexcept>

#include "carriers/bundled_tables.hpp"
#include "carriers/decimal.hpp"

namespace sendlab {

// Takes the events of Boost.JSON's parser and grows the tree. Numbers arrive converted and as text; the text is kept.
struct JsonTreeBuilder {
  static constexpr std::size_t max_object_size = SIZE_MAX, max_array_size = SIZE_MAX, max_key_size = SIZE_MAX,
                               max_string_size = SIZE_MAX;
  using error_code = boost::json::error_code;
  using string_view = boost::json::string_view;

  JsonValue root;
  std::vector<JsonValue> open;    // containers not yet closed
  std::vector<std::string> keys;  // of the member that each open object reads, "" in arrays
  std::string text;               // of the token being read

  bool place(JsonValue value) {
    if (open.empty()) {
      root = std::move(value);
      return true;
    }
    JsonValue& parent = open.back();
    if (parent.kind_ == JsonValue::Kind::object) parent.keys_.push_back(std::move(keys.back()));
    parent.items_.push_back(std::move(value));
    return true;
  }
  bool place(JsonValue::Kind kind) {
    JsonValue value;
    value.kind_ = kind;
    value.text_ = std::move(text);
    text.clear();
    return place(std::move(value));
  }
  bool begin(JsonValue::Kind kind) {
    open.emplace_back().kind_ = kind;
    keys.emplace_back();
    return true;
  }
  bool end() {
    JsonValue value = std::move(open.back());
    open.pop_back();
    keys.pop_back();
    return place(std::move(value));
  }
  bool grow(string_view part) {
    text.append(part.data(), part.size());
    return true;
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return begin(JsonValue::Kind::object); }
  bool on_object_end(std::size_t, error_code&) { return end(); }
  bool on_array_begin(error_code&) { return begin(JsonValue::Kind::array); }
  bool on_array_end(std::size_t, error_code&) { return end(); }
  bool on_key_part(string_view part, std::size_t, error_code&) { return grow(part); }
  bool on_key(string_view part, std::size_t, error_code&) {
    grow(part);
    keys.back() = std::move(text);
    text.clear();
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) { return grow(part); }
  bool on_string(string_view part, std::size_t, error_code&) { return grow(part) && place(JsonValue::Kind::string); }
  bool on_number_part(string_view part, error_code&) { return grow(part); }
  bool on_int64(std::int64_t, string_view part, error_code&) { return grow(part) && place(JsonValue::Kind::number); }
  bool on_uint64(std::uint64_t, string_view part, error_code&) { return grow(part) && place(JsonValue::Kind::number); }
  bool on_double(double, string_view part, error_code&) { return grow(part) && place(JsonValue::Kind::number); }
  bool on_bool(bool value, error_code&) { return grow(value ? "true" : "false") && place(JsonValue::Kind::boolean); }
  bool on_null(error_code&) { return place(JsonValue::Kind::null); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

JsonValue JsonValue::table(std::string_view name) {
  const std::string_view text = bundled_table(name);
  boost::json::basic_parser<JsonTreeBuilder> parser({});
  boost::json::error_code error;
  parser.write_some(false, text.data(), text.size(), error);
  if (error) throw std::runtime_error(std::string(name) + " does not parse: " + error.message());
  return std::move(parser.handler().root);
}

const JsonValue& JsonValue::operator[](std::string_view key) const {
  static const JsonValue null;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] == key) return items_[i];
  }
  return null;
}

UsdMicros JsonValue::usd() const {
  if (const auto value = parse_usd(text_)) return *value;
  throw std::runtime_error("not an amount of money: \"" + text_ + "\"");
}

Duration JsonValue::seconds() const {
  if (const auto value = parse_seconds(text_)) return *value;
  throw std::runtime_error("not a number of seconds: \"" + text_ + "\"");
}

std::int64_t JsonValue::integer() const {
  if (const auto value = parse_decimal(text_, 0)) return *value;
  throw std::runtime_error("not a whole number: \"" + text_ + "\"");
}

double JsonValue::real() const {
  double value = 0;
  const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
  if (error != std::errc{} || end != text_.data() + text_.size()) {
    throw std::runtime_error("not a number: \"" + text_ + "\"");
  }
  return value;
}

Distribution JsonValue::distribution() const {
  const JsonValue& family = (*this)["family"];
  const JsonValue& params = (*this)["params"];
  if (family.text() == "lognormal")
    return Distribution::lognormal(params["median_s"].seconds(), params["sigma"].real());
  if (family.text() == "uniform") return Distribution::uniform(params["min"].seconds(), params["max"].seconds());
  throw std::runtime_error("unknown family of distribution: \"" + family.text() + "\"");
}

std::string JsonValue::joined() const {
  if (kind_ != Kind::array) return text_;
  std::string out;
  for (const JsonValue& item : items_) out += (out.empty() ? "" : "; ") + item.text_;
  return out;
}

}  // namespace sendlab
