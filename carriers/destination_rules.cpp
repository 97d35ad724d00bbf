#include "carriers/destination_rules.hpp"

#include <stdexcept>

#include "carriers/csv_table.hpp"

namespace sendlab {
namespace {

constexpr std::int64_t billion = 1'000'000'000;

class Figures {
 public:
  Figures(std::string_view kind, Assumptions* used) : kind_(kind), used_(used) {}

  // In billionths.
  [[nodiscard]] std::int64_t exact(std::string_view name) const {
    static const CsvTable table("event_destinations.csv");  // read once; never written again
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (table.at(row, "kind") != kind_ || table.at(row, "name") != name) continue;
      const std::string& source = table.at(row, "source");
      if (used_ != nullptr && source.find("assumption") != std::string::npos)
        used_->add("event_destinations/" + kind_ + "/" + std::string(name),
                   std::string(name) + " of " + kind_ + " is " + table.at(row, "value") + " " + table.at(row, "unit"),
                   source);
      return parse_billionths(table.at(row, "value"), table.where(row));
    }
    throw std::runtime_error("event_destinations.csv has no row " + kind_ + " " + std::string(name));
  }
  [[nodiscard]] std::int64_t count(std::string_view name) const { return exact(name) / billion; }
  [[nodiscard]] Duration time(std::string_view name) const { return Duration{exact(name)}; }
  [[nodiscard]] RetryPauses pauses(const std::string& name) const {
    return {time(name + "pause_first"), time(name + "pause_longest")};
  }

 private:
  static std::int64_t parse_billionths(const std::string& text, const std::string& where);
  std::string kind_;
  Assumptions* used_;
};

std::int64_t Figures::parse_billionths(const std::string& text, const std::string& where) {
  std::int64_t value = 0, scale = billion;
  bool fraction = false;
  for (const char c : text) {
    if (c == '.' && !fraction) {
      fraction = true;
      continue;
    }
    if (c < '0' || c > '9' || scale == 0) throw std::runtime_error(where + ": " + text + " is no decimal number");
    if (fraction) scale /= 10;
    value = value * 10 + (c - '0');
  }
  return value * scale;
}

}  // namespace

DestinationRules destination_rules(DestinationKind kind, Assumptions* used) {
  const Figures figures(name_of(kind), used);
  DestinationRules rules;
  rules.pauses = figures.pauses("");
  switch (kind) {
    case DestinationKind::sns:
      rules.attempts = figures.count("attempts");
      return rules;
    case DestinationKind::firehose:
      rules.attempts = figures.count("attempts");
      rules.throttle_pauses = figures.pauses("throttle_");
      rules.retry_for = figures.time("retry_for");
      rules.records_per_s = figures.count("records_per_s");
      rules.buffer_bytes = figures.count("buffer_bytes");
      rules.buffer_for = figures.time("buffer_for");
      return rules;
    case DestinationKind::cloudwatch_logs:
      rules.retry_for = figures.time("retry_for");
      rules.request_spacing = figures.time("request_spacing");
      rules.batch_events = figures.count("batch_events");
      rules.batch_bytes = figures.count("batch_bytes");
      rules.event_overhead = figures.count("event_overhead");
      return rules;
  }
  return rules;
}

Distribution two_way_latency(Assumptions* used) {
  const Figures figures("TWO_WAY", nullptr);
  Distribution latency =
      Distribution::lognormal(figures.time("latency_median"),
                              static_cast<double>(figures.exact("latency_sigma")) / static_cast<double>(billion));
  if (used != nullptr)
    used->add("two_way/latency", "an inbound message reaches its two-way destination after " + latency.text(),
              "none (R-TWO-9)");
  return latency;
}

}  // namespace sendlab
