#pragma once
// The event record of a message as the service publishes it: one JSON object (events.md section 3).
#include <string>
#include <string_view>

#include "engine/kernel/random.hpp"
#include "engine/message/message_fact.hpp"

namespace sendlab {

// Makes the UUIDs of messages: a function of (seed, replication, id), in the version 4 layout of the service's own ids.
class MessageUuids {
 public:
  MessageUuids(Seed seed, std::uint64_t replication);
  void append(std::string& out, MessageId id) const;
  [[nodiscard]] std::string of(MessageId id) const;
  struct Words {  // of 16 digits each, before version and variant are set
    std::uint64_t high, low;
  };
  [[nodiscard]] Words words(MessageId id) const;

 private:
  std::uint64_t key_;
};

struct EventRecord {
  const MessageFact& fact;         // of kind status
  PhoneNumber origination;         // 0: never assigned
  std::string_view iso_country;    // of the recipient; empty: not known
  std::string_view context;        // `,"context":{…}` or empty
  std::string_view sender_id{};    // shown in place of the number; empty: none
};

// Appends the record without a line end; nothing for a status without an event type.
void append_event_record(std::string& out, const EventRecord& record, const MessageUuids& uuids);

// Decimals in JSON without floating point: units / 10^places without trailing zeros. append_decimal(1500, 3) is 1.5.
void append_integer(std::string& out, std::uint64_t value);
void append_decimal(std::string& out, std::int64_t units, int places);
// US dollars with at most 5 decimals, as the service's records have them; half a unit rounds up.
void append_record_usd(std::string& out, UsdMicros amount);
// "+14255550100" in quotes; a short code without the plus.
void append_phone(std::string& out, PhoneNumber phone);

}  // namespace sendlab
