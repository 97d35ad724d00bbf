#pragma once
// A bundled JSON table as a tree whose numbers keep the text they were written with, so that money is read exactly.
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/distribution.hpp"

#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

class JsonValue {
 public:
  enum class Kind : unsigned char { null, boolean, number, string, array, object };

  // Reads a bundled table. Throws std::runtime_error if it is missing or malformed.
  static JsonValue table(std::string_view name);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::null; }
  // Member of an object; the null value if absent or if this is no object.
  [[nodiscard]] const JsonValue& operator[](std::string_view key) const;
  [[nodiscard]] const std::vector<JsonValue>& items() const { return items_; }  // of an array or object
  [[nodiscard]] const std::vector<std::string>& keys() const { return keys_; }  // of an object, as items()
  [[nodiscard]] const std::string& text() const { return text_; }  // of a string, number or boolean as written; else ""

  // What the table must hold here; std::runtime_error with the text otherwise.
  [[nodiscard]] UsdMicros usd() const;
  [[nodiscard]] Duration seconds() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] double real() const;

  // {"family": …, "params": …}: the distributions that tables use.
  [[nodiscard]] Distribution distribution() const;

  // A string as it is, a list of strings joined with "; ".
  [[nodiscard]] std::string joined() const;

 private:
  friend struct JsonTreeBuilder;
  Kind kind_ = Kind::null;
  std::string text_;
  std::vector<std::string> keys_;
  std::vector<JsonValue> items_;
};

}  // namespace sendlab
