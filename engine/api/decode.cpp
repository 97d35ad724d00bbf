#include "engine/api/decode.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/base64.hpp"
#include "engine/api/json_text.hpp"

namespace sendlab {
namespace {

namespace json = boost::json;

// Characters that start a code point; the text is UTF-8, which the parser has checked.
std::int64_t code_points(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

// Members that the text writes down: colons outside of strings. Only for text that is JSON.
std::size_t members_written(std::string_view body) {
  std::size_t members = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < body.size(); ++at) {
    const char c = body[at];
    if (c == '"') {
      in_string = !in_string;
    } else if (in_string) {
      at += c == '\\' ? 1 : 0;
    } else {
      members += c == ':' ? 1 : 0;
    }
  }
  return members;
}

// Recursion is bounded by DecodeLimits::depth.
std::size_t members_held(const json::value& value) {
  std::size_t members = 0;
  if (value.is_object()) {
    members = value.get_object().size();
    for (const json::key_value_pair& entry : value.get_object()) members += members_held(entry.value());
  } else if (value.is_array()) {
    for (const json::value& item : value.get_array()) members += members_held(item);
  }
  return members;
}

// "5 to 259200", "at least 1", "at most 5".
std::string bounds_of(const Shape& shape) {
  if (shape.min && shape.max) {
    return *shape.min == *shape.max ? std::to_string(*shape.min)
                                    : std::to_string(*shape.min) + " to " + std::to_string(*shape.max);
  }
  return shape.min ? "at least " + std::to_string(*shape.min) : "at most " + std::to_string(*shape.max);
}

bool outside(const Shape& shape, std::int64_t count) {
  return (shape.min && count < *shape.min) || (shape.max && count > *shape.max);
}

// A value as a fault repeats it: only if it is short and plain, so that no message body ends up in a log.
std::string got(std::string_view value) {
  const bool plain = value.size() <= 40 && std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
  return plain ? ", got '" + std::string(value) + "'" : "";
}

// One walk over a request beside its shape. Collects faults; drops what the operation does not know and what is null.
class Checker {
 public:
  Checker(const ApiShapes& table, std::size_t most_faults) : table_(table), most_faults_(most_faults) {}

  void check_structure(const Shape& shape, json::object& object) {
    std::size_t kept = 0;
    for (const ShapeMember& member : table_.members(shape)) {
      path_.push_back({member.name, in_name});
      json::value* const value = object.if_contains(member.name);
      if (value != nullptr && !value->is_null()) {
        ++kept;
        check(table_.shape(member.shape), *value);
      } else if (member.required) {
        fault(Basic::missing, "is required");
      }
      path_.pop_back();
    }
    if (kept < object.size()) keep_members(shape, object, kept);
  }

  [[nodiscard]] std::optional<ApiError> error() const {
    if (faults_.empty()) return std::nullopt;
    constexpr ValidationReason reasons[] = {ValidationReason::field_validation_failed,
                                            ValidationReason::missing_parameter, ValidationReason::cannot_parse};
    std::string message =
        faults_.size() == 1 ? "1 member is not valid: " : std::to_string(faults_.size()) + " members are not valid: ";
    constexpr std::size_t most_named = 5;
    for (std::size_t at = 0; at < std::min(faults_.size(), most_named); ++at) {
      message += (at == 0 ? "" : "; ") + faults_[at].name + " " + faults_[at].message;
    }
    message += faults_.size() > most_named ? "; …" : ".";
    return validation(reasons[static_cast<std::size_t>(basic_)], message, faults_);
  }

 private:
  enum class Basic { field, missing, type };  // the later, the more basic
  struct Step {
    std::string_view name;
    std::size_t index;
  };
  static constexpr std::size_t in_name = std::numeric_limits<std::size_t>::max();

  void check(const Shape& shape, json::value& value) {
    if (faults_.size() >= most_faults_) return;
    switch (shape.kind) {
      case Shape::Kind::string:
        if (!value.is_string()) return fault(Basic::type, "must be a string");
        return check_string(shape, view(value.get_string()));
      case Shape::Kind::integer:
      case Shape::Kind::long_integer:
        if (!value.is_int64()) return fault(Basic::type, "must be an integer");
        return check_integer(shape, value.get_int64());
      case Shape::Kind::boolean:
        if (!value.is_bool()) fault(Basic::type, "must be true or false");
        return;
      case Shape::Kind::timestamp:
        if (!value.is_number()) fault(Basic::type, "must be a number of seconds");
        return;
      case Shape::Kind::blob:
        if (!value.is_string()) return fault(Basic::type, "must be a string of base64");
        return check_blob(shape, view(value.get_string()));
      case Shape::Kind::list:
        if (!value.is_array()) return fault(Basic::type, "must be a list");
        return check_list(shape, value.get_array());
      case Shape::Kind::map:
        if (!value.is_object()) return fault(Basic::type, "must be an object");
        return check_map(shape, value.get_object());
      case Shape::Kind::structure:
        if (!value.is_object()) return fault(Basic::type, "must be an object");
        return check_structure(shape, value.get_object());
    }
  }

