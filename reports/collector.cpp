#include "reports/collector.hpp"

#include <algorithm>
#include <utility>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

constexpr std::uint32_t nowhere = UINT32_MAX;

// Money is summed on the hot path, so the check is the processor's overflow flag.
void charge(UsdMicros& into, UsdMicros amount) {
  ENSURE(!__builtin_add_overflow(into.count, amount.count, &into.count), "sums of money fit into 64 bits");
}

std::int64_t ns(Instant instant) { return instant.time_since_epoch().count(); }

std::size_t index_of(Status status) { return static_cast<std::size_t>(status); }

bool is_failure(Status status) {
  return status != Status::delivered && status != Status::successful && status != Status::call_completed;
}

CarrierId carrier_of(const std::optional<Topology::Limit>& limit) { return limit ? limit->carrier : no_carrier; }

bool limits(CarrierId of_limit, CarrierId of_message) { return of_limit == no_carrier || of_limit == of_message; }

}  // namespace

CollectionPlan default_plan() {
  using namespace std::chrono_literals;
  return {{{"5s", 5s}, {"10s", 10s}, {"30s", 30s}, {"1m", 1min}, {"5m", 5min}}, {}};
}

Collector::Collector(const Topology& topology, const CollectionPlan& plan, Instant start)
    : topology_(topology), windows_(plan, start) {
  BlockTotals empty;
  empty.delivered_within.resize(plan.thresholds.size());
  for (const WithinThreshold& threshold : plan.thresholds) thresholds_.push_back(threshold.limit);
  summary_.workloads.assign(topology.workloads.size(), empty);
  summary_.carriers.assign(topology.carriers.size(), empty);
  summary_.numbers.assign(topology.numbers.size(), empty);
  summary_.offered.resize(topology.workloads.size());
  summary_.destinations.resize(topology.event_destinations.size());
  summary_.number_limits.resize(topology.numbers.size());
  summary_.campaign_limits.resize(topology.campaigns.size());
  summary_.brand_limits.resize(topology.brands.size());
  summary_.usage.resize(topology.usage_origins.size() * usage_columns(topology));
  summary_.series = TimeSeries{start, topology.workloads.size(),
                               topology.numbers.size() + topology.campaigns.size() + topology.brands.size()};

  for (const Topology::Carrier& carrier : topology.carriers) {
    ENSURE(carrier.country < topology.countries.size(), "a carrier's country is in the topology");
    carrier_country_.push_back(static_cast<std::uint32_t>(carrier.country));
  }
  for (const Topology::Number& number : topology.numbers) {
    ENSURE(number.usage_origin < topology.usage_origins.size(), "a number's usage origin is in the topology");
    LimitScope scope{nowhere, nowhere, carrier_of(number.limit), no_carrier, no_carrier, 0};
    if (number.campaign) {
      scope.campaign = static_cast<std::uint32_t>(*number.campaign);
      scope.campaign_carrier = carrier_of(topology.campaigns.at(*number.campaign).limit);
    }
    if (number.brand) {
      scope.brand = static_cast<std::uint32_t>(*number.brand);
      scope.brand_carrier = carrier_of(topology.brands.at(*number.brand).limit);
    }
    scope.usage_row = static_cast<std::uint32_t>(number.usage_origin * usage_columns(topology));
    scopes_.push_back(scope);
  }
}

// Applies a change to the blocks that a fact belongs to.
template <class Change>
void Collector::update(const MessageFact& fact, Change&& change) {
  change(summary_.workloads[fact.workload.index]);
  if (fact.carrier != no_carrier) change(summary_.carriers[fact.carrier.index]);
  if (fact.number != no_number) change(summary_.numbers[fact.number.index]);
}

UsageTotals& Collector::usage_of(const MessageFact& fact) {
  ENSURE(fact.number != no_number, "what costs money has an origination number");
  const std::size_t country =
      fact.carrier != no_carrier ? carrier_country_[fact.carrier.index] : topology_.countries.size();
  return summary_.usage[scopes_[fact.number.index].usage_row + country];
}

