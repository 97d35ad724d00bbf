#include "scenarios/field_reader.hpp"

#include "engine/message/phone_number.hpp"
#include "scenarios/nearest_name.hpp"
#include "scenarios/row_parser.hpp"
#include "engine/message/units.hpp"

namespace sendlab {

std::string LoadContext::resolved_path(const std::string& path) const {
  if (path.starts_with('/')) return path;
  const bool by_param = std::any_of(options.params.begin(), options.params.end(), [&](const auto& param) {
    return param.second == path && params_asked.contains(param.first);
  });
  std::string folder = options.working_directory;
  if (!by_param && options.file != "-") {
    const std::size_t slash = options.file.rfind('/');
    folder = slash == std::string::npos ? "" : options.file.substr(0, slash);
    if (slash == 0) folder = "/";
  }
  if (folder.empty()) return path;
  return folder.ends_with('/') ? folder + path : folder + "/" + path;
}

FieldReader::FieldReader(LoadContext& context, const LuaCall& call, std::string constructor)
    : context_(context), call_(call), constructor_(std::move(constructor)), known_{"note"} {
  if (!context.loading) {
    call.fail(constructor_ + " { … } works only while the scenario is loaded",
              "build it outside of the function and use it there");
  }
  const LuaValue argument = call.argument(0);
  if (const LuaTable* table = argument.table()) {
    table_ = *table;
  } else {
    context_.error(call.where(), constructor_ + " takes a table of fields, got " + argument.describe(),
                   "write " + constructor_ + " { … }");
  }
  if (const LuaValue* note = table_.find("note");
      note != nullptr && note->text() != nullptr && is_utf8(*note->text())) {
    const LuaValue* name = table_.find("name");
    context_.notes.emplace_back(constructor_ + (name != nullptr && name->text() != nullptr ? " " + *name->text() : ""),
                                *note->text());
  }
}

FieldReader::FieldReader(const FieldReader& outer, const LuaTable& table, std::string path)
    : context_(outer.context_),
      call_(outer.call_),
      constructor_(outer.constructor_),
      prefix_(outer.full(path)),
      table_(table),
      known_{"note"} {}

void FieldReader::error(std::string_view path, std::string what, std::string fix) {
  context_.error(where(path), constructor_ + "." + full(path) + " " + std::move(what), std::move(fix));
}

void FieldReader::warn(std::string_view path, std::string what, std::string fix) {
  context_.warn(where(path), constructor_ + "." + full(path) + " " + std::move(what), std::move(fix));
}

Where FieldReader::where() const { return call_.where(); }
Where FieldReader::where(std::string_view path) const { return call_.where_of_field(full(path)); }

const LuaValue* FieldReader::value(std::string_view name) {
  if (std::find(known_.begin(), known_.end(), name) == known_.end()) known_.emplace_back(name);
  const LuaValue* found = table_.find(name);
  return found == nullptr || found->is_nil() ? nullptr : found;
}

bool FieldReader::has(std::string_view name) { return value(name) != nullptr; }

std::optional<std::string> FieldReader::text_of(const LuaValue& value, std::string_view path) {
  if (value.text() != nullptr && !is_utf8(*value.text())) {
    error(path, "is not valid UTF-8", "save the scenario as UTF-8; \\u{20AC} writes any character");
    return std::nullopt;
  }
  if (value.text() != nullptr) return *value.text();
  error(path, "must be text, got " + value.describe(), "write it in quotes");
  return std::nullopt;
}

std::optional<std::string> FieldReader::text(std::string_view name) {
  const LuaValue* found = value(name);
  return found == nullptr ? std::nullopt : text_of(*found, name);
}

std::optional<std::string> FieldReader::name(std::string_view field) {
  const LuaValue* found = value(field);
  if (found == nullptr) {
    require(field, std::string(field) + " = \"…\"");
    return std::nullopt;
  }
  auto given = text_of(*found, field);
  if (given && given->find_first_not_of(" \t\r\n") == std::string::npos) {
    error(field, "must not be blank", "give a name that reports can show");
    return std::nullopt;
  }
  return given;
}

std::optional<bool> FieldReader::flag(std::string_view name) {
  const LuaValue* found = value(name);
  if (found == nullptr) return std::nullopt;
  const auto flag = found->boolean();
  if (!flag) error(name, "must be true or false, got " + found->describe());
  return flag;
}

std::optional<std::int64_t> FieldReader::whole_of(const LuaValue& value, std::string_view path, std::int64_t least,
                                                  std::int64_t most) {
  const auto whole = value.integer();
  if (!whole) {
    error(path, "must be a whole number, got " + value.describe(),
          "write it without quotes and unit, for example " + std::to_string(std::max<std::int64_t>(least, 1)));
    return std::nullopt;
  }
  if (*whole < least || *whole > most) {
    error(path, "must be " +
                    (most == INT64_MAX ? "at least " + std::to_string(least)
                                       : "from " + std::to_string(least) + " to " + std::to_string(most)) +
                    ", got " + std::to_string(*whole));
    return std::nullopt;
  }
  return whole;
}

std::optional<std::int64_t> FieldReader::whole(std::string_view name, std::int64_t least, std::int64_t most) {
  const LuaValue* found = value(name);
  return found == nullptr ? std::nullopt : whole_of(*found, name, least, most);
}

std::optional<double> FieldReader::weight_of(const LuaValue& value, std::string_view path) {
  const auto number = value.number();
  // The second comparison refuses infinities and, with the first, NaN.
  if (number && *number > 0 && *number < 1e300) return number;
  error(path, "must be a number above 0, got " + value.describe());
  return std::nullopt;
}

std::optional<double> FieldReader::positive(std::string_view name) {
  const LuaValue* found = value(name);
  return found == nullptr ? std::nullopt : weight_of(*found, name);
}

template <class T>
std::optional<T> FieldReader::read_text(const LuaValue& value, std::string_view path,
                                        Result<T> (*read)(std::string_view), std::string_view needed,
                                        std::string_view example) {
  if (value.text() == nullptr) {
    const bool bare = value.number().has_value();
    error(path, "must be " + std::string(needed) + ", got " + (bare ? "the bare number " : "") + value.describe(),
          (bare ? "give it a unit and quotes, for example " : "write for example ") + std::string(example));
    return std::nullopt;
  }
  auto result = read(*value.text());
  if (result.ok()) return result.value();
  error(path, result.error().what, result.error().fix);
  return std::nullopt;
}

std::optional<Duration> FieldReader::duration_of(const LuaValue& value, std::string_view path) {
  return read_text<Duration>(value, path, &read_duration, "a duration", "\"5m\"");
}
std::optional<Rate> FieldReader::rate_of(const LuaValue& value, std::string_view path) {
  return read_text<Rate>(value, path, &read_rate, "a rate", "\"8/s\"");
}
std::optional<Throughput> FieldReader::throughput_of(const LuaValue& value, std::string_view path) {
  return read_text<Throughput>(value, path, &read_throughput, "a rate in whole parts", "\"160/min\"");
}
std::optional<UsdMicros> FieldReader::money_of(const LuaValue& value, std::string_view path) {
  return read_text<UsdMicros>(value, path, &read_money, "an amount of money", "\"$1.00\"");
}

std::optional<double> FieldReader::share_of(const LuaValue& value, std::string_view path) {
  if (const auto number = value.number()) {
    if (*number >= 0 && *number <= 1) return number;
    error(path, "must be a share from 0 to 1, got " + value.describe(), "97 % is written \"97%\" or 0.97");
    return std::nullopt;
  }
  return read_text<double>(value, path, &read_share, "a share", "\"97%\" or 0.97");
}

std::optional<Distribution> FieldReader::distribution_of(const LuaValue& value, std::string_view path) {
  if (const LuaObject* object = value.object()) {
    if (object->type == object_type::distribution) return context_.distributions[static_cast<std::size_t>(object->id)];
  } else if (value.text() != nullptr) {
    const auto fixed = duration_of(value, path);
    return fixed ? std::optional(Distribution::constant(*fixed)) : std::nullopt;
  }
  error(path, "must be a distribution of durations, got " + value.describe(),
        "write \"2s\" or lognormal { median = \"2s\", sigma = 0.8 }");
  return std::nullopt;
}

std::optional<PhoneNumber> FieldReader::phone_of(const LuaValue& value, std::string_view path) {
  if (value.text() == nullptr) {
    error(path, "must be a phone number in quotes, got " + value.describe(), "write \"+14255550100\"");
    return std::nullopt;
  }
  auto number = parse_e164(*value.text());
  if (number.ok()) return number.value();
  error(path, "is not a phone number: " + number.error().what, number.error().fix);
  return std::nullopt;
}

std::optional<Duration> FieldReader::duration(std::string_view name) {
  const LuaValue* found = value(name);
  return found == nullptr ? std::nullopt : duration_of(*found, name);
}

std::optional<Duration> FieldReader::duration_above_0(std::string_view name) {
  auto given = duration(name);
  if (!given || *given > Duration{0}) return given;
  error(name, "must be above 0, got " + value(name)->describe());
  return std::nullopt;
}

std::optional<Rate> FieldReader::rate(std::string_view name) {
  const LuaValue* found = value(name);
  return found == nullptr ? std::nullopt : rate_of(*found, name);
}
std::optional<Throughput> FieldReader::throughput(std::string_view name) {
  const LuaValue* found = value(name);
  return found == nullptr ? std::nullopt : throughput_of(*found, name);
}
std::optional<UsdMicros> FieldReader::money(std::string_view name) {
  const LuaValue* found = value(name);
  return found == nullptr ? std::nullopt : money_of(*found, name);
}
std::optional<UsdMicros> FieldReader::price(std::string_view name) {
  const auto usd = money(name);
  if (usd && usd->count > 1'000'000'000) {
    error(name, "must be at most $1000 for one, got " + value(name)->describe(),
          "write for example " + std::string(name) + " = \"$0.01\"");
    return std::nullopt;
  }
  return usd;
}
std::optional<double> FieldReader::share(std::string_view name) {
  const LuaValue* found = value(name);
  return found == nullptr ? std::nullopt : share_of(*found, name);
}
std::optional<Distribution> FieldReader::distribution(std::string_view name) {
  const LuaValue* found = value(name);
  return found == nullptr ? std::nullopt : distribution_of(*found, name);
}

std::optional<ScriptFunction> FieldReader::function(std::string_view name) {
  const LuaValue* found = value(name);
  if (found == nullptr) return std::nullopt;
  if (const auto function = found->function()) return ScriptFunction{function->reference};
  error(name, "must be a function, got " + found->describe());
  return std::nullopt;
}

bool FieldReader::known_word(const std::string& word, const std::vector<std::string>& known, std::string_view what,
                             std::string_view path) {
  if (std::find(known.begin(), known.end(), word) != known.end()) return true;
  error(path, "is no known " + std::string(what) + ": \"" + word + "\"" + did_you_mean(word, known),
        "known are " + list_of(known));
  return false;
}

std::optional<std::string> FieldReader::word(std::string_view name, const std::vector<std::string>& known,
                                             std::string_view what) {
  auto given = text(name);
  if (given && !known_word(*given, known, what, name)) return std::nullopt;
  return given;
}

std::vector<FieldReader::Item> FieldReader::list(std::string_view name) {
  const LuaValue* found = value(name);
  if (found == nullptr) return {};
  const LuaTable* table = found->table();
  if (table == nullptr || table->items.empty()) {
    const bool is_empty = table != nullptr && table->fields.empty();
    return is_empty ? std::vector<Item>{} : std::vector<Item>{{found, std::string(name)}};
  }
  std::vector<Item> items;
  for (std::size_t i = 0; i < table->items.size(); ++i) {
    items.push_back({&table->items[i], std::string(name) + "[" + std::to_string(i + 1) + "]"});
  }
  for (const LuaField& field : table->fields) {
    error(name, "is a list, but holds a field " + field.key.describe(), "write its values one after the other");
  }
  return items;
}

std::vector<FieldReader::Entry> FieldReader::entries(std::string_view name) {
  const LuaValue* found = value(name);
  if (found == nullptr) return {};
  const LuaTable* table = found->table();
  if (table == nullptr) {
    error(name, "must be a table of names and values, got " + found->describe(), "write { [\"name\"] = value }");
    return {};
  }
  std::vector<Entry> entries;
  if (!table->items.empty()) error(name, "holds values without a name", "write { [\"name\"] = value }");
  for (const LuaField& field : table->fields) {
    if (field.key.text() == nullptr) {
      error(name, "has a key that is not text: " + field.key.describe());
    } else {
      entries.push_back({*field.key.text(), &field.value, std::string(name) + "." + *field.key.text()});
    }
  }
  return entries;
}

std::vector<std::int64_t> FieldReader::objects(std::string_view name, std::string_view type, std::string_view example) {
  std::vector<std::int64_t> ids;
  for (const Item& item : list(name)) {
    const LuaObject* object = item.value->object();
    if (object != nullptr && object->type == type) {
      ids.push_back(object->id);
    } else if (object == nullptr || object->type != object_type::later) {
      error(item.path, "must be " + std::string(example) + ", got " + item.value->describe());
    }
  }
  return ids;
}

std::optional<std::int64_t> FieldReader::object(std::string_view name, std::string_view type,
                                                std::string_view example) {
  const auto ids = objects(name, type, example);
  if (ids.size() > 1) error(name, "must be one value, got " + std::to_string(ids.size()));
  return ids.size() == 1 ? std::optional(ids.front()) : std::nullopt;
}

std::vector<PhoneNumber> FieldReader::phone_numbers(std::string_view name) {
  std::vector<PhoneNumber> numbers;
  for (const Item& item : list(name)) {
    if (const auto number = phone_of(*item.value, item.path)) numbers.push_back(*number);
  }
  return numbers;
}

std::vector<std::pair<std::string, std::string>> FieldReader::text_map(std::string_view name) {
  std::vector<std::pair<std::string, std::string>> map;
  for (const Entry& entry : entries(name)) {
    if (const auto text = text_of(*entry.value, entry.path)) map.emplace_back(entry.key, *text);
  }
  return map;
}

void FieldReader::require(std::string_view name, std::string_view example) {
  if (value(name) != nullptr) return;
  const std::string path = full(name);
  context_.error(where(), constructor_ + " needs " + path, "add for example " + std::string(example));
}

void FieldReader::later_value(std::string_view path, std::string_view what, std::string_view instead) {
  error(path, "is not modelled yet" + (what.empty() ? "" : ": " + std::string(what)), std::string(instead));
}

void FieldReader::later(std::string_view name, std::string_view instead) {
  const auto items = list(name);
  const bool constructor_has_told = !items.empty() && std::all_of(items.begin(), items.end(), [](const Item& item) {
    return item.value->object() != nullptr && item.value->object()->type == object_type::later;
  });
  if (value(name) != nullptr && !constructor_has_told) later_value(name, "", instead);
}

void FieldReader::finish() {
  if (!table_.items.empty()) {
    context_.error(where(), constructor_ + " holds a value without a field name: " + table_.items.front().describe(),
                   "write name = value");
  }
  const std::string place = prefix_.empty() ? constructor_ : constructor_ + "." + prefix_;
  for (const LuaField& field : table_.fields) {
    const std::string key = field.key.text() == nullptr ? field.key.describe() : *field.key.text();
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    context_.error(where(key), "unknown field " + key + " in " + place + " { … }" + did_you_mean(key, known_),
                   "known fields are " + list_of(known_, 40));
  }
  if (const LuaValue* note = table_.find("note"); note != nullptr && note->text() == nullptr) {
    error("note", "must be text, got " + note->describe());
  }
}

void define_constructor(LuaSandbox& sandbox, const ContextPtr& context, std::string name, std::string_view type,
                        std::function<std::size_t(FieldReader&)> make) {
  sandbox.define(name, [context, name, type, make = std::move(make)](LuaCall& call) {
    FieldReader fields(*context, call, name);
    const std::size_t place = make(fields);
    fields.finish();
    call.return_object(type, static_cast<std::int64_t>(place));
  });
}

void define_later(LuaSandbox& sandbox, const ContextPtr& context, std::string name, std::string instead) {
  sandbox.define(name, [context, name, instead = std::move(instead)](LuaCall& call) {
    context->error(call.where(), name + " is not modelled yet", instead);
    call.return_object(object_type::later, 0);
  });
}

}  // namespace sendlab
