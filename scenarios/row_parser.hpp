#pragma once
// The two row formats of a feed. A parser reads the header once and then row by row the columns that were asked for.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/kernel/result.hpp"
#include "scenarios/byte_input.hpp"

namespace sendlab {

// Longer rows are refused: a missing closing quote would otherwise read the rest of the file into memory.
inline constexpr std::size_t longest_row = std::size_t{1} << 20;

class RowParser {
 public:
  enum class Read { row, end, failed };

  virtual ~RowParser() = default;

  // Leaves `input` where the first row starts. The names are the columns in the order of the file.
  virtual Result<std::vector<std::string>> read_header(ByteInput& input) = 0;

  // Which columns to keep, by their place in the header.
  virtual void keep(const std::vector<std::size_t>& columns) = 0;

  // Reads one row; value(i) is then the i-th kept column. Rows without any character are passed over.
  virtual Read read_row(ByteInput& input) = 0;

  [[nodiscard]] const std::string& value(std::size_t kept) const { return values_[kept]; }
  [[nodiscard]] const Error& error() const { return error_; }

 protected:
  Read fail(std::uint64_t line, std::string what, std::string fix) {
    error_ = {file_ + ":" + std::to_string(line), std::move(what), std::move(fix)};
    return Read::failed;
  }
  Read fail(Error error) {
    error_ = std::move(error);
    return Read::failed;
  }

  explicit RowParser(std::string file) : file_(std::move(file)) {}

  std::string file_;
  std::vector<std::string> values_;
  Error error_;
};

std::unique_ptr<RowParser> make_csv_parser(std::string file);
std::unique_ptr<RowParser> make_ndjson_parser(std::string file);

// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool is_utf8(std::string_view text);

// Passes over a byte order mark.
void skip_byte_order_mark(ByteInput& input);

}  // namespace sendlab
