#pragma once
// Rows of a data file: CSV (RFC 4180, with a header) or NDJSON, in UTF-8, plain or compressed (.gz, .zst). Streamed in
// constant memory; only random order keeps an index of row positions (16 bytes a row, plain files only).
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"

namespace sendlab {

class FeedReader {
 public:
  enum class Read : std::uint8_t { row, end, failed };

  struct Options {
    std::string file;
    std::vector<std::string> columns;  // the columns wanted, by header; "" = the first
    bool wrap = true;                  // after the last row comes the first again
    bool random_order = false;         // each row drawn with equal probability; needs a plain file
  };

  // Opens the file and reads its header (NDJSON: the keys of its first row). Errors: cannot be opened, empty, no rows,
  // not UTF-8, column missing (with the nearest header), random order of a compressed file.
  static Result<std::unique_ptr<FeedReader>> open(const Options& options);

  virtual ~FeedReader() = default;

  // The next row. `random` is drawn from only in random order. `end` only without wrap; after `failed` see error().
  virtual Read next(RandomStream& random) = 0;

  // The value of the i-th wanted column; valid until the next call of next(). NDJSON: numbers in their shortest
  // spelling, true and false as words, null and absent as "".
  [[nodiscard]] virtual std::string_view value(std::size_t column) const = 0;

  [[nodiscard]] virtual std::uint64_t line() const = 0;  // where the current row starts, from 1
  [[nodiscard]] virtual const Error& error() const = 0;  // "file:line: ..."
};

// The header of a feed, in order: CSV's first row, or the keys of the first NDJSON row. Errors as in FeedReader::open.
Result<std::vector<std::string>> feed_columns(const std::string& file);

}  // namespace sendlab
