#include "reports/write_compare.hpp"

#include <algorithm>
#include <array>

#include "reports/text_lines.hpp"
#include "reports/text_picture.hpp"

namespace sendlab {
namespace {

using Kind = MetricDifference::Kind;

constexpr std::size_t most_differences = 30;

// What a reader looks at first, whatever changed most.
constexpr std::array<std::string_view, 8> key_figures{"messages.requested", "messages.accepted", "delivered_share",
                                                      "reached_share",      "delivery_s.p50",    "delivery_s.p95",
                                                      "delivery_s.p99",     "cost.total_usd"};

std::string plural(std::size_t n, const std::string& what) {
  return grouped(static_cast<std::int64_t>(n)) + " " + what + (n == 1 ? "" : "s");
}

std::string number_text(const std::optional<Doc::Number>& number) {
  return number ? decimal_text(number->value, number->places) : "-";
}

std::string signed_text(const std::optional<Doc::Number>& number) {
  if (!number) return "-";
  return (number->value.numerator > 0 ? "+" : "") + decimal_text(number->value, number->places);
}

// "+7.11 %"; what rounds to nothing still shows that it changed.
std::string relative_text(const MetricDifference& of) {
  if (!of.difference) return "-";
  if (!of.relative) return "from 0";
  const std::optional<Rational>& relative = of.relative;
  if (relative->numerator == 0) return "0 %";
  const Rational least{1, 10'000};
  const std::string sign = relative->numerator > 0 ? "+" : "-";
  const Rational size{relative->numerator < 0 ? -relative->numerator : relative->numerator, relative->denominator};
  if (size < least) return sign + "<0.01 %";
  return sign + percent(size, 2);
}

struct Row {
  std::array<std::string, 5> cells;  // metric, base, new, difference, relative
};

Row row_of(const MetricDifference& of) {
  return {
      {shown(of.metric), number_text(of.base), number_text(of.next), signed_text(of.difference), relative_text(of)}};
}

struct Section {
  std::string title, rest;  // `rest`: what of it is not shown
  std::vector<Row> rows;
};

Section section(const ReportComparison& comparison, Kind kind, const std::string& title, bool all) {
  Section result;
  const std::vector<const MetricDifference*> ranked = comparison.ranked(kind);
  const std::size_t shown_rows = all ? ranked.size() : std::min(ranked.size(), most_differences);
  for (std::size_t i = 0; i < shown_rows; ++i) result.rows.push_back(row_of(*ranked[i]));
  result.title = title + plural(ranked.size(), "metric");
  if (ranked.size() > shown_rows) {
    result.rest = "and " + grouped(static_cast<std::int64_t>(ranked.size() - shown_rows)) + " more; --all shows all";
  }
  return result;
}

std::vector<Section> sections(const ReportComparison& comparison, bool all) {
  std::vector<Section> result;
  if (!comparison.identical()) {
    Section keys{"Key figures", {}, {}};
    for (const std::string_view key : key_figures) {
      const auto found = std::find_if(comparison.metrics.begin(), comparison.metrics.end(),
                                      [&](const MetricDifference& of) { return of.metric == key; });
      if (found != comparison.metrics.end()) keys.rows.push_back(row_of(*found));
    }
    result.push_back(std::move(keys));
  }
  result.push_back(section(comparison, Kind::changed, "Changed: ", all));
  result.push_back(section(comparison, Kind::added, "Only in NEW: ", all));
  result.push_back(section(comparison, Kind::removed, "Only in BASE: ", all));
  if (all) result.push_back(section(comparison, Kind::unchanged, "Unchanged: ", all));
  std::erase_if(result, [](const Section& of) { return of.rows.empty(); });
  return result;
}

// One side in a line: quickstart.lua · sendlab 0.1.0 · seed 42 · digest 64d7…
std::string side_line(const Doc& side) {
  const auto text = [&](const char* member) {
    return side[member].as_text() != nullptr ? shown(*side[member].as_text()) : std::string("?");
  };
  const Doc::Number* seed = side["seed"].as_number();
  return text("name") + " · " + text("scenario") + " · sendlab " + text("program") + " · seed " +
         (seed != nullptr ? decimal_text(seed->value, 0) : "?") + " · digest " + text("digest");
}

// "12.51 → 13.4 (+0.89, +7.11 %)", or why there was nothing to judge.
std::string gate_change(const GateVerdict& verdict) {
  const MetricDifference& of = verdict.of;
  std::string text = number_text(of.base) + " → " + number_text(of.next);
  if (of.difference) text += " (" + signed_text(of.difference) + ", " + relative_text(of) + ")";
  return verdict.reason.empty() ? text : text + ": " + verdict.reason;
}

std::string expectation_text(const ExpectationChange& change) {
  return shown(change.expression) +
         (change.next_passed ? " failed in BASE and holds in NEW" : " held in BASE and fails in NEW");
}

std::string other_text(const ReportComparison& comparison) {
  std::string text;
  for (const std::string& member : comparison.other) text += (text.empty() ? "" : ", ") + member;
  return text;
}

std::string digests_text(const ReportComparison& comparison) {
  return comparison.digests_agree ? "the digests agree" : "the digests differ";
}

class TextPage : private TextLines {
 public:
  TextPage(const ReportComparison& comparison, const CompareTextOptions& options)
      : TextLines(options.colour), comparison_(comparison), options_(options) {}

  std::string write() {
    line(paint(Paint::title, "BASE") + "  " + side_line(comparison_.base));
    line(paint(Paint::title, "NEW") + "   " + side_line(comparison_.next));
    gates();
    for (const Section& of : sections(comparison_, options_.all)) table(of);
    if (!comparison_.expectations.empty()) {
      title("Expectations");
      for (const ExpectationChange& change : comparison_.expectations)
        line("  " + paint(change.next_passed ? Paint::good : Paint::bad, change.next_passed ? "✓" : "✗") + " " +
             expectation_text(change));
    }
    if (!comparison_.other.empty()) {
      line();
      line("Other members that differ: " + other_text(comparison_));
    }
    if (!comparison_.identical()) line();
    line(paint(comparison_.passed() ? Paint::good : Paint::bad, verdict_line(comparison_)));
    return take();
  }

 private:
  void title(const std::string& text) {
    line();
    line(paint(Paint::title, text));
  }

  void gates() {
    if (comparison_.gates.empty()) return;
    title("Gates");
    std::size_t width = 0;
    for (const GateVerdict& verdict : comparison_.gates) width = std::max(width, columns_of(verdict.gate.expression));
    for (const GateVerdict& verdict : comparison_.gates) {
      line("  " + paint(verdict.passed ? Paint::good : Paint::bad, verdict.passed ? "✓" : "✗") + " " +
           padded(shown(verdict.gate.expression), width) + "  " + gate_change(verdict));
    }
  }

  void table(const Section& of) {
    line();
    const Row head{{of.title, "BASE", "NEW", "difference", "relative"}};
    std::array<std::size_t, 5> widths{};
    const auto measure = [&](const Row& row, std::size_t indent) {
      for (std::size_t i = 0; i < widths.size(); ++i)
        widths[i] = std::max(widths[i], columns_of(row.cells[i]) + (i == 0 ? indent : 0));
    };
    measure(head, 0);
    for (const Row& row : of.rows) measure(row, 2);
    const auto cells = [&](const Row& row, const std::string& indent) {
      std::string text = padded(indent + row.cells[0], widths[0]);
      for (std::size_t i = 1; i < widths.size(); ++i) text += "  " + right(row.cells[i], widths[i]);
      return text;
    };
    line(paint(Paint::title, cells(head, "")));
    for (const Row& row : of.rows) line(cells(row, "  "));
    if (!of.rest.empty()) line(paint(Paint::quiet, "  … " + of.rest));
  }

  const ReportComparison& comparison_;
  const CompareTextOptions& options_;
};

// A code span: longer fence than any run of backticks inside, pipes escaped for tables.
std::string code(const std::string& text) {
  std::size_t longest = 0, run = 0;
  std::string inner;
  for (const char c : shown(text)) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    if (c == '|') inner += '\\';
    inner += c;
  }
  const std::string fence(longest + 1, '`');
  const std::string pad = longest > 0 ? " " : "";
  return fence + pad + inner + pad + fence;
}

std::string markdown_table(const Section& of) {
  std::string text = "| metric | BASE | NEW | difference | relative |\n|---|--:|--:|--:|--:|\n";
  for (const Row& row : of.rows) {
    text += "| " + code(row.cells[0]);
    for (std::size_t i = 1; i < row.cells.size(); ++i) text += " | " + row.cells[i];
    text += " |\n";
  }
  if (!of.rest.empty()) text += "\n… " + of.rest + "\n";
  return text;
}

Doc number_doc(const std::optional<Doc::Number>& number) {
  return number ? Doc::number(number->value, number->places) : Doc{};
}

void add_difference(Doc& doc, const MetricDifference& of) {
  doc.add("base", number_doc(of.base));
  doc.add("new", number_doc(of.next));
  doc.add("difference", number_doc(of.difference));
  doc.add("relative", of.relative ? Doc::number(*of.relative, 9) : Doc{});
}

void add_metrics(Doc& list, const ReportComparison& comparison, Kind kind, const char* name) {
  for (const MetricDifference* of : comparison.ranked(kind)) {
    Doc& item = list.append(Doc::object());
    item.add("metric", Doc::text(of->metric));
    item.add("state", Doc::text(name));
    add_difference(item, *of);
  }
}

Doc texts(const std::vector<std::string>& lines) {
  Doc list = Doc::array();
  for (const std::string& text : lines) list.append(Doc::text(text));
  return list;
}

}  // namespace

std::string verdict_line(const ReportComparison& comparison) {
  const std::size_t same = comparison.count(Kind::unchanged);
  const std::size_t differ = comparison.metrics.size() - same;
  std::string text;
  if (comparison.identical()) {
    text =
        "no difference: " + plural(same, "metric") + (same == 1 ? " is equal" : " are equal") + ", the digests agree";
  } else if (differ > 0) {
    text = grouped(static_cast<std::int64_t>(differ)) + " of " + plural(comparison.metrics.size(), "metric") +
           (differ == 1 ? " differs, " : " differ, ") + digests_text(comparison);
  } else if (!comparison.digests_agree) {
    text = "every metric is equal, but the digests differ: some message took another way";
  } else {
    text = "every metric is equal and the digests agree, but " + other_text(comparison) + " changed";
  }
  if (comparison.gates.empty()) return (comparison.passed() ? "passed: " : "failed: ") + text;
  const auto failed = static_cast<std::size_t>(std::count_if(
      comparison.gates.begin(), comparison.gates.end(), [](const GateVerdict& verdict) { return !verdict.passed; }));
  if (failed == 0) return "passed: 0 of " + plural(comparison.gates.size(), "gate") + " failed; " + text;
  return "failed: " + std::to_string(failed) + " of " + plural(comparison.gates.size(), "gate") + " failed; " + text;
}

std::string write_compare_text(const ReportComparison& comparison, const CompareTextOptions& options) {
  return TextPage(comparison, options).write();
}

std::string write_compare_markdown(const ReportComparison& comparison, bool all) {
  std::string text = std::string("### sendlab compare: ") + (comparison.passed() ? "passed" : "**failed**") + "\n\n";
  const std::string verdict = verdict_line(comparison);
  text += verdict.substr(verdict.find(": ") + 2) + "\n\n";
  text += "- BASE: " + code(side_line(comparison.base)) + "\n- NEW: " + code(side_line(comparison.next)) + "\n";
  for (const std::string& warning : comparison.warnings) text += "- warning: " + code(warning) + "\n";
  for (const ExpectationChange& change : comparison.expectations) {
    text += "- expectation " + code(change.expression) +
            (change.next_passed ? " failed in BASE and holds in NEW\n" : " held in BASE and **fails** in NEW\n");
  }
  if (!comparison.other.empty()) text += "- other members that differ: " + other_text(comparison) + "\n";
  if (!comparison.gates.empty()) {
    text += "\n| gate | change | verdict |\n|---|---|---|\n";
    for (const GateVerdict& verdict_of : comparison.gates) {
      text += "| " + code(verdict_of.gate.expression) + " | " + gate_change(verdict_of) + " | " +
              (verdict_of.passed ? "passed" : "**failed**") + " |\n";
    }
  }
  for (const Section& of : sections(comparison, all)) {
    if (of.title == "Key figures") {
      text += "\n" + markdown_table(of);
    } else {
      text += "\n<details><summary>" + of.title + "</summary>\n\n" + markdown_table(of) + "\n</details>\n";
    }
  }
  return text;
}

Doc compare_document(const ReportComparison& comparison, bool all) {
  Doc doc = Doc::object();
  doc.add("schema", Doc::text("sendlab.compare/1"));
  doc.add("base", comparison.base);
  doc.add("new", comparison.next);
  doc.add("warnings", texts(comparison.warnings));
  doc.add("passed", Doc::boolean(comparison.passed()));
  doc.add("identical", Doc::boolean(comparison.identical()));
  doc.add("digests_agree", Doc::boolean(comparison.digests_agree));
  doc.add("gate", Doc::text(comparison.gates.empty() ? "exact" : "fail_on"));
  Doc& gates = doc.add("gates", Doc::array());
  for (const GateVerdict& verdict : comparison.gates) {
    Doc& item = gates.append(Doc::object());
    item.add("expression", Doc::text(verdict.gate.expression));
    item.add("metric", Doc::text(verdict.of.metric));
    item.add("passed", Doc::boolean(verdict.passed));
    item.add("reason", verdict.reason.empty() ? Doc{} : Doc::text(verdict.reason));
    add_difference(item, verdict.of);
  }
  Doc& counts = doc.add("counts", Doc::object());
  counts.add("unchanged", Doc::integer(static_cast<std::int64_t>(comparison.count(Kind::unchanged))));
  counts.add("changed", Doc::integer(static_cast<std::int64_t>(comparison.count(Kind::changed))));
  counts.add("added", Doc::integer(static_cast<std::int64_t>(comparison.count(Kind::added))));
  counts.add("removed", Doc::integer(static_cast<std::int64_t>(comparison.count(Kind::removed))));
  doc.add("other_changes", texts(comparison.other));
  Doc& expectations = doc.add("expectations", Doc::array());
  for (const ExpectationChange& change : comparison.expectations) {
    Doc& item = expectations.append(Doc::object());
    item.add("expression", Doc::text(change.expression));
    item.add("base_passed", Doc::boolean(change.base_passed));
    item.add("new_passed", Doc::boolean(change.next_passed));
  }
  Doc& metrics = doc.add("metrics", Doc::array());
  add_metrics(metrics, comparison, Kind::changed, "changed");
  add_metrics(metrics, comparison, Kind::added, "added");
  add_metrics(metrics, comparison, Kind::removed, "removed");
  if (all) add_metrics(metrics, comparison, Kind::unchanged, "unchanged");
  return doc;
}

}  // namespace sendlab
