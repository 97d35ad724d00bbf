#include "scenarios/local_arrivals.hpp"

#include "engine/kernel/ensure.hpp"

namespace sendlab {

LocalArrivals::LocalArrivals(const ProfileArrivals& profile,
                             const std::vector<std::pair<std::uint16_t, std::int64_t>>& people,
                             const SourceTables& tables, Instant start, Duration end,
                             const std::function<RandomStream(const std::string&)>& stream) {
  std::int64_t all = 0;
  for (const auto& [zone, count] : people) all += count;
  for (const auto& [zone, count] : people) {
    if (count == 0) continue;
    const SourceTables::Zone& of = tables.zones[zone];
    ProfileArrivals own = profile;
    own.scale = profile.scale * static_cast<double>(count) / static_cast<double>(all);
    auto process = ArrivalProcess::create(own, {start, end, TimeZone(of.posix_tz)}, stream(of.name));
    ENSURE(process.ok(), "a profile reads no file");
    zones_.push_back({zone, std::move(process).value(), std::nullopt});
    zones_.back().next = zones_.back().process.next();
  }
}

std::optional<LocalArrivals::Arrival> LocalArrivals::next() {
  Zone* first = nullptr;
  for (Zone& zone : zones_)
    if (zone.next && (first == nullptr || *zone.next < *first->next)) first = &zone;
  if (first == nullptr) return std::nullopt;
  const Arrival arrival{*first->next, first->zone};
  first->next = first->process.next();
  return arrival;
}

}  // namespace sendlab
