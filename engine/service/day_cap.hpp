#pragma once
// A limit of N parts per calendar day of a time zone: a brand's daily cap at one carrier, shared by all its campaigns
// and accounts (R-REG-8). Days have 23 or 25 hours when the clocks change. A part counts on the day of its own
// hand-over.
#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/kernel/time.hpp"
#include "engine/kernel/time_zone.hpp"

namespace sendlab {

class DayCap {
 public:
  // `zone` must outlive the cap. No cap: every part fits, and is still counted.
  DayCap(std::optional<std::int64_t> cap, TimeZone& zone) : cap_(cap), zone_(&zone) {}

  [[nodiscard]] std::optional<std::int64_t> cap() const { return cap_; }
  void set_cap(std::optional<std::int64_t> cap) { cap_ = cap; }

  // Parts handed over earlier on the day of `now`, before the run began (account.initial).
  void start_with(std::int64_t parts, Instant now) { add(zone_->day_number(now), parts); }

  // Would parts at these instants (ascending, within two neighbouring days) stay within the cap?
  [[nodiscard]] bool fits(std::span<const Instant> parts);
  // After fits() said no: the start of the first later day on which the message could fit.
  [[nodiscard]] Instant next_start(Instant now) { return zone_->start_of_next_day(now); }
  // Returns the parts of the day, of the fuller one when there are two.
  std::int64_t take(std::span<const Instant> parts);

  // The most parts of one day.
  [[nodiscard]] std::int64_t peak() const { return peak_; }

 private:
  struct Day {
    std::int64_t number = INT64_MIN;
    std::int64_t parts = 0;
  };
  std::int64_t add(std::int64_t day, std::int64_t parts);  // the day's parts then
  [[nodiscard]] std::int64_t used(std::int64_t day) const;

  std::optional<std::int64_t> cap_;
  TimeZone* zone_;
  std::array<Day, 2> days_;  // by day number modulo 2: a message spans at most two days
  std::int64_t peak_ = 0;
};

}  // namespace sendlab
