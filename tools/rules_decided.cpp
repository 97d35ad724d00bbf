// sendlab rules decided: what decided_by() finds, as text or JSON.
#include <cstdio>

#include "scenarios/nearest_name.hpp"
#include "tools/decided.hpp"
#include "tools/rules_command.hpp"
#include "tools/rules_print.hpp"
#include "tools/terminal.hpp"

namespace sendlab {

Exit rules_decided(const RulesCommand& command) {
  const auto prepared = prepare_scenario(command.scenario, command.params);
  if (!prepared.ok()) return print_errors(prepared.error()), Exit::usage;
  const std::vector<DecidedSection> sections = decided_by(prepared.value());
  const std::vector<std::string> rules = rules_of(sections);
  if (command.json) {
    Doc document = Doc::object();
    document.add("scenario", Doc::text(prepared->loaded.scenario.name));
    document.add("rule_set", Doc::text(prepared->loaded.scenario.rules));
    Doc& all = document.add("sections", Doc::array());
    for (const DecidedSection& section : sections) {
      Doc one = Doc::object();
      one.add("title", Doc::text(section.title));
      Doc figures = Doc::array();
      for (const DecidedFigure& figure : section.figures) {
        Doc row = Doc::object();
        row.add("what", Doc::text(figure.what));
        row.add("value", Doc::text(figure.value));
        row.add("by", Doc::text(figure.by));
        row.add("rules", Doc::text(figure.rules));
        row.add("source", Doc::text(figure.source));
        figures.append(std::move(row));
      }
      one.add("figures", std::move(figures));
      all.append(std::move(one));
    }
    Doc ids = Doc::array();
    for (const std::string& id : rules) ids.append(Doc::text(id));
    document.add("rules", std::move(ids));
    return print_json(document), Exit::ok;
  }
  for (const DecidedSection& section : sections) {
    std::printf("%s\n", section.title.c_str());
    std::vector<TextRow> rows;
    for (const DecidedFigure& figure : section.figures) {
      if (figure.by == "assumption")
        rows.push_back({"  " + figure.what, figure.value + " [" + figure.source + "]"});
      else
        rows.push_back({"  " + figure.what, figure.value, figure.by, figure.rules, figure.source});
    }
    print_rows(rows);
    std::printf("\n");
  }
  std::printf("%zu rules: %s\nsendlab rules show RULE-ID tells what one says\n", rules.size(),
              list_of(rules, rules.size()).c_str());
  return Exit::ok;
}

}  // namespace sendlab
