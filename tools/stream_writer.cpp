#include "tools/stream_writer.hpp"

#include "engine/kernel/ensure.hpp"

namespace sendlab {

Result<std::unique_ptr<StreamWriter>> StreamWriter::open(const std::filesystem::path& folder,
                                                         const std::vector<std::string>& names) {
  std::vector<File> files;
  for (const std::string& name : names) {
    auto file = StreamedFile::open(folder, name);
    if (!file.ok()) return file.error();
    files.push_back({folder / name, std::move(file).value(), {}});
  }
  return std::unique_ptr<StreamWriter>(new StreamWriter(std::move(files)));
}

StreamWriter::StreamWriter(std::vector<File> files) : files_(std::move(files)), thread_([this] { work(); }) {}

StreamWriter::~StreamWriter() { stop(); }

void StreamWriter::append(std::size_t file, std::string& bytes) {
  ENSURE(file < files_.size(), "a stream has a file");
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() < most_waiting; });
  waiting_.push_back({file, std::move(bytes)});
  bytes.clear();
  if (!spare_.empty()) {
    bytes = std::move(spare_.back());
    spare_.pop_back();
    bytes.clear();
  }
  lock.unlock();
  changed_.notify_all();
}

void StreamWriter::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Block block = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    changed_.notify_all();
    std::string failure;
    try {
      File& to = files_[block.file];
      to.file->append(block.bytes);
      to.hash.add(block.bytes);
      to.size += static_cast<std::int64_t>(block.bytes.size());
    } catch (const std::exception& exception) {
      failure = exception.what();
    }
    lock.lock();
    if (!failure.empty()) failure_ = failure;
    spare_.push_back(std::move(block.bytes));
  }
}

void StreamWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::optional<Error> StreamWriter::commit() {
  stop();
  if (!failure_.empty())
    return Error{files_.front().path.string(), "the stream cannot be written: " + failure_, "run it again"};
  for (File& file : files_)
    if (const Errors errors = file.file->commit(); !errors.empty()) return errors.front();
  return std::nullopt;
}

std::vector<WrittenStream> StreamWriter::written() const {
  std::vector<WrittenStream> all;
  for (const File& file : files_) all.push_back({file.path, file.hash.hex(), file.size});
  return all;
}

}  // namespace sendlab
