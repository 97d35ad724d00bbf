#pragma once
// The event stream of a run: events.ndjson in the service's own schema, and messages.ndjson with every wait of a message.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/kernel/random.hpp"
#include "engine/message/message_fact.hpp"
#include "reports/topology.hpp"

namespace sendlab {

// Takes whole lines, some 64 KiB at a time.
using ByteSink = std::function<void(std::string_view)>;

// The UUID of a message: a function of (seed, replication, id).
std::string message_uuid(Seed seed, std::uint64_t replication, MessageId id);

// One line for each published event (events.md section 3), in time order.
class EventStream final : public FactConsumer {
 public:
  // Keeps `topology` by reference.
  EventStream(const Topology& topology, Seed seed, std::uint64_t replication, ByteSink sink);
  void consume(const FactBatch& batch) override;
  void flush();  // call once at the end

 private:
  const Topology& topology_;
  Seed seed_;
  std::uint64_t replication_;
  ByteSink sink_;
  std::string buffer_;
  std::vector<std::string> workload_text_;  // ,"context":{…} by WorkloadId
};

// One line for each message that is finished or refused, in the order of their ends. Times are seconds after `start`.
class MessageStream final : public FactConsumer {
 public:
  MessageStream(const Topology& topology, Instant start, Seed seed, std::uint64_t replication, ByteSink sink);
  void consume(const FactBatch& batch) override;
  void flush();

 private:
  const Topology& topology_;
  Instant start_;
  Seed seed_;
  std::uint64_t replication_;
  ByteSink sink_;
  std::string buffer_;
};

}  // namespace sendlab
