#pragma once
// ENSURE guards an invariant, in release builds too. A failed one is a bug of sendlab, never of its input: it throws
// InvariantViolation, which only the replication runner catches.
#include <stdexcept>
#include <string>

namespace sendlab {

class InvariantViolation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn, gnu::cold, gnu::noinline]] inline void invariant_violated(const char* condition, const char* why,
                                                                      const char* file, int line) {
  throw InvariantViolation(std::string(file) + ":" + std::to_string(line) + ": " + why + " (" + condition + ")");
}

}  // namespace sendlab

#define ENSURE(condition, why) \
  ((condition) ? void(0) : ::sendlab::invariant_violated(#condition, why, __FILE_NAME__, __LINE__))

// For checks that cost more than O(1): debug builds only.
#ifdef NDEBUG
#define ENSURE_SLOW(condition, why) void(0)
#else
#define ENSURE_SLOW(condition, why) ENSURE(condition, why)
#endif
