#include "engine/message/event_record.hpp"

#include <array>
#include <charconv>

#include "engine/message/encoding.hpp"
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

void put_hex(std::string& out, std::uint64_t value, int digits) {
  static constexpr char hex[] = "0123456789abcdef";
  for (int i = digits - 1; i >= 0; --i) out += hex[value >> (4 * i) & 15];
}

}  // namespace

MessageUuids::MessageUuids(Seed seed, std::uint64_t replication)
    : key_(mixed(mixed(seed.value + 0x9E37'79B9'7F4A'7C15) + replication)) {}

void MessageUuids::append(std::string& out, MessageId id) const {
  const std::uint64_t high = mixed(key_ ^ mixed(id.index + 0x9E37'79B9'7F4A'7C15));
  const std::uint64_t low = mixed(high + key_);
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

std::string MessageUuids::of(MessageId id) const {
  std::string out;
  append(out, id);
  return out;
}

void append_integer(std::string& out, std::uint64_t value) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void append_decimal(std::string& out, std::int64_t units, int places) {
  std::uint64_t magnitude = static_cast<std::uint64_t>(units);
  if (units < 0) {
    out += '-';
    magnitude = 0 - magnitude;
  }
  std::uint64_t scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  append_integer(out, magnitude / scale);
  std::uint64_t fraction = magnitude % scale;
  if (fraction == 0) return;
  out += '.';
  while (fraction != 0) {
    scale /= 10;
    out += static_cast<char>('0' + static_cast<char>(fraction / scale));
    fraction %= scale;
  }
}

void append_record_usd(std::string& out, UsdMicros amount) { append_decimal(out, (amount.count + 5) / 10, 5); }

void append_phone(std::string& out, PhoneNumber phone) {
  out += is_short_code(phone) ? "\"" : "\"+";
  append_integer(out, phone.digits);
  out += '"';
}

void append_event_record(std::string& out, const EventRecord& record, const MessageUuids& uuids) {
  const MessageFact& fact = record.fact;
  const std::string_view type = event_type_of(fact.status);
  if (type.empty()) return;
  out += "{\"eventType\":\"";
  out += type;
  out += "\",\"eventVersion\":\"1.0\",\"eventTimestamp\":";
  append_integer(out, unix_ms(fact.at));
  out += fact.is_final ? ",\"isFinal\":true" : ",\"isFinal\":false";
  if (record.origination.digits != 0) {
    out += ",\"originationPhoneNumber\":";
    append_phone(out, record.origination);
  }
  out += ",\"destinationPhoneNumber\":";
  append_phone(out, fact.destination);
  if (!record.iso_country.empty()) {
    out += ",\"isoCountryCode\":\"";
    out += record.iso_country;
    out += '"';
  }
  out += ",\"messageId\":\"";
  uuids.append(out, fact.message);
  out += "\",\"messageRequestTimestamp\":";
  append_integer(out, unix_ms(fact.requested));
  out += fact.encoding == Encoding::gsm ? ",\"messageEncoding\":\"GSM\"" : ",\"messageEncoding\":\"UNICODE\"";
  out += fact.type == MessageType::transactional ? ",\"messageType\":\"TRANSACTIONAL\""
                                                 : ",\"messageType\":\"PROMOTIONAL\"";
  out += ",\"messageStatus\":\"";
  out += name_of(fact.status);
  out += "\",\"messageStatusDescription\":\"";
  out += description_of(fact.status);
  out += '"';
  out += record.context;
  out += ",\"totalMessageParts\":";
  append_integer(out, fact.parts);
  out += ",\"totalMessagePrice\":";
  append_record_usd(out, fact.price);
  out += ",\"totalCarrierFee\":";
  append_record_usd(out, fact.fee);
  out += '}';
}

}  // namespace sendlab
