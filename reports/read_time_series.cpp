#include <algorithm>
#include <utility>

#include "reports/time_series_csv.hpp"

namespace sendlab {
namespace {

// Splits RFC 4180 into records, one at a time. Fields are parts of the text; the quotes around one are left out, those
// doubled inside it are not.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  [[nodiscard]] std::size_t line() const { return line_; }  // of the record last read

  // False at the end of the text.
  bool read(std::vector<std::string_view>& fields) {
    fields.clear();
    if (at_ == text_.size()) return false;
    line_ = next_line_;
    do {
      fields.push_back(field());
    } while (next(','));
    next('\r');
    if (next('\n')) ++next_line_;
    return true;
  }

 private:
  std::string_view field() {
    const std::size_t begin = at_;
    if (!next('"')) {
      while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
      return text_.substr(begin, at_ - begin);
    }
    while (at_ < text_.size()) {
      if (next('"')) {
        if (!next('"')) return text_.substr(begin + 1, at_ - begin - 2);
      } else {
        next_line_ += text_[at_++] == '\n' ? 1 : 0;
      }
    }
    return text_.substr(begin + 1);
  }
  bool next(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0, line_ = 0, next_line_ = 1;
};

std::string unquoted(std::string_view field) {
  std::string out;
  for (std::size_t i = 0; i < field.size(); ++i) {
    out += field[i];
    if (field.substr(i, 2) == "\"\"") ++i;
  }
  return out;
}

// Digits, with a fraction if need be: what may stand in JSON as it is.
bool is_decimal(std::string_view text) {
  const auto digits = [&] {
    std::size_t n = 0;
    while (n < text.size() && text[n] >= '0' && text[n] <= '9') ++n;
    return n;
  };
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[0] == '0')) return false;
  if (whole == text.size()) return true;
  if (text[whole] != '.') return false;
  text.remove_prefix(whole + 1);
  return !text.empty() && digits() == text.size();
}

}  // namespace

Result<TimeTable> read_time_series(std::string_view csv, std::string_view where) {
  CsvReader reader(csv);
  const auto fault = [&](const std::string& what) {
    return Error{std::string(where) + ":" + std::to_string(reader.line()), what,
                 "run the scenario again with this version"};
  };
  std::vector<std::string_view> fields;
  if (!reader.read(fields) || fields.size() < 5 || fields[0] != "t_s" || fields[1] != "width_s" ||
      fields[2] != "scope" || fields[3] != "name") {
    return fault("is not the time series of a run of this version");
  }
  TimeTable table;
  for (std::size_t i = 4; i < fields.size(); ++i) table.columns.push_back(unquoted(fields[i]));
  std::size_t expected = 0;  // the line after that of the record before: most buckets have the same lines
  while (reader.read(fields)) {
    if (fields.size() != table.columns.size() + 4)
      return fault("has " + std::to_string(fields.size()) + " fields and not " +
                   std::to_string(table.columns.size() + 4));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const bool may_be_empty = i > 3;
      if (i != 2 && i != 3 && !(may_be_empty && fields[i].empty()) && !is_decimal(fields[i]))
        return fault("\"" + std::string(fields[i]) + "\" is not a number");
    }
    if (table.t_s.empty() || table.t_s.back() != fields[0]) {
      table.t_s.push_back(fields[0]);
      expected = 0;
    }
    table.width_s = fields[1];
    if (fields[2] == "workload") continue;  // there may be hundreds, and no chart is of one
    const std::string name = unquoted(fields[3]);
    const auto is_line = [&](const TimeTable::Line& line) { return line.name == name && line.scope == fields[2]; };
    if (expected >= table.lines.size() || !is_line(table.lines[expected]))
      expected =
          static_cast<std::size_t>(std::find_if(table.lines.begin(), table.lines.end(), is_line) - table.lines.begin());
    if (expected == table.lines.size())
      table.lines.push_back(
          {std::string(fields[2]), name, std::vector<std::vector<std::string_view>>(table.columns.size())});
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      std::vector<std::string_view>& cells = table.lines[expected].cells[i];
      cells.resize(table.t_s.size());
      cells.back() = fields[4 + i];
    }
    ++expected;
  }
  for (TimeTable::Line& line : table.lines)
    for (std::vector<std::string_view>& cells : line.cells) cells.resize(table.t_s.size());
  return table;
}

}  // namespace sendlab
