#include "reports/output_files.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/unit/own_folder.hpp"

using namespace sendlab;
namespace fs = std::filesystem;

TEST_CASE("files are written whole into a folder that is made for them", "[reports][output]") {
  const test::OwnFolder folder("output_files_whole");
  CHECK(write_all(folder.path / "deep" / "er", {{"a.json", "{}\n"}, {"b.bin", std::string("\0\r\n", 3)}}).empty());
  CHECK(folder.read("deep/er/a.json") == "{}\n");
  CHECK(folder.read("deep/er/b.bin") == std::string("\0\r\n", 3));
  CHECK(std::distance(fs::directory_iterator(folder.path / "deep/er"), fs::directory_iterator{}) == 2);
}

TEST_CASE("an existing file is replaced", "[reports][output]") {
  const test::OwnFolder folder("output_files_replace");
  REQUIRE(write_all(folder.path, {{"a", "a long first version"}}).empty());
  REQUIRE(write_all(folder.path, {{"a", "second"}}).empty());
  CHECK(folder.read("a") == "second");
  CHECK(folder.entries() == 1);
}

TEST_CASE("when one file cannot be made, none is left", "[reports][output]") {
  const test::OwnFolder folder("output_files_none");
  fs::create_directories(folder.path);
  const Errors errors = write_all(folder.path, {{"a", "1"}, {"missing/b", "2"}});
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].what.find("cannot be made") != std::string::npos);
  CHECK_FALSE(errors[0].fix.empty());
  CHECK(folder.entries() == 0);
}

TEST_CASE("a folder that is a file is an error", "[reports][output]") {
  const test::OwnFolder folder("output_files_file");
  std::ofstream(folder.path) << "in the way";
  CHECK(write_all(folder.path, {{"a", "1"}}).size() == 1);
  CHECK(fs::is_regular_file(folder.path));
}

TEST_CASE("a full disk is told at the end and leaves nothing", "[reports][output]") {
  if (!fs::exists("/dev/full")) return;
  const test::OwnFolder folder("output_files_full");
  fs::create_directories(folder.path);
  fs::create_symlink("/dev/full", folder.path / ".events.ndjson.partial");
  auto file = StreamedFile::open(folder.path, "events.ndjson");
  REQUIRE(file.ok());
  for (int i = 0; i < 100; ++i) file.value()->append(std::string(1000, 'x'));
  const Errors errors = file.value()->commit();
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].what.find("cannot be written") != std::string::npos);
  file.value().reset();
  CHECK(folder.entries() == 0);
}

TEST_CASE("a streamed file appears when it is committed, and not before", "[reports][output]") {
  const test::OwnFolder folder("output_files_stream");
  {
    auto file = StreamedFile::open(folder.path, "events.ndjson");
    REQUIRE(file.ok());
    file.value()->append("one\n");
    file.value()->append("two\n");
    CHECK_FALSE(fs::exists(folder.path / "events.ndjson"));
    CHECK(file.value()->commit().empty());
    CHECK(folder.read("events.ndjson") == "one\ntwo\n");
  }
  {
    auto dropped = StreamedFile::open(folder.path, "messages.ndjson");
    REQUIRE(dropped.ok());
    dropped.value()->append("half");
  }
  CHECK(folder.entries() == 1);
}
