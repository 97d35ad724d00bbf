#pragma once
// A report in memory: a tree of objects with ordered members, arrays, exact numbers, strings, booleans and null.
// report.json is this tree printed; expectations and replication statistics walk the same tree, so a metric's path is
// by construction that of the file.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/kernel/result.hpp"
#include "reports/rational.hpp"

namespace sendlab {

class Doc {
 public:
  struct Number {
    Rational value;
    int places = 0;  // decimal places that a report shows
  };
  struct Member;
  using Array = std::vector<Doc>;
  using Object = std::vector<Member>;

  Doc() = default;  // null
  static Doc boolean(bool value);
  static Doc integer(std::int64_t value);
  static Doc number(Rational value, int places);
  static Doc text(std::string value);
  static Doc array();
  static Doc object();

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(held_); }
  [[nodiscard]] bool is_object() const { return std::holds_alternative<Object>(held_); }
  [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(held_); }
  [[nodiscard]] const Number* as_number() const { return std::get_if<Number>(&held_); }
  [[nodiscard]] const std::string* as_text() const { return std::get_if<std::string>(&held_); }
  [[nodiscard]] const bool* as_boolean() const { return std::get_if<bool>(&held_); }
  [[nodiscard]] const Array& items() const;     // of an array; else none
  [[nodiscard]] const Object& members() const;  // of an object; else none

  // The member of that name, or null (the value) when there is none or this is no object.
  [[nodiscard]] const Doc& operator[](std::string_view name) const;
  [[nodiscard]] const Doc* find(std::string_view name) const;  // nullptr when there is none

  Doc& add(std::string name, Doc value);       // to an object, last; returns the added value
  Doc& append(Doc value);                      // to an array
  void set(std::string_view name, Doc value);  // replaces or adds a member
  void absorb(Doc other);                      // appends all members of another object

 private:
  std::variant<std::monostate, bool, Number, std::string, Array, Object> held_;
};

struct Doc::Member {
  std::string name;
  Doc value;
};

[[nodiscard]] inline bool is_true(const Doc& doc) { return doc.as_boolean() != nullptr && *doc.as_boolean(); }
// 0 when it is no number.
[[nodiscard]] inline Rational value_of(const Doc& doc) {
  return doc.as_number() != nullptr ? doc.as_number()->value : Rational{0, 1};
}

// JSON, UTF-8, two spaces of indentation, a line feed at the end. The same bytes for the same tree.
std::string write_json(const Doc& document);
std::string json_string(std::string_view text);  // with quotes
void append_json_text(std::string& out, std::string_view text);

// Reads JSON back; numbers exactly (at most 20 digits before and 12 after the point, no exponent). `where` names the
// file.
Result<Doc> read_json(std::string_view text, std::string_view where);

}  // namespace sendlab
