#include "carriers/csv_table.hpp"

#include <algorithm>
#include <stdexcept>

#include "carriers/bundled_tables.hpp"

namespace sendlab {
namespace {

// Records of RFC 4180: quotes may hold commas, line ends and doubled quotes; LF alone also ends a record.
std::vector<std::vector<std::string>> records_of(std::string_view text) {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> fields;
  std::string field;
  bool quoted = false;
  const auto end_field = [&] {
    fields.push_back(std::move(field));
    field.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      end_field();
    } else if (c == '\n') {
      end_field();
      records.push_back(std::move(fields));
      fields.clear();
    } else if (c != '\r') {
      field += c;
    }
  }
  if (!field.empty() || !fields.empty()) {
    end_field();
    records.push_back(std::move(fields));
  }
  return records;
}

}  // namespace

CsvTable::CsvTable(std::string_view name) : CsvTable(name, bundled_table(name)) {}

CsvTable::CsvTable(std::string_view name, std::string_view text) : name_(name) {
  rows_ = records_of(text);
  if (rows_.empty()) throw std::runtime_error(name_ + " is not bundled, or empty");
  header_ = std::move(rows_.front());
  rows_.erase(rows_.begin());
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (rows_[row].size() != header_.size()) throw std::runtime_error(where(row) + ": wrong number of fields");
  }
}

const std::string& CsvTable::at(std::size_t row, std::string_view column) const {
  const auto place = std::ranges::find(header_, column);
  if (place == header_.end()) throw std::runtime_error(name_ + " has no column " + std::string(column));
  return rows_.at(row)[static_cast<std::size_t>(place - header_.begin())];
}

std::string CsvTable::where(std::size_t row) const { return name_ + " row " + std::to_string(row + 1); }

}  // namespace sendlab
