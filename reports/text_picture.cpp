#include "reports/text_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/portable_math.hpp"

namespace sendlab {
namespace {

constexpr std::array<std::string_view, 8> eighths_wide{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
constexpr std::array<std::string_view, 9> eighths_high{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

std::string with_groups(std::string digits) {
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

double log_of(Duration value) { return portable::log(static_cast<double>(std::max<std::int64_t>(value.count(), 1))); }

}  // namespace

std::string grouped(std::int64_t count) {
  return count < 0 ? "-" + with_groups(std::to_string(count).substr(1)) : with_groups(std::to_string(count));
}

std::string short_duration(Duration duration) {
  const std::int64_t ns = duration.count();
  const auto pair = [&](std::int64_t big, const char* big_unit, std::int64_t small, const char* small_unit) {
    const std::int64_t rounded = (ns + small / 2) / small;
    const std::int64_t rest = rounded % (big / small);
    return std::to_string(rounded / (big / small)) + big_unit +
           (rest > 0 ? " " + std::to_string(rest) + small_unit : std::string{});
  };
  if (ns == 0) return "0 s";
  if (ns < second_ns / 1000) return decimal_text({ns, 1'000'000}, 3) + " ms";
  if (ns < second_ns / 100) return decimal_text({ns, 1'000'000}, 2) + " ms";
  if (ns < second_ns) return decimal_text({ns, 1'000'000}, ns < second_ns / 10 ? 1 : 0) + " ms";
  if (ns < 100 * second_ns) return decimal_text({ns, second_ns}, ns < 10 * second_ns ? 2 : 1) + " s";
  if (ns < 3'600 * second_ns) return pair(60 * second_ns, "m", second_ns, "s");
  if (ns < 86'400 * second_ns) return pair(3'600 * second_ns, "h", 60 * second_ns, "m");
  return pair(86'400 * second_ns, "d", 3'600 * second_ns, "h");
}

std::string percent(const Rational& share, int places) {
  std::string text = decimal_text({share.numerator * 100, share.denominator}, places);
  const std::size_t point = text.find('.');
  const std::size_t have = point == std::string::npos ? 0 : text.size() - point - 1;
  if (have == 0 && places > 0) text += '.';
  text.append(static_cast<std::size_t>(places) - have, '0');  // so that columns of shares line up
  return text + " %";
}

std::string dollars(const Rational& usd) {
  const bool small = usd < Rational{1, 1} && usd > Rational{-1, 1} && usd != Rational{0, 1};
  std::string text = decimal_text(usd, small ? 6 : 2);
  const bool negative = text.starts_with('-');
  if (negative) text.erase(0, 1);
  std::size_t point = text.find('.');
  if (point == std::string::npos) {
    point = text.size();
    text += '.';
  }
  while (text.size() < point + 3) text += '0';
  return (negative ? "-$" : "$") + with_groups(text.substr(0, point)) + text.substr(point);
}

std::string shown(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  std::string current;
  auto end_line = [&] {
    if (!current.empty()) lines.push_back(std::move(current));
    current.clear();
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view source = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (source.starts_with(' ')) {
      end_line();
      lines.push_back(shown(std::string(source)));
      continue;
    }
    while (!source.empty()) {
      const std::size_t space = std::min(source.find(' '), source.size());
      const std::string word = shown(std::string(source.substr(0, space)));
      source.remove_prefix(std::min(space + 1, source.size()));
      if (word.empty()) continue;
      if (!current.empty() && columns_of(current) + 1 + columns_of(word) > columns) end_line();
      current += (current.empty() ? "" : " ") + word;
    }
  }
  end_line();
  return lines;
}

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t have = columns_of(text);
  if (have <= columns) return std::string(text) + std::string(columns - have, ' ');
  std::string cut;
  std::size_t kept = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xc0) != 0x80 && ++kept == columns) break;
    cut += c;
  }
  return cut + "…";
}

std::string right(std::string_view text, std::size_t columns) {
  const std::size_t have = columns_of(text);
  return std::string(have < columns ? columns - have : 0, ' ') + std::string(text);
}

std::string bar(Int128 value, Int128 full, std::size_t columns) {
  if (value <= 0 || full <= 0) return {};
  const Int128 width = static_cast<Int128>(columns) * 8;
  const auto eighths = static_cast<std::size_t>(std::clamp<Int128>((value * width + full / 2) / full, 1, width));
  std::string out;
  for (std::size_t i = 0; i < eighths / 8; ++i) out += "█";
  out += eighths_wide[eighths % 8];
  return out;
}

std::size_t LogAxis::column_of(Duration value) const {
  const double span = log_of(high) - log_of(low);
  if (value <= low || span <= 0) return 0;
  if (value >= high) return columns - 1;
  const auto column = static_cast<std::size_t>((log_of(value) - log_of(low)) / span * static_cast<double>(columns));
  return std::min(column, columns - 1);
}

Duration LogAxis::left_edge(std::size_t column) const {
  const double share = static_cast<double>(column) / static_cast<double>(columns);
  const double edge = portable::exp(log_of(low) + (log_of(high) - log_of(low)) * share);
  return Duration{static_cast<std::int64_t>(std::ceil(edge))};
}

std::string LogAxis::labels() const {
  constexpr std::size_t apart = 14;
  std::string line;
  for (std::size_t column = 0; column + 8 <= columns; column += apart) {
    const std::string label = "└" + short_duration(left_edge(column));
    line += std::string(column - std::min(column, columns_of(line)), ' ') + label;
  }
  return line;
}

std::string quantile_line(const LogAxis& axis, Duration p50, Duration p95, Duration p99, Duration max) {
  std::vector<std::string_view> cells(axis.columns, " ");
  const auto fill = [&](Duration from, Duration to, std::string_view with) {
    for (std::size_t i = axis.column_of(from); i <= axis.column_of(to); ++i) cells[i] = with;
  };
  fill(axis.low, p50, "·");
  fill(p99, max, "╌");
  fill(p95, p99, "─");
  fill(p50, p95, "━");
  cells[axis.column_of(max)] = "▏";
  cells[axis.column_of(p50)] = "●";
  std::string line;
  for (const std::string_view cell : cells) line += cell;
  return line;
}

std::vector<std::string> histogram_rows(const Histogram& histogram, const LogAxis& axis, std::size_t rows) {
  ENSURE(rows > 0 && axis.columns > 0, "a picture has an extent");
  std::vector<std::int64_t> counts;
  std::int64_t before = 0;
  for (std::size_t column = 0; column < axis.columns; ++column) {
    const bool last = column + 1 == axis.columns;
    const std::int64_t until = last ? histogram.count() : histogram.count_below(axis.left_edge(column + 1));
    counts.push_back(until - before);
    before = until;
  }
  const std::int64_t tallest = std::max<std::int64_t>(*std::max_element(counts.begin(), counts.end()), 1);
  std::vector<std::string> lines;
  for (std::size_t row = rows; row-- > 0;) {
    std::string line;
    for (const std::int64_t count : counts) {
      const Int128 height = static_cast<Int128>(rows) * 8;
      Int128 eighths = (Int128{count} * height + tallest / 2) / tallest;
      if (count > 0 && eighths == 0) eighths = 1;
      const Int128 here = std::clamp<Int128>(eighths - static_cast<Int128>(row) * 8, 0, 8);
      line += eighths_high[static_cast<std::size_t>(here)];
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace sendlab
