#include "reports/fact_streams.hpp"

#include <array>
#include <charconv>

#include "engine/kernel/ensure.hpp"
#include "reports/document.hpp"

namespace sendlab {
namespace {

constexpr std::size_t flush_at = std::size_t{64} * 1024;

void put(std::string& out, std::uint64_t value) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

// units / 10^places without trailing zeros: put_decimal(1500, 3) is 1.5.
void put_decimal(std::string& out, std::int64_t units, int places) {
  std::uint64_t magnitude = static_cast<std::uint64_t>(units);
  if (units < 0) {
    out += '-';
    magnitude = 0 - magnitude;
  }
  std::uint64_t scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  put(out, magnitude / scale);
  std::uint64_t fraction = magnitude % scale;
  if (fraction == 0) return;
  out += '.';
  while (fraction != 0) {
    scale /= 10;
    out += static_cast<char>('0' + static_cast<char>(fraction / scale));
    fraction %= scale;
  }
}

// US dollars with at most 5 decimals, as the service's records have them; half a unit rounds up.
void put_record_usd(std::string& out, UsdMicros amount) { put_decimal(out, (amount.count + 5) / 10, 5); }

std::uint64_t unix_ms(Instant instant) {
  return static_cast<std::uint64_t>(instant.time_since_epoch().count() / 1'000'000);
}

// A bijection with good avalanche (the finisher of SplitMix64).
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ x >> 30) * 0xBF58'476D'1CE4'E5B9;
  x = (x ^ x >> 27) * 0x94D0'49BB'1331'11EB;
  return x ^ x >> 31;
}

void put_hex(std::string& out, std::uint64_t value, int digits) {
  static constexpr char hex[] = "0123456789abcdef";
  for (int i = digits - 1; i >= 0; --i) out += hex[value >> (4 * i) & 15];
}

// Version 4 layout, which is what the service's own message ids look like.
void put_uuid(std::string& out, std::uint64_t key, MessageId id) {
  const std::uint64_t high = mixed(key ^ mixed(id.index + 0x9E37'79B9'7F4A'7C15));
  const std::uint64_t low = mixed(high + key);
  put_hex(out, high >> 32, 8);
  out += '-';
  put_hex(out, high >> 16 & 0xffff, 4);
  out += "-4";
  put_hex(out, high & 0xfff, 3);
  out += '-';
  put_hex(out, 0x8000 | (low >> 48 & 0x3fff), 4);
  out += '-';
  put_hex(out, low & 0xffff'ffff'ffff, 12);
}

std::uint64_t uuid_key(Seed seed, std::uint64_t replication) {
  return mixed(mixed(seed.value + 0x9E37'79B9'7F4A'7C15) + replication);
}

void put_phone(std::string& out, PhoneNumber phone) {
  out += "\"+";
  put(out, phone.digits);
  out += '"';
}

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

std::string message_uuid(Seed seed, std::uint64_t replication, MessageId id) {
  std::string out;
  put_uuid(out, uuid_key(seed, replication), id);
  return out;
}

EventStream::EventStream(const Topology& topology, Seed seed, std::uint64_t replication, ByteSink sink)
    : topology_(topology), uuid_key_(uuid_key(seed, replication)), sink_(std::move(sink)) {
  for (const Topology::Workload& workload : topology.workloads) contexts_.push_back(context_member(workload));
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
  std::string& out = buffer_;
  const std::string_view type = event_type_of(fact.status);
  if (type.empty()) return;
  out += "{\"eventType\":\"";
  out += type;
  out += "\",\"eventVersion\":\"1.0\",\"eventTimestamp\":";
  put(out, unix_ms(fact.at));
  out += fact.is_final ? ",\"isFinal\":true" : ",\"isFinal\":false";
  if (fact.number != no_number) {
    out += ",\"originationPhoneNumber\":";
    put_phone(out, topology_.numbers[fact.number.index].phone);
  }
  out += ",\"destinationPhoneNumber\":";
  put_phone(out, fact.destination);
  if (fact.carrier != no_carrier) {
    out += ",\"isoCountryCode\":\"";
    out += topology_.countries[topology_.carriers[fact.carrier.index].country].iso;
    out += '"';
  }
  out += ",\"messageId\":\"";
  put_uuid(out, uuid_key_, fact.message);
  out += "\",\"messageRequestTimestamp\":";
  put(out, unix_ms(fact.requested));
  out += fact.encoding == Encoding::gsm ? ",\"messageEncoding\":\"GSM\"" : ",\"messageEncoding\":\"UNICODE\"";
  out += fact.type == MessageType::transactional ? ",\"messageType\":\"TRANSACTIONAL\""
                                                 : ",\"messageType\":\"PROMOTIONAL\"";
  out += ",\"messageStatus\":\"";
  out += name_of(fact.status);
  out += "\",\"messageStatusDescription\":\"";
  out += description_of(fact.status);
  out += '"';
  out += contexts_[fact.workload.index];
  out += ",\"totalMessageParts\":";
  put(out, fact.parts);
  out += ",\"totalMessagePrice\":";
  put_record_usd(out, fact.price);
  out += ",\"totalCarrierFee\":";
  put_record_usd(out, fact.fee);
  out += "}\n";
}

void EventStream::flush() {
  if (!buffer_.empty()) sink_(buffer_);
  buffer_.clear();
}

MessageStream::MessageStream(const Topology& topology, Instant start, Seed seed, std::uint64_t replication,
                             ByteSink sink)
    : start_(start), uuid_key_(uuid_key(seed, replication)), sink_(std::move(sink)) {
  for (const Topology::Workload& workload : topology.workloads) workloads_.push_back(json_string(workload.key));
  for (const Topology::Number& number : topology.numbers) numbers_.push_back(json_string(number.key));
  for (const Topology::Carrier& carrier : topology.carriers) carriers_.push_back(json_string(carrier.key));
  buffer_.reserve(flush_at + 4096);
}

void MessageStream::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    const bool refused = fact.kind == FactKind::refused;
    if (!refused && !(fact.kind == FactKind::status && fact.is_final)) continue;
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
    put_decimal(buffer_, (instant - start_).count(), 9);
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
    put_uuid(out, uuid_key_, fact.message);
    out += '"';
  }
  out += ",\"workload\":";
  out += workloads_[fact.workload.index];
  out += ",\"number\":";
  out += fact.number != no_number ? std::string_view(numbers_[fact.number.index]) : "null";
  out += ",\"carrier\":";
  out += fact.carrier != no_carrier ? std::string_view(carriers_[fact.carrier.index]) : "null";
  out += ",\"destination\":";
  put_phone(out, fact.destination);
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
  put(out, fact.parts);
  out += ",\"price_usd\":";
  put_decimal(out, fact.price.count, 6);
  out += ",\"carrier_fee_usd\":";
  put_decimal(out, fact.fee.count, 6);
  out += fact.counts ? ",\"warm_up\":false,\"waits\":[" : ",\"warm_up\":true,\"waits\":[";
  bool first = true;
  for (const Wait& wait : batch.waits.subspan(fact.first_wait, fact.wait_count)) {
    if (!first) out += ',';
    first = false;
    put_wait(wait.cause, wait.from, wait.to);
  }
  if (fact.last_hand_over != never && fact.whole) {  // cut before its last part, it waited for its number to the end
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
  put_decimal(buffer_, (from - start_).count(), 9);
  buffer_ += ",\"to_s\":";
  put_decimal(buffer_, (to - start_).count(), 9);
  buffer_ += '}';
}

void MessageStream::flush() {
  if (!buffer_.empty()) sink_(buffer_);
  buffer_.clear();
}

}  // namespace sendlab
