#pragma once
// The BLOCK of report.json (contract section 3): what became of messages, how long it took and what it cost; and the
// values that all of the report is made of. The document as a whole is report_document.hpp's.
#include <optional>

#include "reports/collection_plan.hpp"
#include "reports/document.hpp"
#include "reports/summary.hpp"
#include "reports/topology.hpp"

namespace sendlab {

inline Doc seconds(Int128 ns) { return Doc::number({ns, 1'000'000'000}, 9); }
inline Doc usd(UsdMicros amount) { return Doc::number({amount.count, 1'000'000}, 6); }
// n / of, null when there is nothing to take a share of.
inline Doc ratio(Int128 n, Int128 of, int places) { return of > 0 ? Doc::number({n, of}, places) : Doc{}; }

inline UsdMicros total_of(const BlockTotals& block) {
  return block.message_price + block.carrier_fee + block.inbound_price;
}

// Count, mean, most and quantiles of a histogram of seconds.
[[nodiscard]] Doc latency_document(const Histogram& latency);
// Everything of a BLOCK but its cost, which the totals show later and in more detail.
void add_block(Doc& doc, const CollectionPlan& plan, const BlockTotals& block, Instant start);
// A whole BLOCK.
[[nodiscard]] Doc block_document(const CollectionPlan& plan, const BlockTotals& block, Instant start);
// What numbers, campaigns and brands have besides: their limit and how full it was.
void add_limit(Doc& doc, const Topology& topology, const std::optional<Topology::Limit>& limit,
               const LimitTotals& totals);

}  // namespace sendlab
