#include "scenarios/byte_source.hpp"

#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace sendlab {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

class PlainBytes final : public ByteSource {
 public:
  PlainBytes(std::string name, File file) : name_(std::move(name)), file_(std::move(file)) {}

  Result<std::size_t> read(char* into, std::size_t size) override {
    const std::size_t got = std::fread(into, 1, size, file_.get());
    if (got == 0 && std::ferror(file_.get()) != 0)
      return Error{name_, "cannot be read: " + std::string(std::strerror(errno)), ""};
    return got;
  }
  bool rewind() override { return seek(0); }
  bool seek(std::uint64_t position) override {
    return fseeko(file_.get(), static_cast<off_t>(position), SEEK_SET) == 0;
  }

 private:
  std::string name_;
  File file_;
};

class GzipBytes final : public ByteSource {
 public:
  GzipBytes(std::string name, gzFile file) : name_(std::move(name)), file_(file) {}
  GzipBytes(const GzipBytes&) = delete;
  GzipBytes& operator=(const GzipBytes&) = delete;
  ~GzipBytes() override { gzclose_r(file_); }

  Result<std::size_t> read(char* into, std::size_t size) override {
    const int got = gzread(file_, into, static_cast<unsigned>(size));
    int code = Z_OK;
    const char* text = gzerror(file_, &code);
    // A file cut short reads as its whole bytes and then Z_BUF_ERROR.
    if (got < 0 || (got == 0 && code != Z_OK && code != Z_STREAM_END)) {
      return Error{name_, "is not a whole gzip file: " + std::string(text),
                   "unpack it with gunzip -t to see the fault, or make it again"};
    }
    return static_cast<std::size_t>(got);
  }
  bool rewind() override { return gzrewind(file_) == 0; }
  bool seek(std::uint64_t) override { return false; }

 private:
  std::string name_;
  gzFile file_;
};

class ZstdBytes final : public ByteSource {
 public:
  ZstdBytes(std::string name, File file)
      : name_(std::move(name)),
        file_(std::move(file)),
        stream_(ZSTD_createDStream(), &ZSTD_freeDStream),
        packed_(ZSTD_DStreamInSize()) {}

  Result<std::size_t> read(char* into, std::size_t size) override {
    ZSTD_outBuffer out{into, size, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size) {
        in_ = {packed_.data(), std::fread(packed_.data(), 1, packed_.size(), file_.get()), 0};
        if (in_.size == 0) {
          if (wanted_ != 0) return damaged("the file ends too early");
          return std::size_t{0};
        }
      }
      const std::size_t code = ZSTD_decompressStream(stream_.get(), &out, &in_);
      if (ZSTD_isError(code) != 0) return damaged(ZSTD_getErrorName(code));
      wanted_ = code;
    }
    return out.pos;
  }
  bool rewind() override {
    ZSTD_DCtx_reset(stream_.get(), ZSTD_reset_session_only);
    in_ = {packed_.data(), 0, 0};
    wanted_ = 0;
    return fseeko(file_.get(), 0, SEEK_SET) == 0;
  }
  bool seek(std::uint64_t) override { return false; }

 private:
  [[nodiscard]] Error damaged(const std::string& why) const {
    return {name_, "is not a whole zstd file: " + why, "unpack it with zstd -t to see the fault, or make it again"};
  }

  std::string name_;
  File file_;
  std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> stream_;
  std::vector<char> packed_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  std::size_t wanted_ = 0;  // 0 when a frame has just ended
};

}  // namespace

bool is_compressed(const std::string& file) { return file.ends_with(".gz") || file.ends_with(".zst"); }

Result<std::unique_ptr<ByteSource>> open_bytes(const std::string& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) {
    return Error{file, "cannot be opened: " + std::string(std::strerror(errno)),
                 "check the path: literal paths are relative to the scenario, --param paths to the working directory"};
  }
  if (S_ISDIR(status.st_mode)) return Error{file, "is a folder", "name a file in it"};
  if (file.ends_with(".gz")) {
    gzFile packed = gzopen(file.c_str(), "rb");
    if (packed == nullptr) return Error{file, "cannot be opened: " + std::string(std::strerror(errno)), ""};
    if (gzdirect(packed) != 0) {
      gzclose_r(packed);
      return Error{file, "ends in .gz but is not a gzip file", "rename it or pack it with gzip"};
    }
    return std::unique_ptr<ByteSource>(std::make_unique<GzipBytes>(file, packed));
  }
  File plain(std::fopen(file.c_str(), "rb"), &std::fclose);
  if (!plain) return Error{file, "cannot be opened: " + std::string(std::strerror(errno)), ""};
  if (file.ends_with(".zst")) return std::unique_ptr<ByteSource>(std::make_unique<ZstdBytes>(file, std::move(plain)));
  return std::unique_ptr<ByteSource>(std::make_unique<PlainBytes>(file, std::move(plain)));
}

}  // namespace sendlab
