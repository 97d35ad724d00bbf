#include <algorithm>
#include <map>
#include <utility>

#include "reports/time_series_csv.hpp"

namespace sendlab {
namespace {

// Splits RFC 4180 into records, one at a time.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  [[nodiscard]] std::size_t line() const { return line_; }  // of the record last read

  // False at the end of the text.
  bool read(std::vector<std::string>& fields) {
    fields.clear();
    if (at_ == text_.size()) return false;
    line_ = next_line_;
    fields.emplace_back();
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++next_line_;
      if (quoted) {
        if (c != '"')
          fields.back() += c;
        else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"')
          fields.back() += text_[++at_];
        else
          quoted = false;
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',') {
        fields.emplace_back();
      } else if (c == '\n') {
        ++at_;
        return true;
      } else if (c != '\r') {
        fields.back() += c;
      }
    }
    return true;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0, line_ = 0, next_line_ = 1;
};

// Digits, with a fraction if need be: what may stand in JSON as it is.
bool is_decimal(const std::string& text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = std::string_view(text).substr(0, point);
  const std::string_view fraction = std::string_view(text).substr(std::min(point + 1, text.size()));
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return digits(whole) && (whole == "0" || whole[0] != '0') && (point == text.size() || digits(fraction));
}

}  // namespace

Result<TimeTable> read_time_series(std::string_view csv, std::string_view where) {
  CsvReader reader(csv);
  const auto fault = [&](const std::string& what) {
    return Error{std::string(where) + ":" + std::to_string(reader.line()), what, "run the scenario again with this version"};
  };
  std::vector<std::string> fields;
  if (!reader.read(fields) || fields.size() < 5 || fields[0] != "t_s" || fields[1] != "width_s" || fields[2] != "scope" ||
      fields[3] != "name") {
    return fault("is not the time series of a run of this version");
  }
  TimeTable table;
  table.columns.assign(fields.begin() + 4, fields.end());
  std::map<std::pair<std::string, std::string>, std::size_t> line_of;
  while (reader.read(fields)) {
    if (fields.size() != table.columns.size() + 4)
      return fault("has " + std::to_string(fields.size()) + " fields and not " + std::to_string(table.columns.size() + 4));
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const bool may_be_empty = i > 3;
      if (i != 2 && i != 3 && !(may_be_empty && fields[i].empty()) && !is_decimal(fields[i]))
        return fault("\"" + fields[i] + "\" is not a number");
    }
    if (table.t_s.empty() || table.t_s.back() != fields[0]) table.t_s.push_back(fields[0]);
    table.width_s = fields[1];
    const auto [found, is_new] = line_of.try_emplace({fields[2], fields[3]}, table.lines.size());
    if (is_new) table.lines.push_back({fields[2], fields[3], std::vector<std::vector<std::string>>(table.columns.size())});
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      std::vector<std::string>& cells = table.lines[found->second].cells[i];
      cells.resize(table.t_s.size());
      cells.back() = fields[4 + i];
    }
  }
  for (TimeTable::Line& line : table.lines)
    for (std::vector<std::string>& cells : line.cells) cells.resize(table.t_s.size());
  return table;
}

}  // namespace sendlab
