#include "engine/kernel/time_zone.hpp"

#include <stdexcept>
#include <utility>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

std::chrono::sys_seconds seconds_of(Instant instant) {
  return std::chrono::sys_seconds{std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch())};
}

PosixZone rules_of(const std::string& posix) {
  const auto rules = PosixZone::parse(posix);
  if (!rules) throw std::runtime_error("not a POSIX TZ string: \"" + posix + "\"");
  return *rules;
}

}  // namespace

TimeZone::TimeZone(std::string posix) : posix_(std::move(posix)), rules_(rules_of(posix_)) {}

const TimeZone::Day& TimeZone::day_of(Instant instant) const {
  if (instant < day_.begin || instant >= day_.end) {
    using std::chrono::days;
    const auto second = seconds_of(instant);
    const std::chrono::local_seconds local{(second + rules_.offset_at(second)).time_since_epoch()};
    const auto day = std::chrono::floor<days>(local);
    day_ = {Instant{rules_.begin_of(day).time_since_epoch()},
            Instant{rules_.begin_of(day + days{1}).time_since_epoch()}, day.time_since_epoch().count()};
    ENSURE(day_.begin <= instant && instant < day_.end, "a local day holds the instants of its date");
  }
  return day_;
}

Instant TimeZone::start_of_day(Instant instant) const { return day_of(instant).begin; }
Instant TimeZone::start_of_next_day(Instant instant) const { return day_of(instant).end; }
std::int64_t TimeZone::day_number(Instant instant) const { return day_of(instant).number; }
Duration TimeZone::offset(Instant instant) const { return rules_.offset_at(seconds_of(instant)); }

bool is_posix_zone(const std::string& text) { return PosixZone::parse(text).has_value(); }

}  // namespace sendlab
