#include "reports/write_html.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/kernel/sha256.hpp"
#include "reports/web_files.hpp"
#include "tests/unit/reports/small_run.hpp"

using namespace sendlab;
using namespace sendlab::test;

namespace {

constexpr const char* own_files[] = {"page.html", "page.css", "format.js", "elements.js", "charts.js",
                                     "over_time.js", "throughput.js", "outcomes.js", "sections.js", "page.js"};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

std::string between(const std::string& text, std::string_view open, std::string_view close, std::size_t from = 0) {
  const std::size_t begin = text.find(open, from) + open.size();
  return text.substr(begin, text.find(close, begin) - begin);
}

TimeTable small_series() {
  static const std::string csv = write_time_series(small_summary(), small_topology());
  return read_time_series(csv, "timeseries.csv").value();
}

std::string page_of(const Doc& report) {
  const TimeTable series = small_series();
  return write_html(report, &series);
}

// The data of a page, read back.
Doc data_of(const std::string& page) {
  return read_json(between(page, "<script type=\"application/json\" id=\"data\">", "</script>"), "the page").value();
}

}  // namespace

TEST_CASE("the page holds the report, the question and the counts over time", "[reports][html]") {
  const Doc report = small_report();
  const Doc data = data_of(page_of(report));
  CHECK(*data["report"]["scenario"]["question"].as_text() == "What does a report of a dozen facts look like?");
  CHECK(*data["report"]["digest"].as_text() == *report["digest"].as_text());
  CHECK(*data["report"]["seed"].as_text() == "18446744073709551615");  // more digits than a script's numbers have
  CHECK(write_json(data["report"]["expectations"]) == write_json(report["expectations"]));
  CHECK(write_json(data["report"]["cost"]) == write_json(report["cost"]));
  CHECK(write_json(data["report"]["faults"]) == write_json(report["faults"]));
  CHECK(write_json(data["report"]["delivery_s"]) == write_json(report["delivery_s"]));
  CHECK(data["report"]["workloads"]["rows"].items().size() == 2);
  CHECK(*data["report"]["campaigns"]["rows"].items().at(0)["name"].as_text() == "otp");
  CHECK(data["report"].find("run") == nullptr);
  CHECK(data["series"]["lines"].items().at(0)["planned"].items().size() == data["series"]["t_s"].items().size());
}

TEST_CASE("a page does not depend on when, where and how fast it was run", "[reports][html]") {
  const Doc report = small_report();
  Doc other = report;
  Doc run = Doc::object();
  run.add("wall_s", Doc::integer(77));
  other.set("run", run);
  CHECK(page_of(report) == page_of(report));
  CHECK(page_of(report) == page_of(other));
  CHECK(page_of(report) == page_of(read_json(write_json(report), "report.json").value()));
}

TEST_CASE("nothing in a name can end the data or begin an element", "[reports][html]") {
  const std::string hostile =
      "</script><script>window.pwned=1</script><!-- <img src=x onerror=alert(1)> \u2028\u2029 \" ' & {{data}} \u202e";
  Doc report = small_report();
  Doc scenario = Doc::object();
  scenario.add("file", Doc::text(hostile));
  scenario.add("question", Doc::text(hostile));
  scenario.add("sha256", Doc::text(hostile));
  scenario.add("params", Doc::object()).add(hostile, Doc::text(hostile));
  report.set("scenario", scenario);
  Doc assumptions = Doc::array();
  assumptions.append(Doc::text(hostile));
  report.set("assumptions", assumptions);
  Doc workloads = Doc::object();
  workloads.add(hostile, report["workloads"].members().at(0).value);
  report.set("workloads", workloads);
  TimeTable series = small_series();
  for (TimeTable::Line& line : series.lines)
    if (line.scope == "number") line.name = hostile;
  const std::string page = write_html(report, &series);

  const std::string plain = page_of(small_report());
  for (const char* part : {"<script", "</script", "<img", "<!--"}) CHECK(count(page, part) == count(plain, part));
  const std::string data = between(page, "id=\"data\">", "</script>");
  CHECK(data.find('<') == std::string::npos);
  CHECK_FALSE(has(data, "\u2028"));
  CHECK_FALSE(has(data, "\u2029"));
  CHECK(has(data, "\\u003c/script>"));
  const Doc read = data_of(page);
  // read_json knows \u escapes, so that what the page's script reads is the name again.
  CHECK(*read["report"]["scenario"]["file"].as_text() == hostile);
  CHECK(*read["report"]["workloads"]["rows"].items().at(0)["name"].as_text() == hostile);
  const Doc::Array& lines = read["series"]["lines"].items();
  CHECK(std::any_of(lines.begin(), lines.end(), [&](const Doc& line) { return *line["name"].as_text() == hostile; }));
}

