#include "reports/write_html.hpp"

#include <algorithm>
#include <array>

#include "engine/kernel/sha256.hpp"
#include "reports/time_series_csv.hpp"
#include "reports/web_files.hpp"

namespace sendlab {
namespace {

constexpr std::size_t most_page_rows = 100;   // of workloads and of carriers

const Rational zero{0, 1};


// JSON that may stand inside a script element: nothing in it can close the element or open another.
std::string inert(std::string_view json) {
  std::string out;
  out.reserve(json.size() + json.size() / 16);
  for (;;) {
    const std::size_t odd = json.find_first_of("<\xe2");
    out += json.substr(0, odd);
    if (odd == std::string_view::npos) return out;
    json.remove_prefix(odd);
    const bool line = json.starts_with("\u2028"), paragraph = json.starts_with("\u2029");
    out += json[0] == '<' ? "\\u003c" : line ? "\\u2028" : paragraph ? "\\u2029" : "\xe2";
    json.remove_prefix(line || paragraph ? 3 : 1);
  }
}

// The blocks of a scope that sent anything, as pairs of name and block: an object in a script would put names such as
// "7" before all others.
Doc blocks(const Doc& scope) {
  Doc shown = Doc::array();
  std::size_t left_out = 0;
  for (const Doc::Member& member : scope.members()) {
    if (value_of(member.value["messages"]["requested"]) == zero) continue;
    if (shown.items().size() == most_page_rows) {
      ++left_out;
      continue;
    }
    Doc& row = shown.append(Doc::object());
    row.add("name", Doc::text(member.name));
    row.add("block", member.value);
  }
  Doc doc = Doc::object();
  doc.add("rows", std::move(shown));
  doc.add("left_out", Doc::integer(static_cast<std::int64_t>(left_out)));
  return doc;
}

// Who was held against a limit, the most used first.
Doc limits(const Doc& scope) {
  struct Used {
    const Doc::Member* member;
    Rational utilisation;  // as report.json has it: the order is the same when the page is written from the file
  };
  std::vector<Used> used;
  for (const Doc::Member& member : scope.members()) {
    if (member.value["limit"].is_null() || value_of(member.value["peak_parts_per_window"]) == zero) continue;
    used.push_back({&member, value_of(read_json(write_json(member.value["utilisation"]), {}).value())});
  }
  std::stable_sort(used.begin(), used.end(),
                   [](const Used& a, const Used& b) { return a.utilisation > b.utilisation; });
  Doc rows = Doc::array();
  for (std::size_t i = 0; i < std::min(used.size(), most_limits); ++i) {
    Doc& row = rows.append(Doc::object());
    row.add("name", Doc::text(used[i].member->name));
    for (const char* member : {"limit", "window_s", "limit_carrier", "peak_parts_per_window", "utilisation"})
      row.add(member, used[i].member->value[member]);
  }
  Doc doc = Doc::object();
  doc.add("rows", std::move(rows));
  doc.add("left_out", Doc::integer(static_cast<std::int64_t>(used.size() - std::min(used.size(), most_limits))));
  return doc;
}

// Statistics of single numbers, campaigns and brands are left to report.json: there may be thousands.
Doc statistics(const Doc& all) {
  if (!all.is_object()) return {};
  Doc kept = Doc::array();
  for (const Doc::Member& metric : all.members()) {
    const auto starts = [&](std::string_view prefix) { return metric.name.starts_with(prefix); };
    if (starts("numbers.") || starts("numbers[") || starts("campaigns.") || starts("campaigns[") || starts("brands.") ||
        starts("brands["))
      continue;
    Doc& row = kept.append(Doc::object());
    row.add("metric", Doc::text(metric.name));
    row.add("mean", metric.value["mean"]);
    row.add("half_width_95", metric.value["half_width_95"]);
    row.add("n", metric.value["n"]);
  }
  return kept;
}

// An object as an array of {name, value}, in its order.
Doc entries(const Doc& object) {
  Doc all = Doc::array();
  for (const Doc::Member& member : object.members()) {
    Doc& entry = all.append(Doc::object());
    entry.add("name", Doc::text(member.name));
    entry.add("value", member.value);
  }
  return all;
}

// What the page shows of a report; members keep their names.
Doc shown_report(const Doc& report) {
  Doc doc = Doc::object();
  for (const char* member :
       {"schema",       "program",          "inputs",        "replications",     "rules",
        "start",        "complete",         "valid",         "digest",           "assumptions",
        "notes",        "virtual_s",        "messages",      "queue_s",          "accept_s",
        "delivery_s",   "delivered_share",  "reached_share", "delivered_within", "last_hand_over_s",
        "last_final_s", "delay_by_cause_s", "cost",          "expectations",     "faults"}) {
    doc.add(member, report[member]);
  }
  // As text: a seed may have more digits than a script's numbers.
  doc.add("seed", Doc::text(decimal_text(value_of(report["seed"]), 0)));
  Doc& scenario = doc.add("scenario", Doc::object());
  for (const char* member : {"file", "question", "sha256"}) scenario.add(member, report["scenario"][member]);
  scenario.add("params", entries(report["scenario"]["params"]));
  doc.add("workloads", blocks(report["workloads"]));
  doc.add("carriers", blocks(report["carriers"]));
  doc.add("campaigns", limits(report["campaigns"]));
  doc.add("brands", limits(report["brands"]));
  doc.add("numbers", limits(report["numbers"]));
  doc.add("metrics", entries(report["metrics"]));
  // Of the member `run` only what a run against an endpoint has: a simulation's page is a function of the scenario.
  if (report["run"]["requests"].is_object()) {
    Doc& target = doc.add("target", Doc::object());
    target.add("address", report["run"]["target"]);
    target.add("requests", report["run"]["requests"]);
  }
  doc.add("replication_stats", statistics(report["replication_stats"]));
  return doc;
}

// {"width_s", "t_s": […], "lines": [{"scope", "name", COLUMN: […]}]}: what the page draws, only columns that say
// anything; null where a row was missing or a cell empty.
std::string series_json(const TimeTable& series) {
  std::string out;
  const auto put_list = [&](const std::vector<std::string_view>& cells) {
    out += '[';
    for (const std::string_view cell : cells) {
      if (out.back() != '[') out += ',';
      out += cell.empty() ? "null" : cell;
    }
    out += ']';
  };
  out += "{\"width_s\": ";
  out += series.width_s.empty() ? "1" : series.width_s;
  out += ", \"t_s\": ";
  put_list(series.t_s);
  out += ", \"lines\": [";
  bool first = true;
  for (const TimeTable::Line& line : series.lines) {
    out += first ? "\n" : ",\n";
    first = false;
    out += "{\"scope\": ";
    append_json_text(out, line.scope);
    out += ", \"name\": ";
    append_json_text(out, line.name);
    for (std::size_t i = 0; i < series.columns.size(); ++i) {
      const auto& cells = line.cells[i];
      if (std::all_of(cells.begin(), cells.end(), [](std::string_view cell) { return cell.empty(); })) continue;
      out += ", ";
      append_json_text(out, series.columns[i]);
      out += ": ";
      put_list(cells);
    }
    out += "}";
  }
  return out + "]}";
}

std::string base64_of_hex(std::string_view hex) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto nibble = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 6) {
    unsigned bits = 0;
    for (std::size_t j = 0; j < 6; ++j) bits = bits << 4 | (i + j < hex.size() ? nibble(hex[i + j]) : 0);
    const std::size_t bytes = std::min<std::size_t>(3, (hex.size() - i) / 2);
    for (std::size_t j = 0; j < 4; ++j) out += j <= bytes ? digits[bits >> (18 - 6 * j) & 63] : '=';
  }
  return out;
}

