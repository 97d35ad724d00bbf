#include "reports/write_text.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "reports/text_lines.hpp"
#include "reports/text_picture.hpp"

namespace sendlab {
namespace {

constexpr std::size_t width = 100;
constexpr std::size_t most_rows = 12;    // of a table; the rest is counted
constexpr std::size_t most_numbers = 4;  // of the limits: the numbers of a campaign are much alike

std::string shown_text(const Doc& doc) { return doc.as_text() != nullptr ? shown(*doc.as_text()) : std::string{}; }

std::int64_t count_of(const Doc& doc) {
  const Rational value = value_of(doc);
  return static_cast<std::int64_t>(value.numerator / value.denominator);
}

// A member in seconds as whole nanoseconds.
Duration duration_of(const Doc& doc) {
  const Rational value = value_of(doc);
  const Int128 whole = value.numerator / value.denominator * 1'000'000'000;
  const Int128 rest = value.numerator % value.denominator * 1'000'000'000 / value.denominator;
  return Duration{static_cast<std::int64_t>(whole + rest)};
}

std::string duration_text_of(const Doc& doc) { return doc.is_null() ? "-" : short_duration(duration_of(doc)); }

class Page : private TextLines {
 public:
  Page(const Doc& report, const TextOptions& options)
      : TextLines(options.colour), report_(report), options_(options) {}

  std::string write() {
    header();
    outcome();
    latency();
    causes();
    limits();
    cost();
    table("Workloads", "workloads");
    table("Carriers", "carriers");
    replications();
    destinations();
    faults();
    expectations();
    notes();
    footer();
    return take();
  }

 private:
  void title(const std::string& text, const std::string& note = {}) {
    line();
    const std::size_t used = columns_of(text) + columns_of(note);
    const std::string gap(used < width ? width - used : 2, ' ');
    line(paint(Paint::title, text) + (note.empty() ? "" : gap + paint(Paint::quiet, note)));
  }

  void header() {
    const std::int64_t n = count_of(report_["replications"]);
    line(paint(Paint::title, shown_text(report_["scenario"]["file"])) + "   sendlab " +
         shown_text(report_["program"]["version"]) + " · seed " + decimal_text(value_of(report_["seed"]), 0) + " · " +
         std::to_string(n) + (n == 1 ? " replication" : " replications") + " · rules " + shown_text(report_["rules"]));
    for (const std::string& question_line : wrapped(shown_text(report_["scenario"]["question"]), width))
      line(question_line);
    std::string params;
    for (const Doc::Member& param : report_["scenario"]["params"].members()) {
      params += " · " + shown(param.name) + " = " + shown_text(param.value);
    }
    line(paint(Paint::quiet, "from " + shown_text(report_["start"]) + ", " + duration_text_of(report_["virtual_s"]) +
                                 " simulated" + params));
    target();
    if (!is_true(report_["complete"])) line(paint(Paint::bad, "INTERRUPTED: what was finished is reported"));
    if (!is_true(report_["valid"])) line(paint(Paint::bad, "NOT VALID: the run did not test what it set out to"));
  }

  // A run against an endpoint: how its requests went, by the wall clock.
  void target() {
    const Doc& requests = report_["run"]["requests"];
    if (!requests.is_object()) return;
    const std::int64_t late = count_of(requests["late"]);
    line("sent to " + shown_text(report_["run"]["target"]));
    line(grouped(count_of(requests["answered"])) + " requests answered, half of them within " +
         duration_text_of(requests["answer_from_send_s"]["p50"]) + " of their send, 99 % within " +
         duration_text_of(requests["answer_from_send_s"]["p99"]) +
         (late == 0
              ? ""
              : "; " + grouped(late) + " left more than " + duration_text_of(requests["late_after_s"]) + " late"));
  }

  void outcome() {
    const Doc& messages = report_["messages"];
    const std::int64_t requested = count_of(messages["requested"]);
    title("Outcome", grouped(requested) + " requested, " + grouped(count_of(messages["accepted"])) + " accepted, " +
                         grouped(count_of(messages["parts"])) + " parts" +
                         (count_of(report_["replications"]) > 1 ? ", all replications together" : ""));
    const auto row = [&](const std::string& name, std::int64_t n, Paint colour) {
      if (n == 0) return;
      line("  " + padded(name, 46) + right(grouped(n), 11) + right(percent({n, requested}, 2), 10) + "  " +
           paint(colour, bar(n, requested, 29)));
    };
    row("DELIVERED", count_of(messages["final"]["DELIVERED"]), Paint::good);
    row("SUCCESSFUL, no receipt came", count_of(messages["final"]["SUCCESSFUL"]), Paint::good);
    for (const Doc::Member& status : messages["final"].members()) {
      if (status.name != "DELIVERED" && status.name != "SUCCESSFUL")
        row(status.name, count_of(status.value), Paint::bad);
    }
    for (const Doc::Member& reason : messages["refused"].members()) {
      row("refused " + reason.name, count_of(reason.value), Paint::warning);
    }
    row("unsent, still in the sender's queue", count_of(messages["unsent"]), Paint::warning);
    row("pending at the horizon", count_of(messages["pending"]), Paint::warning);
    if (requested == 0) line("  nothing was sent");
  }

