#include "engine/api/shapes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "engine/api/bundled_api_shapes.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) { return {value.as_string().data(), value.as_string().size()}; }

std::vector<std::string> texts_of(const json::value& list) {
  std::vector<std::string> texts;
  for (const json::value& item : list.as_array()) texts.push_back(text_of(item));
  return texts;
}

Shape::Kind kind_of(std::string_view type) {
  using enum Shape::Kind;
  constexpr std::pair<std::string_view, Shape::Kind> kinds[] = {
      {"string", string},       {"integer", integer}, {"long", long_integer}, {"boolean", boolean},
      {"timestamp", timestamp}, {"blob", blob},       {"list", list},         {"map", map},
      {"structure", structure}};
  const auto* const found = std::ranges::find(kinds, type, &std::pair<std::string_view, Shape::Kind>::first);
  ENSURE(found != std::end(kinds), "the shape table has only known types");
  return found->second;
}

template <class Named>
const Named* find_named(const std::vector<Named>& sorted, std::string_view name) {
  const auto found = std::ranges::lower_bound(sorted, name, {}, &Named::name);
  return found != sorted.end() && found->name == name ? &*found : nullptr;
}

}  // namespace

// Fills an ApiShapes from the table's JSON. A structure's members lie side by side, so its row is taken before those of
// the shapes below it.
struct ShapeReader {
  ApiShapes& into;

  std::uint32_t read_shape(const json::object& row) {
    const auto index = static_cast<std::uint32_t>(into.shapes_.size());
    into.shapes_.emplace_back();
    Shape shape;
    const json::value* const type = row.if_contains("type");
    shape.kind = type == nullptr ? Shape::Kind::structure : kind_of(text_of(*type));
    if (const json::value* min = row.if_contains("min")) shape.min = min->as_int64();
    if (const json::value* max = row.if_contains("max")) shape.max = max->as_int64();
    if (const json::value* values = row.if_contains("enum")) shape.values = texts_of(*values);
    if (const json::value* pattern = row.if_contains("pattern")) {
      shape.pattern = find_pattern(text_of(*pattern));
      ENSURE(shape.pattern != nullptr, "every pattern of the shape table has a matcher (patterns.cpp)");
    }
    if (shape.kind == Shape::Kind::list) shape.element = read_shape(row.at("member").as_object());
    if (shape.kind == Shape::Kind::map) {
      shape.key = read_shape(row.at("key").as_object());
      shape.element = read_shape(row.at("value").as_object());
    }
    if (shape.kind == Shape::Kind::structure) read_members(shape, row);
    into.shapes_[index] = std::move(shape);
    return index;
  }

  void read_members(Shape& shape, const json::object& row) {
    const json::object& members = row.at("members").as_object();
    const json::value* const required = row.if_contains("required");
    const std::vector<std::string> required_names =
        required == nullptr ? std::vector<std::string>{} : texts_of(*required);
    shape.first_member = static_cast<std::uint32_t>(into.members_.size());
    shape.member_count = static_cast<std::uint32_t>(members.size());
    into.members_.resize(into.members_.size() + members.size());
    std::uint32_t at = shape.first_member;
    std::size_t found = 0;
    for (const json::key_value_pair& entry : members) {
      ShapeMember member;
      member.name = std::string(entry.key().data(), entry.key().size());
      member.required = std::ranges::find(required_names, member.name) != required_names.end();
      found += member.required ? 1 : 0;
      member.later_addition = entry.value().as_object().contains("later_addition");
      member.shape = read_shape(entry.value().as_object());
      into.members_[at++] = std::move(member);
    }
    ENSURE(found == required_names.size(), "every required member is a member");
  }

  void read(const json::object& table) {
    const json::object& protocol = table.at("protocol").as_object();
    into.target_prefix_ = text_of(protocol.at("target_prefix"));
    into.content_type_ = text_of(protocol.at("content_type"));
    for (const json::key_value_pair& entry : table.at("operations").as_object()) {
      const json::object& row = entry.value().as_object();
      OperationShape operation;
      operation.name = std::string(entry.key().data(), entry.key().size());
      operation.table = &into;
      operation.input = read_shape(row.at("input").as_object());
      operation.output = read_shape(row.at("output").as_object());
      operation.errors = texts_of(row.at("errors"));
      if (const json::value* token = row.if_contains("idempotency_token"))
        operation.idempotency_token = text_of(*token);
      into.operations_.push_back(std::move(operation));
    }
    std::ranges::sort(into.operations_, {}, &OperationShape::name);
    into.later_operations_ = texts_of(table.at("later_operations"));
    std::ranges::sort(into.later_operations_);
    for (const json::key_value_pair& entry : table.at("exceptions").as_object()) {
      const json::object& row = entry.value().as_object();
      ExceptionShape exception{std::string(entry.key().data(), entry.key().size()), texts_of(row.at("members")), {}};
      if (const json::value* reasons = row.if_contains("reasons")) exception.reasons = texts_of(*reasons);
      into.exceptions_.push_back(std::move(exception));
    }
    std::ranges::sort(into.exceptions_, {}, &ExceptionShape::name);
    into.resource_types_ = texts_of(table.at("resource_types"));
  }
};

ApiShapes::ApiShapes() {
  boost::system::error_code fault;
  const json::value table = json::parse(bundled_api_shapes("api_shapes.json"), fault);
  ENSURE(!fault && table.is_object(), "the bundled shape table is JSON");
  ShapeReader{*this}.read(table.get_object());
}

const OperationShape* ApiShapes::operation(std::string_view name) const { return find_named(operations_, name); }

bool ApiShapes::is_later_operation(std::string_view name) const {
  return std::ranges::binary_search(later_operations_, name, {}, [](std::string_view text) { return text; });
}

const ExceptionShape* ApiShapes::exception(std::string_view name) const { return find_named(exceptions_, name); }

const ShapeMember* ApiShapes::member(const Shape& structure, std::string_view name) const {
  // At most a few dozen: a search from the front beats anything with a hash.
  for (const ShapeMember& member : members(structure)) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

std::string_view operation_of_target(const ApiShapes& shapes, std::string_view target) {
  const std::string_view prefix = shapes.target_prefix();
  if (!target.starts_with(prefix) || !target.substr(prefix.size()).starts_with('.')) return {};
  return target.substr(prefix.size() + 1);
}

}  // namespace sendlab
