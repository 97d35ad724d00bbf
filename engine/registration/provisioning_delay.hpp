#pragma once
// Faults that hold up what is being provisioned: numbers, registrations, support cases. What would be ready while such
// a fault lasts is ready that much later.
#include <cstdint>
#include <vector>

#include "engine/kernel/time.hpp"

namespace sendlab {

struct ProvisioningDelay {
  std::size_t fault = 0;  // its place in the model
  Instant from, to;       // half-open
  Duration add{};
  std::int64_t met = 0;  // things that came later because of it

  [[nodiscard]] bool meets(Instant ready) const { return from <= ready && ready < to; }
};

class ProvisioningDelays {
 public:
  // Counts for what is planned from now on.
  void add(ProvisioningDelay delay) { delays_.push_back(delay); }
  // The fault ends now.
  void end(std::size_t fault, Instant now) {
    for (ProvisioningDelay& delay : delays_)
      if (delay.fault == fault && delay.to > now) delay.to = now;
  }

  // When something is ready that would be at `ready`. Each fault holds it up once, in the order of their places.
  [[nodiscard]] Instant stretched(Instant ready) {
    if (ready == never) return ready;
    for (ProvisioningDelay& delay : delays_) ready = held_up(delay, ready);
    return ready;
  }
  // The same by the fault that was added last, for what was under way when it began.
  void stretch_by_last(Instant& ready) {
    if (ready != never) ready = held_up(delays_.back(), ready);
  }

  // Since the start.
  [[nodiscard]] std::int64_t met(std::size_t fault) const {
    std::int64_t sum = 0;
    for (const ProvisioningDelay& delay : delays_) sum += delay.fault == fault ? delay.met : 0;
    return sum;
  }
  [[nodiscard]] const std::vector<ProvisioningDelay>& all() const { return delays_; }

 private:
  static Instant held_up(ProvisioningDelay& delay, Instant ready) {
    if (!delay.meets(ready)) return ready;
    ++delay.met;
    return ready + delay.add;
  }

  std::vector<ProvisioningDelay> delays_;
};

}  // namespace sendlab