  void latency() {
    static constexpr std::array<std::pair<const char*, const char*>, 3> stages{
        {{"queue_s", "to the carrier"}, {"accept_s", "carrier accepted"}, {"delivery_s", "on the handset"}}};
    const LogAxis axis = latency_axis();
    if (axis.high == Duration::zero()) return;
    title("Latency", "from the planned instant");
    line(paint(Paint::quiet, "  " + padded("", 17) + right("mean", 9) + right("p50", 9) + right("p95", 9) +
                                 right("p99", 9) + right("p99.9", 9) + right("max", 9)));
    for (const auto& [member, name] : stages) {
      const Doc& stage = report_[member];
      if (count_of(stage["count"]) == 0) continue;
      std::string figures;
      for (const char* figure : {"mean", "p50", "p95", "p99", "p999", "max"}) {
        figures += right(duration_text_of(stage[figure]), 9);
      }
      line("  " + padded(name, 17) + figures + "  " +
           quantile_line(axis, duration_of(stage["p50"]), duration_of(stage["p95"]), duration_of(stage["p99"]),
                         duration_of(stage["max"])));
    }
    line(paint(Paint::quiet, std::string(75, ' ') + padded("└" + short_duration(axis.low), 13) +
                                 right(short_duration(axis.high) + "┘", 10)));
    within();
    delivery_picture();
  }

  LogAxis latency_axis() const {
    LogAxis axis{Duration::max(), Duration::zero(), 23};
    for (const char* member : {"queue_s", "accept_s", "delivery_s"}) {
      const Doc& stage = report_[member];
      if (count_of(stage["count"]) == 0) continue;
      for (const char* figure : {"p50", "p95", "max"}) {
        if (duration_of(stage[figure]) > Duration::zero()) axis.low = std::min(axis.low, duration_of(stage[figure]));
      }
      axis.high = std::max(axis.high, duration_of(stage["max"]));
    }
    // Start at half of the least figure above 0, but not below a millisecond.
    axis.low = std::max<Duration>(axis.low / 2, std::chrono::milliseconds{1});
    axis.low = std::min(axis.low, axis.high);
    return axis;
  }

  void within() {
    std::string shares;
    for (const Doc::Member& share : report_["delivered_within"].members()) {
      const Rational value = value_of(share.value);
      if (share.value.is_null()) continue;
      shares += (shares.empty() ? "" : "   ") + share.name + " " + percent(value, 2);
    }
    if (!shares.empty()) line("  delivered within  " + shares);
  }

  void delivery_picture() {
    const Histogram* histogram = options_.delivery;
    if (histogram == nullptr || histogram->count() == 0) return;
    line();
    if (histogram->min() == histogram->max()) {
      line("  Every delivery took " + short_duration(histogram->min()) + ".");
      return;
    }
    const Duration low = std::max<Duration>(histogram->min(), std::chrono::milliseconds{1});
    if (low >= histogram->max()) return;
    const LogAxis axis{low, histogram->max(), 94};
    line(paint(Paint::quiet, "  Deliveries by delay, steps of equal ratio"));
    for (const std::string& row : histogram_rows(*histogram, axis, 5)) line("  " + paint(Paint::good, row));
    line(paint(Paint::quiet, "  " + axis.labels()));
  }

  void causes() {
    Int128 total = 0;
    const Doc::Object& members = report_["delay_by_cause_s"].members();
    for (const Doc::Member& cause : members) total += duration_of(cause.value).count();
    const std::int64_t delivered = count_of(report_["delivery_s"]["count"]);
    if (total == 0 || delivered == 0) return;
    title("What delayed the delivered", "mean wait of a message and share of all delay");
    for (const Doc::Member& cause : members) {
      const Int128 ns = duration_of(cause.value).count();
      if (ns == 0) continue;
      const std::string mean = short_duration(Duration{static_cast<std::int64_t>(ns / delivered)});
      const std::string share = percent({ns, total}, 1);
      line("  " + padded(cause.name, 46) + right(mean, 11) + right(share, 10) + "  " + bar(ns, total, 29));
    }
  }

  struct LimitRow {
    std::string kind, name;
    const Doc* block = nullptr;
  };

