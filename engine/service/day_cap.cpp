#include "engine/service/day_cap.hpp"

#include <algorithm>

namespace sendlab {

std::int64_t DayCap::used(std::int64_t day) const {
  const Day& slot = days_[static_cast<std::size_t>(day & 1)];
  return slot.number == day ? slot.parts : 0;
}

std::int64_t DayCap::add(std::int64_t day, std::int64_t parts) {
  Day& slot = days_[static_cast<std::size_t>(day & 1)];
  if (slot.number != day) slot = {day, 0};
  slot.parts += parts;
  peak_ = std::max(peak_, slot.parts);
  return slot.parts;
}

bool DayCap::fits(std::span<const Instant> parts) {
  if (!cap_) return true;
  const std::int64_t first_day = zone_->day_number(parts.front());
  const std::int64_t last_day = zone_->day_number(parts.back());
  const auto count = static_cast<std::int64_t>(parts.size());
  if (first_day == last_day) return used(first_day) + count <= *cap_;
  const auto later =
      std::count_if(parts.begin(), parts.end(), [&](Instant at) { return zone_->day_number(at) != first_day; });
  return used(first_day) + count - later <= *cap_ && used(last_day) + later <= *cap_;
}

std::int64_t DayCap::take(std::span<const Instant> parts) {
  std::int64_t fullest = 0;
  for (const Instant at : parts) fullest = std::max(fullest, add(zone_->day_number(at), 1));
  return fullest;
}

}  // namespace sendlab
