#include "scenarios/feed.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "fixtures.hpp"

namespace sendlab {
namespace {

using test::Folder;

const std::string three_rows = "number,name\n+14255550100,Ann\n+14255550101,Bob\n+14255550102,Cid\n";

// The first `count` rows of the columns, joined with '|'; ends with "end" or the error.
std::vector<std::string> rows(const std::string& file, const std::vector<std::string>& columns, int count,
                              bool wrap = false, bool random_order = false) {
  auto feed = FeedReader::open({.file = file, .columns = columns, .wrap = wrap, .random_order = random_order});
  if (!feed.ok()) return {feed.error().where + ": " + feed.error().what};
  RandomStream random(stream_key(Seed{7}, 0, "feed", "rows"));
  std::vector<std::string> found;
  for (int i = 0; i < count; ++i) {
    const auto read = feed.value()->next(random);
    if (read == FeedReader::Read::end) return found.push_back("end"), found;
    if (read == FeedReader::Read::failed)
      return found.push_back(feed.value()->error().where + ": " + feed.value()->error().what), found;
    std::string row = std::to_string(feed.value()->line());
    for (std::size_t c = 0; c < columns.size(); ++c) row += "|" + std::string(feed.value()->value(c));
    found.push_back(row);
  }
  return found;
}

using Rows = std::vector<std::string>;

TEST_CASE("a feed gives the wanted columns row by row with their lines", "[scenarios][feed]") {
  const Folder folder;
  const std::string file = folder.write("a.csv", three_rows);
  CHECK(rows(file, {"name", "number"}, 9) ==
        Rows{"2|Ann|+14255550100", "3|Bob|+14255550101", "4|Cid|+14255550102", "end"});
  CHECK(rows(file, {"name", "name"}, 1) == Rows{"2|Ann|Ann"});
  CHECK(rows(file, {""}, 1) == Rows{"2|+14255550100"});
}

TEST_CASE("a feed that wraps starts again at its first row", "[scenarios][feed]") {
  const Folder folder;
  for (const char* name : {"a.csv", "a.csv.gz", "a.csv.zst"}) {
    const std::string file = folder.write(name, three_rows);
    CHECK(rows(file, {"name"}, 7, true) == Rows{"2|Ann", "3|Bob", "4|Cid", "2|Ann", "3|Bob", "4|Cid", "2|Ann"});
  }
}

TEST_CASE("CSV follows RFC 4180: quotes, commas, line ends, byte order mark", "[scenarios][feed]") {
  const Folder folder;
  const std::string file = folder.write(
      "q.csv",
      "\xEF\xBB\xBFid,\"text\"\r\n1,\"a, b\"\r\n2,\"says \"\"hi\"\"\"\r\n3,\"two\r\nlines\"\r\n4,\r\n\r\n5,last");
  CHECK(rows(file, {"text", "id"}, 9) ==
        Rows{"2|a, b|1", "3|says \"hi\"|2", "4|two\r\nlines|3", "6||4", "8|last|5", "end"});
}

TEST_CASE("a malformed CSV row is an error with its line", "[scenarios][feed]") {
  const Folder folder;
  const auto last = [&](const std::string& text) {
    const std::string file = folder.write("m.csv", text);
    std::string found = rows(file, {"b"}, 9).back();
    return found.substr(found.find("m.csv") + 5);
  };
  CHECK(last("a,b\n1,2\n3\n") == ":3: row has 1 field, the header has 2");
  CHECK(last("a,b\n1,2\n3,4,5\n") == ":3: row has 3 fields, the header has 2");
  CHECK(last("a,b\n1,2\n3,\"never\nends\n") == ":3: a field in double quotes that starts here never ends");
  CHECK(last("a,b\n1,2\n3,x\"y\n") == ":3: a double quote inside a field that does not start with one");
  CHECK(last("a,b\n1,2\n3,\"x\"y\n") == ":3: text after the closing quote of a field");
  CHECK(last("a,b\n1,2\n3,\xFF\n") == ":3: column b is not UTF-8");
}

TEST_CASE("what is wrong with a whole file is said at once", "[scenarios][feed]") {
  const Folder folder;
  const auto fault = [&](const std::string& name, const std::string& text, const std::string& column) {
    return FeedReader::open({.file = folder.write(name, text), .columns = {column}}).error().what;
  };
  CHECK(fault("e.csv", "", "a") == "is empty");
  CHECK(fault("e.csv", "a,b\n", "a") == "has a header but no rows");
  CHECK(fault("e.csv", "number,name\n1,2\n", "nmae") == "has no column nmae; did you mean name?");
  CHECK(fault("e.ndjson", "", "a") == "is empty");
  CHECK(fault("e.ndjson", "[1]\n", "a") == "row is not a JSON object");
  CHECK(FeedReader::open({.file = folder.path("absent.csv"), .columns = {"a"}})
            .error()
            .what.starts_with("cannot be opened"));
  CHECK(FeedReader::open({.file = folder.path(""), .columns = {"a"}}).error().what == "is a folder");
}

TEST_CASE("NDJSON rows give text, numbers in short, and nothing for null and absent", "[scenarios][feed]") {
  const Folder folder;
  const std::string text =
      "{\"n\":\"+1\",\"x\":12,\"y\":null}\r\n\n{\"x\":1.5,\"n\":\"caf\\u00e9\",\"z\":[1]}\n{\"n\":\"c\",\"x\":true}";
  for (const char* name : {"a.ndjson", "a.jsonl.gz", "a.ndjson.zst"}) {
    const std::string file = folder.write(name, text);
    CHECK(rows(file, {"n", "x", "y"}, 9) == Rows{"1|+1|12|", "3|caf\xC3\xA9|1.5|", "4|c|true|", "end"});
  }
}

TEST_CASE("a malformed NDJSON row is an error with its line", "[scenarios][feed]") {
  const Folder folder;
  const auto last = [&](const std::string& text) {
    const std::string found = rows(folder.write("m.ndjson", text), {"a"}, 9).back();
    return found.substr(found.find("m.ndjson") + 8);
  };
  CHECK(last("{\"a\":1}\n{\"a\":\n").starts_with(":2: row is not JSON"));
  CHECK(last("{\"a\":1}\n7\n") == ":2: row is not a JSON object");
  CHECK(last("{\"a\":1}\n{\"a\":{}}\n") == ":2: column a is a JSON object or list");
}

TEST_CASE("random order draws every row about equally often", "[scenarios][feed]") {
  const Folder folder;
  const std::string file = folder.write("a.csv", three_rows);
  std::map<std::string, int> seen;
  for (const std::string& row : rows(file, {"name"}, 3000, true, true)) ++seen[row];
  REQUIRE(seen.size() == 3);
  for (const auto& [row, count] : seen) CHECK(std::abs(count - 1000) < 100);  // four standard deviations are 103
}

TEST_CASE("random order of a compressed feed is refused with a remedy", "[scenarios][feed]") {
  const Folder folder;
  const auto feed =
      FeedReader::open({.file = folder.write("a.csv.gz", three_rows), .columns = {"name"}, .random_order = true});
  REQUIRE_FALSE(feed.ok());
  CHECK(feed.error().what == "a compressed feed cannot be read in random order");
  CHECK(feed.error().fix.find("unpack") != std::string::npos);
}

TEST_CASE("rows longer than the buffer stay whole", "[scenarios][feed]") {
  const Folder folder;
  const std::string big(200'000, 'x');
  const std::string file = folder.write("big.csv", "a,b\n1," + big + "\n2,\"" + big + "\"\n");
  auto feed = FeedReader::open({.file = file, .columns = {"b"}, .wrap = false});
  REQUIRE(feed.ok());
  RandomStream none;
  for (int i = 0; i < 2; ++i) {
    REQUIRE(feed.value()->next(none) == FeedReader::Read::row);
    CHECK(feed.value()->value(0) == big);
  }
}

TEST_CASE("a damaged compressed file is an error, not an end", "[scenarios][feed]") {
  const Folder folder;
  std::string noise = "a\n";
  for (int i = 0; i < 50'000; ++i) noise += std::to_string(i * 7919 % 100'003) + "\n";
  for (const char* name : {"cut.csv.gz", "cut.csv.zst"}) {
    const std::string file = folder.write(name, noise);
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    const auto found = rows(file, {"a"}, 100'000);
    CHECK(found.back().find("is not a whole") != std::string::npos);
  }
  std::ofstream(folder.path("plain.csv.gz")) << three_rows;
  CHECK(FeedReader::open({.file = folder.path("plain.csv.gz"), .columns = {"a"}}).error().what ==
        "ends in .gz but is not a gzip file");
}

TEST_CASE("the header of a feed is told in order", "[scenarios][feed]") {
  const Folder folder;
  CHECK(feed_columns(folder.write("a.csv", three_rows)).value() == std::vector<std::string>{"number", "name"});
  CHECK(feed_columns(folder.write("a.ndjson", "{\"b\":1,\"a\":2}\n")).value() == std::vector<std::string>{"b", "a"});
}

}  // namespace
}  // namespace sendlab