  // Campaigns and brands before numbers, the fullest first.
  std::vector<LimitRow> limit_rows() const {
    std::vector<LimitRow> rows;
    for (const auto& [member, kind] :
         {std::pair{"campaigns", "campaign"}, {"brands", "brand"}, {"numbers", "number"}}) {
      const std::size_t first = rows.size();
      for (const Doc::Member& entry : report_[member].members()) {
        if (!entry.value["limit"].is_null() && count_of(entry.value["messages"]["requested"]) > 0) {
          rows.push_back({kind, shown(entry.name), &entry.value});
        }
      }
      std::stable_sort(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end(), [](const auto& a, const auto& b) {
        return value_of((*a.block)["utilisation"]) > value_of((*b.block)["utilisation"]);
      });
    }
    return rows;
  }

  void limits() {
    const std::vector<LimitRow> rows = limit_rows();
    if (rows.empty()) return;
    title("Limits", "use from first to last hand-over, and how full the fullest window was");
    std::size_t shown = 0;
    std::size_t numbers = 0;
    for (const LimitRow& row : rows) {
      if (shown == most_rows || (row.kind == "number" && ++numbers > most_numbers)) break;
      ++shown;
      const Doc& block = *row.block;
      const std::int64_t limit = count_of(block["limit"]);
      const std::int64_t peak = count_of(block["peak_parts_per_window"]);
      const Rational use = value_of(block["utilisation"]);
      const std::string carrier = shown_text(block["limit_carrier"]);
      const std::string rule =
          grouped(limit) + " / " + window_text(duration_of(block["window_s"])) + (carrier.empty() ? "" : " " + carrier);
      line("  " + padded(row.kind + " " + row.name, 32) + padded(rule, 24) + "peak " +
           paint(peak >= limit ? Paint::warning : Paint::plain, right(grouped(peak), 7)) + "  use" +
           right(percent(use, 1), 8) + "  " + bar(peak, limit, 15));
    }
    if (shown < rows.size()) line("  and " + std::to_string(rows.size() - shown) + " more in report.json");
  }

  static std::string window_text(Duration window) {
    using namespace std::chrono_literals;
    if (window == 1s) return "s";
    if (window == 1min) return "min";
    if (window == 24h) return "day";
    return short_duration(window);
  }

  void cost() {
    const Doc& cost = report_["cost"];
    const Rational total = value_of(cost["total_usd"]);
    title("Cost",
          dollars(total) + " in all, " +
              (count_of(report_["replications"]) > 1 ? "all replications together, " : "") +
              (cost["per_delivered_usd"].is_null() ? std::string("nothing delivered")
                                                   : dollars(value_of(cost["per_delivered_usd"])) + " a delivery"));
    const Rational inbound = inbound_of(cost);
    const auto row = [&](const std::string& name, const Rational& usd, Paint colour) {
      if (usd == Rational{0, 1}) return;
      const Int128 micros = usd.numerator * 1'000'000 / usd.denominator;
      const Int128 full = total.numerator * 1'000'000 / total.denominator;
      const std::string share = full > 0 ? percent({micros, full}, 1) : "-";
      line("  " + padded(name, 43) + right(dollars(usd), 14) + right(share, 10) + "  " +
           paint(colour, bar(micros, full, 29)));
    };
    row("messages", value_of(cost["message_usd"]), Paint::plain);
    row("carrier fees", value_of(cost["carrier_fee_usd"]), Paint::plain);
    row("inbound messages", inbound, Paint::plain);
    row("fixed: numbers, campaigns, set-up", value_of(cost["fixed_usd"]), Paint::plain);
    row("of it failed but billed", value_of(cost["failed_but_billed_usd"]), Paint::bad);
  }

  // What the variable cost holds beside messages and fees.
  static Rational inbound_of(const Doc& cost) {
    const auto micros = [&](const char* member) {
      const Rational usd = value_of(cost[member]);
      return usd.numerator * 1'000'000 / usd.denominator;
    };
    return {micros("variable_usd") - micros("message_usd") - micros("carrier_fee_usd"), 1'000'000};
  }

  void table(const std::string& heading, const char* member) {
    std::vector<const Doc::Member*> rows;
    for (const Doc::Member& entry : report_[member].members()) {
      if (count_of(entry.value["messages"]["requested"]) > 0) rows.push_back(&entry);
    }
    if (rows.empty()) return;
    title(heading);
    line(paint(Paint::quiet, "  " + padded("", 24) + right("requested", 11) + right("delivered", 10) +
                                 right("reached", 10) + right("p50", 9) + right("p95", 9) + right("p99", 9) +
                                 right("cost", 13)));
    const std::size_t shown = std::min(rows.size(), most_rows);
    for (std::size_t i = 0; i < shown; ++i) table_row(*rows[i]);
    if (shown < rows.size()) line("  and " + std::to_string(rows.size() - shown) + " more in report.json");
  }

