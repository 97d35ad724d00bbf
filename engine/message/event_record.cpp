#include "engine/message/event_record.hpp"

#include <array>
#include <cstring>

#include "engine/kernel/ensure.hpp"
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

// Two characters for each value below `n`: "00", "01", … to the base.
template <std::size_t n>
constexpr std::array<char, 2 * n> pairs(std::size_t base) {
  std::array<char, 2 * n> all{};
  for (std::size_t i = 0; i < n; ++i) {
    all[2 * i] = "0123456789abcdef"[i / base];
    all[2 * i + 1] = "0123456789abcdef"[i % base];
  }
  return all;
}
constexpr auto decimal_pairs = pairs<100>(10);
constexpr auto hex_pairs = pairs<256>(16);

// Writes behind one another, without looking whether there is room: a record is put together on the stack, in one go.
class Pen {
 public:
  explicit Pen(char* at) : at_(at) {}
  [[nodiscard]] char* at() const { return at_; }

  void put(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  void put(char c) { *at_++ = c; }
  void hex_byte(std::uint64_t byte) {
    std::memcpy(at_, hex_pairs.data() + 2 * (byte & 255), 2);
    at_ += 2;
  }
  void integer(std::uint64_t value) {
    std::array<char, 20> digits;
    char* from = digits.data() + digits.size();
    for (; value >= 100; value /= 100) std::memcpy(from -= 2, decimal_pairs.data() + 2 * (value % 100), 2);
    if (value >= 10)
      std::memcpy(from -= 2, decimal_pairs.data() + 2 * value, 2);
    else
      *--from = static_cast<char>('0' + value);
    put({from, static_cast<std::size_t>(digits.data() + digits.size() - from)});
  }
  void decimal(std::int64_t units, int places) {
    auto magnitude = static_cast<std::uint64_t>(units);
    if (units < 0) {
      put('-');
      magnitude = 0 - magnitude;
    }
    std::uint64_t scale = 1;
    for (int i = 0; i < places; ++i) scale *= 10;
    integer(magnitude / scale);
    std::uint64_t fraction = magnitude % scale;
    if (fraction == 0) return;
    put('.');
    for (; fraction % 10 == 0; --places) fraction /= 10;
    for (char* digit = at_ + places; digit != at_; fraction /= 10) *--digit = static_cast<char>('0' + fraction % 10);
    at_ += places;
  }
  void phone(PhoneNumber phone) {
    put('"');
    if (!is_short_code(phone)) put('+');
    integer(phone.digits);
    put('"');
  }
  void uuid(std::uint64_t high, std::uint64_t low) {
    for (int shift = 56; shift >= 32; shift -= 8) hex_byte(high >> shift);
    put('-');
    hex_byte(high >> 24);
    hex_byte(high >> 16);
    put('-');
    hex_byte(0x40 | (high >> 8 & 15));
    hex_byte(high);
    put('-');
    hex_byte(0x80 | (low >> 56 & 0x3f));
    hex_byte(low >> 48);
    put('-');
    for (int shift = 40; shift >= 0; shift -= 8) hex_byte(low >> shift);
  }

 private:
  char* at_;
};

// In units of five decimals; half a unit rounds up.
std::int64_t record_usd(UsdMicros amount) { return (amount.count + 5) / 10; }

// Appends what `write` puts down, at most `most` characters.
template <std::size_t most, class Write>
void append(std::string& out, Write&& write) {
  std::array<char, most> room;
  Pen pen(room.data());
  write(pen);
  out.append(room.data(), pen.at());
}

}  // namespace

MessageUuids::MessageUuids(Seed seed, std::uint64_t replication)
    : key_(mixed(mixed(seed.value + 0x9E37'79B9'7F4A'7C15) + replication)) {}

MessageUuids::Words MessageUuids::words(MessageId id) const {
  const std::uint64_t high = mixed(key_ ^ mixed(id.index + 0x9E37'79B9'7F4A'7C15));
  return {high, mixed(high + key_)};
}

void MessageUuids::append(std::string& out, MessageId id) const {
  const Words w = words(id);
  sendlab::append<36>(out, [&](Pen& pen) { pen.uuid(w.high, w.low); });
}

std::string MessageUuids::of(MessageId id) const {
  std::string out;
  append(out, id);
  return out;
}

void append_integer(std::string& out, std::uint64_t value) {
  append<20>(out, [&](Pen& pen) { pen.integer(value); });
}

void append_decimal(std::string& out, std::int64_t units, int places) {
  append<48>(out, [&](Pen& pen) { pen.decimal(units, places); });
}

void append_record_usd(std::string& out, UsdMicros amount) { append_decimal(out, record_usd(amount), 5); }

void append_phone(std::string& out, PhoneNumber phone) {
  append<24>(out, [&](Pen& pen) { pen.phone(phone); });
}

void append_event_record(std::string& out, const EventRecord& record, const MessageUuids& uuids) {
  const MessageFact& fact = record.fact;
  const std::string_view type = event_type_of(fact.status);
  if (type.empty()) return;
  ENSURE(record.iso_country.size() <= 8, "a country has a code of two letters");
  // The longest record without its context has some 620 characters.
  append<1024>(out, [&](Pen& pen) {
    pen.put("{\"eventType\":\"");
    pen.put(type);
    pen.put("\",\"eventVersion\":\"1.0\",\"eventTimestamp\":");
    pen.integer(unix_ms(fact.at));
    pen.put(fact.is_final ? std::string_view(",\"isFinal\":true") : std::string_view(",\"isFinal\":false"));
    if (record.origination.digits != 0) {
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
  append<128>(out, [&](Pen& pen) {
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
