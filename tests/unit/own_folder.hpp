#pragma once
// A folder of a test's own, gone before and afterwards. It is not made: that is for what is tested.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace sendlab::test {

struct OwnFolder {
  explicit OwnFolder(const std::string& name) : path(std::filesystem::temp_directory_path() / ("sendlab_" + name)) {
    std::filesystem::remove_all(path);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;
  ~OwnFolder() { std::filesystem::remove_all(path); }

  [[nodiscard]] std::size_t entries() const {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path)) ++n;
    return n;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(path / name, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }

  std::filesystem::path path;
};

}  // namespace sendlab::test