  void table_row(const Doc::Member& entry) {
    const Doc& block = entry.value;
    const auto share = [&](const char* name) {
      return right(block[name].is_null() ? "-" : percent(value_of(block[name]), 2), 10);
    };
    const Doc& delivery = block["delivery_s"];
    line("  " + padded(shown(entry.name), 24) + right(grouped(count_of(block["messages"]["requested"])), 11) +
         share("delivered_share") + share("reached_share") + right(duration_text_of(delivery["p50"]), 9) +
         right(duration_text_of(delivery["p95"]), 9) + right(duration_text_of(delivery["p99"]), 9) +
         right(dollars(value_of(block["cost"]["total_usd"])), 13));
  }

  void replications() {
    const Doc& statistics = report_["replication_stats"];
    if (!statistics.is_object()) return;
    title("Over the replications", "mean ± half-width of the 95 % interval");
    for (const char* metric : {"messages.requested", "delivered_share", "reached_share", "queue_s.mean",
                               "delivery_s.mean", "delivery_s.p95", "delivery_s.p99", "cost.total_usd"}) {
      const Doc& figure = statistics[metric];
      if (!figure.is_object()) continue;
      const std::string half_width =
          figure["half_width_95"].is_null() ? "-" : decimal_text(value_of(figure["half_width_95"]), 6);
      line("  " + padded(metric, 38) + right(decimal_text(value_of(figure["mean"]), 6), 18) + " ± " + half_width);
    }
  }

  void destinations() {
    const auto& all = report_["event_destinations"].members();
    if (all.empty()) return;
    title("Event destinations", "events received, and how long after they happened: p50, p99");
    for (const Doc::Member& destination : all) {
      const Doc& of = destination.value;
      const std::int64_t missing = count_of(of["events"]) - count_of(of["received"]);
      line("  " + padded(shown(destination.name), 34) + padded(shown_text(of["kind"]), 17) +
           padded(grouped(count_of(of["received"])), 14) +
           padded(duration_text_of(of["delay_s"]["p50"]) + "  " + duration_text_of(of["delay_s"]["p99"]), 20) +
           (missing > 0 ? paint(Paint::bad, grouped(missing) + " lost or backed up") : ""));
    }
  }

  void faults() {
    const Doc::Array& faults = report_["faults"].items();
    if (faults.empty()) return;
    title("Faults");
    for (const Doc& fault : faults) {
      const std::int64_t affected = count_of(fault["messages_affected"]);
      const std::string lasts = fault["lasts_s"].is_null() ? "to the end" : "for " + duration_text_of(fault["lasts_s"]);
      const std::string span = "at " + duration_text_of(fault["at_s"]) + " " + lasts;
      line("  " + padded(shown_text(fault["kind"]) + " " + shown_text(fault["target"]), 38) + padded(span, 28) +
           (affected > 0 ? grouped(affected) + " messages met it" : paint(Paint::bad, "never took effect")));
    }
  }

  void expectations() {
    const Doc::Array& expectations = report_["expectations"].items();
    if (expectations.empty()) return;
    const auto passed = std::count_if(expectations.begin(), expectations.end(),
                                      [](const Doc& expectation) { return is_true(expectation["passed"]); });
    title("Expectations", std::to_string(passed) + " of " + std::to_string(expectations.size()) + " hold");
    for (const Doc& expectation : expectations) {
      const bool ok = is_true(expectation["passed"]);
      const Doc::Number* value = expectation["value"].as_number();
      line("  " + paint(ok ? Paint::good : Paint::bad, ok ? "✓ " : "✗ ") +
           padded(shown_text(expectation["expression"]), 66) +
           (value != nullptr ? "is " + decimal_text(value->value, value->places) : "has no samples"));
    }
  }

  void notes() {
    const auto& all = report_["notes"].items();
    if (all.empty()) return;
    title("Notes");
    for (const Doc& note : all)
      for (const std::string& text : wrapped(shown_text(note["of"]) + ": " + shown_text(note["text"]), width - 2))
        line("  " + text);
  }

  void footer() {
    line();
    const std::size_t assumptions = report_["assumptions"].items().size();
    if (assumptions > 0) {
      line(paint(Paint::quiet, std::to_string(assumptions) + (assumptions == 1 ? " assumption" : " assumptions") +
                                   " listed in report.json"));
    }
    line("digest " + shown_text(report_["digest"]));
  }

  const Doc& report_;
  const TextOptions& options_;
};

}  // namespace

std::string write_text(const Doc& report, const TextOptions& options) { return Page(report, options).write(); }

}  // namespace sendlab
