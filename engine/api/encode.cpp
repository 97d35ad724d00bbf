#include "engine/api/encode.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <limits>

#include "engine/api/json_text.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

namespace json = boost::json;

void put(std::string& out, std::int64_t number) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void put_epoch_seconds(std::string& out, std::int64_t milliseconds) {
  ENSURE(milliseconds > std::numeric_limits<std::int64_t>::min(), "a timestamp has a magnitude");
  if (milliseconds < 0) out += '-';
  const std::int64_t magnitude = milliseconds < 0 ? -milliseconds : milliseconds;
  put(out, magnitude / 1000);
  const auto rest = static_cast<int>(magnitude % 1000);
  if (rest == 0) return;
  const char decimals[] = {'.', static_cast<char>('0' + rest / 100), static_cast<char>('0' + rest / 10 % 10),
                           static_cast<char>('0' + rest % 10)};
  out.append(decimals, rest % 10 != 0 ? 4 : rest % 100 != 0 ? 3 : 2);
}

// Writes a value beside its shape, and checks it on the way.
class Writer {
 public:
  Writer(const ApiShapes& table, std::string& out) : table_(table), out_(out) {}

  void structure(const Shape& shape, const json::object& object) {
    char separator = '{';
    std::size_t known = 0;
    for (const json::key_value_pair& entry : object) {
      const ShapeMember* const member = table_.member(shape, view(entry.key()));
      ENSURE(member != nullptr, "an answer has only members of its shape");
      if (entry.value().is_null()) continue;
      known += member->required ? 1 : 0;
      out_ += separator;
      separator = ',';
      append_json_string(out_, member->name);
      out_ += ':';
      value(table_.shape(member->shape), entry.value());
    }
    check_required(shape, object, known);
    out_ += separator == '{' ? "{}" : "}";
  }

 private:
  void check_required(const Shape& shape, const json::object& object, std::size_t known) const {
    const auto members = table_.members(shape);
    if (static_cast<std::size_t>(std::ranges::count(members, true, &ShapeMember::required)) == known) return;
    for (const ShapeMember& member : members) {
      if (!member.required || member.later_addition) continue;
      const json::value* const held = object.if_contains(member.name);
      ENSURE(held != nullptr && !held->is_null(), "an answer has all required members of its shape");
    }
  }

  void value(const Shape& shape, const json::value& value) {
    switch (shape.kind) {
      case Shape::Kind::string:
      case Shape::Kind::blob:
        ENSURE(value.is_string(), "an answer's member has the type of its shape: a string");
        return string(shape, view(value.get_string()));
      case Shape::Kind::integer:
      case Shape::Kind::long_integer:
        ENSURE(value.is_int64(), "an answer's member has the type of its shape: an integer");
        ENSURE(shape.kind == Shape::Kind::long_integer ||
                   value.get_int64() == static_cast<std::int32_t>(value.get_int64()),
               "an integer has 32 bits");
        return put(out_, value.get_int64());
      case Shape::Kind::boolean:
        ENSURE(value.is_bool(), "an answer's member has the type of its shape: a boolean");
        out_ += value.get_bool() ? "true" : "false";
        return;
      case Shape::Kind::timestamp:
        ENSURE(value.is_int64(), "an answer's member has the type of its shape: integer milliseconds");
        return put_epoch_seconds(out_, value.get_int64());
      case Shape::Kind::list:
        ENSURE(value.is_array(), "an answer's member has the type of its shape: a list");
        return list(shape, value.get_array());
      case Shape::Kind::map:
        ENSURE(value.is_object(), "an answer's member has the type of its shape: an object");
        return map(shape, value.get_object());
      case Shape::Kind::structure:
        ENSURE(value.is_object(), "an answer's member has the type of its shape: an object");
        return structure(shape, value.get_object());
    }
  }

  void string(const Shape& shape, std::string_view text) {
    ENSURE(shape.values.empty() || std::ranges::find(shape.values, text) != shape.values.end(),
           "an answer's value is one of its enumeration");
    append_json_string(out_, text);
  }

  void list(const Shape& shape, const json::array& items) {
    out_ += '[';
    for (const json::value& item : items) {
      if (&item != items.begin()) out_ += ',';
      value(table_.shape(shape.element), item);
    }
    out_ += ']';
  }

  void map(const Shape& shape, const json::object& entries) {
    out_ += '{';
    for (const json::key_value_pair& entry : entries) {
      if (&entry != entries.begin()) out_ += ',';
      string(table_.shape(shape.key), view(entry.key()));
      out_ += ':';
      value(table_.shape(shape.element), entry.value());
    }
    out_ += '}';
  }

  const ApiShapes& table_;
  std::string& out_;
};

}  // namespace

std::string encode(const OperationShape& operation, const json::object& answer) {
  std::string out;
  Writer(*operation.table, out).structure(operation.table->shape(operation.output), answer);
  return out;
}

std::string epoch_seconds(std::int64_t milliseconds) {
  std::string out;
  put_epoch_seconds(out, milliseconds);
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      switch (c) {
        case '\n':
          out += "\\n";
          break;
        case '\r':
          out += "\\r";
          break;
        case '\t':
          out += "\\t";
          break;
        default:
          out += "\\u00";
          out += hex[static_cast<std::size_t>(c) >> 4];
          out += hex[static_cast<std::size_t>(c) & 15];
      }
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace sendlab
