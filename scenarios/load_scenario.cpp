#include "scenarios/load_scenario.hpp"

#include <algorithm>
#include <charconv>

#include "engine/kernel/calendar.hpp"
#include "engine/kernel/sha256.hpp"
#include "scenarios/field_reader.hpp"
#include "scenarios/nearest_name.hpp"

namespace sendlab {
namespace {

// ---- expectations and hooks ----

// METRIC OP VALUE, optionally "over 30s" after the metric or at the end. The metric's path is resolved on the report.
std::optional<Error> check_form(std::string_view expression) {
  const auto wrong = [&](const std::string& why) {
    return Error{"", why + ": \"" + std::string(expression) + "\"",
                 "write METRIC OP VALUE, for example \"codes.delivered_share >= 0.95\""};
  };
  const std::size_t op = expression.find_first_of("<>=!");
  if (op == std::string_view::npos) return wrong("has no comparison");
  const std::size_t after = expression.find_first_not_of("<>=!", op);
  const std::string_view sign = expression.substr(op, after - op);
  if (sign != ">=" && sign != "<=" && sign != ">" && sign != "<" && sign != "==" && sign != "!=")
    return wrong("has an unknown comparison " + std::string(sign));
  if (expression.substr(0, op).find_first_not_of(' ') == std::string_view::npos) return wrong("has no metric");
  if (after == std::string_view::npos) return wrong("has no value");
  std::string_view value = expression.substr(after);
  if (const std::size_t over = value.find(" over "); over != std::string_view::npos) value = value.substr(0, over);
  while (value.starts_with(' ')) value.remove_prefix(1);
  while (value.ends_with(' ') || value.ends_with('%')) value.remove_suffix(1);
  double number = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
  if (value.empty() || read.ec != std::errc{} || read.ptr != value.data() + value.size())
    return wrong("does not compare with a number");
  return std::nullopt;
}

void read_expressions(FieldReader& f, std::string_view field, std::vector<ExpectationSpec>& into) {
  const auto& check = f.context().options.check_expectation;
  for (const auto& item : f.list(field)) {
    const auto text = f.text_of(*item.value, item.path);
    if (!text) continue;
    if (const auto fault = check ? check(*text) : check_form(*text)) f.error(item.path, fault->what, fault->fix);
    into.push_back({*text, f.where(item.path)});
  }
}

std::optional<ScriptFunction> function_of(FieldReader& f, const FieldReader::Entry& entry) {
  if (const auto function = entry.value->function()) return ScriptFunction{function->reference};
  f.error(entry.path, "must be a function, got " + entry.value->describe(), "write function(ctx) … end");
  return std::nullopt;
}

void read_hooks(FieldReader& f, Scenario& scenario) {
  std::vector<std::string> events;
  for (std::size_t i = 0; i < status_count; ++i) {
    const auto event = event_type_of(static_cast<Status>(i));
    if (!event.empty()) events.emplace_back(event);
  }
  events.emplace_back("ALARM");
  for (const auto& entry : f.entries("on")) {
    const bool known = f.known_word(entry.key, events, "event type", entry.path);
    const auto function = function_of(f, entry);
    if (known && function) scenario.hooks.on.emplace_back(entry.key, *function);
  }
  for (const auto& entry : f.entries("at")) {
    const auto offset = f.duration_of(LuaValue(entry.key), entry.path);
    const auto function = function_of(f, entry);
    if (offset && function) scenario.hooks.at.emplace_back(*offset, *function);
  }
  for (const auto& entry : f.entries("every")) {
    const auto period = f.duration_of(LuaValue(entry.key), entry.path);
    const auto function = function_of(f, entry);
    if (period && *period <= Duration{0}) f.error(entry.path, "must be above 0");
    if (period && function) scenario.hooks.every.emplace_back(*period, *function);
  }
  std::stable_sort(scenario.hooks.at.begin(), scenario.hooks.at.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
}

// ---- scenario { … } ----

void read_time(FieldReader& f, Scenario& scenario) {
  scenario.start_text = f.text("start").value_or("2026-01-05T00:00:00Z");
  const auto start = parse_rfc3339(scenario.start_text);
  if (start.ok()) {
    scenario.start = start.value();
  } else {
    f.error("start", "is no instant: " + start.error().what,
            start.error().fix.empty() ? "write \"2026-01-05T09:00:00-08:00\"" : start.error().fix);
  }
  // Registrations take weeks, so a scenario that has any may say how long it looks.
  const bool waits = !f.context().registrations.empty() || !f.context().support_cases.empty();
  const Duration most =
      waits ? f.context().options.limits.horizon_max_registering : f.context().options.limits.horizon_max;
  scenario.horizon = f.duration_above_0("horizon");
  if (scenario.horizon && *scenario.horizon > most)
    f.error("horizon", "must be at most " + duration_text(most) + ", got " + f.value("horizon")->describe());
  scenario.warm_up = f.duration("warm_up").value_or(Duration{0});
  if (scenario.horizon && scenario.warm_up >= *scenario.horizon) {
    f.error("warm_up", "must end before the horizon, got " + f.value("warm_up")->describe(),
            "shorten it, or the report has nothing to count");
  }
}

void read_handsets(FieldReader& f, ScenarioDraft& draft) {
  for (const auto& item : f.list("handsets")) {
    const LuaObject* object = item.value->object();
    if (object != nullptr && object->type == object_type::reply) {
      draft.replies.push_back(object->id);
    } else if (object != nullptr && object->type == object_type::handset) {
      draft.scenario.handsets.push_back(f.context().handsets[static_cast<std::size_t>(object->id)]);
    } else {
      f.error(item.path, "must be reply { … } or handset { … }, got " + item.value->describe());
    }
  }
}

std::size_t make_scenario(FieldReader& f) {
  ScenarioDraft draft;
  Scenario& scenario = draft.scenario;
  LoadContext& context = f.context();
  read_time(f, scenario);
  scenario.seed = static_cast<std::uint64_t>(f.whole("seed", 0).value_or(1));
  scenario.replications = static_cast<int>(f.whole("replications", 1, 1'000'000).value_or(1));
  if (const auto rules = f.word("rules", context.words().rule_sets, "rule set")) scenario.rules = *rules;

  if (f.has("account") && f.has("accounts"))
    f.error("accounts", "and account are both given", "put every account into accounts = { … }");
  if (!f.has("account") && !f.has("accounts")) {
    context.error(f.where(), "scenario needs account or accounts", "add account = account { … }");
  }
  for (const char* name : {"account", "accounts"}) {
    const auto ids = f.objects(name, object_type::account, "account { … }");
    draft.accounts.insert(draft.accounts.end(), ids.begin(), ids.end());
    if (f.has(name) && f.list(name).empty()) f.error(name, "is an empty list", "give at least one account");
  }
  if (const auto id = f.object("network", object_type::network, "ideal { … } or carriers { … }"))
    scenario.network = context.networks[static_cast<std::size_t>(*id)];
  if (const auto id = f.object("pricing", object_type::prices, "prices { … }"))
    scenario.prices = context.prices[static_cast<std::size_t>(*id)];
  if (context.options.workloads_needed) f.require("workloads", "workloads = { workload { … } }");
  draft.workloads = f.objects("workloads", object_type::workload, "workload { … }");
  if (f.has("workloads") && f.list("workloads").empty())
    f.error("workloads", "is an empty list", "give at least one workload");
  read_handsets(f, draft);
  draft.faults =
      f.objects("faults", object_type::fault, "a fault such as outage { carrier = \"T-Mobile\", at = \"20m\" }");
  read_expressions(f, "expect", scenario.expect);
  read_hooks(f, scenario);
  read_expressions(f, "invariants", scenario.invariants);
  return put(context.scenarios, draft);
}

// ---- param(name, default) ----

std::string text_of(const LuaValue& value) {
  if (value.text() != nullptr) return *value.text();
  return value.describe();
}

// A --param as a value of the default's type; nothing when it is none.
std::optional<LuaValue> typed(const std::string& given, const LuaValue& standard) {
  using Kind = LuaValue::Kind;
  if (standard.kind() == Kind::boolean) {
    if (given != "true" && given != "false") return std::nullopt;
    return LuaValue(given == "true");
  }
  if (standard.kind() != Kind::integer && standard.kind() != Kind::number) return LuaValue(given);
  const char* end = given.data() + given.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(given.data(), end, whole); read.ec == std::errc{} && read.ptr == end)
    return LuaValue(whole);
  double number = 0;
  if (const auto read = std::from_chars(given.data(), end, number); read.ec == std::errc{} && read.ptr == end)
    return LuaValue(number);
  return std::nullopt;
}

void param(LuaCall& call, LoadContext& context) {
  if (!context.loading) call.fail("param works only while the scenario is loaded", "ask for it at the top of the file");
  if (call.argument(0).text() == nullptr)
    call.fail("param needs a name in quotes, got " + call.argument(0).describe(), "write param(\"rate\", \"8/s\")");
  const std::string name(call.text(0));
  const LuaValue standard = call.argument(1);
  using Kind = LuaValue::Kind;
  if (standard.kind() == Kind::table || standard.kind() == Kind::function || standard.kind() == Kind::object) {
    call.fail("the default of param " + name + " must be text, a number or true or false, got " + standard.describe());
  }
  LuaValue value = standard;
  if (const auto given = context.options.params.find(name); given != context.options.params.end()) {
    if (auto read = typed(given->second, standard)) {
      value = *read;
    } else {
      context.error("--param " + name,
                    "must be " + std::string(standard.kind() == Kind::boolean ? "true or false" : "a number") +
                        ", got \"" + given->second + "\"",
                    "its default is " + standard.describe() + " (" + call.where() + ")");
    }
  } else if (standard.is_nil()) {
    call.fail("param " + name + " has no default and was not given",
              "give it with --param " + name + "=VALUE, or write param(\"" + name + "\", default)");
  }
  context.params_asked[name] = text_of(value);
  call.return_value(value);
}

void check_params(LoadContext& context) {
  std::vector<std::string> asked;
  for (const auto& [name, value] : context.params_asked) asked.push_back(name);
  for (const auto& [name, value] : context.options.params) {
    if (context.params_asked.contains(name)) continue;
    context.error("--param " + name, "is never asked for by the scenario" + did_you_mean(name, asked),
                  asked.empty() ? "the scenario has no parameters" : "its parameters are " + list_of(asked));
  }
}

// ---- the file ----

// The comment lines at the top, without dashes and the first space, joined by line ends.
std::string leading_comments(std::string_view text) {
  std::string question;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (!line.starts_with("--")) break;
    line.remove_prefix(2);
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (!question.empty()) question += '\n';
    question += line;
  }
  return question;
}

std::string base_name(const std::string& file) {
  if (file == "-") return "stdin";
  std::string name = file.substr(file.rfind('/') + 1);
  if (name.ends_with(".lua")) name.resize(name.size() - 4);
  return name;
}

// By line for places in the script; anything else keeps its turn, before them.
void sort_by_line(Errors& errors) {
  const auto line_of = [](const Error& error) {
    const std::size_t colon = error.where.rfind(':');
    int line = 0;
    if (colon != std::string::npos)
      std::from_chars(error.where.data() + colon + 1, error.where.data() + error.where.size(), line);
    return line;
  };
  std::stable_sort(errors.begin(), errors.end(),
                   [&](const Error& a, const Error& b) { return line_of(a) < line_of(b); });
  const auto same = [](const Error& a, const Error& b) { return a.where == b.where && a.what == b.what; };
  errors.erase(std::unique(errors.begin(), errors.end(), same), errors.end());
}

void define_language(LuaSandbox& sandbox, const ContextPtr& context) {
  define_account_constructors(sandbox, context);
  define_registration_constructors(sandbox, context);
  define_network_constructors(sandbox, context);
  define_distribution_constructors(sandbox, context);
  define_workload_constructors(sandbox, context);
  define_arrival_constructors(sandbox, context);
  define_fault_constructors(sandbox, context);
  define_event_constructors(sandbox, context);
  define_scenario_constructor(sandbox, context);
  define_param(sandbox, context);
}

}  // namespace

