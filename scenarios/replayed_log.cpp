#include "engine/kernel/calendar.hpp"
#include "scenarios/arrivals.hpp"
#include "scenarios/feed.hpp"
#include "engine/message/units.hpp"

namespace sendlab {

Result<ReplayedLog> ReplayedLog::open(const ReplayArrivals& replay) {
  auto feed = FeedReader::open({.file = replay.file, .columns = {replay.column}, .wrap = false, .random_order = false});
  if (!feed.ok()) return feed.error();
  return ReplayedLog(std::move(feed).value(), replay);
}

ReplayedLog::ReplayedLog(std::unique_ptr<FeedReader> feed, const ReplayArrivals& replay)
    : feed_(std::move(feed)), file_(replay.file), speed_(replay.speed) {}
ReplayedLog::ReplayedLog(ReplayedLog&&) noexcept = default;
ReplayedLog& ReplayedLog::operator=(ReplayedLog&&) noexcept = default;
ReplayedLog::~ReplayedLog() = default;

std::optional<Duration> ReplayedLog::fail(std::string what, std::string fix) {
  error_ = {file_ + ":" + std::to_string(feed_->line()), std::move(what), std::move(fix)};
  return std::nullopt;
}

std::optional<Duration> ReplayedLog::next() {
  if (error_) return std::nullopt;
  RandomStream none;
  switch (feed_->next(none)) {
    case FeedReader::Read::end:
      return std::nullopt;
    case FeedReader::Read::failed:
      error_ = feed_->error();
      return std::nullopt;
    case FeedReader::Read::row:
      break;
  }
  const std::string_view text = feed_->value(0);
  Duration at{};
  if (const auto seconds = read_decimal(text, 9)) {
    at = Duration{*seconds};
  } else if (const auto duration = parse_duration(text); duration.ok()) {
    at = duration.value();
  } else if (const auto instant = parse_rfc3339(text); instant.ok()) {
    if (!first_instant_) first_instant_ = instant.value();
    at = instant.value() - *first_instant_;
  } else {
    return fail("\"" + std::string(text) + "\" is neither seconds, nor a duration, nor an RFC 3339 instant",
                "write 12.5, \"12.5s\" or \"2026-01-05T09:00:12.5Z\"");
  }
  // One rounding of one quotient, the same on every machine; speed 1 stays exact.
  if (speed_ != 1) at = Duration{static_cast<std::int64_t>(static_cast<double>(at.count()) / speed_)};
  if (at < last_) return fail("goes back in time: " + std::string(text), "sort the rows by their instants");
  last_ = at;
  return at;
}

}  // namespace sendlab
