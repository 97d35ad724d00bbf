#include "engine/lua/lua_value.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace sendlab {

LuaTable::LuaTable() = default;
LuaTable::LuaTable(const LuaTable&) = default;
LuaTable::LuaTable(LuaTable&&) noexcept = default;
LuaTable& LuaTable::operator=(const LuaTable&) = default;
LuaTable& LuaTable::operator=(LuaTable&&) noexcept = default;
LuaTable::~LuaTable() = default;

LuaValue::LuaValue(LuaTable value) : held_(std::move(value)) {}
LuaValue::LuaValue(const LuaValue&) = default;
LuaValue::LuaValue(LuaValue&&) noexcept = default;
LuaValue& LuaValue::operator=(const LuaValue&) = default;
LuaValue& LuaValue::operator=(LuaValue&&) noexcept = default;
LuaValue::~LuaValue() = default;

const LuaValue* LuaTable::find(std::string_view key) const {
  for (const LuaField& field : fields) {
    const std::string* name = field.key.text();
    if (name != nullptr && *name == key) return &field.value;
  }
  return nullptr;
}

std::optional<bool> LuaValue::boolean() const {
  const bool* value = std::get_if<bool>(&held_);
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

std::optional<std::int64_t> LuaValue::integer() const {
  if (const auto* value = std::get_if<std::int64_t>(&held_)) return *value;
  const double* value = std::get_if<double>(&held_);
  // 2^63 itself does not fit; -2^63 does. NaN fails both comparisons.
  if (value == nullptr || !(*value >= -0x1p63 && *value < 0x1p63) || std::floor(*value) != *value) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

std::optional<double> LuaValue::number() const {
  if (const double* value = std::get_if<double>(&held_)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&held_)) return static_cast<double>(*value);
  return std::nullopt;
}

std::optional<ScriptRef> LuaValue::function() const {
  const ScriptRef* value = std::get_if<ScriptRef>(&held_);
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

std::string LuaValue::describe() const {
  switch (kind()) {
    case Kind::nil:
      return "nil";
    case Kind::boolean:
      return *boolean() ? "true" : "false";
    case Kind::integer:
      return std::to_string(*integer());
    case Kind::number: {
      char buffer[40];
      std::snprintf(buffer, sizeof buffer, "%.14g", *number());
      return buffer;
    }
    case Kind::text:
      return '"' + *text() + '"';
    case Kind::table:
      return "a table";
    case Kind::function:
      return "a function";
    case Kind::object:
      return object()->type + " #" + std::to_string(object()->id);
  }
  return "nil";
}

}  // namespace sendlab
