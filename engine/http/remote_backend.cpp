#include "engine/http/remote_backend.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "engine/api/encode.hpp"
#include "engine/http/remote_words.hpp"
#include "engine/message/event_record.hpp"
#include "engine/message/phone_number.hpp"
#include "engine/message/type_names.hpp"

namespace sendlab {
namespace {

enum class RemoteEvent : std::uint8_t { fault_begin, fault_end };

constexpr int give_up_after_failures = 20;

}  // namespace

RemoteBackend::RemoteBackend(Parts parts)
    : parts_(std::move(parts)),
      model_(parts_.model),
      simulation_(parts_.simulation),
      facts_(messages_, model_.counts_from, FactOrder::as_learnt),
      limits_(model_),
      recipients_(model_.constants.recipient_spacing),
      prices_(model_.prices, model_.start),
      choice_(model_),
      prices_change_(prices_.next_change(model_.start)) {}

void RemoteBackend::start() {
  for (std::uint32_t i = 0; i < model_.faults.size(); ++i) {
    simulation_.schedule(model_.faults[i].from, Priority::fault, static_cast<std::uint8_t>(RemoteEvent::fault_begin),
                         i);
    if (model_.faults[i].to != never)
      simulation_.schedule(model_.faults[i].to, Priority::fault, static_cast<std::uint8_t>(RemoteEvent::fault_end), i);
  }
}

void RemoteBackend::handle(const ScheduledEvent& event) {
  tell_fault(static_cast<RemoteEvent>(event.kind) == RemoteEvent::fault_begin ? "begin" : "end", event.subject);
}

// ---- requests ----

Answer RemoteBackend::submit(const SendRequest& request) {
  const Instant now = simulation_.now();
  if (now >= prices_change_) {
    prices_.set_to(now);
    prices_change_ = prices_.next_change(now);
  }
  const NumberId named = named_by(request), shown = shown_by(request, named);
  const bool queues = request.workload.index < parts_.senders.size() && parts_.senders[request.workload.index].queues;
  const bool paces = queues && named != no_number && shown != no_number;
  if (queues) {
    if (!recipients_.free(request.account, request.to.number, now))
      return {.kind = Answer::Kind::throttled,
              .refusal = Refusal::throttled,
              .number = shown,
              .ask_again = recipients_.promise(request.account, request.to.number, now),
              .cause = DelayCause::recipient_limit};
    if (paces && limits_.number_opens(shown, now) > now)
      return {.kind = Answer::Kind::throttled, .refusal = Refusal::throttled, .number = shown,
              .ask_again = limits_.number_opens(shown, now), .line = line_of(request)};
  }
  Request r{.request = request, .number = shown, .asked = now};
  r.request.body = {};
  if (r.number != no_number && request.to.carrier != no_carrier && !request.dry_run) {
    const NumberType type = model_.numbers[r.number.index].type;
    r.price = prices_.per_part(request.to.country, type) * request.parts;
    r.fee = prices_.carrier_fee(request.to.carrier, type) * request.parts;
  }
  // The allowance is counted before anything is sent.
  const SendAllowance& allowed = parts_.allowance;
  if (stopped_ == Stop::none) {
    if (allowed.messages && messages_sent_ >= *allowed.messages)
      stop(Stop::allowance, {"--max-messages", "all " + std::to_string(*allowed.messages) + " messages have been sent",
                             "allow more, or plan fewer"});
    else if (allowed.spend && spent_ + r.price + r.fee > *allowed.spend)
      stop(Stop::allowance,
           {"--max-spend", "the next message would cost more than is left", "allow more, or plan fewer"});
    else if (allowed.spend && (r.number == no_number || request.to.carrier == no_carrier))
      stop(Stop::allowance,
           {"--max-spend", "nothing tells what the message to " + redacted(request.to.number) + " costs",
            "name the number it is sent from, and write to countries of the rule tables"});
    else if (allowed.numbers && !allowed.numbers->contains(request.to.number.digits))
      stop(Stop::allowance, {"--allow-numbers", redacted(request.to.number) + " is not among the numbers allowed",
                             "add it to the file, or send to others"});
  }
  if (stopped_ != Stop::none)  // the sender keeps it: it is never sent
    return {.kind = Answer::Kind::throttled,
            .refusal = Refusal::throttled,
            .number = r.number,
            .ask_again = never,
            .cause = DelayCause::recipient_limit};
  ++messages_sent_;
  spent_ += r.price + r.fee;
  if (queues) {
    recipients_.take(request.account, request.to.number, now);
    if (paces) {
      // The last carrier stands for the simulator, where a number has no limit but its own.
      const CarrierId no_other_limit{static_cast<std::uint16_t>(model_.carriers.size() - 1)};
      PartPlan plan;
      if (limits_.ask(shown, no_other_limit, std::max<int>(1, request.parts), now, now + request.ttl, plan).kind ==
          GateAnswer::Kind::open)
        limits_.take(shown, no_other_limit, plan, now);
    }
  }
  r.due_ns = parts_.wall_of(now);
  r.open = true;

  std::uint32_t ticket;
  if (free_tickets_.empty()) {
    ticket = static_cast<std::uint32_t>(requests_.size());
    requests_.push_back(r);
  } else {
    ticket = free_tickets_.back();
    free_tickets_.pop_back();
    requests_[ticket] = r;
  }
  HttpRequest http;
  http.method = "POST";
  http.target = parts_.base_path;  // as it goes out: the client puts the base path before each target
  if (!http.target.ends_with('/')) http.target += '/';
  http.headers.add("Content-Type", "application/x-amz-json-1.0");
  http.headers.add("X-Amz-Target", "PinpointSMSVoiceV2.SendTextMessage");
  http.body = body_of(request, named);
  if (parts_.signer != nullptr) parts_.signer->sign(http, parts_.host, Instant{Duration{EventLoop::unix_ns()}});
  http.target = "/";
  parts_.client.send(std::move(http),
                     [this, ticket](HttpClient::Result result) { on_response(ticket, std::move(result)); });
  return {.kind = Answer::Kind::pending, .number = r.number, .ticket = ticket};
}

// The identity that goes into the request. A pool has an id that only its endpoint knows: the run picks one of its
// identities by the pool's own rule. A sender ID goes as it is, whatever the endpoint makes of it; so does a request
// that names nothing, and shared routes, which are the endpoint's.
NumberId RemoteBackend::named_by(const SendRequest& request) const {
  if (request.pool == no_pool) return request.number;
  const NumberId number =
      choice_.choose_of_pool(request, simulation_.now(), limits_, false, [](NumberId) { return false; });
  return number == no_number || model_.numbers[number.index].type == NumberType::shared_route ? no_number : number;
}

// What the recipient will see by the scenario's own account: for its prices and limits.
NumberId RemoteBackend::shown_by(const SendRequest& request, NumberId named) const {
  const bool settled = named != no_number && model_.numbers[named.index].type != NumberType::sender_id;
  return settled ? named : choice_.choose(request, simulation_.now());
}

std::uint32_t RemoteBackend::line_of(const SendRequest& request) const {
  if (request.pool == no_pool) {
    const NumberId shown = request.number == no_number ? no_number : shown_by(request, request.number);
    return shown == no_number ? no_line_of_senders : shown.index;
  }
  const bool any =
      request.to.carrier != no_carrier && choice_.pool_list(request.pool, request.to.country) != UINT32_MAX;
  return any ? 2 * static_cast<std::uint32_t>(model_.numbers.size()) +
                   choice_.pool_list(request.pool, request.to.country)
             : no_line_of_senders;
}

std::uint32_t RemoteBackend::lines() const {
  return 2 * static_cast<std::uint32_t>(model_.numbers.size()) + choice_.pool_lists();
}

Instant RemoteBackend::line_opens(std::uint32_t line) const {
  const auto numbers = static_cast<std::uint32_t>(model_.numbers.size());
  return line < numbers ? number_opens(NumberId{line}) : choice_.opens(line - 2 * numbers, simulation_.now(), limits_);
}

std::string RemoteBackend::body_of(const SendRequest& request, NumberId named) const {
  std::string body = "{\"DestinationPhoneNumber\":";
  append_phone(body, request.to.number);
  if (named != no_number) {
    const NumberModel& identity = model_.numbers[named.index];
    body += ",\"OriginationIdentity\":";
    if (identity.type == NumberType::sender_id)
      append_json_string(body, identity.name);
    else
      append_phone(body, identity.number);
  }
  if (!request.body.empty()) {
    body += ",\"MessageBody\":";
    append_json_string(body, request.body);
  }
  if (request.dry_run) body += ",\"DryRun\":true";
  if (request.type) body += ",\"MessageType\":\"" + std::string(name_of(*request.type)) + '"';
  const auto ttl = std::chrono::ceil<std::chrono::seconds>(request.ttl);
  if (ttl != std::chrono::hours{72}) body += ",\"TimeToLive\":" + std::to_string(ttl.count());
  if (request.max_price) {
    std::string price;
    append_decimal(price, request.max_price->count, 6);
    if (price.find('.') == std::string::npos) price += ".0";
    body += ",\"MaxPrice\":\"" + price.substr(0, price.find('.') + 6) + '"';
  }
  if (request.workload.index < parts_.senders.size()) {
    const RemoteSender& sender = parts_.senders[request.workload.index];
    if (!sender.context.empty()) body += ",\"Context\":" + sender.context;
    if (!sender.country_parameters.empty()) body += ",\"DestinationCountryParameters\":" + sender.country_parameters;
    if (!sender.configuration_set.empty())
      body += ",\"ConfigurationSetName\":" + boost::json::serialize(boost::json::string(sender.configuration_set));
  }
  return body + '}';
}

void RemoteBackend::on_response(std::uint32_t ticket, HttpClient::Result result) {
  parts_.catch_up();
  const Instant now = simulation_.now();
  const Request request = requests_[ticket];
  requests_[ticket].open = false;
  free_tickets_.push_back(ticket);
  Answer answer{.number = request.number};
  if (!result.ok()) {
    const HttpFailure& failure = result.error();
    if (failure.kind != HttpFailure::Kind::stopped && ++failures_in_a_row_ >= give_up_after_failures &&
        stopped_ == Stop::none)
      stop(Stop::unreachable, failure);
    if (failure.maybe_processed) {
      // Sending again might send twice. It stays refused, for whoever reads the report to judge.
      ++without_answer_;
      answer.kind = Answer::Kind::refused;
      answer.refusal = Refusal::no_answer;
      refuse(request.request, request.number, Refusal::no_answer);
    } else {
      --messages_sent_;
      spent_ -= request.price + request.fee;
      answer.kind = Answer::Kind::throttled;
      answer.refusal = Refusal::no_answer;
    }
  } else {
    failures_in_a_row_ = 0;
    const HttpTimings& timings = result.value().timings;
    if (parts_.on_request)
      parts_.on_request({request.request.workload, request.request.planned, request.due_ns, timings.write_started_ns,
                         timings.finished_ns});
    answer = refusal_of(request, result.value());
    if (answer.kind == Answer::Kind::accepted) {
      boost::system::error_code failed;
      const boost::json::value body = boost::json::parse(result.value().body, failed);
      accept(request, std::string(text_of(body.get_object(), "MessageId")), now);
    } else {
      --messages_sent_;
      spent_ -= request.price + request.fee;
      if (answer.kind == Answer::Kind::refused) refuse(request.request, request.number, answer.refusal);
    }
  }
  if (answers_ != nullptr) answers_->on_answer(ticket, answer);
  facts_.flush();
  parts_.wake();
}

// What the endpoint said: accepted, or which refusal it is.
Answer RemoteBackend::refusal_of(const Request& request, const HttpResponse& response) {
  Answer answer{.number = request.number};
  boost::system::error_code failed;
  const boost::json::value value = boost::json::parse(response.body, failed);
  const boost::json::object* body = failed ? nullptr : value.if_object();
  if (response.status == 200 && body != nullptr && !text_of(*body, "MessageId").empty()) return answer;
  const std::string_view exception = body != nullptr ? exception_of(*body) : std::string_view{};
  if (exception == "ThrottlingException" || response.status == 429) {
    answer.kind = Answer::Kind::throttled;
    answer.refusal = Refusal::throttled;
  } else if (exception == "InternalServerException" || response.status >= 500) {
    answer.kind = Answer::Kind::throttled;  // asked again, as every AWS client does
    answer.refusal = Refusal::internal_error;
  } else {
    answer.kind = Answer::Kind::refused;
    if (of_credentials(exception) || (exception.empty() && response.status == 403)) {
      answer.refusal = Refusal::access_denied;
      if (stopped_ == Stop::none)
        stop(Stop::credentials, {parts_.host, "refuses the credentials: " + std::string(exception),
                                 "look at AWS_ACCESS_KEY_ID, AWS_PROFILE and the clock of this machine"});
    } else if (body == nullptr || exception.empty()) {
      answer.refusal = Refusal::other_validation;
      if (stopped_ == Stop::none)
        stop(
            Stop::unreachable,
            {parts_.host, "does not answer as a messaging service does: HTTP status " + std::to_string(response.status),
             "give --target the address of the service, for example http://127.0.0.1:4580"});
    } else {
      answer.refusal = refusal_named(exception, text_of(*body, "Reason"));
    }
  }
  return answer;
}

void RemoteBackend::accept(const Request& from, const std::string& uuid, Instant now) {
  const SendRequest& request = from.request;
  const MessageRow row = messages_.add();
  Message& m = messages_[row];
  m.planned = m.waiting_since = request.planned;
  m.requested = from.asked;
  m.expires = from.asked + request.ttl;
  m.id = MessageId{next_message_++};
  m.destination = request.to.number;
  m.price = from.price;
  m.fee = from.fee;
  m.number = from.number;
  m.workload = request.workload;
  m.carrier = request.to.carrier;
  m.country = request.to.country;
  m.parts = request.parts;
  m.encoding = request.encoding;
  m.type = request.type.value_or(from.number != no_number ? model_.numbers[from.number.index].message_type
                                                          : MessageType::transactional);
  messages_.charge(m, from.asked, request.waited_for);
  m.first_hand_over = m.last_hand_over = from.asked;  // what follows counts as the carrier's
  if (row >= told_.size()) told_.resize(row + 1, {never, false});
  told_[row] = {now, false};
  facts_.accepted(m, now);
  if (request.dry_run) {  // over at once, and nothing tells of it
    facts_.status(m, now, true, told_[row]);
    return messages_.remove(row);
  }
  rows_.emplace(uuid, row);
  if (const auto early = early_.extract(uuid))
    for (const Record& record : early.mapped()) apply(uuid, record);
}

void RemoteBackend::refuse(const SendRequest& request, NumberId number, Refusal refusal) {
  facts_.refused(refusal_fact(request, number, refusal, simulation_.now()), request.waited_for);
}

// ---- events ----

std::optional<Error> RemoteBackend::on_record(std::string_view json,
                                              const std::function<Instant(std::int64_t unix_ms)>& at) {
  boost::system::error_code failed;
  const boost::json::value value = boost::json::parse(json, failed);
  const boost::json::object* record = failed ? nullptr : value.if_object();
  if (record == nullptr) return Error{"", "is not a JSON object", "event records of the service are expected"};
  const std::string_view event_type = text_of(*record, "eventType");
  if (event_type.empty()) return Error{"", "lacks eventType", "event records of the service are expected"};
  const auto status = status_named(event_type);
  if (!status || is_of_call(*status)) return std::nullopt;  // or of a kind that no text message has
  const auto* timestamp = record->if_contains("eventTimestamp");
  const auto* final_mark = record->if_contains("isFinal");
  const std::string uuid(text_of(*record, "messageId"));
  if (timestamp == nullptr || !timestamp->is_int64() || final_mark == nullptr || !final_mark->is_bool() || uuid.empty())
    return Error{"", "lacks eventTimestamp, isFinal or messageId", "event records of the service are expected"};
  const Record what{*status, final_mark->get_bool(), at(timestamp->get_int64())};
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
  if (wrote == wrote_.end()) return std::nullopt;  // somebody else's
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
  if (asked < wrote->second.first) return std::nullopt;  // once more a record of what the handset answered to
  Request reply{.number = NumberId{static_cast<std::uint32_t>(number - model_.numbers.begin())}};
  reply.asked = asked;
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
  Message& m = messages_[row->second];
  if (record.status == Status::successful && m.carrier_accepted != never) return;  // twice
  const bool is_final = record.is_final || record.status == Status::delivered;
  const Instant at = std::max(record.at, m.carrier_accepted != never ? m.carrier_accepted : m.requested);
  m.status = record.status;
  if (record.status == Status::successful) m.carrier_accepted = at;
  if (record.status == Status::delivered && m.carrier_accepted == never)
    m.carrier_accepted = at;  // its TEXT_SUCCESSFUL was lost
  told_[row->second].successful |= record.status == Status::successful;
  facts_.status(m, at, is_final, told_[row->second]);
  if (listener_ != nullptr && (listen_bits_ >> static_cast<unsigned>(m.status) & 1) != 0)
    listener_->on_status(m, is_final, simulation_.now());
  if (!is_final) return;
  messages_.remove(row->second);
  rows_.erase(row);
}

void RemoteBackend::publish_pending() {
  messages_.for_each_in_flight(
      [&](MessageRow row, const Message& m) { facts_.pending(m, simulation_.now(), told_[row]); });
}

// ---- what only a simulated endpoint can be told ----

void RemoteBackend::inbound(NumberId number, const Destination& handset, std::string_view body, WorkloadId workload) {
  MessageFact fact{.at = simulation_.now(), .planned = simulation_.now()};
  fact.message = MessageId{next_message_++};
  fact.destination = handset.number;
  fact.price =
      prices_.inbound(model_.numbers[number.index].country, handset.carrier, model_.numbers[number.index].type);
  fact.number = number;
  fact.workload = workload;
  fact.carrier = handset.carrier;
  fact.parts = 1;
  fact.kind = FactKind::inbound;
  facts_.inbound(fact);
  wrote_.try_emplace(handset.number.digits, Wrote{handset.carrier, simulation_.now()});
  std::string json = "{\"from\":";
  append_phone(json, handset.number);
  json += ",\"to\":\"" + to_e164(model_.numbers[number.index].number) + "\",\"body\":";
  append_json_string(json, body);
  tell("/_sendlab/inbound", json + '}', "a handset's message");
}

void RemoteBackend::tell_fault(const char* verb, std::size_t fault) {
  tell("/_sendlab/faults", std::string("{\"") + verb + "\":" + std::to_string(fault + 1) + '}', "a fault");
}

void RemoteBackend::tell(const std::string& path, std::string body, const std::string& what) {
  if (!parts_.simulated_endpoint) {
    if (stopped_ == Stop::none)
      stop(Stop::control, {parts_.host, "cannot be told of " + what,
                           "give --target the address of sendlab serve, or take it out of the scenario"});
    return;
  }
  HttpRequest request;
  request.method = "POST";
  request.target = path;
  request.headers.add("Content-Type", "application/json");
  request.body = std::move(body);
  parts_.client.send(std::move(request), [this, what](HttpClient::Result result) {
    if (result.ok() && result.value().status == 200) return;
    if (stopped_ != Stop::none || (!result.ok() && result.error().kind == HttpFailure::Kind::stopped)) return;
    parts_.catch_up();
    stop(Stop::control,
         {parts_.host, "did not take " + what + (result.ok() ? ": " + result.value().body : ": " + result.error().what),
          "start it with the scenario that this run uses"});
  });
}

std::optional<Error> RemoteBackend::change_limit(const LimitChange&) {
  return Error{"", "an endpoint's limits cannot be changed from here", "leave set_limit out when the run has a target"};
}

void RemoteBackend::stop(Stop why, Error error) {
  stopped_ = why;
  why_ = std::move(error);
  simulation_.stop();
}

}  // namespace sendlab
