#pragma once
// A bijection of 64-bit words in which each bit of the input moves each bit of the output (the finisher of SplitMix64).
#include <cstdint>

namespace sendlab {

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9;
  z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EB;
  return z ^ (z >> 31);
}

}  // namespace sendlab
