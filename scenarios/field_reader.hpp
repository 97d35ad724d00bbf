#pragma once
// Reads the fields of one constructor call, `number { name = "a", mps = 3 }`, and records what is wrong with them:
// type, unit, range, unknown names with the nearest known one, missing ones. Each reader gives nothing for a field that
// is absent or at fault.
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/lua/lua_sandbox.hpp"
#include "scenarios/load_context.hpp"

namespace sendlab {

class FieldReader {
 public:
  // Takes the call's first argument, which must be a table.
  FieldReader(LoadContext& context, const LuaCall& call, std::string constructor);
  // A plain table within a call: `retry = { attempts = 3 }`. `path` leads to it.
  FieldReader(const FieldReader& outer, const LuaTable& table, std::string path);

  struct Item {
    const LuaValue* value;
    std::string path;  // "expect[2]"
  };
  struct Entry {
    std::string key;
    const LuaValue* value;
    std::string path;
  };

  // ---- reading; each makes the name known ----
  const LuaValue* value(std::string_view name);
  std::optional<std::string> text(std::string_view name);
  std::optional<std::string> name(std::string_view field = "name");  // required, not blank
  std::optional<bool> flag(std::string_view name);
  std::optional<std::int64_t> whole(std::string_view name, std::int64_t least, std::int64_t most = INT64_MAX);
  std::optional<double> positive(std::string_view name);  // a number above 0
  std::optional<Duration> duration(std::string_view name);
  std::optional<Duration> duration_above_0(std::string_view name);
  std::optional<Rate> rate(std::string_view name);
  std::optional<Throughput> throughput(std::string_view name);
  std::optional<UsdMicros> money(std::string_view name);
  std::optional<UsdMicros> price(std::string_view name);  // of one part or message: at most $1,000
  std::optional<double> share(std::string_view name);
  std::optional<Distribution> distribution(std::string_view name);
  std::optional<ScriptFunction> function(std::string_view name);
  // A word of a list; `what` names the list in the error.
  std::optional<std::string> word(std::string_view name, const std::vector<std::string>& known, std::string_view what);
  // The id of an object of this type.
  std::optional<std::int64_t> object(std::string_view name, std::string_view type, std::string_view example);
  std::vector<std::int64_t> objects(std::string_view name, std::string_view type, std::string_view example);
  std::vector<Item> list(std::string_view name);      // one value counts as a list of one
  std::vector<Entry> entries(std::string_view name);  // { key = value }
  std::vector<PhoneNumber> phone_numbers(std::string_view name);
  std::vector<std::pair<std::string, std::string>> text_map(std::string_view name);

  // ---- the same for a value found in a list or map ----
  std::optional<std::string> text_of(const LuaValue& value, std::string_view path);
  std::optional<Duration> duration_of(const LuaValue& value, std::string_view path);
  std::optional<Rate> rate_of(const LuaValue& value, std::string_view path);
  std::optional<Throughput> throughput_of(const LuaValue& value, std::string_view path);
  std::optional<UsdMicros> money_of(const LuaValue& value, std::string_view path);
  std::optional<double> share_of(const LuaValue& value, std::string_view path);
  std::optional<double> weight_of(const LuaValue& value, std::string_view path);  // a number above 0
  std::optional<std::int64_t> whole_of(const LuaValue& value, std::string_view path, std::int64_t least,
                                       std::int64_t most);
  std::optional<Distribution> distribution_of(const LuaValue& value, std::string_view path);
  std::optional<PhoneNumber> phone_of(const LuaValue& value, std::string_view path);
  bool known_word(const std::string& word, const std::vector<std::string>& known, std::string_view what,
                  std::string_view path);

  // ---- demands ----
  void require(std::string_view name, std::string_view example);  // records an error when the field is absent
  void later(std::string_view name,
             std::string_view instead);  // a known word that is not modelled yet: error if present
  void later_value(std::string_view path, std::string_view what, std::string_view instead);
  [[nodiscard]] bool has(std::string_view name);

  // Reports the fields that nobody asked for. `note` is always known. Call it last.
  void finish();

  void error(std::string_view path, std::string what, std::string fix = "");
  void warn(std::string_view path, std::string what, std::string fix = "");
  [[nodiscard]] Where where() const;
  [[nodiscard]] Where where(std::string_view path) const;
  [[nodiscard]] const std::string& constructor() const { return constructor_; }
  LoadContext& context() { return context_; }
  [[nodiscard]] const LuaTable& table() const { return table_; }

 private:
  [[nodiscard]] std::string full(std::string_view path) const {
    return prefix_.empty() ? std::string(path) : prefix_ + "." + std::string(path);
  }
  template <class T>
  std::optional<T> read_text(const LuaValue& value, std::string_view path, Result<T> (*read)(std::string_view),
                             std::string_view needed, std::string_view example);

  LoadContext& context_;
  const LuaCall& call_;
  std::string constructor_;
  std::string prefix_;
  LuaTable table_;
  std::vector<std::string> known_;
};

// Defines the global `name`: reads one table with `make`, which returns the place of what it made, and gives the script
// an object of this type.
void define_constructor(LuaSandbox& sandbox, const ContextPtr& context, std::string name, std::string_view type,
                        std::function<std::size_t(FieldReader&)> make);

// A constructor of the language that this version does not model: reported where it is used.
void define_later(LuaSandbox& sandbox, const ContextPtr& context, std::string name, std::string instead);

// Adds to a list and gives the place.
template <class T>
std::size_t put(std::vector<T>& list, T value) {
  list.push_back(std::move(value));
  return list.size() - 1;
}

}  // namespace sendlab
