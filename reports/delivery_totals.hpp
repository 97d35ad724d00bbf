#pragma once
// Counts of what came to event destinations and of what handsets wrote, and their members of the report.
#include <array>
#include <cstdint>
#include <vector>

#include "engine/message/event_delivery.hpp"
#include "reports/document.hpp"
#include "reports/histogram.hpp"
#include "reports/topology.hpp"

namespace sendlab {

// One event destination.
struct DestinationTotals {
  std::int64_t events = 0;           // that it was to get, copies included: received + lost + backed_up
  std::int64_t received = 0;
  std::int64_t copies = 0;           // received a second time
  std::int64_t lost = 0;
  std::int64_t backed_up = 0;
  std::int64_t failed_attempts = 0;
  Histogram delay;                   // from the event to its arrival
  std::array<std::int64_t, status_count> types{};  // received, by status

  void merge(const DestinationTotals& other);
};

// Messages that handsets wrote.
struct InboundTotals {
  std::int64_t received = 0, published = 0, dropped = 0, keywords = 0, opt_outs = 0, opt_ins = 0;

  void merge(const InboundTotals& other);
};

// Counts deliveries; those of the warm-up are left out.
class DestinationCounter final : public DeliveryConsumer {
 public:
  explicit DestinationCounter(const Topology& topology) : totals_(topology.event_destinations.size()) {}
  void consume(const EventDelivery& delivery) override;
  [[nodiscard]] const std::vector<DestinationTotals>& totals() const { return totals_; }

 private:
  std::vector<DestinationTotals> totals_;
};

[[nodiscard]] Doc destinations_document(const Topology& topology, const std::vector<DestinationTotals>& totals);
[[nodiscard]] Doc inbound_document(const InboundTotals& totals);

}  // namespace sendlab
