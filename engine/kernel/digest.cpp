#include "engine/kernel/digest.hpp"

#include "engine/kernel/mix.hpp"

namespace sendlab {
namespace {

void append_hex(std::string& text, std::uint64_t word) {
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[word >> shift & 15];
}

}  // namespace

Digest::Words Digest::finished() const {
  const std::uint64_t high = mix(left_ + mix(right_ ^ count_));
  return {high, mix(right_ + mix(high))};
}

std::string Digest::hex() const {
  const Words words = finished();
  std::string text;
  append_hex(text, words.high);
  append_hex(text, words.low);
  return text;
}

Digest Digest::combined(std::span<const Digest> digests) {
  Digest result;
  std::uint64_t index = 0;
  for (const Digest& digest : digests) {
    const Words words = digest.finished();
    result.add(index++);
    result.add(words.high);
    result.add(words.low);
  }
  return result;
}

}  // namespace sendlab
