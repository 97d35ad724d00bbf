#include "scenarios/body_fields.hpp"

namespace sendlab {
namespace {

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

bool check_text(FieldReader& f, const std::string& text, const std::string& path) {
  if (!is_blank(text)) return true;
  f.error(path, "must not be blank", "give the text of the message");
  return false;
}

// { weight = 3, text = "…" }, { 3, "…" } or "…".
std::optional<WeightedBodies::Choice> read_choice(FieldReader& f, const FieldReader::Item& item) {
  WeightedBodies::Choice choice;
  if (const std::string* text = item.value->text()) {
    choice.text = *text;
    return check_text(f, choice.text, item.path) ? std::optional(choice) : std::nullopt;
  }
  const LuaTable* table = item.value->table();
  if (table == nullptr) {
    f.error(item.path, "must be text or { weight = 3, text = \"…\" }, got " + item.value->describe());
    return std::nullopt;
  }
  const bool by_place = table->items.size() == 2 && table->fields.empty();
  const LuaValue* weight = by_place ? &table->items[0] : table->find("weight");
  const LuaValue* text = by_place ? &table->items[1] : table->find("text");
  if (text == nullptr) {
    f.error(item.path, "needs text", "write { weight = 3, text = \"…\" }");
    return std::nullopt;
  }
  const auto read_text = f.text_of(*text, item.path + ".text");
  const auto read_weight = weight == nullptr ? std::optional(1.0) : f.weight_of(*weight, item.path + ".weight");
  if (!read_text || !read_weight || !check_text(f, *read_text, item.path + ".text")) return std::nullopt;
  if (!by_place) {
    FieldReader inner(f, *table, item.path);
    inner.value("weight");
    inner.value("text");
    inner.finish();
  }
  return WeightedBodies::Choice{*read_weight, *read_text};
}

}  // namespace

std::optional<Body> read_body(FieldReader& f, std::string_view name, bool allow_feed) {
  const LuaValue* value = f.value(name);
  if (value == nullptr) return std::nullopt;
  if (const std::string* text = value->text()) {
    return check_text(f, *text, std::string(name)) ? std::optional<Body>(TemplateBody{*text}) : std::nullopt;
  }
  if (const auto function = value->function()) return ScriptFunction{function->reference};
  const LuaObject* object = value->object();
  if (allow_feed && object != nullptr && object->type == object_type::feed) {
    return f.context().feeds[static_cast<std::size_t>(object->id)];
  }
  if (value->table() == nullptr) {
    f.error(name, std::string("must be text, a list of texts, ") + (allow_feed ? "a feed " : "") +
                      "or a function, got " + value->describe());
    return std::nullopt;
  }
  WeightedBodies bodies;
  bool whole = true;
  for (const auto& item : f.list(name)) {
    auto choice = read_choice(f, item);
    whole = whole && choice.has_value();
    if (choice) bodies.choices.push_back(std::move(*choice));
  }
  if (whole && bodies.choices.empty()) f.error(name, "is an empty list", "give at least one text");
  return whole && !bodies.choices.empty() ? std::optional<Body>(std::move(bodies)) : std::nullopt;
}

}  // namespace sendlab
