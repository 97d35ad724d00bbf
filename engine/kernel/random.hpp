#pragma once
// Named random streams. A stream is keyed by (seed, replication, entity, purpose), so that adding an entity shifts no
// other's draws.
#include <cstdint>
#include <string_view>

namespace sendlab {

struct Seed {
  std::uint64_t value = 0;
};

// Mixes the four parts of a stream's name into its key. `entity` and `purpose` are names such as "workload/codes" and "arrivals".
struct StreamKey {
  std::uint64_t value = 0;
};
StreamKey stream_key(Seed seed, std::uint64_t replication, std::string_view entity, std::string_view purpose);

// A counter-based stream: draw i is a pure function of (key, i). Copying it copies its position.
class RandomStream {
 public:
  RandomStream() = default;               // a draw before seeding aborts (ENSURE)
  explicit RandomStream(StreamKey key);

  std::uint64_t bits();                   // 64 uniform bits
  double uniform();                       // [0, 1), 53 bits
  double uniform_open();                  // (0, 1)
  std::uint64_t below(std::uint64_t n);   // 0 … n-1, unbiased; n >= 1
  bool chance(double probability);        // draws nothing for 0 and 1
};

}  // namespace sendlab
