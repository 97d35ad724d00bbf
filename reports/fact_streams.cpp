#include "reports/fact_streams.hpp"

#include "engine/kernel/ensure.hpp"
#include "reports/document.hpp"

namespace sendlab {
namespace {

constexpr std::size_t flush_at = std::size_t{64} * 1024;

std::string context_member(const Topology::Workload& workload) {
  if (workload.context.empty()) return {};
  std::string text = ",\"context\":{";
  for (const auto& [name, value] : workload.context) {
    if (text.back() != '{') text += ',';
    text += json_string(name) + ':' + json_string(value);
  }
  return text + '}';
}

void send_when_full(std::string& buffer, const ByteSink& sink) {
  if (buffer.size() < flush_at) return;
  sink(buffer);
  buffer.clear();
}

}  // namespace

EventStream::EventStream(const Topology& topology, Seed seed, std::uint64_t replication, ByteSink sink)
    : uuids_(seed, replication), sink_(std::move(sink)) {
  for (const Topology::Workload& workload : topology.workloads) contexts_.push_back(context_member(workload));
  for (const Topology::Number& number : topology.numbers) origination_.push_back(number.phone);
  for (const Topology::Carrier& carrier : topology.carriers) country_.push_back(topology.countries[carrier.country].iso);
  buffer_.reserve(flush_at + 4096);
}

void EventStream::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    if (fact.kind != FactKind::status) continue;
    write(fact);
    send_when_full(buffer_, sink_);
  }
}

void EventStream::write(const MessageFact& fact) {
  if (event_type_of(fact.status).empty()) return;
  EventRecord record{fact, {}, {}, contexts_[fact.workload.index]};
  if (fact.number != no_number) record.origination = origination_[fact.number.index];
  if (fact.carrier != no_carrier) record.iso_country = country_[fact.carrier.index];
  append_event_record(buffer_, record, uuids_);
  buffer_ += '\n';
}

void EventStream::flush() {
  if (!buffer_.empty()) sink_(buffer_);
  buffer_.clear();
}

MessageStream::MessageStream(const Topology& topology, Instant start, Seed seed, std::uint64_t replication,
                             ByteSink sink)
    : start_(start), uuids_(seed, replication), sink_(std::move(sink)) {
  for (const Topology::Workload& workload : topology.workloads) workloads_.push_back(json_string(workload.key));
  for (const Topology::Number& number : topology.numbers) numbers_.push_back(json_string(number.key));
  for (const Topology::Carrier& carrier : topology.carriers) carriers_.push_back(json_string(carrier.key));
  buffer_.reserve(flush_at + 4096);
}

void MessageStream::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    if (fact.kind != FactKind::refused && fact.kind != FactKind::status) continue;
    write(fact, batch);
    send_when_full(buffer_, sink_);
  }
}

void MessageStream::put_instant(std::string_view name, Instant instant) {
  buffer_ += ",\"";
  buffer_ += name;
  buffer_ += "\":";
  if (instant == never) {
    buffer_ += "null";
  } else {
    append_decimal(buffer_, (instant - start_).count(), 9);
  }
}

void MessageStream::write(const MessageFact& fact, const FactBatch& batch) {
  std::string& out = buffer_;
  const bool refused = fact.kind == FactKind::refused;
  out += "{\"id\":";
  if (refused) {
    out += "null";  // the service gave it none
  } else {
    out += '"';
    uuids_.append(out, fact.message);
    out += '"';
  }
  out += ",\"workload\":";
  out += workloads_[fact.workload.index];
  out += ",\"number\":";
  out += fact.number != no_number ? std::string_view(numbers_[fact.number.index]) : "null";
  out += ",\"carrier\":";
  out += fact.carrier != no_carrier ? std::string_view(carriers_[fact.carrier.index]) : "null";
  out += ",\"destination\":";
  append_phone(out, fact.destination);
  put_instant("planned_s", fact.planned);
  put_instant("requested_s", fact.requested);
  put_instant("first_hand_over_s", fact.first_hand_over);
  put_instant("last_hand_over_s", fact.last_hand_over);
  put_instant("accepted_s", fact.carrier_accepted);
  put_instant("final_s", fact.at);
  out += ",\"status\":\"";
  out += refused ? "REFUSED" : name_of(fact.status);
  out += "\",\"reason\":";
  if (refused) {
    out += '"';
    out += report_key_of(fact.refusal);
    out += '"';
  } else {
    out += "null";
  }
  out += ",\"parts\":";
  append_integer(out, fact.parts);
  out += ",\"price_usd\":";
  append_decimal(out, fact.price.count, 6);
  out += ",\"carrier_fee_usd\":";
  append_decimal(out, fact.fee.count, 6);
  out += fact.counts ? ",\"warm_up\":false,\"waits\":[" : ",\"warm_up\":true,\"waits\":[";
  bool first = true;
  for (const Wait& wait : batch.waits.subspan(fact.first_wait, fact.wait_count)) {
    if (!first) out += ',';
    first = false;
    put_wait(wait.cause, wait.from, wait.to);
  }
  if (fact.last_hand_over != never && fact.whole()) {  // cut before its last part, it waited for its number to the end
    const bool taken = fact.carrier_accepted != never;
    if (!first) out += ',';
    put_wait(DelayCause::carrier, fact.last_hand_over, taken ? fact.carrier_accepted : fact.at);
    if (taken && fact.at > fact.carrier_accepted) {
      out += ',';
      put_wait(DelayCause::handset, fact.carrier_accepted, fact.at);
    }
  }
  out += "]}\n";
}

void MessageStream::put_wait(DelayCause cause, Instant from, Instant to) {
  buffer_ += "{\"cause\":\"";
  buffer_ += name_of(cause);
  buffer_ += "\",\"from_s\":";
  append_decimal(buffer_, (from - start_).count(), 9);
  buffer_ += ",\"to_s\":";
  append_decimal(buffer_, (to - start_).count(), 9);
  buffer_ += '}';
}

void MessageStream::flush() {
  if (!buffer_.empty()) sink_(buffer_);
  buffer_.clear();
}

}  // namespace sendlab
