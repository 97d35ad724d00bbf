#pragma once
// The result of one replication, and of many: every accumulator of a run. Merging adds counts, money and histograms,
// takes the maxima of last_* and the minima of first_*, and keeps the digests in the order of the calls.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/kernel/digest.hpp"
#include "engine/kernel/time.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/message/quantity.hpp"
#include "reports/delivery_totals.hpp"
#include "reports/histogram.hpp"
#include "reports/rational.hpp"
#include "reports/run_facts.hpp"
#include "reports/time_series.hpp"
#include "reports/topology.hpp"
#include "reports/windows.hpp"

namespace sendlab {

// One BLOCK of the report, as sums.
struct BlockTotals {
  // What every message changes comes first, in as few cache lines as it fits.
  std::int64_t accepted = 0;
  std::int64_t parts = 0;  // of accepted messages
  std::int64_t parts_handed_over = 0;
  UsdMicros message_price;
  UsdMicros carrier_fee;
  std::int64_t first_hand_over = INT64_MAX;  // ns since the Unix epoch
  std::int64_t last_hand_over = INT64_MIN;
  std::int64_t last_final = INT64_MIN;
  Histogram queue;
  Histogram accept;
  Histogram delivery;
  std::array<Int128, delay_cause_count> delay_ns{};
  std::vector<std::int64_t> delivered_within;  // by threshold: delivered later than the one before and within this one
  std::array<std::int64_t, status_count> final_status{};
  std::array<std::int64_t, refusal_count> refused{};
  std::int64_t unsent = 0;
  std::int64_t inbound = 0;
  UsdMicros inbound_price;
  std::int64_t calls = 0;         // accepted messages that are calls ...
  std::int64_t answered = 0;      // ... were answered, by a person or a machine ...
  std::int64_t call_minutes = 0;  // ... and were charged for so many minutes

  void merge(const BlockTotals& other);
  [[nodiscard]] std::int64_t refused_total() const;
  [[nodiscard]] std::int64_t final_total() const;
  [[nodiscard]] std::int64_t requested() const { return accepted + refused_total() + unsent; }
  [[nodiscard]] std::int64_t pending() const { return accepted - final_total(); }
  [[nodiscard]] std::int64_t delivered() const;  // DELIVERED, and COMPLETED calls
  [[nodiscard]] std::int64_t reached() const;  // delivered, or final SUCCESSFUL
};

// Planned sends of a workload: how many the plan held, were sent late and were given up by the generator (0 in
// simulation).
struct OfferedTotals {
  std::int64_t offered = 0;
  std::int64_t late = 0;
  std::int64_t dropped = 0;
};

// Parts against the limit that the topology names, of one number, campaign or brand.
struct LimitTotals {
  std::int64_t parts = 0;    // handed over to the carrier that sets the limit
  std::int64_t peak = 0;     // most parts in any window of one replication
  std::int64_t windows = 0;  // from the first of these parts to the last, of all replications together
  Instant first = never, last = Instant::min();  // hand-over, of one replication
};

// Billing lines of messages: parts and money of one group of numbers to one country.
struct UsageTotals {
  std::int64_t parts = 0;
  UsdMicros message_price;
  std::int64_t fee_parts = 0;  // parts that cost a carrier fee
  UsdMicros carrier_fee;
  std::int64_t inbound = 0;  // parts
  UsdMicros inbound_price;
  std::int64_t call_minutes = 0;
  UsdMicros call_price;
};

// Columns of Summary::usage: one a country, and a last one for numbers that no country has (ISO code "ZZ").
inline std::size_t usage_columns(const Topology& topology) { return topology.countries.size() + 1; }

struct Summary {
  std::vector<Digest> digests;                            // of the published facts, one for each replication, in order
  Duration virtual_span{};                                // the longest replication
  Int128 virtual_total = 0;                               // ns, over all replications
  std::vector<BlockTotals> workloads, carriers, numbers;  // by id
  std::vector<OfferedTotals> offered;                     // by WorkloadId
  std::vector<LimitTotals> number_limits, campaign_limits, brand_limits;
  std::vector<UsageTotals> usage;  // [usage origin][usage column], row-major
  std::array<std::int64_t, status_count> events{};
  UsdMicros failed_but_billed;
  std::vector<CostLine> fixed;
  std::vector<FaultOutcome> faults;
  std::vector<RecordedMetric> recorded;                   // by name
  std::vector<DestinationTotals> destinations;            // by Topology::event_destinations
  InboundTotals inbound;
  std::vector<AlarmOutcome> alarms;
  std::vector<WorstWindow> worst_windows;  // by CollectionPlan::windows
  TimeSeries series;

  // Adds the result of the next replication. Both must come from the same topology and plan.
  //   errors   InvariantViolation when a sum of money or counts leaves 64 bits
  void merge(const Summary& next);

  [[nodiscard]] std::string digest() const;  // of all replications, lower-case hex

  // All workloads together.
  [[nodiscard]] BlockTotals totals() const;
};

}  // namespace sendlab
