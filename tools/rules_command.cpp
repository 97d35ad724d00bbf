#include "tools/rules_command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "carriers/figures.hpp"
#include "carriers/rule_book.hpp"
#include "reports/document.hpp"
#include "reports/text_picture.hpp"
#include "scenarios/nearest_name.hpp"
#include "tools/rules_print.hpp"
#include "tools/terminal.hpp"

namespace sendlab {
namespace {

struct RuleSetText {
  std::string name, title;
};
const std::vector<RuleSetText>& rule_set_texts() {
  static const std::vector<RuleSetText> sets = {
      {"current_2026", "the newest public figures; carrier fees of each carrier (the default)"},
      {"seed_2023", "the user guide's figures of 2023; one blended carrier fee; AWS's own 10DLC table"}};
  return sets;
}

struct LoadedSet {
  std::string name;
  std::vector<FigureTable> tables;
};

Result<LoadedSet> load_set(const std::string& name) {
  std::vector<std::string> names;
  for (const RuleSetText& set : rule_set_texts()) names.push_back(set.name);
  if (std::ranges::find(names, name) == names.end())
    return Error{"", "unknown rule set \"" + name + "\"" + did_you_mean(name, names), "use current_2026 or seed_2023"};
  const auto tables = RuleTables::load(name);
  if (!tables.ok()) return tables.error();
  return LoadedSet{name, figure_tables(tables.value())};
}

// ---- list ----

// "2021-03 to 2026-10", the months at which dated figures begin.
std::string months_of(const FigureTable& table) {
  std::string first, last;
  for (const RuleFigure& figure : table.figures) {
    if (figure.from.empty()) continue;
    if (first.empty() || figure.from < first) first = figure.from;
    if (figure.from > last) last = figure.from;
  }
  return first.empty() ? "" : first == last ? first : first + " to " + last;
}

std::vector<std::string> sources_of(const FigureTable& table) {
  std::vector<std::string> sources;
  for (const RuleFigure& figure : table.figures) sources.push_back(figure.source.empty() ? "none" : figure.source);
  std::ranges::sort(sources);
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  return sources;
}

// Sources in a few words; `show` has them all.
std::string sources_text(const FigureTable& table) {
  const std::vector<std::string> sources = sources_of(table);
  if (sources.empty()) return "";
  std::string text = padded(sources.front(), std::min<std::size_t>(columns_of(sources.front()), 60));
  if (sources.size() > 1) text += " and " + std::to_string(sources.size() - 1) + " more";
  return text;
}

Doc list_document(const std::vector<LoadedSet>& sets) {
  Doc document = Doc::object();
  document.add("schema", Doc::text("sendlab.rules/1"));
  Doc& rule_sets = document.add("rule_sets", Doc::array());
  for (std::size_t s = 0; s < sets.size(); ++s) {
    Doc set = Doc::object();
    set.add("name", Doc::text(sets[s].name));
    set.add("title", Doc::text(rule_set_texts()[s].title));
    Doc tables = Doc::array();
    for (const FigureTable& table : sets[s].tables) {
      Doc row = Doc::object();
      row.add("name", Doc::text(table.name));
      row.add("title", Doc::text(table.title));
      row.add("figures", Doc::integer(static_cast<std::int64_t>(table.figures.size())));
      row.add("in_force_from", Doc::text(months_of(table)));
      Doc sources = Doc::array();
      for (const std::string& source : sources_of(table)) sources.append(Doc::text(source));
      row.add("sources", std::move(sources));
      tables.append(std::move(row));
    }
    set.add("tables", std::move(tables));
    rule_sets.append(std::move(set));
  }
  const std::vector<BookRule> book = rule_book();
  document.add("rules", Doc::integer(static_cast<std::int64_t>(book.size())));
  return document;
}

Exit list_sets(bool json) {
  std::vector<LoadedSet> sets;
  for (const RuleSetText& text : rule_set_texts()) {
    auto set = load_set(text.name);
    if (!set.ok()) return print_errors({set.error()}), Exit::internal;
    sets.push_back(std::move(set).value());
  }
  if (json) return print_json(list_document(sets)), Exit::ok;
  std::vector<TextRow> rows;
  for (const RuleSetText& set : rule_set_texts()) rows.push_back({set.name, set.title});
  print_rows(rows);
  for (const LoadedSet& set : sets) {
    std::printf("\n%s\n", set.name.c_str());
    rows = {{"  table", "figures", "in force from", "sources"}};
    for (const FigureTable& table : set.tables)
      rows.push_back({"  " + table.name, std::to_string(table.figures.size()), months_of(table), sources_text(table)});
    print_rows(rows);
  }
  const std::vector<BookRule> book = rule_book();
  const auto tested = std::ranges::count_if(book, [](const BookRule& rule) { return !rule.tests.empty(); });
  std::printf(
      "\n%zu rules, %td of them with tests: sendlab rules show R-MPS-4\n"
      "a table: sendlab rules show current_2026 brand_daily_caps; what differs: sendlab rules diff seed_2023 "
      "current_2026\n",
      book.size(), tested);
  return Exit::ok;
}

// ---- show ----

Doc table_document(const FigureTable& table) {
  Doc out = Doc::object();
  out.add("table", Doc::text(table.name));
  out.add("title", Doc::text(table.title));
  out.add("rules", Doc::text(table.rules));
  Doc figures = Doc::array();
  for (const RuleFigure& figure : table.figures) figures.append(figure_document(figure));
  out.add("figures", std::move(figures));
  return out;
}

void print_table(const FigureTable& table) {
  std::printf("%s: %s (%s)\n", table.name.c_str(), table.title.c_str(), table.rules.c_str());
  std::vector<TextRow> rows;
  for (const RuleFigure& figure : table.figures) {
    rows.push_back({"  " + key_with_scores(figure), figure.value, figure.from,
                    figure.source + (figure.confidence.empty() ? "" : " (" + figure.confidence + ")")});
  }
  print_rows(rows);
}

Exit show_rule(const std::string& id, bool json) {
  const std::vector<BookRule> book = rule_book();
  const auto rule = std::ranges::find(book, id, &BookRule::id);
  if (rule == book.end()) {
    std::vector<std::string> ids;
    for (const BookRule& one : book) ids.push_back(one.id);
    print_errors({{"", "unknown rule " + id + did_you_mean(id, ids),
                   "the rule book is carriers/rules.md; ids look like R-MPS-4"}});
    return Exit::usage;
  }
  if (json) {
    Doc document = Doc::object();
    document.add("rule", Doc::text(rule->id));
    document.add("group", Doc::text(rule->group));
    document.add("text", Doc::text(rule->text));
    document.add("source", Doc::text(rule->source));
    Doc tests = Doc::array();
    for (const std::string& test : rule->tests) tests.append(Doc::text(test));
    document.add("tests", std::move(tests));
    return print_json(document), Exit::ok;
  }
  std::printf("%s (%s)\n", rule->id.c_str(), rule->group.c_str());
  print_wrapped(rule->text);
  std::printf("source: %s\n", rule->source.empty() ? "none" : rule->source.c_str());
  if (rule->tests.empty()) std::printf("tests: none\n");
  for (const std::string& test : rule->tests) std::printf("test: %s\n", test.c_str());
  return Exit::ok;
}

Exit show_table(const LoadedSet& set, const std::string& name, bool json) {
  const auto table = std::ranges::find(set.tables, name, &FigureTable::name);
  if (table == set.tables.end()) {
    std::vector<std::string> names;
    for (const FigureTable& one : set.tables) names.push_back(one.name);
    print_errors(
        {{"", "unknown table \"" + name + "\"" + did_you_mean(name, names), "tables are " + list_of(names, 40)}});
    return Exit::usage;
  }
  if (json)
    print_json(table_document(*table));
  else
    print_table(*table);
  return Exit::ok;
}

Exit show(const RulesCommand& command) {
  const std::string& last = command.words.back();
  if (command.words.size() == 1 && (is_rule_id(last) || last.starts_with("R-"))) return show_rule(last, command.json);
  const auto set = load_set(command.words.front());
  if (!set.ok()) {
    Error error = set.error();
    error.fix += "; a rule is shown by its id: sendlab rules show R-MPS-4";
    return print_errors({error}), Exit::usage;
  }
  if (command.words.size() == 2)
    return last.starts_with("R-") ? show_rule(last, command.json) : show_table(set.value(), last, command.json);
  if (command.json) {
    Doc document = Doc::object();
    document.add("rule_set", Doc::text(set->name));
    Doc tables = Doc::array();
    for (const FigureTable& table : set->tables) tables.append(table_document(table));
    document.add("tables", std::move(tables));
    return print_json(document), Exit::ok;
  }
  for (const FigureTable& table : set->tables) {
    print_table(table);
    std::printf("\n");
  }
  return Exit::ok;
}

// ---- diff ----

// Differences of one table with the same values and sources, told once: campaigns of eight use cases have one limit.
struct DifferenceLines {
  const FigureDifference* first;
  std::vector<std::string> keys;
};

bool same_figure(const std::optional<RuleFigure>& a, const std::optional<RuleFigure>& b) {
  return a.has_value() == b.has_value() && (!a || (a->value == b->value && a->source == b->source));
}

std::vector<DifferenceLines> merged(const std::vector<FigureDifference>& differences) {
  std::vector<DifferenceLines> lines;
  for (const FigureDifference& one : differences) {
    const auto like = std::ranges::find_if(lines, [&](const DifferenceLines& line) {
      return line.first->table == one.table && line.first->from == one.from &&
             same_figure(line.first->base, one.base) && same_figure(line.first->next, one.next);
    });
    if (like == lines.end())
      lines.push_back({&one, {one.key}});
    else
      like->keys.push_back(one.key);
  }
  return lines;
}

Exit diff(const RulesCommand& command) {
  const auto base = load_set(command.base), next = load_set(command.next);
  Errors errors;
  if (!base.ok()) errors.push_back(base.error());
  if (!next.ok()) errors.push_back(next.error());
  if (!errors.empty()) return print_errors(errors), Exit::usage;
  const std::vector<FigureDifference> differences = differing_figures(base->tables, next->tables);
  if (command.json) {
    Doc document = Doc::object();
    document.add("base", Doc::text(base->name));
    document.add("next", Doc::text(next->name));
    Doc rows = Doc::array();
    for (const FigureDifference& one : differences) {
      Doc row = Doc::object();
      row.add("table", Doc::text(one.table));
      row.add("key", Doc::text(one.key));
      if (!one.from.empty()) row.add("from", Doc::text(one.from));
      row.add("base", one.base ? figure_document(*one.base) : Doc());
      row.add("next", one.next ? figure_document(*one.next) : Doc());
      rows.append(std::move(row));
    }
    document.add("differences", std::move(rows));
    return print_json(document), Exit::ok;
  }
  std::string table;
  for (const DifferenceLines& one : merged(differences)) {
    if (one.first->table != table) std::printf("%s%s\n", table.empty() ? "" : "\n", one.first->table.c_str());
    table = one.first->table;
    const auto side = [](const std::optional<RuleFigure>& figure) {
      return figure ? figure->value : std::string("none");
    };
    std::string keys;
    for (const std::string& key : one.keys) keys += (keys.empty() ? "" : "; ") + key;
    print_wrapped(keys, 100, "  ");
    std::printf("      %s%s -> %s\n", one.first->from.empty() ? "" : ("from " + one.first->from + ": ").c_str(),
                side(one.first->base).c_str(), side(one.first->next).c_str());
    if (one.first->base) std::printf("      %s: %s\n", base->name.c_str(), one.first->base->source.c_str());
    if (one.first->next) std::printf("      %s: %s\n", next->name.c_str(), one.first->next->source.c_str());
  }
  std::printf("%s%zu figures differ between %s and %s; all others are the same\n", table.empty() ? "" : "\n",
              differences.size(), base->name.c_str(), next->name.c_str());
  return Exit::ok;
}

}  // namespace

CLI::App* add_rules(CLI::App& app, RulesCommand& command, std::vector<std::string>& params) {
  CLI::App* rules =
      app.add_subcommand("rules", "the dated rule sets and the rule book: list, show, diff, what decides a scenario");
  rules->require_subcommand(0, 1);
  rules->fallthrough();
  rules->add_flag("--json", command.json, "print JSON on standard output");
  rules->footer(
      "  sendlab rules                                   the rule sets and their tables\n"
      "  sendlab rules show seed_2023 brand_daily_caps   every figure of a table with its date, source and confidence\n"
      "  sendlab rules show R-MPS-4                      what a rule says, where from, and its tests\n"
      "  sendlab rules diff seed_2023 current_2026       every figure that differs, both values with their sources\n"
      "  sendlab rules decided otp.lua --param rate=9/s  which rules and figures decide this scenario's result\n"
      "\n"
      "A scenario chooses with rules = \"seed_2023\". Exit codes: 0 told, 2 an unknown name or a scenario at fault.");
  CLI::App* list = rules->add_subcommand("list", "the rule sets and their tables (the default)");
  list->callback([&command] { command.kind = RulesCommand::Kind::list; });
  CLI::App* show_app = rules->add_subcommand("show", "a rule set, one of its tables, or a rule by its id");
  show_app->add_option("SET [TABLE] or RULE-ID", command.words, "current_2026 quotas, or R-MPS-4")
      ->required()
      ->expected(1, 2);
  show_app->callback([&command] { command.kind = RulesCommand::Kind::show; });
  CLI::App* diff_app = rules->add_subcommand("diff", "every figure of which two rule sets differ");
  diff_app->add_option("BASE", command.base, "a rule set, for example seed_2023")->required();
  diff_app->add_option("NEW", command.next, "another, for example current_2026")->required();
  diff_app->callback([&command] { command.kind = RulesCommand::Kind::diff; });
  CLI::App* decided_app = rules->add_subcommand("decided", "which rules and figures decide the result of a scenario");
  decided_app->add_option("SCENARIO", command.scenario, "a scenario file, or - for standard input")->required();
  decided_app->add_option("--param", params, "sets a param() of the scenario: NAME=VALUE; repeatable");
  decided_app->callback([&command] { command.kind = RulesCommand::Kind::decided; });
  return rules;
}

std::string rules_usage_fix(const std::string& word) {
  const std::vector<std::string> known = {"list", "show", "diff", "decided"};
  if (word.empty() || std::ranges::find(known, word) != known.end())
    return "see sendlab rules " + (word.empty() ? "" : word + " ") + "--help";
  const std::string_view near = nearest_name(word, known);
  if (near.empty()) return "sendlab rules knows " + list_of(known) + "; see sendlab rules --help";
  return "did you mean sendlab rules " + std::string(near) + "? see sendlab rules --help";
}

Exit rules_command(const RulesCommand& command) {
  switch (command.kind) {
    case RulesCommand::Kind::list: return list_sets(command.json);
    case RulesCommand::Kind::show: return show(command);
    case RulesCommand::Kind::diff: return diff(command);
    case RulesCommand::Kind::decided: return rules_decided(command);
  }
  return Exit::internal;
}

}  // namespace sendlab
