#include "tools/stream_writer.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/unit/own_folder.hpp"

using namespace sendlab;
namespace fs = std::filesystem;

TEST_CASE("streams are written in the order of their blocks, and fingerprinted", "[tools][events]") {
  const test::OwnFolder folder("stream_writer_order");
  auto opened = StreamWriter::open(folder.path, {"a", "b"});
  REQUIRE(opened.ok());
  StreamWriter& writer = *opened.value();
  std::string a, b, block;
  for (int i = 0; i < 1'000; ++i) {  // many more than may wait
    std::string& all = i % 3 == 0 ? b : a;
    block.assign(static_cast<std::size_t>(i), static_cast<char>('a' + i % 26));
    all += block;
    writer.append(i % 3 == 0 ? 1 : 0, block);
    CHECK(block.empty());
  }
  REQUIRE_FALSE(writer.commit());
  CHECK(folder.read("a") == a);
  CHECK(folder.read("b") == b);
  const std::vector<WrittenStream> written = writer.written();
  REQUIRE(written.size() == 2);
  CHECK(written[0].path == folder.path / "a");
  CHECK(written[0].sha256 == sha256_hex(a));
  CHECK(written[1].sha256 == sha256_hex(b));
  CHECK(written[1].size == static_cast<std::int64_t>(b.size()));
}

TEST_CASE("streams that are not committed leave nothing behind", "[tools][events]") {
  const test::OwnFolder folder("stream_writer_dropped");
  {
    auto opened = StreamWriter::open(folder.path, {"a"});
    REQUIRE(opened.ok());
    std::string block = "lost";
    opened.value()->append(0, block);
  }
  CHECK(fs::is_empty(folder.path));
}

TEST_CASE("a folder that cannot be written to is told", "[tools][events]") {
  const test::OwnFolder folder("stream_writer_file");
  fs::create_directories(folder.path);
  { std::ofstream(folder.path / "taken") << "x"; }
  CHECK_FALSE(StreamWriter::open(folder.path / "taken", {"a"}).ok());
}
