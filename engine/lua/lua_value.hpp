#pragma once
// Values that cross between a script and the program: plain data, no Lua state behind them.
// A table is copied when it crosses, so it can be kept, compared and read after the sandbox is gone.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sendlab {

// A function (or a table made by LuaSandbox::make_table) that the sandbox keeps alive until it is destroyed.
// Means something only to the sandbox it came from. 0 means none.
struct ScriptRef {
  int reference = 0;
  explicit operator bool() const { return reference != 0; }
  friend bool operator==(ScriptRef, ScriptRef) = default;
};

// What a constructor returns to the script: opaque there (it prints as "workload #3"), an index for the host.
struct LuaObject {
  std::string type;
  std::int64_t id = 0;
  friend bool operator==(const LuaObject&, const LuaObject&) = default;
};

class LuaValue;
struct LuaField;

struct LuaTable {
  // Written out in the .cpp file, where the element types are complete.
  LuaTable();
  LuaTable(const LuaTable&);
  LuaTable(LuaTable&&) noexcept;
  LuaTable& operator=(const LuaTable&);
  LuaTable& operator=(LuaTable&&) noexcept;
  ~LuaTable();

  std::vector<LuaValue> items;  // the values of keys 1 … n, n being the first with t[n + 1] == nil
  std::vector<LuaField>
      fields;  // all other keys: numbers ascending, strings in byte order, booleans, then objects by age

  // The value of a string key; nullptr when absent.
  [[nodiscard]] const LuaValue* find(std::string_view key) const;
};

class LuaValue {
 public:
  enum class Kind : std::uint8_t { nil, boolean, integer, number, text, table, function, object };

  LuaValue() = default;
  LuaValue(bool value) : held_(value) {}
  LuaValue(int value) : held_(std::int64_t{value}) {}
  LuaValue(std::int64_t value) : held_(value) {}
  LuaValue(double value) : held_(value) {}
  LuaValue(const char* value) : held_(std::string(value)) {}
  LuaValue(std::string_view value) : held_(std::string(value)) {}
  LuaValue(std::string value) : held_(std::move(value)) {}
  LuaValue(LuaTable value);
  LuaValue(ScriptRef value) : held_(value) {}
  LuaValue(LuaObject value) : held_(std::move(value)) {}
  LuaValue(const LuaValue&);
  LuaValue(LuaValue&&) noexcept;
  LuaValue& operator=(const LuaValue&);
  LuaValue& operator=(LuaValue&&) noexcept;
  ~LuaValue();

  [[nodiscard]] Kind kind() const { return static_cast<Kind>(held_.index()); }
  [[nodiscard]] bool is_nil() const { return kind() == Kind::nil; }

  // Each is empty (or nullptr) when the value is of another kind.
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;  // an integer, or a float with an exact integer value
  [[nodiscard]] std::optional<double> number() const;         // an integer or a float
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&held_); }
  [[nodiscard]] const LuaTable* table() const { return std::get_if<LuaTable>(&held_); }
  [[nodiscard]] std::optional<ScriptRef> function() const;
  [[nodiscard]] const LuaObject* object() const { return std::get_if<LuaObject>(&held_); }

  // For error messages: nil, true, 12, 0.5, "5s", a table, a function, workload #3.
  [[nodiscard]] std::string describe() const;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, LuaTable, ScriptRef, LuaObject> held_;
};

struct LuaField {
  LuaValue key, value;
};

}  // namespace sendlab