LoadedScenario::LoadedScenario() = default;
LoadedScenario::LoadedScenario(LoadedScenario&&) noexcept = default;
LoadedScenario& LoadedScenario::operator=(LoadedScenario&&) noexcept = default;
LoadedScenario::~LoadedScenario() = default;

void define_scenario_constructor(LuaSandbox& sandbox, const ContextPtr& context) {
  define_constructor(sandbox, context, "scenario", object_type::scenario, make_scenario);
}

void define_param(LuaSandbox& sandbox, const ContextPtr& context) {
  sandbox.define("param", [context](LuaCall& call) { param(call, *context); });
}

Result<LoadedScenario, Errors> load_scenario(const LoadOptions& options) {
  auto context = std::make_shared<LoadContext>(options);
  LoadedScenario loaded;
  loaded.sandbox = std::make_unique<LuaSandbox>();
  define_language(*loaded.sandbox, context);

  const auto result = loaded.sandbox->run(options.text, options.file);
  context->loading = false;
  const LuaObject* object = result.ok() ? result->object() : nullptr;
  if (!result.ok()) {
    context->errors.push_back(result.error());
  } else if (object == nullptr || object->type != object_type::scenario) {
    context->error(options.file, "the script must return scenario { … }, got " + result->describe(),
                   "end it with return scenario { … }");
  } else {
    loaded.scenario = resolve_scenario(*context, context->scenarios[static_cast<std::size_t>(object->id)]);
  }
  if (result.ok()) check_params(*context);
  sort_by_line(context->errors);
  sort_by_line(context->warnings);
  for (Error& error : context->errors)
    if (error.fix.empty()) error.fix = general_fix;
  if (!context->errors.empty()) return context->errors;

  Scenario& scenario = loaded.scenario;
  scenario.file = options.file;
  scenario.name = base_name(options.file);
  scenario.sha256 = sha256_hex(options.text);
  scenario.question = leading_comments(options.text);
  scenario.params.assign(context->params_asked.begin(), context->params_asked.end());
  scenario.warnings = context->warnings;
  scenario.notes = context->notes;
  return loaded;
}

}  // namespace sendlab
