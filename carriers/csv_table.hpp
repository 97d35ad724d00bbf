#pragma once
// A bundled CSV table (RFC 4180, UTF-8, one header row).
#include <string>
#include <string_view>
#include <vector>

namespace sendlab {

class CsvTable {
 public:
  // Reads a bundled table. Throws std::runtime_error, naming table and row, if it is missing or malformed.
  explicit CsvTable(std::string_view name);
  // Reads a table that is not bundled; `name` is for messages.
  CsvTable(std::string_view name, std::string_view text);

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  // The field of a row by column name; throws std::runtime_error for a column the header lacks.
  [[nodiscard]] const std::string& at(std::size_t row, std::string_view column) const;
  // For messages: "countries.csv row 12".
  [[nodiscard]] std::string where(std::size_t row) const;

 private:
  std::string name_;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace sendlab