// There may be thousands of numbers, and their blocks are too many for the nearest cache. They are fetched a few facts
// ahead: first the blocks, then the ends of the lists that their histograms point to.
void Collector::fetch_ahead(std::span<const MessageFact> facts, std::size_t i) const {
  constexpr std::size_t far = 6, near = 3;
  if (i + far < facts.size() && facts[i + far].number != no_number) {
    const auto* block = reinterpret_cast<const char*>(&summary_.numbers[facts[i + far].number.index]);
    for (std::size_t line = 0; line < sizeof(BlockTotals); line += 64) __builtin_prefetch(block + line, 1);
  }
  if (i + near < facts.size() && facts[i + near].number != no_number) {
    const BlockTotals& block = summary_.numbers[facts[i + near].number.index];
    block.queue.fetch_end();
    block.accept.fetch_end();
    block.delivery.fetch_end();
    __builtin_prefetch(block.delivered_within.data(), 1);
  }
}

void Collector::consume(const FactBatch& batch) {
  for (std::size_t i = 0; i < batch.facts.size(); ++i) {
    const MessageFact& fact = batch.facts[i];
    fetch_ahead(batch.facts, i);
    if (!fact.counts) continue;
    ENSURE(fact.workload.index < summary_.workloads.size(), "a fact names a workload of the topology");
    switch (fact.kind) {
      case FactKind::status:
      case FactKind::pending:
        count_accepted(fact, batch);
        break;
      case FactKind::refused:
        count_refused(fact);
        break;
      case FactKind::inbound:
        count_inbound(fact);
        break;
      case FactKind::accepted:
      case FactKind::handed_over:
        ENSURE(false, "a collector is told stories, not steps");
    }
    if (!windows_.empty()) windows_.add(fact);
  }
}

void Collector::count_refused(const MessageFact& fact) {
  ENSURE(fact.refusal != Refusal::none, "a refusal has a reason");
  update(fact, [&](BlockTotals& block) { ++block.refused[static_cast<std::size_t>(fact.refusal)]; });
  const TimeSeries::Bucket bucket = summary_.series.at(fact.at);
  ++bucket.workloads[fact.workload.index].refused;
  ++bucket.outcomes->refused[static_cast<std::size_t>(fact.refusal)];
  ++summary_.series.at(fact.planned).workloads[fact.workload.index].planned;
}

