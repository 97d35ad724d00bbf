#pragma once
// timeseries.csv: RFC 4180 with a header, written from a summary and read back for report.html.
//
//   t_s, width_s   the bucket: seconds after the start, and how many. Buckets in which nothing happened have no rows
//   scope, name    what the row counts; in each bucket in this order:
//     total                     everything together; no name
//     workload                  each
//     final                     finished = messages that ended with this status; statuses that occur
//     refused                   refused = requests refused for this reason; reasons that occur
//     campaign, brand, number   messages to the carrier that sets the limit which the report shows (all carriers, when
//                               it holds for all); the 20 of each that the report shows as most used
//   planned                by the planned instant, all else by the instant of the fact
//   in_flight              accepted and not final at the bucket's end
//   delivered_of_planned   how many of those planned in this bucket were delivered, whenever that was;
//   delivery_mean_s, _max  their delivery_s
//   fullest_window_parts   most parts in any window of the limit that holds a part of these messages: what the limit is
//                          held against. With several replications the greatest; all else is their sum
//
// A cell that means nothing in its row is empty.
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/result.hpp"
#include "reports/summary.hpp"
#include "reports/topology.hpp"

namespace sendlab {

inline constexpr std::size_t most_limits = 20;  // of numbers, of campaigns, of brands

std::string write_time_series(const Summary& summary, const Topology& topology);

// The file as columns, without its workloads: there may be hundreds, and no chart is of one. Numbers are parts of the
// text that was read, which must outlive the table.
struct TimeTable {
  struct Line {  // one scope and name
    std::string scope, name;
    std::vector<std::vector<std::string_view>>
        cells;  // [column][bucket], decimal numbers; empty where there was no row
  };
  std::string_view width_s;
  std::vector<std::string_view> t_s;  // [bucket]
  std::vector<std::string> columns;   // names of the columns after `name`
  std::vector<Line> lines;            // in the order in which they first come
};

//   errors   the line at fault; `where` names the file
Result<TimeTable> read_time_series(std::string_view csv, std::string_view where);

}  // namespace sendlab
