#include <algorithm>
#include <array>
#include <charconv>

#include "reports/time_series_csv.hpp"

namespace sendlab {
namespace {

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

// A row in the making: cells are added in the order of the header, `skip` leaves some empty.
class CsvRow {
 public:
  //   time   "t_s,width_s,"
  //   label  "scope,name"
  CsvRow(std::string& out, std::string_view time, std::string_view label) : out_(out) {
    out_ += time;
    out_ += label;
  }
  ~CsvRow() {
    skip(14 - cells_);
    out_ += "\r\n";
  }
  CsvRow(const CsvRow&) = delete;
  CsvRow& operator=(const CsvRow&) = delete;

  CsvRow& cell(const Rational& value, int places) {
    skip(1);
    append_decimal_text(out_, value, places);
    return *this;
  }
  CsvRow& cell(std::int64_t count) {
    skip(1);
    std::array<char, 20> digits;
    out_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), count).ptr);
    return *this;
  }
  CsvRow& skip(int cells) {
    out_.append(static_cast<std::size_t>(cells), ',');
    cells_ += cells;
    return *this;
  }

 private:
  std::string& out_;
  int cells_ = 0;
};

constexpr std::string_view header =
    "t_s,width_s,scope,name,planned,accepted,refused,handed_over_parts,successful,delivered,failed,finished,in_flight,"
    "cost_usd,delivered_of_planned,delivery_mean_s,delivery_max_s,fullest_window_parts\r\n";

void write_counts(CsvRow& row, const TimeSeries::Row& counts, std::int64_t in_flight) {
  for (const std::int64_t count : {counts.planned, counts.accepted, counts.refused, counts.parts_handed_over,
                                   counts.successful, counts.delivered, counts.failed, counts.finished, in_flight}) {
    row.cell(count);
  }
  row.cell({counts.usd_micros, 1'000'000}, 6);
  row.cell(counts.delays);
  if (counts.delays == 0) return;
  row.cell({counts.delay_sum, Int128{counts.delays} * second_ns}, 9);
  row.cell({counts.delay_max, second_ns}, 9);
}

struct ShownLimit {
  std::string label;  // "scope,name"
  std::size_t index;  // into TimeSeries::Bucket::limits
};

// The most used first, in the report's measure: parts / (limit * windows).
template <class Scope>
void add_limits(std::string_view scope, const std::vector<Scope>& scopes, const std::vector<LimitTotals>& totals,
                std::size_t offset, std::vector<ShownLimit>& shown) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < scopes.size(); ++i)
    if (scopes[i].limit && totals[i].parts > 0) order.push_back(i);
  const auto allowed = [&](std::size_t i) { return Int128{scopes[i].limit->parts} * totals[i].windows; };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return totals[a].parts * allowed(b) > totals[b].parts * allowed(a);
  });
  if (order.size() > most_limits) order.resize(most_limits);
  for (const std::size_t i : order) shown.push_back({std::string(scope) + ',' + csv_field(scopes[i].key), offset + i});
}

}  // namespace

std::string write_time_series(const Summary& summary, const Topology& topology) {
  const TimeSeries& series = summary.series;
  const std::vector<TimeSeries::ConstBucket> buckets = series.buckets();
  const std::size_t workloads = topology.workloads.size();
  std::vector<bool> used(workloads);  // anything planned, in the whole run
  std::vector<std::int64_t> in_flight(workloads);
  std::int64_t in_flight_of_all = 0;
  for (const TimeSeries::ConstBucket& bucket : buckets)
    for (std::size_t i = 0; i < workloads; ++i) used[i] = used[i] || bucket.workloads[i].planned > 0;
  // Laid out as in the collector: numbers, campaigns, brands.
  std::vector<ShownLimit> limits;
  const std::size_t campaigns = topology.numbers.size(), brands = campaigns + topology.campaigns.size();
  add_limits("campaign", topology.campaigns, summary.campaign_limits, campaigns, limits);
  add_limits("brand", topology.brands, summary.brand_limits, brands, limits);
  add_limits("number", topology.numbers, summary.number_limits, 0, limits);

  std::vector<std::string> workload_labels;
  for (const Topology::Workload& workload : topology.workloads)
    workload_labels.push_back("workload," + csv_field(workload.key));

  std::string out{header};
  std::string label;
  for (const TimeSeries::ConstBucket& bucket : buckets) {
    const std::string time = std::to_string(bucket.t_s) + ',' + std::to_string(series.width_s()) + ',';
    const auto row = [&](std::string_view label_of_row) { return CsvRow(out, time, label_of_row); };
    TimeSeries::Row total;
    for (std::size_t i = 0; i < workloads; ++i) {
      total.merge(bucket.workloads[i]);
      in_flight[i] += bucket.workloads[i].accepted - bucket.workloads[i].finished;
    }
    in_flight_of_all += total.accepted - total.finished;
    {
      CsvRow all = row("total,");
      write_counts(all, total, in_flight_of_all);
    }
    for (std::size_t i = 0; i < workloads; ++i) {
      if (topology.workloads[i].only_if_used && !used[i]) continue;
      CsvRow one = row(workload_labels[i]);
      write_counts(one, bucket.workloads[i], in_flight[i]);
    }
    for (std::size_t i = 0; i < status_count; ++i)
      if (bucket.outcomes->final_status[i] > 0)
        row(label.assign("final,").append(name_of(static_cast<Status>(i))))
            .skip(7)
            .cell(bucket.outcomes->final_status[i]);
    for (std::size_t i = 0; i < refusal_count; ++i)
      if (bucket.outcomes->refused[i] > 0)
        row(label.assign("refused,").append(report_key_of(static_cast<Refusal>(i))))
            .skip(2)
            .cell(bucket.outcomes->refused[i]);
    for (const ShownLimit& limit : limits) {
      const TimeSeries::LimitRow& counts = bucket.limits[limit.index];
      if (counts.parts > 0) row(limit.label).skip(3).cell(counts.parts).skip(9).cell(counts.fullest);
    }
  }
  return out;
}

}  // namespace sendlab
