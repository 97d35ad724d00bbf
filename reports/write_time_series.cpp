#include "reports/time_series.hpp"

namespace sendlab {
namespace {

constexpr std::int64_t second = 1'000'000'000;

// RFC 4180: quoted when it must be.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

void write_row(const TimeSeries::Row& row, std::int64_t t_s, const std::string& workload, std::int64_t in_flight,
               std::string& out) {
  out += std::to_string(t_s) + ',' + csv_field(workload);
  for (const std::int64_t count : {row.planned, row.accepted, row.refused, row.parts_handed_over, row.successful,
                                   row.delivered, row.failed, in_flight}) {
    out += ',' + std::to_string(count);
  }
  out += ',' + decimal_text({row.usd_micros, 1'000'000}, 6) + ',';
  if (row.delays > 0) out += decimal_text({row.delay_sum, Int128{row.delays} * second}, 9);
  out += ',';
  if (row.delays > 0) out += decimal_text({row.delay_max, second}, 9);
  out += "\r\n";
}

}  // namespace

std::string write_time_series(const TimeSeries& series, const Topology& topology) {
  std::string out =
      "t_s,workload,planned,accepted,refused,handed_over_parts,successful,delivered,failed,in_flight,cost_usd,"
      "delivery_mean_s,delivery_max_s\r\n";
  std::vector<std::int64_t> in_flight(topology.workloads.size());
  std::int64_t in_flight_total = 0;
  std::vector<bool> used(topology.workloads.size());
  for (std::int64_t bucket = 0; bucket < series.buckets(); ++bucket)
    for (std::size_t i = 0; i < used.size(); ++i) used[i] = used[i] || series.row(bucket, i).planned > 0;
  for (std::int64_t bucket = 0; bucket < series.buckets(); ++bucket) {
    TimeSeries::Row total;
    for (std::size_t i = 0; i < topology.workloads.size(); ++i) {
      const TimeSeries::Row& row = series.row(bucket, i);
      total.merge(row);
      in_flight[i] += row.accepted - row.finished;
    }
    in_flight_total += total.accepted - total.finished;
    const std::int64_t t_s = bucket * series.width_s();
    write_row(total, t_s, "", in_flight_total, out);
    for (std::size_t i = 0; i < topology.workloads.size(); ++i) {
      if (topology.workloads[i].only_if_used && !used[i]) continue;
      write_row(series.row(bucket, i), t_s, topology.workloads[i].key, in_flight[i], out);
    }
  }
  return out;
}

}  // namespace sendlab
