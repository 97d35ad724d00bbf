#pragma once
// Arrivals whose rate changes: a Poisson process of a given intensity, or sends evenly spaced in cumulative intensity.
// The intensity comes as linear pieces, one after the other.
#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/kernel/time.hpp"
#include "engine/kernel/time_zone.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// Rates in events a nanosecond, linear between begin and end.
struct IntensityPiece {
  Duration begin{}, end{};
  double from = 0, to = 0;
};

// Sends of a rate as events a nanosecond.
[[nodiscard]] double per_nanosecond(const Rate& rate);

class RampPieces {
 public:
  explicit RampPieces(const RampArrivals& ramp);
  std::optional<IntensityPiece> next(RandomStream& random);

 private:
  IntensityPiece piece_;
  bool given_ = false;
};

// Steps or lines between the points of a profile, once or again every `repeat_every`. With a zone the offsets are local
// times: the first day is the local day of `start`, and days of 23 and 25 hours keep the hours of the profile.
class ProfilePieces {
 public:
  ProfilePieces(const ProfileArrivals& profile, Instant start, std::optional<TimeZone> zone);
  std::optional<IntensityPiece> next(RandomStream& random);

 private:
  [[nodiscard]] Duration offset_of(std::int64_t cycle, std::size_t point);
  [[nodiscard]] Instant local_midnight(std::int64_t day);
  [[nodiscard]] double rate_of(std::size_t point) const;

  ProfileArrivals profile_;
  Instant start_;
  std::optional<TimeZone> zone_;
  std::int64_t cycle_ = 0;
  std::size_t point_ = 0;  // the next piece begins here
  Duration begin_{};
  std::int64_t midnight_day_ = 0;  // local days after the day of start_
  Instant midnight_;               // ... and its first instant
  bool done_ = false;
};

// A rate for each state; states follow one another in the listed order, again and again, each for an exponential time.
class MmppPieces {
 public:
  explicit MmppPieces(const MmppArrivals& mmpp) : mmpp_(mmpp), begin_(mmpp.at) {}
  std::optional<IntensityPiece> next(RandomStream& random);

 private:
  MmppArrivals mmpp_;
  std::size_t state_ = 0;
  Duration begin_;
};

class IntensityArrivals {
 public:
  using Pieces = std::variant<RampPieces, ProfilePieces, MmppPieces>;

  // Nothing at or after `end`.
  IntensityArrivals(Pieces pieces, bool random, Duration end)
      : pieces_(std::move(pieces)), random_(random), end_(end) {}

  std::optional<Duration> next(RandomStream& random);

 private:
  bool next_piece(RandomStream& random);

  Pieces pieces_;
  bool random_;
  Duration end_;
  IntensityPiece piece_;
  double area_ = 0;  // events of the piece
  double used_ = 0;  // of them, before the last arrival
  bool started_ = false;
  Duration last_{};
};

}  // namespace sendlab
