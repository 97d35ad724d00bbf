#pragma once
// Writes and fingerprints the streams of a replication on a thread of its own, so that the simulation waits neither for
// the disk nor for the hash. What is written does not depend on the thread: each file gets its blocks in the order of
// the calls.
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/kernel/result.hpp"
#include "engine/kernel/sha256.hpp"
#include "reports/output_files.hpp"

namespace sendlab {

struct WrittenStream {
  std::filesystem::path path;
  std::string sha256;
  std::int64_t size = 0;
};

class StreamWriter {
 public:
  // One file for each name, in `folder`, which is made.
  static Result<std::unique_ptr<StreamWriter>> open(const std::filesystem::path& folder,
                                                    const std::vector<std::string>& names);
  // Without commit() the files leave nothing behind.
  ~StreamWriter();

  // Takes the bytes for the file of that place and leaves an empty string. Waits while too many blocks are unwritten.
  void append(std::size_t file, std::string& bytes);

  // Waits until everything is written, and puts the files in place. Once, after the last append().
  [[nodiscard]] std::optional<Error> commit();
  [[nodiscard]] std::vector<WrittenStream> written() const;  // after commit()

 private:
  struct File {
    std::filesystem::path path;
    std::unique_ptr<StreamedFile> file;
    Sha256 hash;
    std::int64_t size = 0;
  };
  struct Block {
    std::size_t file;
    std::string bytes;
  };
  static constexpr std::size_t most_waiting = 32;

  explicit StreamWriter(std::vector<File> files);
  void work();
  void stop();

  std::vector<File> files_;  // of the thread until stop()
  std::mutex mutex_;         // guards what follows
  std::condition_variable changed_;
  std::deque<Block> waiting_;
  std::vector<std::string> spare_;  // strings with room, to be filled again
  std::string failure_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace sendlab
