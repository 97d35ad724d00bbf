#include "tools/scenario_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "carriers/vocabulary.hpp"
#include "engine/lua/lua_sandbox.hpp"

namespace sendlab {
namespace {

Result<std::string> read_text(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    return Error{file, "is a folder, not a scenario", "name a file, for example " + file + "/quickstart.lua"};
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    return Error{file, std::string("cannot be read: ") + std::strerror(errno),
                 "give the path of a scenario file, or - for standard input"};
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

}  // namespace

Result<PreparedScenario, Errors> prepare_scenario(const std::string& file,
                                                  const std::map<std::string, std::string>& params,
                                                  const PrepareOptions& given) {
  const auto text = given.text ? Result<std::string>(*given.text) : read_text(file);
  if (!text.ok()) return Errors{text.error()};
  // The vocabulary is the same for every rule set; which one a scenario wants is known only once it is loaded.
  const auto countries = given.countries.empty() ? Result<std::string>(std::string{}) : read_text(given.countries);
  if (!countries.ok()) return Errors{countries.error()};
  auto tables = RuleTables::load("current_2026", countries.value(), given.countries);
  if (!tables.ok()) return Errors{tables.error()};
  PreparedScenario prepared;
  auto load = [file, params, serving = given.serving, text = text.value(), words = vocabulary(tables.value())] {
    std::error_code ignored;
    LoadOptions options{words, file, text, params, std::filesystem::current_path(ignored).string()};
    options.workloads_needed = !serving;
    options.check_expectation = [](std::string_view expression) -> std::optional<Error> {
      const auto parsed = parse_expectation(expression, "");
      if (parsed.ok()) return std::nullopt;
      return parsed.error();
    };
    return load_scenario(options);
  };
  auto loaded = load();
  if (!loaded.ok()) return loaded.error();
  prepared.loaded = std::move(loaded).value();
  prepared.reload = load;
  if (given.start) prepared.loaded.scenario.start = *given.start;
  const Scenario& scenario = prepared.loaded.scenario;
  if (scenario.rules != "current_2026") tables = RuleTables::load(scenario.rules, countries.value(), given.countries);
  if (!tables.ok()) return Errors{tables.error()};
  prepared.tables = std::make_unique<RuleTables>(std::move(tables).value());

  auto world = build_world(scenario, *prepared.tables, given.serving, given.countries);
  if (!world.ok()) return world.error();
  prepared.world = std::move(world).value();
  for (const ExpectationSpec& spec : scenario.expect) {
    auto parsed = parse_expectation(spec.expression, spec.where);
    if (!parsed.ok()) return Errors{parsed.error()};
    prepared.expectations.push_back(std::move(parsed).value());
  }
  std::vector<Expectation> asked = prepared.expectations;
  for (const ExpectationSpec& spec : scenario.invariants) {
    auto parsed = parse_expectation(spec.expression, spec.where);
    if (!parsed.ok()) return Errors{parsed.error()};
    if (parsed->over)
      return Errors{{spec.where, "an invariant holds at every instant and has no window: \"" + spec.expression + "\"",
                     "put it under expect, or leave out over"}};
    asked.push_back(std::move(parsed).value());
  }
  auto plan = plan_collection(prepared.world.topology, asked);
  if (!plan.ok()) return plan.error();
  prepared.plan = std::move(plan).value();
  return prepared;
}

}  // namespace sendlab
