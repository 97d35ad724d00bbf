#pragma once
// The streams of a run: events.ndjson in the service's own schema, and messages.ndjson with every wait of a message.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/message/event_record.hpp"
#include "reports/topology.hpp"

namespace sendlab {

// Takes whole lines, some 64 KiB at a time. The sink may keep the string and leave another; its content is lost anyway.
using ByteSink = std::function<void(std::string&)>;

// One line for each published event (events.md section 3), in time order. Takes steps. Where a fault had a receipt come
// twice or out of order, so do the lines.
class EventStream final : public FactConsumer {
 public:
  EventStream(const Topology& topology, Seed seed, std::uint64_t replication, ByteSink sink);
  void consume(const FactBatch& batch) override;
  void flush();  // call once at the end

 private:
  void write(const MessageFact& fact);
  void write_with_marks(const MessageFact& fact);

  MessageUuids uuids_;
  ByteSink sink_;
  std::string buffer_;
  std::vector<MessageFact> overtaken_;        // until their message is final
  std::vector<std::string> contexts_;         // ,"context":{…} by WorkloadId
  std::vector<PhoneNumber> origination_;
  std::vector<std::string> sender_ids_;  // likewise; empty where there is a number      // by NumberId
  std::vector<std::string> country_;          // ISO codes by CarrierId
};

// One line for each message that is finished or refused, in the order of their ends. Takes stories. Instants are
// seconds after `start`; waits are gapless from planned_s to final_s, of an answered call to answered_s, so they add up
// to the whole delay. Messages of the warm-up are marked, not left out.
class MessageStream final : public FactConsumer {
 public:
  MessageStream(const Topology& topology, Instant start, Seed seed, std::uint64_t replication, ByteSink sink);
  void consume(const FactBatch& batch) override;
  void flush();  // call once at the end

 private:
  void write(const MessageFact& fact, const FactBatch& batch);
  void put_wait(DelayCause cause, Instant from, Instant to);

  Instant start_;
  MessageUuids uuids_;
  ByteSink sink_;
  std::string buffer_;
  std::vector<std::string> workloads_, numbers_, carriers_;  // members of a line, by id
};

}  // namespace sendlab
