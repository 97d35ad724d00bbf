#include "scenarios/arrivals.hpp"

#include <algorithm>
#include <limits>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/samplers.hpp"

namespace sendlab {
namespace {

__extension__ using Wide = __int128;

// A gap longer than this plans nothing more within any run.
constexpr Duration longest_gap = std::chrono::hours{24 * 400};

}  // namespace

EvenArrivals::EvenArrivals(const ConstantArrivals& constant)
    : left_(constant.count), at_(constant.at), divisor_(std::max<std::int64_t>(1, constant.rate.millionths)) {
  const Wide gap_times_rate = Wide{constant.rate.per.count()} * 1'000'000;
  const Wide whole = gap_times_rate / divisor_;
  if (constant.rate.millionths == 0 || whole > longest_gap.count()) {
    left_ = std::min<std::int64_t>(left_, 1);
    whole_ = fraction_ = 0;
    return;
  }
  whole_ = static_cast<std::int64_t>(whole);
  fraction_ = static_cast<std::int64_t>(gap_times_rate % divisor_);
}

std::optional<Duration> EvenArrivals::next() {
  if (left_ <= 0) return std::nullopt;
  --left_;
  const Duration at = at_;
  std::int64_t step = whole_;
  carried_ += fraction_;
  if (carried_ >= divisor_) {
    carried_ -= divisor_;
    ++step;
  }
  at_ += Duration{step};
  return at;
}

PoissonGaps::PoissonGaps(const PoissonArrivals& poisson)
    : mean_ns_(poisson.rate.millionths > 0 ? 1 / per_nanosecond(poisson.rate) : 0),
      at_(poisson.at),
      end_(poisson.lasts ? poisson.at + *poisson.lasts : Duration::max()),
      left_(poisson.rate.millionths > 0 ? poisson.count.value_or(std::numeric_limits<std::int64_t>::max()) : 0) {}

std::optional<Duration> PoissonGaps::next(RandomStream& random) {
  if (left_ <= 0) return std::nullopt;
  --left_;
  const double gap = draw_exponential(random) * mean_ns_ + 0.5;
  if (gap < static_cast<double>(longest_gap.count())) {
    at_ += Duration{static_cast<std::int64_t>(gap)};
    if (at_ < end_) return at_;
  }
  left_ = 0;
  return std::nullopt;
}

std::optional<Duration> RepeatedBursts::next() {
  if (in_burst_ >= burst_.count) {
    in_burst_ = 0;
    ++bursts_;
  }
  if (bursts_ >= burst_.times || burst_.count <= 0) return std::nullopt;
  ++in_burst_;
  return burst_.at + burst_.every * bursts_;
}

Result<ArrivalProcess> ArrivalProcess::create(const Arrivals& arrivals, Context context, RandomStream random) {
  const auto intensity = [&](IntensityArrivals::Pieces pieces, bool is_random) {
    return Kind(IntensityArrivals(std::move(pieces), is_random, context.end));
  };
  struct Maker {
    const Context& context;
    const decltype(intensity)& of_intensity;
    Result<Kind> operator()(const ConstantArrivals& a) const { return Kind(EvenArrivals(a)); }
    Result<Kind> operator()(const PoissonArrivals& a) const { return Kind(PoissonGaps(a)); }
    Result<Kind> operator()(const BurstArrivals& a) const { return Kind(RepeatedBursts(a)); }
    Result<Kind> operator()(const RampArrivals& a) const { return of_intensity(RampPieces(a), a.random); }
    Result<Kind> operator()(const ProfileArrivals& a) const {
      return of_intensity(ProfilePieces(a, context.start, context.profile_zone), a.random);
    }
    Result<Kind> operator()(const MmppArrivals& a) const { return of_intensity(MmppPieces(a), true); }
    Result<Kind> operator()(const ReplayArrivals& a) const {
      auto log = ReplayedLog::open(a);
      if (!log.ok()) return log.error();
      return Kind(std::move(log).value());
    }
    Result<Kind> operator()(const ClosedArrivals&) const {
      ENSURE(false, "closed senders plan by answers, not by an arrival process");
      return Error{};
    }
  };
  auto kind = std::visit(Maker{context, intensity}, arrivals);
  if (!kind.ok()) return kind.error();
  return ArrivalProcess(std::move(kind).value(), context.end, random);
}

std::optional<Duration> ArrivalProcess::next() {
  std::optional<Duration> at;
  switch (kind_.index()) {
    case 0:
      at = std::get<0>(kind_).next();
      break;
    case 1:
      at = std::get<1>(kind_).next(random_);
      break;
    case 2:
      at = std::get<2>(kind_).next();
      break;
    case 3:
      at = std::get<3>(kind_).next(random_);
      break;
    default:
      at = std::get<4>(kind_).next();
  }
  return at && *at < end_ ? at : std::nullopt;
}

const Error* ArrivalProcess::error() const {
  const auto* log = std::get_if<ReplayedLog>(&kind_);
  return log == nullptr ? nullptr : log->error();
}

}  // namespace sendlab
