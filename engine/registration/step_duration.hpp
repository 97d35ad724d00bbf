#pragma once
// How long a step of a registration takes: a mixture of uniform and triangular distributions in a calendar unit
// (carriers/tables/10dlc.json, registration_durations).
#include <cstdint>
#include <string>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/kernel/time.hpp"

namespace sendlab {

struct StepDuration {
  enum class Shape : std::uint8_t { uniform, triangular };
  struct Component {
    double weight = 1;
    Shape shape{};
    Duration least{}, mode{}, most{};  // mode: of a triangular one
  };
  std::string step;            // "brand_registration"
  std::string home;            // "US", "international", "any", …
  bool business_days = false;  // Saturdays and Sundays (UTC) do not count
  std::vector<Component> components;
  std::string source, confidence;

  // A draw, in [least, most] of one of its components. Draws twice from the stream, once more with several components.
  [[nodiscard]] Duration sample(RandomStream& random) const;
  // When a step that begins at `from` and takes `lasts` is over.
  [[nodiscard]] Instant end_of(Instant from, Duration lasts) const;
  [[nodiscard]] Duration least() const;
  [[nodiscard]] Duration most() const;
};

// `from` and this much time of Mondays to Fridays (UTC), 24 hours each.
[[nodiscard]] Instant after_business_time(Instant from, Duration lasts);

// A draw from the triangular distribution on [least, most], in millionths or any other unit.
[[nodiscard]] double draw_triangular(RandomStream& random, double least, double mode, double most);

}  // namespace sendlab
