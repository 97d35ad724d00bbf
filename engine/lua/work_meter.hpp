#pragma once
// The work a script has done, against its limit. Shared by the VM's count hook and every library function.
#include <cstdint>

namespace sendlab {

struct WorkMeter {
  std::uint64_t used = 0;
  std::uint64_t limit = 0;

  // False when the limit is passed; it stays passed.
  [[nodiscard]] bool spend(std::uint64_t units) { return (used += units) <= limit; }
};

}  // namespace sendlab
