// NDJSON: one JSON object a line.
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "scenarios/row_parser.hpp"

namespace sendlab {
namespace {

namespace json = boost::json;

class NdjsonRows final : public RowParser {
 public:
  explicit NdjsonRows(std::string file) : RowParser(std::move(file)) {}

  Result<std::vector<std::string>> read_header(ByteInput& input) override {
    skip_byte_order_mark(input);
    switch (read_object(input)) {
      case Read::failed:
        return error_;
      case Read::end:
        return Error{file_, "is empty", "an NDJSON feed has one JSON object a line"};
      case Read::row:
        break;
    }
    header_.clear();
    for (const auto& [key, value] : object_) header_.emplace_back(key);
    // The first row is the header and data in one.
    if (!input.go_to(0, 1)) return Error{file_, "cannot be read from its start again", ""};
    skip_byte_order_mark(input);
    return header_;
  }

  void keep(const std::vector<std::size_t>& columns) override {
    kept_ = columns;
    values_.assign(columns.size(), {});
  }

  Read read_row(ByteInput& input) override {
    const Read read = read_object(input);
    if (read != Read::row) return read;
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      const auto found = object_.find(header_[kept_[i]]);
      values_[i].clear();
      if (found == object_.end() || found->value().is_null()) continue;
      if (found->value().is_string()) {
        values_[i] = std::string_view(found->value().get_string());
      } else if (found->value().is_double()) {
        char shortest[32];
        const auto end = std::to_chars(shortest, shortest + sizeof shortest, found->value().get_double()).ptr;
        values_[i].assign(shortest, end);
      } else if (found->value().is_primitive()) {
        values_[i] = json::serialize(found->value());
      } else {
        return fail(row_line_, "column " + header_[kept_[i]] + " is a JSON object or list",
                    "give text, a number or null");
      }
    }
    return Read::row;
  }

 private:
  // The next line that is not blank, parsed into object_.
  Read read_object(ByteInput& input) {
    do {
      row_line_ = input.line();
      text_.clear();
      if (input.peek() == ByteInput::end) return input.error() ? fail(*input.error()) : Read::end;
      for (int c = input.get(); c != '\n' && c != ByteInput::end; c = input.get()) {
        text_.push_back(static_cast<char>(c));
        if (text_.size() > longest_row)
          return fail(row_line_, "row is longer than 1 MiB", "write one JSON object a line");
      }
      if (input.error()) return fail(*input.error());
    } while (text_.find_first_not_of(" \t\r") == std::string::npos);
    if (!is_utf8(text_))
      return fail(row_line_, "row is not UTF-8", "convert the file, for example with iconv -t UTF-8");
    json::error_code code;
    json::value value = json::parse(text_, code);
    if (code) return fail(row_line_, "row is not JSON: " + code.message(), "write one JSON object a line");
    if (!value.is_object())
      return fail(row_line_, "row is not a JSON object", R"(write rows as {"number":"+1…","body":"…"})");
    object_ = std::move(value.get_object());
    return Read::row;
  }

  std::vector<std::string> header_;
  std::vector<std::size_t> kept_;
  std::string text_;
  json::object object_;
  std::uint64_t row_line_ = 1;
};

}  // namespace

std::unique_ptr<RowParser> make_ndjson_parser(std::string file) {
  return std::make_unique<NdjsonRows>(std::move(file));
}

}  // namespace sendlab
