#include "reports/block_document.hpp"

#include <array>

namespace sendlab {
namespace {

Doc messages_document(const BlockTotals& block) {
  Doc refused = Doc::object();
  for (std::size_t i = 0; i < refusal_count; ++i) {
    if (block.refused[i] == 0) continue;
    refused.add(std::string(report_key_of(static_cast<Refusal>(i))), Doc::integer(block.refused[i]));
  }
  Doc final_status = Doc::object();
  for (std::size_t i = 0; i < status_count; ++i) {
    if (block.final_status[i] == 0) continue;
    final_status.add(std::string(name_of(static_cast<Status>(i))), Doc::integer(block.final_status[i]));
  }
  Doc doc = Doc::object();
  doc.add("requested", Doc::integer(block.requested()));
  doc.add("accepted", Doc::integer(block.accepted));
  doc.add("refused", std::move(refused));
  doc.add("unsent", Doc::integer(block.unsent));
  doc.add("parts", Doc::integer(block.parts));
  doc.add("final", std::move(final_status));
  doc.add("pending", Doc::integer(block.pending()));
  return doc;
}

Doc within_document(const CollectionPlan& plan, const BlockTotals& block) {
  Doc doc = Doc::object();
  std::int64_t delivered = 0;
  for (std::size_t i = 0; i < plan.thresholds.size(); ++i) {
    delivered += i < block.delivered_within.size() ? block.delivered_within[i] : 0;
    doc.add(plan.thresholds[i].key, ratio(delivered, block.requested(), 6));
  }
  return doc;
}

Doc causes_document(const BlockTotals& block) {
  Doc doc = Doc::object();
  for (std::size_t i = 0; i < delay_cause_count; ++i) {
    doc.add(std::string(name_of(static_cast<DelayCause>(i))), seconds(block.delay_ns[i]));
  }
  return doc;
}

// Parts handed over against what the limit allows from the first hand-over to the last.
Doc utilisation(const Topology::Limit& limit, const LimitTotals& totals) {
  return ratio(Int128{totals.parts}, Int128{limit.parts} * totals.windows, 4);
}

}  // namespace

Doc latency_document(const Histogram& latency) {
  const bool any = latency.count() > 0;
  static constexpr std::array<const char*, 5> names{"p50", "p90", "p95", "p99", "p999"};
  static constexpr std::array<std::int64_t, 5> wanted{5'000, 9'000, 9'500, 9'900, 9'990};
  std::array<Duration, 5> values{};
  if (any) latency.quantiles(wanted, values);
  Doc doc = Doc::object();
  doc.add("count", Doc::integer(latency.count()));
  doc.add("mean", any ? Doc::number({latency.sum(), Int128{latency.count()} * 1'000'000'000}, 9) : Doc{});
  doc.add("max", any ? seconds(latency.max().count()) : Doc{});
  for (std::size_t i = 0; i < names.size(); ++i) doc.add(names[i], any ? seconds(values[i].count()) : Doc{});
  return doc;
}

void add_block(Doc& doc, const CollectionPlan& plan, const BlockTotals& block, Instant start) {
  const std::int64_t zero = start.time_since_epoch().count();
  const bool any_hand_over = block.last_hand_over != INT64_MIN;
  doc.add("messages", messages_document(block));
  doc.add("queue_s", latency_document(block.queue));
  doc.add("accept_s", latency_document(block.accept));
  doc.add("delivery_s", latency_document(block.delivery));
  doc.add("delivered_share", ratio(block.delivered(), block.requested(), 6));
  doc.add("reached_share", ratio(block.reached(), block.requested(), 6));
  doc.add("delivered_within", within_document(plan, block));
  doc.add("first_hand_over_s", any_hand_over ? seconds(block.first_hand_over - zero) : Doc{});
  doc.add("last_hand_over_s", any_hand_over ? seconds(block.last_hand_over - zero) : Doc{});
  doc.add("last_final_s", block.last_final != INT64_MIN ? seconds(block.last_final - zero) : Doc{});
  doc.add("delay_by_cause_s", causes_document(block));
  if (!plan.has_calls) return;
  Doc& voice = doc.add("voice", Doc::object());
  voice.add("calls", Doc::integer(block.calls));
  voice.add("answered", Doc::integer(block.answered));
  voice.add("minutes", Doc::integer(block.call_minutes));
}

Doc block_document(const CollectionPlan& plan, const BlockTotals& block, Instant start) {
  Doc doc = Doc::object();
  add_block(doc, plan, block, start);
  Doc cost = Doc::object();
  cost.add("total_usd", usd(total_of(block)));
  cost.add("message_usd", usd(block.message_price));
  cost.add("carrier_fee_usd", usd(block.carrier_fee));
  doc.add("cost", std::move(cost));
  return doc;
}

void add_limit(Doc& doc, const Topology& topology, const std::optional<Topology::Limit>& limit,
               const LimitTotals& totals) {
  const bool one_carrier = limit && limit->carrier != no_carrier;
  doc.add("limit", limit ? Doc::integer(limit->parts) : Doc{});
  doc.add("window_s", limit ? seconds(limit->window.count()) : Doc{});
  doc.add("limit_carrier", one_carrier ? Doc::text(topology.carriers.at(limit->carrier.index).key) : Doc{});
  doc.add("peak_parts_per_window", limit ? Doc::integer(totals.peak) : Doc{});
  doc.add("utilisation", limit ? utilisation(*limit, totals) : Doc{});
}

}  // namespace sendlab
