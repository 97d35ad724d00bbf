// What becomes of accepted messages, as the event records of an endpoint tell it.
#include <algorithm>
#include <boost/json/parse.hpp>

#include "engine/http/remote_backend.hpp"
#include "engine/http/remote_words.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {

std::optional<Error> RemoteBackend::on_record(std::string_view json,
                                              const std::function<Instant(std::int64_t unix_ms)>& at) {
  boost::system::error_code failed;
  const boost::json::value value = boost::json::parse(json, failed);
  const boost::json::object* record = failed ? nullptr : value.if_object();
  if (record == nullptr) return Error{"", "is not a JSON object", "event records of the service are expected"};
  const std::string_view event_type = text_of(*record, "eventType");
  if (event_type.empty()) return Error{"", "lacks eventType", "event records of the service are expected"};
  const auto status = status_named(event_type);
  if (!status) return std::nullopt;  // of a kind that this edition does not know
  const auto* timestamp = record->if_contains("eventTimestamp");
  const auto* final_mark = record->if_contains("isFinal");
  const std::string uuid(text_of(*record, "messageId"));
  if (timestamp == nullptr || !timestamp->is_int64() || final_mark == nullptr || !final_mark->is_bool() || uuid.empty())
    return Error{"", "lacks eventTimestamp, isFinal or messageId", "event records of the service are expected"};
  Record what{*status, final_mark->get_bool(), at(timestamp->get_int64())};
  if (const auto* duration = record->if_contains("callDurationInSeconds"); duration != nullptr && duration->is_int64())
    what.call_s = std::max<std::int64_t>(0, duration->get_int64());
  if (what.at > parts_.horizon) return std::nullopt;
  if (rows_.contains(uuid)) {
    apply(uuid, what);
    return std::nullopt;
  }
  const auto to = parse_e164(text_of(*record, "destinationPhoneNumber"));
  if (!to.ok()) return std::nullopt;
  const bool awaited = std::any_of(requests_.begin(), requests_.end(),
                                   [&](const Request& r) { return r.open && r.request.to.number == to.value(); });
  if (awaited) {
    early_[uuid].push_back(what);
    return std::nullopt;
  }
  const auto wrote = wrote_.find(to.value().digits);
  if (wrote == wrote_.end() || is_of_call(*status)) return std::nullopt;  // somebody else's
  // The service answered a handset of ours by itself (R-KEY-6).
  const auto from = parse_e164(text_of(*record, "originationPhoneNumber"));
  const auto short_code = parse_short_code(text_of(*record, "originationPhoneNumber"));
  const PhoneNumber origination = from.ok() ? from.value() : short_code.ok() ? short_code.value() : PhoneNumber{};
  const auto number = std::find_if(model_.numbers.begin(), model_.numbers.end(), [&](const NumberModel& n) {
    return n.number == origination && n.number.digits != 0;
  });
  if (number == model_.numbers.end()) return std::nullopt;
  const auto* parts = record->if_contains("totalMessageParts");
  const auto* requested = record->if_contains("messageRequestTimestamp");
  const Instant asked =
      requested != nullptr && requested->is_int64() ? std::min(at(requested->get_int64()), what.at) : what.at;
  // Once more a record of what the handset answered to? Not what two clocks tell apart in their error alone, of which
  // one writes whole milliseconds.
  if (asked + parts_.clock_error + std::chrono::milliseconds{1} <= wrote->second.first) return std::nullopt;
  Request reply{.number = NumberId{static_cast<std::uint32_t>(number - model_.numbers.begin())}};
  reply.asked = std::max(asked, wrote->second.first);
  reply.request.planned = reply.asked;
  reply.request.account = number->account;
  reply.request.workload = model_.automatic_replies;
  reply.request.parts = static_cast<std::uint8_t>(parts != nullptr && parts->is_int64() ? parts->get_int64() : 1);
  reply.request.to = {to.value(), number->country, wrote->second.carrier, {}};
  reply.price = prices_.per_part(number->country, number->type) * reply.request.parts;
  reply.fee = prices_.carrier_fee(reply.request.to.carrier, number->type) * reply.request.parts;
  if (reply.asked >= model_.counts_from) ++automatic_replies_;
  accept(reply, uuid, reply.asked);
  apply(uuid, what);
  return std::nullopt;
}

void RemoteBackend::apply(const std::string& uuid, const Record& record) {
  const auto row = rows_.find(uuid);
  if (row == rows_.end()) return;  // final already: the record came twice
  if (is_of_call(record.status) != (messages_[row->second].channel == Channel::voice)) return;  // cannot be its own
  const bool over = is_of_call(record.status) ? apply_to_call(row->second, record) : apply_to_text(row->second, record);
  if (!over) return;
  messages_.remove(row->second);
  rows_.erase(row);
}

bool RemoteBackend::apply_to_text(MessageRow row, const Record& record) {
  Message& m = messages_[row];
  if (record.status == Status::successful && m.carrier_accepted != never) return false;  // twice
  const bool is_final = record.is_final || record.status == Status::delivered;
  const Instant at = std::max(record.at, m.carrier_accepted != never ? m.carrier_accepted : m.requested);
  m.status = record.status;
  if (record.status == Status::successful) m.carrier_accepted = at;
  if (record.status == Status::delivered && m.carrier_accepted == never)
    m.carrier_accepted = at;  // its TEXT_SUCCESSFUL was lost
  known_[row].told.successful |= record.status == Status::successful;
  facts_.status(m, at, is_final, known_[row].told);
  tell_listener(m, is_final);
  return is_final;
}

void RemoteBackend::tell_listener(const Message& m, bool is_final) {
  if (listener_ != nullptr && (listen_bits_ >> static_cast<unsigned>(m.status) & 1) != 0)
    listener_->on_status(m, is_final, simulation_.now());
}

void RemoteBackend::publish_pending() {
  messages_.for_each_in_flight(
      [&](MessageRow row, const Message& m) { facts_.pending(m, simulation_.now(), known_[row].told); });
}

}  // namespace sendlab
