#include "engine/api/members.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "engine/api/json_text.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

namespace json = boost::json;

// The member, checked to be of the kind that the caller expects; null if absent.
const json::value* member(const json::object& from, std::string_view name, json::kind kind) {
  const json::value* const value = from.if_contains(name);
  ENSURE(value == nullptr || value->kind() == kind, "a decoded member has the type of its shape");
  return value;
}

std::string_view text_in(const json::value& value) {
  ENSURE(value.is_string(), "a decoded member has the type of its shape");
  return view(value.get_string());
}

}  // namespace

std::optional<std::string_view> text(const json::object& from, std::string_view name) {
  const json::value* const value = member(from, name, json::kind::string);
  return value == nullptr ? std::nullopt : std::optional(view(value->get_string()));
}

std::optional<std::int64_t> integer(const json::object& from, std::string_view name) {
  const json::value* const value = member(from, name, json::kind::int64);
  return value == nullptr ? std::nullopt : std::optional<std::int64_t>(value->get_int64());
}

std::optional<bool> boolean(const json::object& from, std::string_view name) {
  const json::value* const value = member(from, name, json::kind::bool_);
  return value == nullptr ? std::nullopt : std::optional(value->get_bool());
}

std::string_view required_text(const json::object& from, std::string_view name) {
  const std::optional<std::string_view> found = text(from, name);
  ENSURE(found.has_value(), "a required member was decoded");
  return *found;
}

std::int64_t required_integer(const json::object& from, std::string_view name) {
  const std::optional<std::int64_t> found = integer(from, name);
  ENSURE(found.has_value(), "a required member was decoded");
  return *found;
}

bool has(const json::object& from, std::string_view name) { return from.contains(name); }

std::vector<std::string_view> texts(const json::object& from, std::string_view name) {
  std::vector<std::string_view> found;
  if (const json::value* const list = member(from, name, json::kind::array)) {
    for (const json::value& item : list->get_array()) found.push_back(text_in(item));
  }
  return found;
}

std::vector<std::pair<std::string_view, std::string_view>> text_map(const json::object& from, std::string_view name) {
  std::vector<std::pair<std::string_view, std::string_view>> found;
  if (const json::value* const map = member(from, name, json::kind::object)) {
    for (const json::key_value_pair& entry : map->get_object()) {
      found.emplace_back(std::string_view(entry.key().data(), entry.key().size()), text_in(entry.value()));
    }
  }
  return found;
}

std::vector<const json::object*> objects(const json::object& from, std::string_view name) {
  std::vector<const json::object*> found;
  if (const json::value* const list = member(from, name, json::kind::array)) {
    for (const json::value& item : list->get_array()) {
      ENSURE(item.is_object(), "a decoded member has the type of its shape");
      found.push_back(&item.get_object());
    }
  }
  return found;
}

const json::object* object(const json::object& from, std::string_view name) {
  const json::value* const value = member(from, name, json::kind::object);
  return value == nullptr ? nullptr : &value->get_object();
}

}  // namespace sendlab
