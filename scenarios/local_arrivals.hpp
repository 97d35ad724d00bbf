#pragma once
// Arrivals of a profile in each recipient's local time: one process for each time zone, with the zone's share of the
// rate, merged in order of time.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/arrivals.hpp"
#include "scenarios/recipients.hpp"

namespace sendlab {

class LocalArrivals {
 public:
  struct Arrival {
    Duration offset;
    std::uint16_t zone;  // of the person to write to, into SourceTables::zones
  };
  // `people`: how many live in each zone; zones without people have no arrivals. `stream` makes the stream of a zone by
  // name.
  LocalArrivals(const ProfileArrivals& profile, const std::vector<std::pair<std::uint16_t, std::int64_t>>& people,
                const SourceTables& tables, Instant start, Duration end,
                const std::function<RandomStream(const std::string&)>& stream);

  std::optional<Arrival> next();  // ascending offsets; at one instant in the order of the zones

 private:
  struct Zone {
    std::uint16_t zone;
    ArrivalProcess process;
    std::optional<Duration> next;
  };
  std::vector<Zone> zones_;
};

}  // namespace sendlab
