#include "scenarios/intensity.hpp"

#include <algorithm>
#include <cmath>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/samplers.hpp"

namespace sendlab {
namespace {

Duration rounded(double nanoseconds) { return Duration{static_cast<std::int64_t>(nanoseconds + 0.5)}; }
double in_ns(Duration duration) { return static_cast<double>(duration.count()); }

double area_of(const IntensityPiece& piece) { return (piece.from + piece.to) / 2 * in_ns(piece.end - piece.begin); }

// Where in the piece `events` have come: the root of from·x + (to - from)/(2 length)·x² = events, in the form that
// loses no digits when the two rates are nearly equal.
double place_of(const IntensityPiece& piece, double events) {
  if (piece.from == piece.to) return events / piece.from;
  const double slope = (piece.to - piece.from) / in_ns(piece.end - piece.begin);
  const double root = std::sqrt(std::max(0.0, piece.from * piece.from + 2 * slope * events));
  return piece.from + root > 0 ? 2 * events / (piece.from + root) : 0;
}

// The part of a piece from `at` on.
IntensityPiece cut_before(IntensityPiece piece, Duration at) {
  if (piece.begin >= at) return piece;
  piece.from += (piece.to - piece.from) * (in_ns(at - piece.begin) / in_ns(piece.end - piece.begin));
  piece.begin = at;
  return piece;
}

// The first instant of (low, high] with the zone's offset at `high`; the offset changes once between them.
Instant change_between(const TimeZone& zone, Instant low, Instant high) {
  const Duration after = zone.offset(high);
  while (high - low > Duration{1}) {
    const Instant middle = low + (high - low) / 2;
    (zone.offset(middle) == after ? high : low) = middle;
  }
  return high;
}

// When the clocks of the zone show `time_of_day` on the local day that starts at `midnight`: the first time if they
// show it twice, the instant of the change if they pass over it.
Instant at_local_time(const TimeZone& zone, Instant midnight, Duration time_of_day) {
  const Instant guess = midnight + time_of_day;
  const Duration shift = zone.offset(guess) - zone.offset(midnight);
  const Instant corrected = guess - shift;
  if (shift > Duration{0} && zone.offset(corrected) != zone.offset(guess))
    return change_between(zone, corrected, guess);
  return corrected;
}

}  // namespace

double per_nanosecond(const Rate& rate) {
  return static_cast<double>(rate.millionths) / (1e6 * static_cast<double>(rate.per.count()));
}

RampPieces::RampPieces(const RampArrivals& ramp)
    : piece_{ramp.at, ramp.at + ramp.lasts, per_nanosecond(ramp.from), per_nanosecond(ramp.to)} {}

std::optional<IntensityPiece> RampPieces::next(RandomStream&) {
  if (given_) return std::nullopt;
  given_ = true;
  return piece_;
}

ProfilePieces::ProfilePieces(const ProfileArrivals& profile, Instant start, std::optional<TimeZone> zone)
    : profile_(profile), start_(start), zone_(std::move(zone)), midnight_(zone_ ? zone_->start_of_day(start) : start) {
  ENSURE(!profile_.points.empty(), "a profile has points");
  if (profile_.repeat_every) {
    // The rate at the start is what the last points before it would have left, had the profile repeated for ever.
    cycle_ = -1;
  }
  begin_ = offset_of(cycle_, 0);
}

double ProfilePieces::rate_of(std::size_t point) const {
  return per_nanosecond(profile_.points[point].rate) * profile_.scale;
}

Instant ProfilePieces::local_midnight(std::int64_t wanted) {
  for (; midnight_day_ < wanted; ++midnight_day_) midnight_ = zone_->start_of_next_day(midnight_);
  for (; midnight_day_ > wanted; --midnight_day_) midnight_ = zone_->start_of_day(midnight_ - Duration{1});
  return midnight_;
}

Duration ProfilePieces::offset_of(std::int64_t cycle, std::size_t point) {
  const Duration offset = profile_.points[point].offset + profile_.repeat_every.value_or(Duration{0}) * cycle;
  if (!zone_) return offset;
  std::int64_t local_day = offset / one_day;
  if (offset < local_day * one_day) --local_day;
  return at_local_time(*zone_, local_midnight(local_day), offset - local_day * one_day) - start_;
}

std::optional<IntensityPiece> ProfilePieces::next(RandomStream&) {
  while (!done_) {
    const std::size_t from = point_;
    const bool is_last = from + 1 == profile_.points.size();
    if (is_last && !profile_.repeat_every) {
      done_ = true;
      break;
    }
    const std::size_t to = is_last ? 0 : from + 1;
    cycle_ += is_last ? 1 : 0;
    point_ = to;
    const Duration begin = begin_;
    begin_ = std::max(begin, offset_of(cycle_, to));
    if (begin_ <= Duration{0} || begin_ == begin) continue;
    const double rate = rate_of(from);
    return cut_before({begin, begin_, rate, profile_.linear ? rate_of(to) : rate}, Duration{0});
  }
  return std::nullopt;
}

std::optional<IntensityPiece> MmppPieces::next(RandomStream& random) {
  const Duration end = mmpp_.at + mmpp_.lasts;
  if (begin_ >= end) return std::nullopt;
  const double stay = std::min(in_ns(end - begin_), draw_exponential(random) * in_ns(mmpp_.stay[state_]));
  const double rate = per_nanosecond(mmpp_.rates[state_]);
  const Duration begin = begin_;
  begin_ = std::min(end, begin + std::max(Duration{1}, rounded(stay)));
  state_ = (state_ + 1) % mmpp_.rates.size();
  return IntensityPiece{begin, begin_, rate, rate};
}

bool IntensityArrivals::next_piece(RandomStream& random) {
  const auto piece = std::visit([&](auto& pieces) { return pieces.next(random); }, pieces_);
  if (!piece || piece->begin >= end_) return false;
  piece_ = *piece;
  area_ = area_of(piece_);
  used_ = 0;
  return true;
}

std::optional<Duration> IntensityArrivals::next(RandomStream& random) {
  // Evenly spaced: send k comes where the cumulative intensity is k. A crossing within a billionth of an event of a
  // piece's end belongs to the next piece, so that rounding adds no send at the end of a profile.
  double wanted = random_ ? draw_exponential(random) : (started_ ? 1.0 : 0.0);
  if (!started_ && !next_piece(random)) return std::nullopt;
  started_ = true;
  for (;;) {
    const double events = used_ + wanted;
    if (area_ > 0 && events < area_ - (random_ ? 0.0 : 1e-9)) {
      used_ = events;
      last_ = std::max(last_, std::min(piece_.end, piece_.begin + rounded(place_of(piece_, events))));
      return last_ < end_ ? std::optional(last_) : std::nullopt;
    }
    wanted = std::max(0.0, events - area_);
    if (!next_piece(random)) {
      end_ = Duration{0};  // nothing more, however often asked
      area_ = 0;
      return std::nullopt;
    }
  }
}

}  // namespace sendlab
