#pragma once
// Files of a run appear complete or not at all: each is written under a temporary name in its folder and then renamed.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/result.hpp"

namespace sendlab {

struct OutputFile {
  std::string name;  // base name
  std::string content;
};

// Writes all of them, or none: renames start when every file has been written and closed. Creates the folder.
// Returns the errors; none when all is well.
Errors write_all(const std::filesystem::path& folder, const std::vector<OutputFile>& files);

// A file that is written piece by piece. Without commit() it leaves nothing behind.
class StreamedFile {
 public:
  // Creates the folder.
  static Result<std::unique_ptr<StreamedFile>> open(const std::filesystem::path& folder, std::string_view name);
  ~StreamedFile();
  StreamedFile(const StreamedFile&) = delete;
  StreamedFile& operator=(const StreamedFile&) = delete;

  // A failure is kept and told by commit(), so that a hot path need not look.
  void append(std::string_view bytes);

  // Flushes and closes; nothing can be appended afterwards. commit() does it where it was not done.
  [[nodiscard]] Errors finish_writing();

  // Puts the file in place. Returns the first error, if any; nothing is left then.
  [[nodiscard]] Errors commit();

 private:
  StreamedFile(std::filesystem::path temporary, std::filesystem::path final_path, std::FILE* file);

  std::filesystem::path temporary_, final_path_;
  std::FILE* file_ = nullptr;
  int failed_ = 0;  // errno of the first failure
  bool committed_ = false;
};

}  // namespace sendlab
