#include "engine/api/message_log.hpp"

namespace sendlab {

std::string_view shown_status(Status status) {
  return is_of_call(status) ? event_type_of(status).substr(6) : name_of(status);
}

MessageLog::MessageLog(const ServiceModel& model, Options options)
    : model_(model), options_(std::move(options)), uuids_(options_.seed, 0) {}

void MessageLog::add(SentMessage message) {
  ++accepted_;
  const std::uint64_t key = message.id.index;
  messages_.emplace(key, std::move(message));
}

const SentMessage* MessageLog::find(MessageId id) const {
  const auto found = messages_.find(id.index);
  return found == messages_.end() ? nullptr : &found->second;
}

void MessageLog::consume(const FactBatch& batch) {
  for (const MessageFact& fact : batch.facts) {
    if (fact.kind == FactKind::accepted && find(fact.message) == nullptr) {
      // The service answered a keyword by itself (R-KEY-6).
      SentMessage reply{
          .id = fact.message, .automatic_reply = true, .requested = fact.requested, .destination = fact.destination};
      if (fact.number != no_number) reply.origination = model_.numbers[fact.number.index].number;
      add(std::move(reply));
    }
    const auto found = messages_.find(fact.message.index);
    if (found == messages_.end()) continue;
    SentMessage& message = found->second;
    message.parts = fact.parts;
    message.price = fact.price;
    message.fee = fact.fee;
    if (fact.kind != FactKind::status) continue;
    message.status = shown_status(fact.status);
    if (!event_type_of(fact.status).empty()) publish(message, fact);
    if (fact.is_final) finish(message);
  }
}

void MessageLog::publish(SentMessage& message, const MessageFact& fact) {
  EventRecord event{fact, message.origination, {}, message.context};
  if (fact.carrier != no_carrier)
    event.iso_country = model_.countries[model_.carriers[fact.carrier.index].country.index].iso;
  if (fact.number != no_number && message.origination.digits == 0)
    event.sender_id = model_.numbers[fact.number.index].name;
  std::string record;
  append_event_record(record, event, uuids_);
  const std::string_view type = event_type_of(fact.status);
  if ((fact.receipt_marks & receipt_mark::overtaken) != 0 && !fact.is_final) {
    message.overtaken = {std::string(type), std::move(record)};
    return;
  }
  if ((fact.receipt_marks & receipt_mark::doubled) != 0) log_event(message, type, record);
  log_event(message, type, std::move(record));
  if (!message.overtaken.record.empty())
    log_event(message, message.overtaken.type, std::move(message.overtaken.record));
}

void MessageLog::log_event(const SentMessage& message, std::string_view type, std::string record) {
  LoggedEvent event{++sequence_, std::string(type), std::move(record), message.configuration_set, {}};
  if (message.configuration_set != no_configuration_set)
    event.destinations = options_.destinations_of(message.configuration_set, type);
  events_.push_back(std::move(event));
  if (options_.on_event) options_.on_event(events_.back());
  if (events_.size() > options_.keep_events) events_.pop_front();
}

void MessageLog::finish(SentMessage& message) {
  message.is_final = true;
  ++finished_count_;
  finished_.push_back(message.id.index);
  if (finished_.size() <= options_.keep_messages) return;
  messages_.erase(finished_.front());
  finished_.pop_front();
}

}  // namespace sendlab
