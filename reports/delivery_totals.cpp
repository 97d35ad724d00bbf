#include "reports/delivery_totals.hpp"

#include "reports/block_document.hpp"

namespace sendlab {

void DestinationTotals::merge(const DestinationTotals& other) {
  events += other.events;
  received += other.received;
  copies += other.copies;
  lost += other.lost;
  backed_up += other.backed_up;
  failed_attempts += other.failed_attempts;
  delay.merge(other.delay);
  for (std::size_t i = 0; i < types.size(); ++i) types[i] += other.types[i];
}

void InboundTotals::merge(const InboundTotals& other) {
  received += other.received;
  published += other.published;
  dropped += other.dropped;
  keywords += other.keywords;
  opt_outs += other.opt_outs;
  opt_ins += other.opt_ins;
}

void DestinationCounter::consume(const EventDelivery& delivery) {
  if (!delivery.event.counts) return;
  DestinationTotals& totals = totals_.at(delivery.destination);
  ++totals.events;
  totals.failed_attempts += delivery.failed_attempts;
  switch (delivery.end) {
    case DeliveryEnd::received:
      ++totals.received;
      totals.copies += delivery.copy ? 1 : 0;
      totals.delay.add(delivery.at - delivery.event.at);
      ++totals.types[static_cast<std::size_t>(delivery.event.status)];
      return;
    case DeliveryEnd::lost: ++totals.lost; return;
    case DeliveryEnd::backed_up: ++totals.backed_up; return;
  }
}

Doc destinations_document(const Topology& topology, const std::vector<DestinationTotals>& totals) {
  Doc all = Doc::object();
  for (std::size_t i = 0; i < topology.event_destinations.size(); ++i) {
    const Topology::EventDestination& destination = topology.event_destinations[i];
    const DestinationTotals& of = totals.at(i);
    Doc& doc = all.add(destination.key, Doc::object());
    doc.add("kind", Doc::text(destination.kind));
    doc.add("enabled", Doc::boolean(destination.enabled));
    doc.add("events", Doc::integer(of.events));
    doc.add("received", Doc::integer(of.received));
    doc.add("copies", Doc::integer(of.copies));
    doc.add("lost", Doc::integer(of.lost));
    doc.add("backed_up", Doc::integer(of.backed_up));
    doc.add("failed_attempts", Doc::integer(of.failed_attempts));
    doc.add("delay_s", latency_document(of.delay));
    Doc& types = doc.add("types", Doc::object());
    for (std::size_t s = 0; s < status_count; ++s)
      if (of.types[s] > 0) types.add(std::string(event_type_of(static_cast<Status>(s))), Doc::integer(of.types[s]));
  }
  return all;
}

Doc inbound_document(const InboundTotals& totals) {
  Doc doc = Doc::object();
  doc.add("received", Doc::integer(totals.received));
  doc.add("published", Doc::integer(totals.published));
  doc.add("dropped", Doc::integer(totals.dropped));
  doc.add("keywords", Doc::integer(totals.keywords));
  doc.add("opt_outs", Doc::integer(totals.opt_outs));
  doc.add("opt_ins", Doc::integer(totals.opt_ins));
  return doc;
}

}  // namespace sendlab
