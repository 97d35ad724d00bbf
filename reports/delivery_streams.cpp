#include "reports/delivery_streams.hpp"

#include "reports/document.hpp"

namespace sendlab {
namespace {

constexpr std::size_t full_at = std::size_t{64} * 1024;

void append_seconds(std::string& out, Duration duration) { append_decimal(out, duration.count(), 9); }

}  // namespace

DestinationStream::DestinationStream(const Topology& topology, Instant start, Seed seed, std::uint64_t replication,
                                     ByteSink sink)
    : start_(start),
      sink_(std::move(sink)),
      records_(topology, seed, replication, [this](std::string& bytes) { record_ = bytes; }) {
  for (const Topology::EventDestination& destination : topology.event_destinations)
    names_.push_back("{\"destination\":" + json_string(destination.key));
}

const std::string& DestinationStream::record_of(const MessageFact& event) {
  MessageFact once = event;
  once.receipt_marks = 0;
  record_.clear();
  records_.consume({{&once, 1}, {}});
  records_.flush();
  if (!record_.empty()) record_.pop_back();  // the line end
  return record_;
}

std::int64_t DestinationStream::record_bytes(const MessageFact& event) {
  return static_cast<std::int64_t>(record_of(event).size());
}

void DestinationStream::consume(const EventDelivery& delivery) {
  buffer_ += names_.at(delivery.destination);
  buffer_ += ",\"end\":\"";
  buffer_ += name_of(delivery.end);
  buffer_ += "\",\"at_s\":";
  append_seconds(buffer_, delivery.at - start_);
  buffer_ += ",\"delay_s\":";
  append_seconds(buffer_, delivery.at - delivery.event.at);
  buffer_ += ",\"failed_attempts\":";
  append_integer(buffer_, delivery.failed_attempts);
  buffer_ += delivery.copy ? ",\"copy\":true" : ",\"copy\":false";
  buffer_ += delivery.event.counts ? ",\"warm_up\":false,\"event\":" : ",\"warm_up\":true,\"event\":";
  buffer_ += record_of(delivery.event);
  buffer_ += "}\n";
  if (buffer_.size() < full_at) return;
  sink_(buffer_);
  buffer_.clear();
}

void DestinationStream::flush() {
  if (!buffer_.empty()) sink_(buffer_);
  buffer_.clear();
}

void append_two_way_payload(std::string& out, const TwoWayPayload& payload) {
  out += "{\"originationNumber\":";
  append_phone(out, payload.origination);
  out += ",\"destinationNumber\":";
  append_phone(out, payload.destination);
  out += ",\"messageKeyword\":" + json_string(payload.keyword);
  out += ",\"messageBody\":" + json_string(payload.body);
  out += ",\"inboundMessageId\":" + json_string(payload.inbound_id);
  if (!payload.previous_id.empty()) out += ",\"previousPublishedMessageId\":" + json_string(payload.previous_id);
  out += '}';
}

InboundStream::InboundStream(std::vector<Number> numbers, Instant start, Seed seed, std::uint64_t replication,
                             ByteSink sink)
    : numbers_(std::move(numbers)), start_(start), uuids_(seed, replication), sink_(std::move(sink)) {}

void InboundStream::consume(const InboundDelivery& delivery) {
  const Number& number = numbers_.at(delivery.fact.number.index);
  buffer_ += "{\"number\":" + json_string(number.key) + ",\"at_s\":";
  append_seconds(buffer_, delivery.fact.at - start_);
  buffer_ += ",\"parts\":";
  append_integer(buffer_, delivery.fact.parts);
  buffer_ += ",\"price_usd\":";
  append_decimal(buffer_, delivery.fact.price.count, 6);
  buffer_ += ",\"published\":";
  buffer_ += delivery.published ? "true,\"channel\":" + json_string(number.channel) + ",\"received_s\":"
                                : "false,\"channel\":null,\"received_s\":";
  if (delivery.published)
    append_seconds(buffer_, delivery.received - start_);
  else
    buffer_ += "null";
  buffer_ += ",\"payload\":";
  const std::string id = uuids_.of(delivery.fact.message);
  const std::string previous = delivery.previous ? uuids_.of(*delivery.previous) : std::string();
  append_two_way_payload(buffer_,
                         {delivery.fact.destination, number.phone, number.keyword, delivery.body, id, previous});
  buffer_ += "}\n";
  if (buffer_.size() < full_at) return;
  sink_(buffer_);
  buffer_.clear();
}

void InboundStream::flush() {
  if (!buffer_.empty()) sink_(buffer_);
  buffer_.clear();
}

}  // namespace sendlab