// Everything of an accepted message, each block in one go.
void Collector::count_accepted(const MessageFact& fact, const FactBatch& batch) {
  const bool handed_over = fact.left(), call = fact.channel == Channel::voice;
  const bool delivered = fact.kind == FactKind::status && fact.delivered();
  if (handed_over) {
    ENSURE(fact.planned <= fact.first_hand_over && fact.first_hand_over <= fact.last_hand_over &&
               fact.last_hand_over != never,
           "parts are handed over in order, after the planned instant");
  }
  ENSURE(fact.is_final == (fact.kind == FactKind::status), "the story of a message ends with its final status");
  ENSURE(!fact.successful || fact.carrier_accepted != never, "a carrier that took a message did so at an instant");
  if (delivered) explain_delay(fact, batch);
  const Duration none{};
  const Histogram::Sample queue{handed_over ? fact.last_hand_over - fact.planned
                                            : none};  // to the hand-over of the last part
  const Histogram::Sample accept{fact.successful ? fact.carrier_accepted - fact.planned : none};
  const Duration took = delivered ? fact.delivered_at() - fact.planned : none;
  const Histogram::Sample delivery{took};
  const auto within = static_cast<std::size_t>(
      delivered ? std::lower_bound(thresholds_.begin(), thresholds_.end(), took) - thresholds_.begin() : 0);

  update(fact, [&](BlockTotals& block) {
    ++block.accepted;
    block.parts += fact.parts;
    charge(block.message_price, fact.price);
    charge(block.carrier_fee, fact.fee);
    if (call) {
      ++block.calls;
      block.answered += fact.call_s > 0 ? 1 : 0;
      block.call_minutes += fact.call_minutes();
    }
    if (handed_over) {
      block.parts_handed_over += fact.parts_handed_over;
      block.first_hand_over = std::min(block.first_hand_over, ns(fact.first_hand_over));
      block.last_hand_over = std::max(block.last_hand_over, ns(fact.last_hand_over));
      if (fact.whole()) block.queue.add(queue);
    }
    if (fact.successful) block.accept.add(accept);
    if (!fact.is_final) return;
    ++block.final_status[index_of(fact.status)];
    block.last_final = std::max(block.last_final, ns(fact.at));
    if (!delivered) return;
    block.delivery.add(delivery);
    if (within < block.delivered_within.size()) ++block.delivered_within[within];
    for (const Share& share : shares_) block.delay_ns[static_cast<std::size_t>(share.cause)] += share.wait.count();
  });
  const bool dry_run = fact.is_final && fact.status == Status::accepted;  // sends nothing: no part to bill (R-BIL-7)
  if (dry_run) {
    // Counted above, and nothing else.
  } else if (fact.number != no_number || fact.price.count != 0 ||
             fact.fee.count != 0) {  // an endpoint need not tell its choice
    UsageTotals& usage = usage_of(fact);
    usage.parts += fact.parts;
    if (call) {
      usage.call_minutes += fact.call_minutes();
      charge(usage.call_price, fact.price);
    } else {
      charge(usage.message_price, fact.price);
    }
    if (fact.fee.count != 0) usage.fee_parts += fact.parts;
    charge(usage.carrier_fee, fact.fee);
  }
  if (fact.is_final && is_failure(fact.status)) {
    charge(summary_.failed_but_billed, fact.price);
    charge(summary_.failed_but_billed, fact.fee);
  }
  place_in_time(fact, delivered);
  // A number's limit is one of parts a second; calls have limits of their own.
  if (handed_over && !call && fact.number != no_number) count_limits(fact);
}

// What the delay of a delivered message was spent on, into shares_.
void Collector::explain_delay(const MessageFact& fact, const FactBatch& batch) {
  ENSURE(fact.last_hand_over != never && fact.carrier_accepted != never,
         "a delivered message went through its carrier");
  shares_.clear();
  Duration explained{};
  const auto blame = [&](DelayCause cause, Duration wait) {
    ENSURE(wait >= Duration::zero(), "no wait is negative");
    explained += wait;
    shares_.push_back({cause, wait});
  };
  for (const Wait& wait : batch.waits.subspan(fact.first_wait, fact.wait_count)) blame(wait.cause, wait.to - wait.from);
  blame(DelayCause::carrier, fact.carrier_accepted - fact.last_hand_over);
  blame(DelayCause::handset, fact.delivered_at() - fact.carrier_accepted);
  ENSURE(explained == fact.delivered_at() - fact.planned, "the causes of a delay add up to it, to the nanosecond");
}

void Collector::place_in_time(const MessageFact& fact, bool delivered) {
  TimeSeries& series = summary_.series;
  const std::size_t workload = fact.workload.index;
  TimeSeries::Row& accepted = series.at(fact.answered).workloads[workload];
  ++accepted.accepted;
  accepted.usd_micros += fact.price.count + fact.fee.count;
  TimeSeries::Row& planned = series.at(fact.planned).workloads[workload];
  ++planned.planned;
  if (delivered) {
    const std::int64_t delay = (fact.delivered_at() - fact.planned).count();
    ++planned.delays;
    planned.delay_sum += delay;
    planned.delay_max = std::max(planned.delay_max, delay);
  }
  if (fact.parts_handed_over > 0)
    series.at(fact.first_hand_over).workloads[workload].parts_handed_over += fact.parts_handed_over;
  if (fact.successful) ++series.at(fact.carrier_accepted).workloads[workload].successful;
  if (!fact.is_final) return;
  const TimeSeries::Bucket end = series.at(fact.at);
  ++end.outcomes->final_status[index_of(fact.status)];
  ++end.workloads[workload].finished;
  end.workloads[workload].delivered += delivered ? 1 : 0;
  end.workloads[workload].failed += is_failure(fact.status) ? 1 : 0;
}

