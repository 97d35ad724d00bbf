#include "scenarios/load_filter.hpp"

namespace sendlab {

std::optional<FilterSpec> read_filter(FieldReader& f) {
  const LuaValue* value = f.value("filter");
  if (value == nullptr) return std::nullopt;
  if (value->kind() == LuaValue::Kind::boolean) return FilterSpec{f.flag("filter").value_or(false)};
  if (value->table() == nullptr) {
    f.error("filter", "must be true, false or a table, got " + value->describe(),
            "write filter = true, or filter = { shortener = \"15%\" }");
    return std::nullopt;
  }
  FilterSpec filter;
  filter.on = true;
  FieldReader inner(f, *value->table(), "filter");
  filter.shortener = inner.share("shortener");
  filter.restricted = inner.share("restricted");
  filter.style = inner.share("style");
  filter.snowshoe = inner.share("snowshoe");
  filter.long_code = inner.share("long_code");
  filter.long_code_messages = inner.whole("long_code_messages", 1, 1'000'000);
  filter.audit = inner.share("audit");
  filter.audit_messages = inner.whole("audit_messages", 1, 1'000'000);
  filter.recovery = inner.duration("recovery");
  inner.finish();
  return filter;
}

std::optional<QuietHoursSpec> read_quiet_hours_field(FieldReader& f) {
  const LuaValue* value = f.value("quiet_hours");
  if (value == nullptr) return std::nullopt;
  QuietHoursSpec quiet;
  if (value->table() == nullptr) {
    const auto when = f.word("quiet_hours", {"hold", "block"}, "choice");
    if (!when) return std::nullopt;
    quiet.block = *when == "block";
    return quiet;
  }
  FieldReader inner(f, *value->table(), "quiet_hours");
  quiet.block = inner.word("when", {"hold", "block"}, "choice") == "block";
  for (const LuaField& field : value->table()->fields) {
    const std::string key = field.key.text() == nullptr ? field.key.describe() : *field.key.text();
    if (key == "when") continue;
    const auto text = inner.text(key);
    if (!inner.known_word(key, f.context().words().countries, "country", key) || !text) continue;
    if (const auto hours = read_quiet_hours(*text))
      quiet.rows.push_back({key, *hours});
    else
      inner.error(key, "must be the hours in which messages may arrive, got \"" + *text + "\"",
                  "write for example \"08:00-21:00\"");
  }
  inner.finish();
  return quiet;
}

}  // namespace sendlab