TEST_CASE("the content security policy forbids all but the page's own script and style", "[reports][html]") {
  const std::string page = page_of(small_report());
  const std::string policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
  CHECK(has(policy, "default-src 'none'"));
  CHECK_FALSE(has(policy, "unsafe"));
  CHECK_FALSE(has(policy, "http"));
  CHECK(count(policy, "'sha256-") == 3);
  // Of no bytes, from RFC 6234 in base64: the shape of what the policy lists.
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (const std::string& source : {between(policy, "style-src ", ";"), between(policy, "script-src ", " ")}) {
    CHECK(source.size() == std::string("'sha256-").size() + 44 + 1);
    CHECK(source.ends_with("='"));
  }
  // No address that a browser would fetch on its own.
  for (const char* part : {" src=", " href=", "@import", "url(", "<link", "<iframe", "<base"}) {
    CAPTURE(part);
    const std::string_view ours = part;
    for (const char* file : own_files)
      CHECK(web_file(file).find(ours) == std::string_view::npos);
  }
}

TEST_CASE("the chart library is whole, with its licence, and cannot end its element", "[reports][html]") {
  const std::string_view library = web_file("chart.min.js");
  CHECK(library.size() > 100'000);
  CHECK(library.substr(0, 400).find("Released under the MIT License") != std::string_view::npos);
  CHECK(library.find("</script") == std::string_view::npos);
  CHECK(library.find("<!--") == std::string_view::npos);
  CHECK(has(page_of(small_report()), std::string(library)));
}

TEST_CASE("names in the page come from text nodes alone", "[reports][html]") {
  for (const char* file : own_files) {
    CAPTURE(file);
    REQUIRE_FALSE(web_file(file).empty());
    for (const char* part : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"})
      CHECK(web_file(file).find(part) == std::string_view::npos);
  }
}

TEST_CASE("a page without the counts over time says so in its data", "[reports][html]") {
  CHECK(data_of(write_html(small_report(), nullptr))["series"].is_null());
}

TEST_CASE("a page has the 20 most used numbers and says how many more there are", "[reports][html]") {
  Doc report = small_report();
  const Doc number = report["numbers"].members().at(0).value;
  REQUIRE_FALSE(number["limit"].is_null());
  Doc numbers = Doc::object();
  for (int i = 0; i < 30; ++i) {
    Doc copy = number;
    copy.set("utilisation", Doc::number({i, 100}, 4));
    numbers.add("n" + std::to_string(i), copy);
  }
  report.set("numbers", numbers);
  const Doc shown = data_of(page_of(report))["report"]["numbers"];
  REQUIRE(shown["rows"].items().size() == 20);
  CHECK(*shown["rows"].items().at(0)["name"].as_text() == "n29");
  CHECK(shown["left_out"].as_number()->value == Rational{10, 1});
}

TEST_CASE("with replications the page has their half-widths", "[reports][html]") {
  const Doc data = data_of(page_of(small_report(3)));
  REQUIRE(data["report"]["replication_stats"].is_array());
  bool found = false;
  for (const Doc& row : data["report"]["replication_stats"].items()) {
    CHECK_FALSE(row["metric"].as_text()->starts_with("numbers"));
    found = found || (*row["metric"].as_text() == "delivery_s.mean" && !row["half_width_95"].is_null());
  }
  CHECK(found);
  CHECK(data_of(page_of(small_report()))["report"]["replication_stats"].is_null());
}
