#include "engine/message/event_record.hpp"

#include "engine/kernel/ensure.hpp"
#include "engine/message/encoding.hpp"
#include "engine/message/pen.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

std::uint64_t unix_ms(Instant instant) {
  return static_cast<std::uint64_t>(instant.time_since_epoch().count() / 1'000'000);
}

// A bijection with good avalanche (the finisher of SplitMix64).
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ x >> 30) * 0xBF58'476D'1CE4'E5B9;
  x = (x ^ x >> 27) * 0x94D0'49BB'1331'11EB;
  return x ^ x >> 31;
}

// In units of five decimals; half a unit rounds up.
std::int64_t record_usd(UsdMicros amount) { return (amount.count + 5) / 10; }

}  // namespace

MessageUuids::MessageUuids(Seed seed, std::uint64_t replication)
    : key_(mixed(mixed(seed.value + 0x9E37'79B9'7F4A'7C15) + replication)) {}

MessageUuids::Words MessageUuids::words(MessageId id) const {
  const std::uint64_t high = mixed(key_ ^ mixed(id.index + 0x9E37'79B9'7F4A'7C15));
  return {high, mixed(high + key_)};
}

void MessageUuids::append(std::string& out, MessageId id) const {
  const Words w = words(id);
  write_with_pen<36>(out, [&](Pen& pen) { pen.uuid(w.high, w.low); });
}

std::string MessageUuids::of(MessageId id) const {
  std::string out;
  append(out, id);
  return out;
}

void append_integer(std::string& out, std::uint64_t value) {
  write_with_pen<20>(out, [&](Pen& pen) { pen.integer(value); });
}

void append_decimal(std::string& out, std::int64_t units, int places) {
  write_with_pen<48>(out, [&](Pen& pen) { pen.decimal(units, places); });
}

void append_record_usd(std::string& out, UsdMicros amount) { append_decimal(out, record_usd(amount), 5); }

void append_phone(std::string& out, PhoneNumber phone) {
  write_with_pen<24>(out, [&](Pen& pen) { pen.phone(phone); });
}

namespace {

// What every record begins with, up to the time of the request.
void put_head(Pen& pen, const EventRecord& record, const MessageUuids& uuids, std::string_view type) {
  const MessageFact& fact = record.fact;
  pen.put("{\"eventType\":\"");
  pen.put(type);
  pen.put("\",\"eventVersion\":\"1.0\",\"eventTimestamp\":");
  pen.integer(unix_ms(fact.at));
  pen.put(fact.is_final ? std::string_view(",\"isFinal\":true") : std::string_view(",\"isFinal\":false"));
  if (!record.sender_id.empty()) {
    pen.put(",\"originationPhoneNumber\":\"");
    pen.put(record.sender_id);
    pen.put('"');
  } else if (record.origination.digits != 0) {
    pen.put(",\"originationPhoneNumber\":");
    pen.phone(record.origination);
  }
  pen.put(",\"destinationPhoneNumber\":");
  pen.phone(fact.destination);
  if (!record.iso_country.empty()) {
    pen.put(",\"isoCountryCode\":\"");
    pen.put(record.iso_country);
    pen.put('"');
  }
  pen.put(",\"messageId\":\"");
  const MessageUuids::Words id = uuids.words(fact.message);
  pen.uuid(id.high, id.low);
  pen.put("\",\"messageRequestTimestamp\":");
  pen.integer(unix_ms(fact.requested));
}

// Attributes of a call: no parts, no encoding, no description; duration and price once they are known (events.md
// section 3).
void append_call_record(std::string& out, const EventRecord& record, const MessageUuids& uuids, std::string_view type) {
  const MessageFact& fact = record.fact;
  write_with_pen<640>(out, [&](Pen& pen) {
    put_head(pen, record, uuids, type);
    pen.put(",\"messageStatus\":\"");
    pen.put(type.substr(6));  // without VOICE_
    pen.put('"');
    if (fact.is_final && fact.call_s > 0) {
      pen.put(",\"callDurationInSeconds\":");
      pen.integer(fact.call_s);
      pen.put(",\"totalDurationInMinutes\":");
      pen.integer(static_cast<std::uint64_t>(fact.call_minutes()));
      pen.put(",\"totalMessagePrice\":");
      pen.decimal(record_usd(fact.price), 5);
    }
  });
  out += record.context;
  out += '}';
}

}  // namespace

void append_event_record(std::string& out, const EventRecord& record, const MessageUuids& uuids) {
  const MessageFact& fact = record.fact;
  const std::string_view type = event_type_of(fact.status);
  if (type.empty()) return;
  ENSURE(record.iso_country.size() <= 8, "a country has a code of two letters");
  ENSURE(record.sender_id.size() <= 16, "a sender ID has at most 11 characters");
  if (is_of_call(fact.status)) return append_call_record(out, record, uuids, type);
  // The longest record without its context has some 620 characters.
  write_with_pen<1024>(out, [&](Pen& pen) {
    put_head(pen, record, uuids, type);
    pen.put(fact.encoding == Encoding::gsm ? std::string_view(",\"messageEncoding\":\"GSM\"")
                                           : std::string_view(",\"messageEncoding\":\"UNICODE\""));
    pen.put(fact.type == MessageType::transactional ? std::string_view(",\"messageType\":\"TRANSACTIONAL\"")
                                                    : std::string_view(",\"messageType\":\"PROMOTIONAL\""));
    pen.put(",\"messageStatus\":\"");
    pen.put(name_of(fact.status));
    pen.put("\",\"messageStatusDescription\":\"");
    pen.put(description_of(fact.status));
    pen.put('"');
  });
  out += record.context;
  write_with_pen<128>(out, [&](Pen& pen) {
    pen.put(",\"totalMessageParts\":");
    pen.integer(fact.parts);
    pen.put(",\"totalMessagePrice\":");
    pen.decimal(record_usd(fact.price), 5);
    pen.put(",\"totalCarrierFee\":");
    pen.decimal(record_usd(fact.fee), 5);
    pen.put('}');
  });
}

}  // namespace sendlab
