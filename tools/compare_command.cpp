#include "tools/compare_command.hpp"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "reports/compare.hpp"
#include "reports/text_picture.hpp"
#include "reports/write_compare.hpp"
#include "scenarios/row_parser.hpp"
#include "tools/terminal.hpp"

namespace sendlab {
namespace {

Result<Doc> read_report(const std::string& given) {
  std::error_code ignored;
  std::filesystem::path path = given;
  if (std::filesystem::is_directory(path, ignored)) path /= "report.json";
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error{path.string(), std::string("cannot be read: ") + std::strerror(errno),
                 "give the folder that a run left, for example sendlab-out/quickstart-42, or its report.json"};
  }
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  Result<Doc> report = read_json(bytes, path.string());
  if (!report) return report;
  if (!is_utf8(bytes)) return Error{path.string(), "is not UTF-8", "run the scenario again; sendlab writes UTF-8"};
  const std::string* schema = report.value()["schema"].as_text();
  if (schema == nullptr || *schema != "sendlab.report/1") {
    return Error{path.string(), "is not a report of schema sendlab.report/1",
                 "run the scenario again with this version of sendlab"};
  }
  return report;
}

// A path as the outputs show it: JSON must be UTF-8, and a path need not be.
std::string name_of(std::string path) {
  if (is_utf8(path)) return path;
  for (char& c : path)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return path;
}

}  // namespace

CLI::App* add_compare(CLI::App& app, CompareCommand& command) {
  CLI::App* compare = app.add_subcommand("compare", "differences of two runs, and an exit code for CI");
  compare->add_option("BASE", command.base, "the result folder (or report.json) to compare with")->required();
  compare->add_option("NEW", command.next, "the result folder (or report.json) that may differ")->required();
  compare
      ->add_option("--fail-on", command.fail_on,
                   "exit 99 when this change holds: \"METRIC OP THRESHOLD\"; repeatable (default: any difference)")
      ->allow_extra_args(false);
  compare->add_flag("--all", command.all, "list every metric, unchanged ones too");
  auto* markdown = compare->add_flag("--markdown", command.markdown, "print Markdown, for a pull request comment");
  compare->add_flag("--json", command.json, "print JSON, schema sendlab.compare/1")->excludes(markdown);
  compare->footer(
      "In simulated time an unchanged model differs by nothing, so without --fail-on any difference fails (exit 99).\n"
      "With --fail-on only the given changes fail. A threshold has a sign: the change goes from BASE to NEW.\n"
      "\n"
      "  sendlab compare main-out branch-out                                   the same to the last byte?\n"
      "  sendlab compare A B --fail-on \"codes.delivery_s.p99 > +5%\"            more than 5 % slower\n"
      "  sendlab compare A B --fail-on \"delivery_s.p99 > +250ms\"               more than 250 ms slower\n"
      "  sendlab compare A B --fail-on 'carriers[\"US Cellular\"].delivered_share < -1pp'   by a percentage point\n"
      "  sendlab compare A B --fail-on 'cost.total_usd >= +$1' --markdown      for a pull request comment\n"
      "\n"
      "METRIC is a path of report.json, as in expectations; OP is > >= < or <=. +N% is of the BASE value; a value of "
      "0\n"
      "that changes is beyond any percentage. A metric without samples in one of the reports fails its gate.\n"
      "Exit codes: 0 no gate failed, 2 a report or a gate at fault, 99 a gate failed.");
  return compare;
}

Exit compare_command(const CompareCommand& command) {
  Errors errors;
  const Result<Doc> base = read_report(command.base);
  const Result<Doc> next = read_report(command.next);
  if (!base) errors.push_back(base.error());
  if (!next && command.next != command.base) errors.push_back(next.error());
  std::vector<Gate> gates;
  for (const std::string& expression : command.fail_on) {
    Result<Gate> gate = parse_gate(expression, "--fail-on");
    if (gate) {
      gates.push_back(std::move(gate).value());
    } else {
      errors.push_back(gate.error());
    }
  }
  if (!errors.empty()) {
    print_errors(errors);
    return Exit::usage;
  }
  const Result<ReportComparison, Errors> comparison =
      compare_reports({name_of(command.base), base.value()}, {name_of(command.next), next.value()}, gates);
  if (!comparison) {
    print_errors(comparison.error());
    return Exit::usage;
  }
  Errors warnings;
  for (const std::string& warning : comparison->warnings) warnings.push_back({"", shown(warning), ""});
  print_warnings(warnings);
  const std::string text = command.json ? write_json(compare_document(comparison.value(), command.all))
                           : command.markdown
                               ? write_compare_markdown(comparison.value(), command.all)
                               : write_compare_text(comparison.value(), {colour_wanted(stdout), command.all});
  std::fwrite(text.data(), 1, text.size(), stdout);
  return comparison->passed() ? Exit::ok : Exit::failed;
}

}  // namespace sendlab
