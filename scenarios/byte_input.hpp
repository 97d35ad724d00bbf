#pragma once
// A ByteSource read character by character, with position and line. The first failure sticks and reads as the end.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "scenarios/byte_source.hpp"

namespace sendlab {

class ByteInput {
 public:
  static constexpr int end = -1;

  explicit ByteInput(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  int peek() { return at_ < filled_ || fill() ? static_cast<unsigned char>(buffer_[at_]) : end; }
  int get() {
    const int c = peek();
    if (c != end) {
      ++at_;
      line_ += c == '\n' ? 1u : 0u;
    }
    return c;
  }
  // What is buffered, at least one byte unless the end is reached; skip(n) goes past the first n, none of them a line
  // end.
  std::string_view buffered() {
    return peek() == end ? std::string_view{} : std::string_view(&buffer_[at_], filled_ - at_);
  }
  void skip(std::size_t n) { at_ += n; }

  [[nodiscard]] std::uint64_t position() const { return start_ + at_; }
  [[nodiscard]] std::uint64_t line() const { return line_; }  // of the next character, from 1
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  // Back to a position met before, with its line. Anything but 0 needs a plain file.
  bool go_to(std::uint64_t position, std::uint64_t line) {
    if (!(position == 0 ? source_->rewind() : source_->seek(position))) return false;
    at_ = filled_ = 0;
    start_ = position;
    line_ = line;
    return true;
  }

 private:
  bool fill() {
    if (error_) return false;
    start_ += filled_;
    at_ = filled_ = 0;
    auto got = source_->read(buffer_.data(), buffer_.size());
    if (!got.ok()) {
      error_ = got.error();
      return false;
    }
    filled_ = got.value();
    return filled_ > 0;
  }

  std::unique_ptr<ByteSource> source_;
  std::array<char, 65536> buffer_{};
  std::size_t at_ = 0, filled_ = 0;
  std::uint64_t start_ = 0;  // position of buffer_[0]
  std::uint64_t line_ = 1;
  std::optional<Error> error_;
};

}  // namespace sendlab
