#pragma once
// What the endpoint remembers of the messages sent through it, and the event records they left: for clients that ask,
// and for the event destinations of configuration sets. Bounded: of finished messages and of events the newest are
// kept.
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/message/event_record.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

inline constexpr std::uint32_t no_configuration_set = UINT32_MAX;

struct SentMessage {
  MessageId id;
  bool voice = false;
  bool automatic_reply = false;
  Instant requested;
  PhoneNumber destination;
  PhoneNumber origination;          // 0: none was assigned
  std::string body;
  std::uint32_t configuration_set = no_configuration_set;
  std::string context;              // `,"context":{…}` or empty
  std::string status = "ACCEPTED";
  bool is_final = false;
  int parts = 0;
  UsdMicros price, fee;
  struct HeldEvent {
    std::string type, record;
  } overtaken;  // goes out after the event of the final status (receipt_mark::overtaken)
};

// As messages and their lists show it: "DELIVERED"; of a call "COMPLETED".
[[nodiscard]] std::string_view shown_status(Status status);

struct LoggedEvent {
  std::uint64_t sequence = 0;       // 1, 2, …
  std::string type;                 // "TEXT_DELIVERED"
  std::string record;               // one JSON object
  std::uint32_t configuration_set = no_configuration_set;
  std::vector<std::string> destinations;  // event destinations of the set that take it, by name
};

class MessageLog final : public FactConsumer {
 public:
  // `destinations_of` names the event destinations of a configuration set that take an event of a type. `on_event` is
  // told of every event once it is logged. `model` must outlive the log.
  struct Options {
    Seed seed;
    std::size_t keep_messages = 100'000;
    std::size_t keep_events = 200'000;
    std::function<std::vector<std::string>(std::uint32_t configuration_set, std::string_view type)> destinations_of;
    std::function<void(const LoggedEvent&)> on_event;
  };
  MessageLog(const ServiceModel& model, Options options);

  // A request was accepted; before the facts that follow from it are consumed.
  void add(SentMessage message);
  // The newest message has this text: the service, which sends automatic replies by itself, keeps only their sizes.
  void set_newest_body(std::string body) { messages_.rbegin()->second.body = std::move(body); }
  void consume(const FactBatch& batch) override;

  [[nodiscard]] std::string uuid(MessageId id) const { return uuids_.of(id); }
  [[nodiscard]] const SentMessage* find(MessageId id) const;
  // By id, ascending: in the order of acceptance.
  [[nodiscard]] const std::map<std::uint64_t, SentMessage>& messages() const { return messages_; }
  [[nodiscard]] const std::deque<LoggedEvent>& events() const { return events_; }
  [[nodiscard]] std::uint64_t last_sequence() const { return sequence_; }
  [[nodiscard]] std::int64_t accepted() const { return accepted_; }
  [[nodiscard]] std::int64_t finished() const { return finished_count_; }

 private:
  void publish(SentMessage& message, const MessageFact& fact);
  void log_event(const SentMessage& message, std::string_view type, std::string record);
  void finish(SentMessage& message);

  const ServiceModel& model_;
  Options options_;
  MessageUuids uuids_;
  std::map<std::uint64_t, SentMessage> messages_;
  std::deque<std::uint64_t> finished_;  // ids in the order of their ends: the oldest is forgotten first
  std::deque<LoggedEvent> events_;
  std::uint64_t sequence_ = 0;
  std::int64_t accepted_ = 0, finished_count_ = 0;
};

}  // namespace sendlab
