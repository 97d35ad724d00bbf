#include "engine/message/quiet_hours.hpp"

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

// "08:00", 00:00 … 24:00.
std::optional<Duration> read_clock(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 100; };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const int hours = digit(0) * 10 + digit(1), minutes = digit(3) * 10 + digit(4);
  if (hours > 24 || minutes > 59 || (hours == 24 && minutes > 0)) return std::nullopt;
  return std::chrono::hours{hours} + std::chrono::minutes{minutes};
}

}  // namespace

std::optional<QuietHours> read_quiet_hours(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto from = read_clock(text.substr(0, dash)), to = read_clock(text.substr(dash + 1));
  if (!from || !to || *from >= *to) return std::nullopt;
  return QuietHours{*from, *to};
}

Duration local_time_of_day(const TimeZone& zone, Instant at) {
  const Duration local = (at.time_since_epoch() + zone.offset(at)) % one_day;
  return local < Duration{0} ? local + one_day : local;
}

Duration wait_for_hours(const QuietHours& hours, const TimeZone& zone, Instant at) {
  const Duration now = local_time_of_day(zone, at);
  if (now >= hours.from && now < hours.to) return Duration{0};
  const Instant midnight = now < hours.from ? zone.start_of_day(at) : zone.start_of_next_day(at);
  Instant opens = midnight + hours.from;
  // On the days when clocks change, the hour is not as far from midnight as it says.
  opens += hours.from - local_time_of_day(zone, opens);
  ENSURE(opens > at, "closed hours open later");
  return opens - at;
}

}  // namespace sendlab