  void check_string(const Shape& shape, std::string_view text) {
    if (!shape.values.empty()) {
      if (std::ranges::find(shape.values, text) != shape.values.end()) return;
      std::string message = "must be ";
      for (std::size_t at = 0; at < shape.values.size(); ++at) {
        if (at > 0) message += at + 1 < shape.values.size() ? ", " : " or ";
        message += shape.values[at];
      }
      return fault(Basic::field, message + got(text));
    }
    if (shape.min || shape.max) {
      // A text has at most as many code points as bytes: most need no count.
      const auto bytes = static_cast<std::int64_t>(text.size());
      if (bytes > shape.max.value_or(bytes) || shape.min.value_or(0) > 1 || bytes == 0) {
        const std::int64_t count = code_points(text);
        if (outside(shape, count)) {
          return fault(Basic::field, "must have " + bounds_of(shape) + " characters, has " + std::to_string(count));
        }
      }
    }
    if (shape.pattern != nullptr && !shape.pattern->matches(text)) {
      fault(Basic::field, std::string(shape.pattern->rule) + got(text));
    }
  }

  void check_integer(const Shape& shape, std::int64_t number) {
    if (outside(shape, number)) {
      return fault(Basic::field, "must be " + bounds_of(shape) + ", got " + std::to_string(number));
    }
    const bool narrow = shape.kind == Shape::Kind::integer;
    if (narrow && number != static_cast<std::int32_t>(number)) fault(Basic::type, "must be an integer of 32 bits");
  }

  void check_blob(const Shape& shape, std::string_view text) {
    const std::optional<std::size_t> bytes = base64_size(text);
    if (!bytes) return fault(Basic::type, "must be base64");
    if (outside(shape, static_cast<std::int64_t>(*bytes))) {
      fault(Basic::field, "must have " + bounds_of(shape) + " bytes, has " + std::to_string(*bytes));
    }
  }

  void check_list(const Shape& shape, json::array& list) {
    check_count(shape, list.size());
    for (std::size_t at = 0; at < list.size() && faults_.size() < most_faults_; ++at) {
      path_.push_back({{}, at});
      check(table_.shape(shape.element), list[at]);
      path_.pop_back();
    }
  }

  void check_map(const Shape& shape, json::object& map) {
    if (std::ranges::any_of(map, [](const auto& entry) { return entry.value().is_null(); })) drop_nulls(map);
    check_count(shape, map.size());
    for (json::key_value_pair& entry : map) {
      if (faults_.size() >= most_faults_) return;
      const std::string_view key{entry.key().data(), entry.key().size()};
      path_.push_back({key, in_name});
      const std::size_t before = faults_.size();
      check_string(table_.shape(shape.key), key);
      if (faults_.size() > before) faults_.back().message.insert(0, "has a key that ");
      check(table_.shape(shape.element), entry.value());
      path_.pop_back();
    }
  }

  void check_count(const Shape& shape, std::size_t count) {
    if (!outside(shape, static_cast<std::int64_t>(count))) return;
    fault(Basic::field, "must have " + bounds_of(shape) + (shape.kind == Shape::Kind::map ? " entries" : " items") +
                            ", has " + std::to_string(count));
  }

  void fault(Basic basic, std::string message) {
    if (faults_.size() >= most_faults_) return;
    basic_ = faults_.empty() ? basic : std::max(basic_, basic);
    faults_.push_back({path_text(), std::move(message)});
  }

  // "Filters[0].Values[2]"; names that a client made up are cut.
  [[nodiscard]] std::string path_text() const {
    std::string text;
    for (const Step& step : path_) {
      if (step.index != in_name) {
        text += "[" + std::to_string(step.index) + "]";
        continue;
      }
      if (!text.empty()) text += '.';
      std::size_t size = std::min<std::size_t>(step.name.size(), 128);
      while (size < step.name.size() && (step.name[size] & 0xC0) == 0x80) --size;
      text += step.name.substr(0, size);
      if (size < step.name.size()) text += "…";
    }
    return text;
  }

  // Only members of the shape that are not null, in the table's order.
  void keep_members(const Shape& shape, json::object& object, std::size_t count) const {
    json::object known(object.storage());
    known.reserve(count);
    for (const ShapeMember& member : table_.members(shape)) {
      json::value* const value = object.if_contains(member.name);
      if (value != nullptr && !value->is_null()) known.emplace(member.name, std::move(*value));
    }
    object = std::move(known);
  }

  static void drop_nulls(json::object& map) {
    json::object kept(map.storage());
    for (json::key_value_pair& entry : map) {
      if (!entry.value().is_null()) kept.emplace(entry.key(), std::move(entry.value()));
    }
    map = std::move(kept);
  }

  const ApiShapes& table_;
  std::size_t most_faults_;
  std::vector<Step> path_;
  std::vector<ApiError::Field> faults_;
  Basic basic_ = Basic::field;
};

ApiError cannot_parse(const std::string& why) {
  return validation(ValidationReason::cannot_parse, "The body could not be read: " + why + ".");
}

}  // namespace

Result<json::object, ApiError> decode(const OperationShape& operation, std::string_view body,
                                      const DecodeLimits& limits) {
  if (body.size() > limits.bytes) {
    return validation(
        ValidationReason::maximum_size_exceeded,
        "The body has " + std::to_string(body.size()) + " bytes, more than " + std::to_string(limits.bytes) + ".");
  }
  json::value value(json::object_kind);
  if (!body.empty()) {
    json::parse_options options;
    options.max_depth = limits.depth;
    boost::system::error_code fault;
    value = json::parse(body, fault, {}, options);
    if (fault) return cannot_parse(fault.message());
    if (!value.is_object()) return cannot_parse("it is not a JSON object");
    // The parser keeps the last of two members with one name; which one the client meant nobody knows.
    if (members_held(value) != members_written(body)) return cannot_parse("a member is given twice");
  }
  json::object& object = value.get_object();
  Checker checker(*operation.table, limits.faults);
  checker.check_structure(operation.table->shape(operation.input), object);
  if (std::optional<ApiError> error = checker.error()) return std::move(*error);
  return std::move(object);
}

}  // namespace sendlab
