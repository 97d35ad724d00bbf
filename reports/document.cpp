#include "reports/document.hpp"

#include "engine/kernel/ensure.hpp"

namespace sendlab {

Doc Doc::boolean(bool value) {
  Doc doc;
  doc.held_ = value;
  return doc;
}

Doc Doc::integer(std::int64_t value) { return number({value, 1}, 0); }

Doc Doc::number(Rational value, int places) {
  Doc doc;
  doc.held_ = Number{value, places};
  return doc;
}

Doc Doc::text(std::string value) {
  Doc doc;
  doc.held_ = std::move(value);
  return doc;
}

Doc Doc::array() {
  Doc doc;
  doc.held_ = Array{};
  return doc;
}

Doc Doc::object() {
  Doc doc;
  doc.held_ = Object{};
  return doc;
}

const Doc::Array& Doc::items() const {
  static const Array none;
  const Array* array = std::get_if<Array>(&held_);
  return array != nullptr ? *array : none;
}

const Doc::Object& Doc::members() const {
  static const Object none;
  const Object* object = std::get_if<Object>(&held_);
  return object != nullptr ? *object : none;
}

const Doc* Doc::find(std::string_view name) const {
  for (const Member& member : members()) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

const Doc& Doc::operator[](std::string_view name) const {
  static const Doc null;
  const Doc* found = find(name);
  return found != nullptr ? *found : null;
}

Doc& Doc::add(std::string name, Doc value) {
  Object* object = std::get_if<Object>(&held_);
  ENSURE(object != nullptr, "members are added to objects");
  object->push_back({std::move(name), std::move(value)});
  return object->back().value;
}

Doc& Doc::append(Doc value) {
  Array* array = std::get_if<Array>(&held_);
  ENSURE(array != nullptr, "items are appended to arrays");
  array->push_back(std::move(value));
  return array->back();
}

void Doc::set(std::string_view name, Doc value) {
  Object* object = std::get_if<Object>(&held_);
  ENSURE(object != nullptr, "members are set in objects");
  for (Member& member : *object) {
    if (member.name == name) {
      member.value = std::move(value);
      return;
    }
  }
  object->push_back({std::string(name), std::move(value)});
}

void Doc::absorb(Doc other) {
  Object* from = std::get_if<Object>(&other.held_);
  ENSURE(from != nullptr, "the members of an object are absorbed");
  for (Member& member : *from) add(std::move(member.name), std::move(member.value));
}

}  // namespace sendlab
