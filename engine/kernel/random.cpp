#include "engine/kernel/random.hpp"

#include "engine/kernel/mix.hpp"

namespace sendlab {
namespace {

std::uint64_t absorb(std::uint64_t state, std::uint64_t word) { return mix(state * 0x9E37'79B9'7F4A'7C15 + word + 1); }

// Length first, so that ("ab", "c") and ("a", "bc") differ; bytes little-endian, whatever the machine.
std::uint64_t absorb(std::uint64_t state, std::string_view text) {
  state = absorb(state, text.size());
  for (std::size_t at = 0; at < text.size(); at += 8) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < 8 && at + i < text.size(); ++i) {
      word |= std::uint64_t{static_cast<unsigned char>(text[at + i])} << (8 * i);
    }
    state = absorb(state, word);
  }
  return state;
}

}  // namespace

StreamKey stream_key(Seed seed, std::uint64_t replication, std::string_view entity, std::string_view purpose) {
  std::uint64_t state = absorb(0, seed.value);
  state = absorb(state, replication);
  state = absorb(state, entity);
  return {absorb(state, purpose)};
}

RandomStream::RandomStream(StreamKey key)
    : state_(absorb(0x5EED'0001, key.value)), second_(absorb(0x5EED'0002, key.value)) {
  if (second_ == 0) second_ = 1;  // one key in 2^64; 0 is kept for "not seeded"
}

}  // namespace sendlab
