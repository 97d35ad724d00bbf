#pragma once
// When the sends of a workload are planned, one after the other.
#include <memory>
#include <optional>
#include <variant>

#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"
#include "engine/kernel/time.hpp"
#include "scenarios/intensity.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

class FeedReader;

// Send k at at + floor(k · per / rate): exact for ever, because the remainder is carried along.
class EvenArrivals {
 public:
  explicit EvenArrivals(const ConstantArrivals& constant);
  std::optional<Duration> next();

 private:
  std::int64_t left_;      // sends still to come
  Duration at_;            // of the next
  std::int64_t whole_;     // nanoseconds between two
  std::int64_t fraction_;  // ... and fraction_ / divisor_ of one
  std::int64_t divisor_;
  std::int64_t carried_ = 0;
};

class PoissonGaps {
 public:
  explicit PoissonGaps(const PoissonArrivals& poisson);
  std::optional<Duration> next(RandomStream& random);

 private:
  double mean_ns_;
  Duration at_;
  Duration end_;
  std::int64_t left_;
};

class RepeatedBursts {
 public:
  explicit RepeatedBursts(const BurstArrivals& burst) : burst_(burst) {}
  std::optional<Duration> next();

 private:
  BurstArrivals burst_;
  std::int64_t in_burst_ = 0, bursts_ = 0;
};

// The instants of a recorded log. A number is an offset in seconds, "1.5s" an offset, an RFC 3339 instant counts from
// the first row's. Rows must ascend.
class ReplayedLog {
 public:
  static Result<ReplayedLog> open(const ReplayArrivals& replay);
  ReplayedLog(ReplayedLog&&) noexcept;
  ReplayedLog& operator=(ReplayedLog&&) noexcept;
  ~ReplayedLog();

  std::optional<Duration> next();
  [[nodiscard]] const Error* error() const { return error_ ? &*error_ : nullptr; }

 private:
  ReplayedLog(std::unique_ptr<FeedReader> feed, const ReplayArrivals& replay);
  std::optional<Duration> fail(std::string what, std::string fix);

  std::unique_ptr<FeedReader> feed_;
  std::string file_;
  double speed_;
  std::optional<Instant> first_instant_;
  Duration last_{};
  std::optional<Error> error_;
};

class ArrivalProcess {
 public:
  struct Context {
    Instant start;                         // of the scenario
    Duration end = Duration::max();        // no send at or after this offset
    std::optional<TimeZone> profile_zone;  // of a profile with a time zone
  };

  // `arrivals` must not be closed: closed senders plan by answers, see ClosedArrivals. Errors: a replay's file.
  static Result<ArrivalProcess> create(const Arrivals& arrivals, Context context, RandomStream random);

  // The offset from the scenario's start of the next planned send, ascending; none when there is no more or error() is
  // set.
  std::optional<Duration> next();

  [[nodiscard]] const Error* error() const;

 private:
  using Kind = std::variant<EvenArrivals, PoissonGaps, RepeatedBursts, IntensityArrivals, ReplayedLog>;
  ArrivalProcess(Kind kind, Duration end, RandomStream random) : kind_(std::move(kind)), end_(end), random_(random) {}

  Kind kind_;
  Duration end_;
  RandomStream random_;
};

}  // namespace sendlab
