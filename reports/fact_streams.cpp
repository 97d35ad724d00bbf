#include "reports/fact_streams.hpp"

#include <algorithm>

#include "engine/message/pen.hpp"
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
  for (const Topology::Number& number : topology.numbers) {
    origination_.push_back(number.phone);
    sender_ids_.push_back(number.text);
  }
  for (const Topology::Carrier& carrier : topology.carriers)
    country_.push_back(topology.countries[carrier.country].iso);
  buffer_.reserve(flush_at + 4096);
}

void EventStream::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    if (fact.kind != FactKind::status) continue;
    fact.receipt_marks == 0 ? write(fact) : write_with_marks(fact);
    send_when_full(buffer_, sink_);
  }
}

void EventStream::write_with_marks(const MessageFact& fact) {
  const bool overtaken = (fact.receipt_marks & receipt_mark::overtaken) != 0;
  if (overtaken && !fact.is_final) return overtaken_.push_back(fact);
  write(fact);
  if ((fact.receipt_marks & receipt_mark::doubled) != 0) write(fact);
  if (!overtaken) return;
  const auto held = std::find_if(overtaken_.begin(), overtaken_.end(),
                                 [&](const MessageFact& f) { return f.message == fact.message; });
  if (held == overtaken_.end()) return;
  write(*held);
  overtaken_.erase(held);
}

void EventStream::write(const MessageFact& fact) {
  if (event_type_of(fact.status).empty()) return;
  EventRecord record{fact, {}, {}, contexts_[fact.workload.index]};
  if (fact.number != no_number) {
    record.origination = origination_[fact.number.index];
    record.sender_id = sender_ids_[fact.number.index];
  }
  if (fact.carrier != no_carrier) record.iso_country = country_[fact.carrier.index];
  append_event_record(buffer_, record, uuids_);
  buffer_ += '\n';
}

void EventStream::flush() {
  for (const MessageFact& fact : overtaken_) write(fact);
  overtaken_.clear();
  if (!buffer_.empty()) sink_(buffer_);
  buffer_.clear();
}

MessageStream::MessageStream(const Topology& topology, Instant start, Seed seed, std::uint64_t replication,
                             ByteSink sink)
    : start_(start), uuids_(seed, replication), sink_(std::move(sink)) {
  for (const Topology::Workload& workload : topology.workloads)
    workloads_.push_back(",\"workload\":" + json_string(workload.key));
  for (const Topology::Number& number : topology.numbers) numbers_.push_back(",\"number\":" + json_string(number.key));
  for (const Topology::Carrier& carrier : topology.carriers)
    carriers_.push_back(",\"carrier\":" + json_string(carrier.key));
  buffer_.reserve(flush_at + 4096);
}

void MessageStream::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    if (fact.kind != FactKind::refused && fact.kind != FactKind::status) continue;
    write(fact, batch);
    send_when_full(buffer_, sink_);
  }
}

void MessageStream::write(const MessageFact& fact, const FactBatch& batch) {
  const bool refused = fact.kind == FactKind::refused;
  write_with_pen<64>(buffer_, [&](Pen& pen) {
    pen.put("{\"id\":");
    if (refused) return pen.put("null");  // the service gave it none
    const MessageUuids::Words id = uuids_.words(fact.message);
    pen.put('"');
    pen.uuid(id.high, id.low);
    pen.put('"');
  });
  buffer_ += workloads_[fact.workload.index];
  buffer_ += fact.number != no_number ? std::string_view(numbers_[fact.number.index]) : ",\"number\":null";
  buffer_ += fact.carrier != no_carrier ? std::string_view(carriers_[fact.carrier.index]) : ",\"carrier\":null";
  write_with_pen<768>(buffer_, [&](Pen& pen) {  // the longest has some 560 characters
    const auto instant = [&](std::string_view name, Instant when) {
      pen.put(name);
      if (when == never)
        pen.put("null");
      else
        pen.decimal((when - start_).count(), 9);
    };
    pen.put(",\"destination\":");
    pen.phone(fact.destination);
    instant(",\"planned_s\":", fact.planned);
    instant(",\"requested_s\":", fact.requested);
    instant(",\"first_hand_over_s\":", fact.first_hand_over);
    instant(",\"last_hand_over_s\":", fact.last_hand_over);
    instant(",\"accepted_s\":", fact.carrier_accepted);
    instant(",\"final_s\":", fact.at);
    pen.put(",\"status\":\"");
    pen.put(refused ? "REFUSED" : name_of(fact.status));
    pen.put("\",\"reason\":");
    if (refused) pen.put('"');
    pen.put(refused ? report_key_of(fact.refusal) : "null");
    if (refused) pen.put('"');
    pen.put(",\"parts\":");
    pen.integer(fact.parts);
    pen.put(",\"price_usd\":");
    pen.decimal(fact.price.count, 6);
    pen.put(",\"carrier_fee_usd\":");
    pen.decimal(fact.fee.count, 6);
    if (fact.channel == Channel::voice) {
      pen.put(",\"channel\":\"VOICE\",\"call_s\":");
      pen.integer(fact.call_s);
      instant(",\"answered_s\":", fact.call_s > 0 ? fact.delivered_at() : never);
    }
    pen.put(fact.counts ? std::string_view(",\"warm_up\":false,\"waits\":[")
                        : std::string_view(",\"warm_up\":true,\"waits\":["));
  });
  for (const Wait& wait : batch.waits.subspan(fact.first_wait, fact.wait_count))
    put_wait(wait.cause, wait.from, wait.to);
  if (fact.last_hand_over != never && fact.whole()) {  // cut before its last part, it waited for its number to the end
    const bool taken = fact.carrier_accepted != never;
    const Instant reached = fact.delivered_at();  // the wait of a call ends when it is answered
    put_wait(DelayCause::carrier, fact.last_hand_over, taken ? fact.carrier_accepted : fact.at);
    if (taken && reached > fact.carrier_accepted) put_wait(DelayCause::handset, fact.carrier_accepted, reached);
  }
  buffer_ += "]}\n";
}

void MessageStream::put_wait(DelayCause cause, Instant from, Instant to) {
  const bool first = buffer_.back() == '[';
  write_with_pen<128>(buffer_, [&](Pen& pen) {
    pen.put(first ? "{\"cause\":\"" : ",{\"cause\":\"");
    pen.put(name_of(cause));
    pen.put("\",\"from_s\":");
    pen.decimal((from - start_).count(), 9);
    pen.put(",\"to_s\":");
    pen.decimal((to - start_).count(), 9);
    pen.put('}');
  });
}

void MessageStream::flush() {
  if (!buffer_.empty()) sink_(buffer_);
  buffer_.clear();
}

}  // namespace sendlab