void Collector::count_limits(const MessageFact& fact) {
  const LimitScope& scope = scopes_[fact.number.index];
  TimeSeries::LimitRow* const rows = summary_.series.at(fact.first_hand_over).limits;
  const auto count = [&](LimitTotals& totals, std::size_t row, std::uint32_t use) {
    totals.parts += fact.parts_handed_over;
    totals.first = std::min(totals.first, fact.first_hand_over);
    totals.last = std::max(totals.last, fact.last_hand_over);
    rows[row].merge({fact.parts_handed_over, use});
  };
  const std::size_t campaigns = topology_.numbers.size(), brands = campaigns + topology_.campaigns.size();
  if (limits(scope.number_carrier, fact.carrier))
    count(summary_.number_limits[fact.number.index], fact.number.index, fact.use.number);
  if (scope.campaign != nowhere && limits(scope.campaign_carrier, fact.carrier))
    count(summary_.campaign_limits[scope.campaign], campaigns + scope.campaign, fact.use.campaign);
  if (scope.brand != nowhere && limits(scope.brand_carrier, fact.carrier))
    count(summary_.brand_limits[scope.brand], brands + scope.brand, fact.use.brand);
}

void Collector::count_inbound(const MessageFact& fact) {
  update(fact, [&](BlockTotals& block) {
    ++block.inbound;
    charge(block.inbound_price, fact.price);
  });
  UsageTotals& usage = usage_of(fact);
  usage.inbound += fact.parts;
  charge(usage.inbound_price, fact.price);
  summary_.series.at(fact.at).workloads[fact.workload.index].usd_micros += fact.price.count;
}

void Collector::set_offered(WorkloadId workload, std::int64_t n) { summary_.offered.at(workload.index).offered = n; }

void Collector::add_unsent(WorkloadId workload, std::int64_t n, Instant planned, CarrierId carrier, NumberId number) {
  ENSURE(n >= 0, "a count is not negative");
  summary_.workloads.at(workload.index).unsent += n;
  if (carrier != no_carrier) summary_.carriers.at(carrier.index).unsent += n;
  if (number != no_number) summary_.numbers.at(number.index).unsent += n;
  if (planned == never || n == 0) return;
  summary_.series.at(planned).workloads[workload.index].planned += n;
  windows_.add_unsent(workload, n, planned);
}

void Collector::set_peak(PeakOf kind, std::size_t index, std::int64_t parts, std::int64_t windows) {
  LimitTotals& totals = limits_of(kind).at(index);
  totals.peak = parts;
  totals.windows = windows;
}

Summary Collector::finish(const ReplicationFacts& facts, const Digest& digest) && {
  for (std::size_t i = 0; i < summary_.workloads.size(); ++i) {
    const BlockTotals& block = summary_.workloads[i];
    ENSURE(block.pending() >= 0, "no more messages end than were accepted");
    ENSURE(summary_.offered[i].offered == block.requested(), "every planned send is accepted, refused or unsent");
  }
  for (const BlockTotals& block : summary_.carriers) ENSURE(block.pending() >= 0, "a message keeps its carrier");
  for (const BlockTotals& block : summary_.numbers) ENSURE(block.pending() >= 0, "a message keeps its number");
  summary_.digests = {digest};
  summary_.virtual_span = facts.virtual_span;
  summary_.virtual_total = facts.virtual_span.count();
  summary_.faults = facts.faults;
  summary_.recorded = facts.recorded;
  summary_.events = facts.events;
  summary_.destinations = facts.destinations;
  summary_.inbound = facts.inbound;
  summary_.alarms = facts.alarms;
  summary_.fixed = facts.fixed;
  summary_.worst_windows = windows_.worst();
  return std::move(summary_);
}

}  // namespace sendlab
