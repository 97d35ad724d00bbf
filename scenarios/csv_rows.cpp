// CSV as RFC 4180 has it: a header, commas, double quotes that may span lines, CRLF or LF.
#include <limits>

#include "scenarios/row_parser.hpp"

namespace sendlab {
namespace {

constexpr std::size_t not_kept = std::numeric_limits<std::size_t>::max();

class CsvRows final : public RowParser {
 public:
  explicit CsvRows(std::string file) : RowParser(std::move(file)) {}

  Result<std::vector<std::string>> read_header(ByteInput& input) override {
    skip_byte_order_mark(input);
    header_.clear();
    if (!pass_blank_lines(input)) {
      if (input.error()) return *input.error();
      return Error{file_, "is empty", "a CSV feed has a header row and at least one row of data"};
    }
    row_start_ = input.position();
    for (bool more = true; more;) {
      std::string name;
      const Field field = read_field(input, &name);
      if (field == Field::failed) return error_;
      if (!is_utf8(name))
        return Error{file_ + ":1", "the header is not UTF-8", "convert the file, for example with iconv -t UTF-8"};
      header_.push_back(std::move(name));
      more = field == Field::more;
    }
    return header_;
  }

  void keep(const std::vector<std::size_t>& columns) override {
    slot_.assign(header_.size(), not_kept);
    for (std::size_t i = 0; i < columns.size(); ++i) slot_[columns[i]] = i;
    values_.assign(columns.size(), {});
  }

  Read read_row(ByteInput& input) override {
    if (!pass_blank_lines(input)) return input.error() ? fail(*input.error()) : Read::end;
    const std::uint64_t line = input.line();
    row_start_ = input.position();
    std::size_t column = 0;
    for (bool more = true; more; ++column) {
      std::string* into = nullptr;
      if (column < slot_.size() && slot_[column] != not_kept) {
        into = &values_[slot_[column]];
        into->clear();
      }
      const Field field = read_field(input, into);
      if (field == Field::failed) return Read::failed;
      if (into != nullptr && !is_utf8(*into)) {
        return fail(line, "column " + header_[column] + " is not UTF-8",
                    "convert the file, for example with iconv -t UTF-8");
      }
      more = field == Field::more;
    }
    if (column != header_.size()) {
      return fail(
          line,
          "row has " + std::to_string(column) + (column == 1 ? " field" : " fields") + ", the header has " +
              std::to_string(header_.size()),
          "give every row the header's fields; a field with a comma, a quote or a line end goes in double quotes");
    }
    return Read::row;
  }

 private:
  enum class Field { more, last, failed };

  // False at the end of the file.
  static bool pass_blank_lines(ByteInput& input) {
    while (input.peek() == '\n' || input.peek() == '\r') input.get();
    return input.peek() != ByteInput::end;
  }

  // One field and the comma or line end after it. `into` may be null: the field is then only passed over.
  Field read_field(ByteInput& input, std::string* into) {
    return input.peek() == '"' ? read_quoted(input, into) : read_plain(input, into);
  }

  Field read_plain(ByteInput& input, std::string* into) {
    for (;;) {
      const std::string_view buffered = input.buffered();
      std::size_t length = 0;
      while (length < buffered.size() && !ends_plain(buffered[length])) ++length;
      if (into != nullptr) into->append(buffered.substr(0, length));
      input.skip(length);
      if (input.position() - row_start_ > longest_row) return too_long(input.line());
      if (length < buffered.size() || buffered.empty()) break;
    }
    if (input.peek() == '"') {
      fail(input.line(), "a double quote inside a field that does not start with one",
           "put the whole field in double quotes and double the quotes in it");
      return Field::failed;
    }
    return read_separator(input);
  }

  static bool ends_plain(char c) { return c == ',' || c == '\n' || c == '\r' || c == '"'; }

  Field read_quoted(ByteInput& input, std::string* into) {
    const std::uint64_t first_line = input.line();
    input.get();
    for (;;) {
      const int c = input.get();
      if (c == ByteInput::end) {
        if (input.error()) {
          fail(*input.error());
        } else {
          fail(first_line, "a field in double quotes that starts here never ends", "close the quote");
        }
        return Field::failed;
      }
      if (c == '"' && input.peek() != '"') break;
      if (c == '"') input.get();
      if (into != nullptr) into->push_back(static_cast<char>(c));
      if (input.position() - row_start_ > longest_row) return too_long(first_line);
    }
    const int c = input.peek();
    if (c != ',' && c != '\n' && c != '\r' && c != ByteInput::end) {
      fail(input.line(), "text after the closing quote of a field", "double the quotes inside a field in quotes");
      return Field::failed;
    }
    return read_separator(input);
  }

  Field read_separator(ByteInput& input) {
    const int c = input.get();
    if (c == ',') return Field::more;
    if (c == '\r' && input.peek() == '\n') input.get();
    if (c == ByteInput::end && input.error()) {
      fail(*input.error());
      return Field::failed;
    }
    return Field::last;
  }

  Field too_long(std::uint64_t line) {
    fail(line, "row is longer than 1 MiB", "close the quote of the field that starts near here, or shorten the row");
    return Field::failed;
  }

  std::vector<std::string> header_;
  std::vector<std::size_t> slot_;  // of each column, its place in values_
  std::uint64_t row_start_ = 0;
};

}  // namespace

std::unique_ptr<RowParser> make_csv_parser(std::string file) { return std::make_unique<CsvRows>(std::move(file)); }

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned first = byte(i), second = byte(i + 1);
    if (first < 0x80) {
      i += 1;
    } else if (first >= 0xC2 && first <= 0xDF && follows(i + 1)) {
      i += 2;
    } else if ((first & 0xF0u) == 0xE0 && follows(i + 1) && follows(i + 2) && !(first == 0xE0 && second < 0xA0) &&
               !(first == 0xED && second > 0x9F)) {
      i += 3;
    } else if (first >= 0xF0 && first <= 0xF4 && follows(i + 1) && follows(i + 2) && follows(i + 3) &&
               !(first == 0xF0 && second < 0x90) && !(first == 0xF4 && second > 0x8F)) {
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

void skip_byte_order_mark(ByteInput& input) {
  const std::string_view start = input.buffered();
  if (start.starts_with("\xEF\xBB\xBF")) input.skip(3);
}

}  // namespace sendlab
