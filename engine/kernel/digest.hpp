#pragma once
// A running 128-bit hash of published facts: two runs with the same digest said the same, in the same order. It finds
// differences between runs; it is no defence against someone who looks for a collision.
#include <cstdint>
#include <span>
#include <string>

namespace sendlab {

class Digest {
 public:
  void add(std::uint64_t word) {
    // Two lanes, each a bijection of its state for a given word and of the word for a given state: one changed word
    // always changes both lanes, and nothing can bring one lane back without missing the other but by chance.
    left_ = (left_ ^ word) * 0x9FB2'1C65'1E98'DF25;
    left_ ^= left_ >> 32;
    right_ = (right_ << 27 | right_ >> 37) + word;
    right_ = (right_ ^ right_ >> 29) * 0xD6E8'FEB8'6659'FD93;
    ++count_;
  }
  void add(std::span<const std::uint64_t> words) {
    for (const std::uint64_t word : words) add(word);
  }

  [[nodiscard]] std::string hex() const;  // 32 lower-case digits

  // The digest of digests, each with its index: replications in order, in whatever order they finished.
  [[nodiscard]] static Digest combined(std::span<const Digest> digests);

  friend bool operator==(const Digest&, const Digest&) = default;

 private:
  struct Words {
    std::uint64_t high, low;
  };
  [[nodiscard]] Words finished() const;

  std::uint64_t left_ = 0x243F'6A88'85A3'08D3;  // digits of pi
  std::uint64_t right_ = 0x1319'8A2E'0370'7344;
  std::uint64_t count_ = 0;  // words added
};

}  // namespace sendlab
