#include "reports/text_picture.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;

TEST_CASE("text flows into lines, indented lines stay", "[reports]") {
  CHECK(wrapped("one two\nthree four  five", 9) == std::vector<std::string>{"one two", "three", "four five"});
  CHECK(wrapped("one\n  kept   as it is\ntwo", 9) == std::vector<std::string>{"one", "  kept   as it is", "two"});
  CHECK(wrapped("", 9).empty());
}

TEST_CASE("control characters of names are shown as spaces", "[reports]") {
  CHECK(shown("a\x1b[31mb\nü\x7f") == "a [31mb ü ");
}

TEST_CASE("figures are written as people read them", "[reports][text]") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(-1234567) == "-1,234,567");
  CHECK(percent({1, 3}, 2) == "33.33 %");
  CHECK(percent({1, 2}, 2) == "50.00 %");
  CHECK(percent({123, 1000}, 2) == "12.30 %");
  CHECK(percent({1, 1}, 0) == "100 %");
  CHECK(dollars({1'234'567'800, 1'000'000}) == "$1,234.57");
  CHECK(dollars({5'810, 1'000'000}) == "$0.00581");
  CHECK(dollars({500'000, 1'000'000}) == "$0.50");
  CHECK(dollars({0, 1}) == "$0.00");
  CHECK(dollars({-2, 1}) == "-$2.00");
}

TEST_CASE("durations take the unit that fits", "[reports][text]") {
  CHECK(short_duration(0s) == "0 s");
  CHECK(short_duration(1500ns) == "0.002 ms");
  CHECK(short_duration(1234567ns) == "1.23 ms");
  CHECK(short_duration(120ms) == "120 ms");
  CHECK(short_duration(8250ms) == "8.25 s");
  CHECK(short_duration(59940ms) == "59.9 s");
  CHECK(short_duration(100s) == "1m 40s");
  CHECK(short_duration(3599500ms) == "60m");
  CHECK(short_duration(3h + 12min + 29s) == "3h 12m");
  CHECK(short_duration(24h) == "1d");
  CHECK(short_duration(51h) == "2d 3h");
}

TEST_CASE("bars are as long as their share, and nothing above 0 vanishes", "[reports][text]") {
  CHECK(bar(0, 10, 4).empty());
  CHECK(bar(10, 10, 4) == "████");
  CHECK(bar(20, 10, 4) == "████");
  CHECK(bar(5, 10, 4) == "██");
  CHECK(bar(1, 1'000'000, 4) == "▏");
  CHECK(bar(9, 64, 8) == "█▏");
  CHECK(bar(1, 0, 4).empty());
}

TEST_CASE("names are padded and cut by columns, not bytes", "[reports][text]") {
  CHECK(padded("añb", 5) == "añb  ");
  CHECK(padded("añbcdef", 4) == "añb…");
  CHECK(right("é", 3) == "  é");
  CHECK(columns_of("└é█") == 3);
}

TEST_CASE("an axis of equal ratios places its ends first and last", "[reports][text]") {
  const LogAxis axis{1s, 1024s, 11};
  CHECK(axis.column_of(1s) == 0);
  CHECK(axis.column_of(1024s) == 10);
  CHECK(axis.column_of(32s) == 5);
  CHECK(axis.column_of(1ms) == 0);
  CHECK(axis.column_of(5000s) == 10);
  for (std::size_t column = 0; column < axis.columns; ++column) CHECK(axis.column_of(axis.left_edge(column)) == column);
}

TEST_CASE("a histogram's columns hold every sample once, the tallest full height", "[reports][text]") {
  Histogram histogram;
  for (int i = 0; i < 16; ++i) histogram.add(1s);
  histogram.add(4s);
  for (int i = 0; i < 8; ++i) histogram.add(1000s);
  const auto rows = histogram_rows(histogram, {1s, 1000s, 10}, 2);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0] == "█         ");
  CHECK(rows[1] == "█ ▁      █");
}

TEST_CASE("a latency's line runs from its median to its maximum", "[reports][text]") {
  const LogAxis axis{1s, 1024s, 11};
  CHECK(quantile_line(axis, 4s, 16s, 64s, 1024s) == "··●━━──╌╌╌▏");
  CHECK(quantile_line(axis, 1s, 1s, 1s, 1s) == "●          ");
}
