#include "carriers/json_figures.hpp"

#include <algorithm>

#include "carriers/json_value.hpp"

namespace sendlab {
namespace {

using Kind = JsonValue::Kind;

bool is_plain(const JsonValue& value) {
  if (value.kind() == Kind::array)
    return std::ranges::none_of(value.items(),
                                [](const JsonValue& v) { return v.kind() == Kind::object || v.kind() == Kind::array; });
  return value.kind() != Kind::object;
}

std::string plain_text(const JsonValue& value) {
  if (value.kind() != Kind::array) return value.is_null() ? "none" : value.text();
  std::string text;
  for (const JsonValue& item : value.items()) text += (text.empty() ? "" : " | ") + item.text();
  return text;
}

// What a row is called, of the members that name rows in these tables; else its number.
std::string row_name(const JsonValue& row, std::size_t index) {
  std::string name;
  for (const std::string_view member : {"name", "kind", "type", "form", "step", "reason", "finding"}) {
    const JsonValue& value = row[member];
    if (value.kind() == Kind::string) name += (name.empty() ? "" : " ") + value.text();
  }
  return name.empty() ? std::to_string(index + 1) : name;
}

class JsonFigures {
 public:
  explicit JsonFigures(FigureTable& table) : table_(table) {}

  void add(const JsonValue& object, const std::string& path, Sourced sourced) {
    if (!object["source"].is_null()) sourced.source = object["source"].joined();
    if (!object["confidence"].is_null()) sourced.confidence = object["confidence"].joined();
    std::string value;
    for (std::size_t i = 0; i < object.keys().size(); ++i) {
      const std::string& key = object.keys()[i];
      if (key == "source" || key == "confidence" || key == "note" || key == "schema_version" ||
          !is_plain(object.items()[i]))
        continue;
      value += (value.empty() ? "" : ", ") + key + " " + plain_text(object.items()[i]);
    }
    if (!value.empty())
      table_.figures.push_back({path.empty() ? table_.name : path, value, "", sourced.source, sourced.confidence});
    for (std::size_t i = 0; i < object.keys().size(); ++i) {
      const JsonValue& member = object.items()[i];
      const std::string under = path.empty() ? object.keys()[i] : path + " " + object.keys()[i];
      if (member.kind() == Kind::object) add(member, under, sourced);
      if (is_plain(member)) continue;
      for (std::size_t row = 0; member.kind() == Kind::array && row < member.items().size(); ++row)
        if (member.items()[row].kind() == Kind::object)
          add(member.items()[row], under + " " + row_name(member.items()[row], row), sourced);
    }
  }

 private:
  FigureTable& table_;
};

}  // namespace

FigureTable figures_of_json(std::string name, std::string title, std::string rules, std::string_view file) {
  FigureTable table{std::move(name), std::move(title), std::move(rules), {}};
  JsonFigures(table).add(JsonValue::table(file), "", {"none", ""});
  return table;
}

}  // namespace sendlab
