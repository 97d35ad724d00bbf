#include "scenarios/feed.hpp"

#include <algorithm>

#include "scenarios/nearest_name.hpp"
#include "scenarios/row_parser.hpp"

namespace sendlab {
namespace {

// feed.csv, feed.csv.gz, feed.ndjson.zst …; anything that is not NDJSON by name is CSV.
std::unique_ptr<RowParser> parser_for(const std::string& file) {
  std::string_view name = file;
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  }
  const bool is_json = name.ends_with(".ndjson") || name.ends_with(".jsonl") || name.ends_with(".json");
  return is_json ? make_ndjson_parser(file) : make_csv_parser(file);
}

class FileFeed final : public FeedReader {
 public:
  FileFeed(Options options, std::unique_ptr<ByteSource> source)
      : options_(std::move(options)), input_(std::move(source)), parser_(parser_for(options_.file)) {}

  // Reads the header, resolves the columns and makes sure of a first row.
  std::optional<Error> start() {
    auto header = parser_->read_header(input_);
    if (!header.ok()) return header.error();
    std::vector<std::size_t> kept;
    for (const std::string& column : options_.columns) {
      const std::size_t place = column.empty() ? 0 : find(header.value(), column);
      if (place == header.value().size()) return no_such_column(column, header.value());
      const auto known = std::find(kept.begin(), kept.end(), place);
      slot_.push_back(static_cast<std::size_t>(known - kept.begin()));
      if (known == kept.end()) kept.push_back(place);
    }
    parser_->keep(kept);
    first_ = {input_.position(), input_.line()};
    return options_.random_order ? index_rows() : check_first_row();
  }

  Read next(RandomStream& random) override {
    if (options_.random_order) {
      const Place& place = rows_[random.below(rows_.size())];
      input_.go_to(place.position, place.line);
    }
    Read read = read_row();
    if (read == Read::end && options_.wrap && go_to_first()) read = read_row();
    return read;
  }

  [[nodiscard]] std::string_view value(std::size_t column) const override { return parser_->value(slot_[column]); }
  [[nodiscard]] std::uint64_t line() const override { return line_; }
  [[nodiscard]] const Error& error() const override { return parser_->error(); }

 private:
  struct Place {
    std::uint64_t position = 0, line = 1;
  };

  static std::size_t find(const std::vector<std::string>& header, const std::string& column) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), column) - header.begin());
  }

  [[nodiscard]] Error no_such_column(const std::string& column, const std::vector<std::string>& header) const {
    return {options_.file, "has no column " + column + did_you_mean(column, header),
            "its columns are " + list_of(header)};
  }

  Read read_row() {
    while (input_.peek() == '\n' || input_.peek() == '\r') input_.get();  // so that line() is that of the row
    line_ = input_.line();
    switch (parser_->read_row(input_)) {
      case RowParser::Read::row:
        return Read::row;
      case RowParser::Read::end:
        return Read::end;
      case RowParser::Read::failed:
        break;
    }
    return Read::failed;
  }

  // A compressed file starts again from its beginning, and its header is read again.
  bool go_to_first() {
    if (!is_compressed(options_.file)) return input_.go_to(first_.position, first_.line);
    return input_.go_to(0, 1) && parser_->read_header(input_).ok();
  }

  std::optional<Error> check_first_row() {
    switch (read_row()) {
      case Read::failed:
        return error();
      case Read::end:
        return no_rows();
      case Read::row:
        break;
    }
    if (!go_to_first()) return Error{options_.file, "cannot be read from its start again", "give a plain file"};
    return std::nullopt;
  }

  std::optional<Error> index_rows() {
    for (;;) {
      while (input_.peek() == '\n' || input_.peek() == '\r') input_.get();
      const Place place{input_.position(), input_.line()};
      const Read read = read_row();
      if (read == Read::failed) return error();
      if (read == Read::end) break;
      rows_.push_back(place);
    }
    if (rows_.empty()) return no_rows();
    return std::nullopt;
  }

  [[nodiscard]] Error no_rows() const {
    return {options_.file, "has a header but no rows", "add at least one row of data"};
  }

  Options options_;
  ByteInput input_;
  std::unique_ptr<RowParser> parser_;
  std::vector<std::size_t> slot_;  // of each wanted column, its place among the parser's values
  Place first_;                    // where the first row starts
  std::vector<Place> rows_;        // random order only
  std::uint64_t line_ = 0;
};

}  // namespace

Result<std::unique_ptr<FeedReader>> FeedReader::open(const Options& options) {
  if (options.random_order && is_compressed(options.file)) {
    return Error{options.file, "a compressed feed cannot be read in random order",
                 "unpack the file, or use order = \"in_turn\""};
  }
  auto source = open_bytes(options.file);
  if (!source.ok()) return source.error();
  auto feed = std::make_unique<FileFeed>(options, std::move(source).value());
  if (auto error = feed->start()) return *error;
  return std::unique_ptr<FeedReader>(std::move(feed));
}

Result<std::vector<std::string>> feed_columns(const std::string& file) {
  auto source = open_bytes(file);
  if (!source.ok()) return source.error();
  ByteInput input(std::move(source).value());
  return parser_for(file)->read_header(input);
}

}  // namespace sendlab
