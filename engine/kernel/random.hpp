#pragma once
// Named random streams. A stream is keyed by (seed, replication, entity, purpose), so that adding an entity shifts no
// other's draws.
#include <cstdint>
#include <string_view>

#include "engine/kernel/ensure.hpp"

namespace sendlab {

struct Seed {
  std::uint64_t value = 0;
};

// Mixes the four parts of a stream's name into its key. `entity` and `purpose` are names such as "workload/codes" and
// "arrivals".
struct StreamKey {
  std::uint64_t value = 0;
};
StreamKey stream_key(Seed seed, std::uint64_t replication, std::string_view entity, std::string_view purpose);

// A counter-based stream: draw i is a pure function of (key, i). Copying it copies its position.
//
// The generator is a 64-bit mixer of three odd multiplications and four xor-shifts over first_ + i * golden, with a
// second key word added half-way. Each step is a bijection, so a stream repeats no draw before 2^64. The second word
// keeps two streams from being one sequence at two offsets, which happens to generators that only add a counter to a
// key: even where their counters meet, the second half of the mix differs. tests/unit/kernel/random_test.cpp checks bit
// balance, serial correlation, avalanche and chi-square, within streams and across neighbouring keys.
class RandomStream {
 public:
  RandomStream() = default;  // a draw before seeding aborts (ENSURE)
  explicit RandomStream(StreamKey key);

  std::uint64_t bits() {  // 64 uniform bits
    ENSURE(second_ != 0, "a random stream is seeded before it is drawn from");
    std::uint64_t z = state_ += 0x9E37'79B9'7F4A'7C15;  // 2^64 / golden ratio: counters differ in many bits
    z = (z ^ (z >> 32)) * 0xD6E8'FEB8'6659'FD93;
    z = (z ^ (z >> 29)) + second_;
    z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9;
    z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EB;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }               // [0, 1), 53 bits
  double uniform_open() { return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52; }  // (0, 1)
  std::uint64_t below(std::uint64_t n);                                                  // 0 … n-1, unbiased; n >= 1
  bool chance(double probability) {                                                      // draws nothing for 0 and 1
    if (probability <= 0) return false;
    if (probability >= 1) return true;
    return uniform() < probability;
  }

 private:
  std::uint64_t state_ = 0;   // first key word + draws so far * golden
  std::uint64_t second_ = 0;  // second key word; 0 only before seeding
};

// Lemire's method: the high word of bits * n, redrawn for the few low words that would favour some results.
inline std::uint64_t RandomStream::below(std::uint64_t n) {
  __extension__ using Wide = unsigned __int128;
  ENSURE(n != 0, "a draw below 0 has no result");
  Wide product = Wide{bits()} * n;
  if (static_cast<std::uint64_t>(product) < n) {
    const std::uint64_t unfair = (0 - n) % n;
    while (static_cast<std::uint64_t>(product) < unfair) product = Wide{bits()} * n;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

}  // namespace sendlab
