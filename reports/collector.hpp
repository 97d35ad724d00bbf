#pragma once
// Turns the published facts of one replication into its summary: an event destination that counts.
//
// Each message is counted once, when its story is over, in the blocks of its workload, carrier and number; totals,
// campaigns, brands and countries are sums of those, made when the report is written. Everything is a sum, a least or a
// greatest, so the order of stories does not matter. Those of the warm-up (counts == false) are left out of everything.
// No strings, and no allocation once the histograms have their pages.
#include <cstdint>
#include <vector>

#include "engine/message/message_fact.hpp"
#include "reports/collection_plan.hpp"
#include "reports/run_facts.hpp"
#include "reports/summary.hpp"
#include "reports/topology.hpp"
#include "reports/windows.hpp"

namespace sendlab {

class Collector final : public FactConsumer {
 public:
  // Keeps references: `topology` and `plan` must outlive the collector. `start` is the scenario's start.
  Collector(const Topology& topology, const CollectionPlan& plan, Instant start);

  // Stories, not steps.
  //   errors   InvariantViolation when the waits of a delivered message do not add up to its delay, to the nanosecond
  void consume(const FactBatch& batch) override;

  // Planned sends of a workload after the warm-up, in all: accepted, refused and unsent together.
  void set_offered(WorkloadId workload, std::int64_t n);

  // Planned sends after the warm-up that were still in the sender's queue at the horizon. May be called many times;
  // `planned` places them in time series and windows, `never` leaves them out of both. `number`: if one was chosen yet.
  void add_unsent(WorkloadId workload, std::int64_t n, Instant planned = never, CarrierId carrier = no_carrier,
                  NumberId number = no_number);

  // Most parts handed over in any window of the limit that the topology names, and how many windows lie between the
  // first and the last hand-over: utilisation is parts / (limit * windows), so a limit that was full while it was used
  // has 1.
  enum class PeakOf : std::uint8_t { number, campaign, brand };
  void set_peak(PeakOf kind, std::size_t index, std::int64_t parts, std::int64_t windows);
  [[nodiscard]] const LimitTotals& limit_totals(PeakOf kind, std::size_t index) { return limits_of(kind).at(index); }

  // What was counted so far: messages whose story is over.
  [[nodiscard]] const Summary& so_far() const { return summary_; }

  // The summary; the collector is empty afterwards.
  //   digest   of this replication, FactPublisher::digest()
  //   errors   InvariantViolation when offered = accepted + refused + unsent or accepted = final + pending fails
  [[nodiscard]] Summary finish(const ReplicationFacts& facts, const Digest& digest) &&;

 private:
  struct LimitScope {  // where a number's parts count against limits
    std::uint32_t campaign, brand;
    CarrierId number_carrier, campaign_carrier, brand_carrier;
    std::uint32_t usage_row;
  };

  std::vector<LimitTotals>& limits_of(PeakOf kind) {
    return kind == PeakOf::number     ? summary_.number_limits
           : kind == PeakOf::campaign ? summary_.campaign_limits
                                      : summary_.brand_limits;
  }
  struct Share {  // of a delay
    DelayCause cause;
    Duration wait;
  };

  void count_refused(const MessageFact& fact);
  void fetch_ahead(std::span<const MessageFact> facts, std::size_t i) const;
  void count_accepted(const MessageFact& fact, const FactBatch& batch);
  void explain_delay(const MessageFact& fact, const FactBatch& batch);
  void place_in_time(const MessageFact& fact, bool delivered);
  void count_limits(const MessageFact& fact);
  void count_inbound(const MessageFact& fact);
  UsageTotals& usage_of(const MessageFact& fact);
  template <class Change>
  void update(const MessageFact& fact, Change&& change);

  const Topology& topology_;
  std::vector<LimitScope> scopes_;              // by NumberId
  std::vector<std::uint32_t> carrier_country_;  // by CarrierId
  std::vector<Duration> thresholds_;
  std::vector<Share> shares_;                   // of the message being counted
  Windows windows_;
  Summary summary_;
};

}  // namespace sendlab
