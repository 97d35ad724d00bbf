// The command line: one small function for each command of the contract that exists.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "engine/kernel/calendar.hpp"
#include "engine/kernel/ensure.hpp"
#include "engine/lua/lua_sandbox.hpp"
#include "engine/message/parts_report.hpp"
#include "reports/output_files.hpp"
#include "reports/document.hpp"
#include "reports/time_series_csv.hpp"
#include "reports/write_html.hpp"
#include "reports/write_junit.hpp"
#include "reports/write_text.hpp"
#include "tools/compare_command.hpp"
#include "tools/advice_of.hpp"
#include "tools/rules_command.hpp"
#include "tools/run_command.hpp"
#include "tools/scenario_file.hpp"
#include "tools/serve_command.hpp"
#include "tools/terminal.hpp"
#include "tools/version.hpp"

namespace sendlab {
namespace {

// NAME=VALUE pairs; what is wrong is an error of the command line.
std::map<std::string, std::string> params_of(const std::vector<std::string>& given) {
  std::map<std::string, std::string> params;
  for (const std::string& text : given) {
    const auto equals = text.find('=');
    if (equals == 0 || equals == std::string::npos)
      throw CLI::ValidationError("--param", "needs NAME=VALUE, got \"" + text + "\"; for example --param rate=8/s");
    params[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return params;
}

// The numbers that a scenario declares; the world has more identities, such as the shared routes of every country.
std::size_t declared_numbers(const Scenario& scenario) {
  std::size_t count = 0;
  for (const AccountSpec& account : scenario.accounts) {
    count += account.numbers.size();
    for (const BrandSpec& brand : account.brands)
      for (const CampaignSpec& campaign : brand.campaigns) count += campaign.numbers.size();
  }
  return count;
}

Exit check_command(const std::string& file, const std::map<std::string, std::string>& params,
                   const std::string& countries) {
  PrepareOptions options;
  options.countries = countries;
  const auto prepared = prepare_scenario(file, params, options);
  if (!prepared.ok()) {
    print_errors(prepared.error());
    const std::size_t n = prepared.error().size();
    std::fprintf(stderr, "%zu fault%s\n", n, n == 1 ? "" : "s");
    return Exit::usage;
  }
  const Scenario& scenario = prepared->loaded.scenario;
  print_warnings(scenario.warnings);
  const Errors advice = advice_of(prepared.value());
  print_advice(advice);
  const std::size_t numbers = declared_numbers(scenario);
  std::printf("%s: no faults, %zu warning%s, %zu piece%s of advice; %zu workload%s, %zu number%s, rules %s\n",
              file.c_str(), scenario.warnings.size(), scenario.warnings.size() == 1 ? "" : "s", advice.size(),
              advice.size() == 1 ? "" : "s", scenario.workloads.size(), scenario.workloads.size() == 1 ? "" : "s",
              numbers, numbers == 1 ? "" : "s", scenario.rules.c_str());
  return Exit::ok;
}

// TEXT, - for standard input, or the path of a file.
Exit parts_command(const std::string& what) {
  std::string text = what;
  std::error_code ignored;
  if (what == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else if (std::filesystem::is_regular_file(what, ignored)) {
    std::ifstream file(what, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  // An editor's last line feed is not part of the message.
  if (text.size() > 1 && text.back() == '\n' && text != what) text.pop_back();
  std::fputs(parts_report(text).c_str(), stdout);
  return std::fflush(stdout) == 0 ? Exit::ok : Exit::output;
}

// Writes the reports for people and CI of a finished run again, from its report.json and timeseries.csv.
Exit report_command(const std::string& folder, bool quiet) {
  const std::filesystem::path path = std::filesystem::path(folder) / "report.json";
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    print_errors(
        {{path.string(), "cannot be read", "give the folder that a run left, for example sendlab-out/quickstart-1"}});
    return Exit::usage;
  }
  const auto report = read_json(std::string(std::istreambuf_iterator<char>(file), {}), path.string());
  if (!report.ok()) {
    print_errors({report.error()});
    return Exit::usage;
  }
  const std::string* schema = report.value()["schema"].as_text();
  if (schema == nullptr || *schema != "sendlab.report/1") {
    print_errors(
        {{path.string(), "is not a report of schema sendlab.report/1", "run the scenario again with this version"}});
    return Exit::usage;
  }
  // The run's own summary has a picture that the report alone cannot give; it is kept as long as it is of this report.
  const std::string* digest = report.value()["digest"].as_text();
  std::ifstream kept(std::filesystem::path(folder) / "summary.txt", std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(kept), {});
  const bool own = kept && digest != nullptr && text.find("digest " + *digest) != std::string::npos;
  if (!own) text = write_text(report.value(), {});
  // A page without charts over time is better than none, but a damaged file is told.
  const std::filesystem::path series_path = std::filesystem::path(folder) / "timeseries.csv";
  std::ifstream series_file(series_path, std::ios::binary);
  const bool has_series = series_file.is_open();
  const std::string csv(std::istreambuf_iterator<char>(series_file), {});
  const auto series = read_time_series(csv, series_path.string());
  if (has_series && !series.ok()) {
    print_errors({series.error()});
    return Exit::usage;
  }
  const Errors unwritten =
      write_all(folder, {{"report.html", write_html(report.value(), has_series ? &series.value() : nullptr)},
                         {"summary.txt", text},
                         {"junit.xml", write_junit(report.value())}});
  if (!unwritten.empty()) {
    print_errors(unwritten);
    return Exit::output;
  }
  if (!quiet) std::fputs(text.c_str(), stdout);
  return all_passed(report.value()) ? Exit::ok : Exit::failed;
}

// What was wrong with the command line, and what to do about it.
Error usage_error(const CLI::ParseError& error, int argc, char** argv) {
  static constexpr std::string_view commands[] = {"run", "check", "parts", "report", "compare", "rules", "serve"};
  const std::string first = argc > 1 ? argv[1] : "";
  if (first.empty())
    return {"", "a command is missing",
            "for example: sendlab run scenarios/library/quickstart.lua; sendlab --help lists all"};
  if (first[0] != '-' && std::find(std::begin(commands), std::end(commands), first) == std::end(commands))
    return {"", "unknown command \"" + first + "\"",
            "run, check, parts, report, compare, rules or serve; sendlab --help tells what each does"};
  if (first == "rules") return {"", error.what(), rules_usage_fix(argc > 2 ? argv[2] : "")};
  return {"", error.what(), first[0] == '-' ? "see sendlab --help" : "see sendlab " + first + " --help"};
}

// CLI11 reads -1 as a very large unsigned number.
// ... and more than 64 bits as the most they hold.
const CLI::Validator whole_64_bits(
    [](std::string& text) {
      std::uint64_t value = 0;
      const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
      return end.ec == std::errc() && end.ptr == text.data() + text.size()
                 ? std::string()
                 : "must be a whole number from 0 to 18446744073709551615, got " + text;
    },
    "");

int run_main(int argc, char** argv) {
  CLI::App app{"sendlab simulates A2P text messaging: a scenario in, a latency and cost report out.\n"
               "Every run with the same scenario, parameters and seed gives the same report, byte for byte."};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("sendlab ") + program_version);
  app.footer(
      "Exit codes: 0 ran and every expectation held, 1 internal error, 2 usage or input at fault, 3 refused for "
      "safety,\n"
      "4 output not written, 5 not valid (a planned fault never took effect, the sender was too slow), 99 an "
      "expectation or a\n"
      "comparison failed, 130 interrupted.\n"
      "Begin with: sendlab run scenarios/library/quickstart.lua");

  RunCommand run;
  std::vector<std::string> params;
  std::string until;
  CLI::App* run_app = app.add_subcommand("run", "simulate a scenario and report");
  run_app->add_option("SCENARIO", run.scenario, "a scenario file, or - for standard input")->required();
  run_app->add_option("--seed", run.seed, "seed of all random streams (default: the scenario's)")->check(whole_64_bits);
  run_app->add_option("--param", params, "sets a param() of the scenario: NAME=VALUE; repeatable");
  run_app->add_option("--countries", run.countries, countries_option);
  auto* replications =
      run_app->add_option("--replications", run.replications, "independent runs to merge (default: the scenario's)")
          ->check(CLI::Range(1, 1'000'000));
  run_app->add_option("--replication", run.replication, "only this one, counted from 0")
      ->check(CLI::Range(0, 1'000'000))
      ->excludes(replications);
  run_app->add_option("--jobs", run.jobs, "threads for replications (default: all cores)")->check(CLI::Range(1, 1024));
  run_app->add_option("--until", until, "end the run at this offset, for example 90m");
  run_app->add_option("--out", run.out, "folder for the reports (default: sendlab-out/NAME-SEED)");
  run_app->add_flag("--events", run.events, "also write events.ndjson and messages.ndjson");
  run_app->add_flag("--quiet", run.quiet, "print nothing but errors");
  run_app->add_flag("--json", run.json, "print report.json on standard output, and nothing else there");
  run_app->add_flag("--plan-only", run.plan_only, "print the planned sends as NDJSON, send nothing");
  auto* target = run_app
                     ->add_option("--target", run.target,
                                  "send to this endpoint by the wall clock: http://127.0.0.1:4580, or https://…")
                     ->group("Against an endpoint");
  run_app->add_option("--pace", run.pace, "xN: N seconds of the scenario in a second")
      ->capture_default_str()
      ->group("Against an endpoint");
  run_app
      ->add_option("--receipts", run.receipts,
                   "listen:HOST:PORT takes the event stream over HTTP, none waits for nothing\n(default: polled from "
                   "sendlab serve)")
      ->needs(target)
      ->group("Against an endpoint");
  run_app->add_flag("--allow-send", run.allow_send, "send to a target beyond this machine; needs the next three")
      ->needs(target)
      ->group("Against an endpoint");
  run_app->add_option("--max-messages", run.max_messages, "at most so many messages and calls")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}))
      ->needs(target)
      ->group("Against an endpoint");
  run_app
      ->add_option("--max-spend", run.max_spend,
                   "at most so much, by the scenario's prices: \"$5\"; a call counts with\nthe longest duration that "
                   "one may have until it is over")
      ->needs(target)
      ->group("Against an endpoint");
  run_app->add_option("--allow-numbers", run.allow_numbers, "file of the only destinations, one E.164 number a line")
      ->needs(target)
      ->group("Against an endpoint");
  run_app->add_flag("--verify", run.verify, "run twice in fresh processes and compare the reports");

  std::string file, text, folder;
  bool quiet = false;
  CLI::App* check_app = app.add_subcommand("check", "find every fault of a scenario without running it");
  check_app->add_option("SCENARIO", file, "a scenario file, or - for standard input")->required();
  check_app->add_option("--param", params, "sets a param() of the scenario: NAME=VALUE; repeatable");
  check_app->add_option("--countries", run.countries, countries_option);
  CLI::App* parts_app = app.add_subcommand("parts", "encoding, characters and parts of a message; what forces Unicode");
  parts_app->add_option("TEXT", text, "the message itself, a file that holds it, or - for standard input")->required();
  CLI::App* report_app = app.add_subcommand("report", "write the reports of a finished run again and show them");
  report_app->add_option("DIR", folder, "the folder that the run left")->required();
  report_app->add_flag("--quiet", quiet, "write only");
  CompareCommand compare;
  CLI::App* compare_app = add_compare(app, compare);
  RulesCommand rules;
  CLI::App* rules_app = add_rules(app, rules, params);

  ServeCommand serve;
  CLI::App* serve_app = app.add_subcommand("serve", "the simulated service as an HTTP endpoint for AWS SDK clients");
  add_serve_options(*serve_app, serve, params);

  try {
    app.parse(argc, argv);
    if (!until.empty()) {
      const auto offset = parse_duration(until);
      if (!offset.ok()) throw CLI::ValidationError("--until", offset.error().what + "; " + offset.error().fix);
      if (offset.value() > ScenarioLimits{}.horizon_max)
        throw CLI::ValidationError("--until", "must be at most 30d, got " + until);
      run.until = offset.value();
    }
    run.params = serve.params = rules.params = params_of(params);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    print_errors({usage_error(error, argc, argv)});
    return static_cast<int>(Exit::usage);
  }
  run.arguments.assign(argv + 1, argv + argc);
  if (run_app->parsed()) return static_cast<int>(run_command(run));
  if (check_app->parsed()) return static_cast<int>(check_command(file, run.params, run.countries));
  if (serve_app->parsed()) return static_cast<int>(serve_command(serve));
  if (parts_app->parsed()) return static_cast<int>(parts_command(text));
  if (rules_app->parsed()) return static_cast<int>(rules_command(rules));
  if (compare_app->parsed()) return static_cast<int>(compare_command(compare));
  return static_cast<int>(report_command(folder, quiet));
}

}  // namespace
}  // namespace sendlab

int main(int argc, char** argv) {
  try {
    const int code = sendlab::run_main(argc, argv);
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
    std::fputs(
        "error: standard output cannot be written\n  fix: look for a full disk or a closed pipe; --quiet prints "
        "nothing there\n",
        stderr);
    return static_cast<int>(sendlab::Exit::output);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "internal error: %s\n", error.what());
    return static_cast<int>(sendlab::Exit::internal);
  }
}
