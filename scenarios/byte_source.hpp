#pragma once
// The bytes of a file, unpacked on the way when its name ends in .gz or .zst.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/kernel/result.hpp"

namespace sendlab {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Up to `size` bytes, at least one unless the end is reached: then 0. Error: unreadable or damaged file.
  virtual Result<std::size_t> read(char* into, std::size_t size) = 0;

  virtual bool rewind() = 0;

  // Continues at this byte. Plain files only: false for the others.
  virtual bool seek(std::uint64_t position) = 0;
};

[[nodiscard]] bool is_compressed(const std::string& file);

Result<std::unique_ptr<ByteSource>> open_bytes(const std::string& file);

}  // namespace sendlab