std::string source(std::string_view content) { return "'sha256-" + base64_of_hex(sha256_hex(content)) + "'"; }

// Puts each value where the template has its name between double braces. A value is never looked into.
std::string filled(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  std::string out;
  while (true) {
    const std::size_t open = text.find("{{");
    out += text.substr(0, open);
    if (open == std::string_view::npos) return out;
    const std::size_t close = text.find("}}", open);
    const std::string_view name = text.substr(open + 2, close - open - 2);
    const auto* value =
        std::find_if(values.begin(), values.end(), [&](const auto& entry) { return entry.first == name; });
    ENSURE(value != values.end(), "the page's template asks for what there is");
    out += value->second;
    text.remove_prefix(close + 2);
  }
}

}  // namespace

std::string write_html(const Doc& report, const TimeTable* series) {
  const std::string_view style = web_file("page.css"), charts = web_file("chart.min.js");
  std::string script = "'use strict';\n";
  for (const char* file : {"format.js", "elements.js", "charts.js", "over_time.js", "throughput.js", "outcomes.js",
                           "sections.js", "page.js"})
    script += web_file(file);
  const std::string policy = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + source(style) +
                             "; script-src " + source(charts) + " " + source(script);
  const std::string data = "{\"report\": " + write_json(shown_report(report)) +
                           ", \"series\": " + (series != nullptr ? series_json(*series) : "null") + "}";
  return filled(web_file("page.html"), {{"policy", policy}, {"style", style}, {"charts", charts}, {"script", script},
                                        {"data", inert(data)}});
}

}  // namespace sendlab
