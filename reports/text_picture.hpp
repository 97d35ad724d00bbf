#pragma once
// Small pictures in text: bars, columns and figures that people read. UTF-8, no locale, integers only, so that a
// summary is the same bytes everywhere.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/time.hpp"
#include "reports/histogram.hpp"
#include "reports/rational.hpp"

namespace sendlab {

std::string grouped(std::int64_t count);                 // "1,234,567"
std::string short_duration(Duration duration);           // "120 ms", "8.25 s", "4m 30s", "3h 12m", "2d 3h"
std::string percent(const Rational& share, int places);  // "93.70 %", always with that many places
std::string dollars(const Rational& usd);                // "$1,234.56"; below $1 as many places as it has, at most six

std::string shown(
    std::string text);  // control characters as spaces: names of a scenario neither break lines nor reach a terminal
// Lines of at most `columns`; lines that are indented stay as they are, the others flow. Control characters as in
// shown().
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

std::size_t columns_of(std::string_view text);                   // code points, each taken as one column wide
std::string padded(std::string_view text, std::size_t columns);  // to the right; cut with "…" when too long
std::string right(std::string_view text, std::size_t columns);   // padded on the left

// A bar of value/full × `columns` in eighths of a column; anything above 0 shows.
std::string bar(Int128 value, Int128 full, std::size_t columns);

// Where a duration lies on an axis of `columns` from `low` to `high` (above 0), in steps of equal ratio.
struct LogAxis {
  Duration low{}, high{};
  std::size_t columns = 1;
  [[nodiscard]] std::size_t column_of(Duration value) const;
  [[nodiscard]] Duration left_edge(std::size_t column) const;
  [[nodiscard]] std::string labels() const;  // a line of durations under their columns
};

// The line of one latency on an axis: median ●, from there to the 95th percentile ━, to the 99th ─, the maximum ▏.
std::string quantile_line(const LogAxis& axis, Duration p50, Duration p95, Duration p99, Duration max);

// `rows` lines of columns, the tallest full height: how many samples fall into each column of the axis.
std::vector<std::string> histogram_rows(const Histogram& histogram, const LogAxis& axis, std::size_t rows);

}  // namespace sendlab
