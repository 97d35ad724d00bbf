#pragma once
// What a scenario says of carriers' filters and quiet hours (LANGUAGE.md, carriers { … }): off unless asked for.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/message/quiet_hours.hpp"

namespace sendlab {

struct FilterSpec {  // figures not set are the rule table's
  bool on = false;
  std::optional<double> shortener, restricted, style, snowshoe, long_code;  // chances that a message is blocked
  std::optional<double> audit;                                              // R-SPM-5
  std::optional<std::int64_t> audit_messages;  // blocked in a day, before a number stands out
  std::optional<std::int64_t> long_code_messages;                           // in a day, before a number is flagged
  std::optional<Duration> recovery;                                         // of a flagged number
};

struct QuietHoursSpec {
  bool block = false;  // else the network holds the message until it may be delivered
  struct Row {
    std::string country;  // ISO code
    QuietHours hours;
  };
  std::vector<Row> rows;  // in place of, or besides, those of the rule table
};

}  // namespace sendlab
