#include "scenarios/traffic.hpp"

#include <algorithm>

#include "engine/lua/lua_sandbox.hpp"
#include "engine/message/encoding.hpp"
#include "engine/service/service.hpp"
#include "scenarios/voice_bodies.hpp"

namespace sendlab {
namespace {

constexpr std::uint32_t bit(Status status) { return 1u << static_cast<unsigned>(status); }
void name_pool(WaitingRequest& request, PoolId pool) {
  request.number = NumberId{pool.index};
  request.of_pool = true;
}
constexpr std::uint32_t whole_ms(Duration duration) {
  return static_cast<std::uint32_t>(std::chrono::floor<std::chrono::milliseconds>(duration).count());
}

}  // namespace

Traffic::Traffic(const Scenario& scenario, const TrafficMap& map, const AddressBook& addresses, Simulation& simulation,
                 Backend& backend, std::vector<WorkloadSource> sources, std::vector<TemplateSource> replies,
                 LuaSandbox* sandbox, const Streams& streams)
    : scenario_(scenario),
      map_(map),
      addresses_(addresses),
      simulation_(simulation),
      backend_(backend),
      service_(backend.simulated()),
      model_(backend.model()),
      sources_(std::move(sources)),
      planned_(sources_.size()),
      ported_(model_),
      counts_(scenario.workloads.size() + 1),
      reply_bodies_(std::move(replies)) {
  bool any_closed = false;
  for (const Workload& workload : scenario.workloads) {
    const std::string entity = "workload/" + workload.name;
    backoff_.push_back(streams.stream(entity, "backoff"));
    latency_.push_back(streams.stream(entity, "client_latency"));
    think_.push_back(streams.stream(entity, "think"));
    const TrafficMap::Sender& place = map_.workloads[senders_.size()];
    const Distribution& latency = workload.client.latency;
    const auto parameter = [&](std::string_view name) -> std::string_view {
      for (const auto& [key, value] : workload.country_parameters)
        if (key == name) return value;
      return {};
    };
    const IndiaIds india{parameter("IN_ENTITY_ID"), parameter("IN_TEMPLATE_ID")};
    senders_.push_back(
        {.numbers = &place.from.numbers,
         .max_price = workload.max_price,
         .ttl_ms = whole_ms(workload.ttl),
         .account = place.account,
         .type = workload.message_type,
         .when_throttled = workload.client.when_throttled,
         .channel = workload.channel,
         .pool = place.from.pool,
         .dry_run = workload.dry_run,
         .india = india.entity.empty() || india.of_template.empty() ? std::nullopt : std::optional(india),
         .is_late = !latency.is_constant() || latency.mean() > Duration{0},
         .is_closed = std::holds_alternative<ClosedArrivals>(workload.arrivals)});
    Sender& sender = senders_.back();
    sender.operation = workload.channel == Channel::sms ? "SendTextMessage" : "SendVoiceMessage";
    const bool slowed = std::any_of(model_.faults.begin(), model_.faults.end(), [](const FaultModel& fault) {
      return fault.kind == FaultKind::request_latency;
    });
    sender.departs = sender.is_late || (service_ != nullptr && (slowed || workload.client.connections));
    any_closed = any_closed || sender.is_closed;
  }
  for (std::size_t i = 0; i < scenario.replies.size(); ++i) {
    const std::string entity = "reply/" + std::to_string(i);
    reply_chance_.push_back(streams.stream(entity, "share"));
    reply_after_.push_back(streams.stream(entity, "after"));
    reply_body_.push_back(streams.stream(entity, "body"));
    reply_again_.push_back(streams.stream(entity, "again"));
    if (const auto* function = std::get_if<ScriptFunction>(&scenario.replies[i].body))
      reply_scripts_.emplace_back(std::in_place, *sandbox, *function, streams.stream(entity, "script"),
                                  "a reply's body");
    else
      reply_scripts_.emplace_back();
    listen_bits_ |= bit(scenario.replies[i].to_status);
  }
  if (any_closed)
    for (std::size_t s = static_cast<std::size_t>(Status::successful); s < status_count; ++s) listen_bits_ |= 1u << s;
}

void Traffic::start(Instant end) {
  end_ = end;
  for (std::size_t w = 0; w < sources_.size(); ++w) {
    if (const auto* closed = std::get_if<ClosedArrivals>(&scenario_.workloads[w].arrivals)) {
      for (std::int64_t user = 0; user < closed->users; ++user) user_thinks(w);
    } else {
      ++open_sources_;
      plan_next(w);
    }
  }
}

void Traffic::handle(const ScheduledEvent& event) {
  switch (static_cast<TrafficEvent>(event.kind)) {
    case TrafficEvent::arrival: return on_arrival(event.subject);
    case TrafficEvent::request_again: {
      const WaitingRequest request = aside_[event.subject];
      aside_used_[event.subject] = false;
      aside_free_.push_back(event.subject);
      --waiting_;
      if (request.on_its_way) return arrive(request);
      return request.leaves_again ? depart(request) : ask_or_queue(request);
    }
    case TrafficEvent::line_may_send: return on_line_may_send(event.subject);
    case TrafficEvent::user_thought: return on_user_thought(event.subject);
    case TrafficEvent::handset_replies: return on_handset_replies(event.subject);
    case TrafficEvent::count: break;
  }
  ENSURE(false, "every event of the traffic has a handler");
}

// ---- planned sends ----

void Traffic::plan_next(std::size_t workload) {
  if (sources_[workload].next(planned_[workload]) && scenario_.start + planned_[workload].offset < end_) {
    const Instant at = scenario_.start + planned_[workload].offset;
    simulation_.schedule(at, Priority::submit, kind(TrafficEvent::arrival), static_cast<std::uint32_t>(workload));
    return;
  }
  if (const Error* error = sources_[workload].error(); error != nullptr && !error_) {
    error_ = *error;
    simulation_.stop();
  }
  --open_sources_;
}

void Traffic::on_arrival(std::size_t workload) {
  make_request(planned_[workload], workload, simulation_.now());
  plan_next(workload);
}

void Traffic::make_request(const PlannedSend& send, std::size_t workload, Instant planned) {
  Sender& sender = senders_[workload];
  if (planned >= model_.counts_from) ++counts_[workload].offered;

  WaitingRequest request;
  request.planned = planned;
  request.to = send.to.number;
  request.ttl_ms = send.ttl ? whole_ms(*send.ttl) : sender.ttl_ms;
  request.workload = WorkloadId{static_cast<std::uint16_t>(workload)};
  if (send.to.index != no_person) {
    request.carrier = send.to.carrier;
    request.country = model_.carriers[send.to.carrier.index].country;
    request.traits = {send.to.invalid, send.to.deactivated, send.to.landline};
  } else {
    const Destination to = addresses_.resolve(send.to.number);
    request.carrier = send.to.carrier == no_carrier || to.carrier == no_carrier ? to.carrier : send.to.carrier;
    request.country = to.country;
    request.traits = to.traits;
    if (send.to.invalid) request.traits.invalid = true;
  }
  request.parts = static_cast<std::uint8_t>(std::min<std::int64_t>(send.parts, 255));
  request.encoding = send.encoding;
  request.within_maximum_size = !send.too_long;
  if (keeps_bodies_)
    request.body = keep(send.body);
  else if (sender.channel == Channel::voice)
    request.body = send.speech_s;
  if (const auto type = send.message_type ? send.message_type : sender.type) {
    request.has_type = true;
    request.promotional = *type == MessageType::promotional;
  }
  PoolId pool = sender.pool;
  if (send.from) {
    const TrafficMap::From from = map_.from_of(scenario_.workloads[workload].account, *send.from);
    request.number = in_turn(from.numbers, sender.turn);
    pool = from.pool;
  } else {
    request.number = in_turn(*sender.numbers, sender.turn);
  }
  if (pool != no_pool) name_pool(request, pool);
  if (ported_.any()) request.carrier = ported_.carrier_of(request.to, request.carrier);
  sender.departs ? depart(request) : ask_or_queue(request);
}

// The next of a campaign's numbers; one that is not active yet only when all are not.
NumberId Traffic::in_turn(const std::vector<NumberId>& numbers, std::size_t& turn) const {
  if (numbers.empty()) return no_number;
  for (std::size_t tried = 0; tried < numbers.size(); ++tried) {
    const std::size_t place = (turn + tried) % numbers.size();
    if (model_.numbers[numbers[place].index].active_from > simulation_.now()) continue;
    turn = place + 1;
    return numbers[place];
  }
  return numbers[turn++ % numbers.size()];  // none is active: they are refused in turn
}

// ---- requests ----

void Traffic::ask_or_queue(const WaitingRequest& request) {
  const bool queues = senders_[request.workload.index].when_throttled == ClientPolicy::WhenThrottled::queue;
  if (queues && request.number != no_number && !queues_.empty()) {
    const std::uint32_t line = line_of(request);
    if (line != no_line_of_senders && !queues_[line].empty()) {
      WaitingRequest waiting = request;
      waiting.place = simulation_.take_place();
      ++waiting_;
      return queues_[line].push(waiting, chunks_);
    }
  }
  WaitingRequest asked = request;
  ask(asked, false);
}

// Where it would wait, if that is settled before it is asked.
std::uint32_t Traffic::line_of(const WaitingRequest& request) const {
  if (senders_[request.workload.index].channel == Channel::voice)  // its calls do not wait for its text messages
    return request.of_pool ? no_line_of_senders
                           : static_cast<std::uint32_t>(model_.numbers.size()) + request.number.index;
  const bool plain = !request.of_pool && !senders_[request.workload.index].dry_run &&
                     model_.numbers[request.number.index].type != NumberType::sender_id;
  return plain ? request.number.index : backend_.line_of(request_of(request));
}

SendRequest Traffic::request_of(const WaitingRequest& waiting) const {
  const Sender& sender = senders_[waiting.workload.index];
  SendRequest request;
  request.planned = waiting.planned;
  request.to = {waiting.to, waiting.country, waiting.carrier, waiting.traits};
  request.account = sender.account;
  if (waiting.of_pool)
    request.pool = PoolId{static_cast<std::uint16_t>(waiting.number.index)};
  else
    request.number = waiting.number;
  request.dry_run = sender.dry_run;
  request.india = sender.india ? &*sender.india : nullptr;
  request.workload = waiting.workload;
  request.waited_for = waiting.waited_for;
  request.parts = waiting.parts;
  request.encoding = waiting.encoding;
  request.within_maximum_size = waiting.within_maximum_size;
  if (waiting.has_type) request.type = waiting.promotional ? MessageType::promotional : MessageType::transactional;
  request.ttl = std::chrono::milliseconds{waiting.ttl_ms};
  request.max_price = sender.max_price;
  request.channel = sender.channel;
  if (sender.channel == Channel::voice && !keeps_bodies_) {
    request.speech = std::chrono::seconds{waiting.body};
  } else if (waiting.body != no_body) {
    request.body = bodies_[waiting.body];
    if (const Workload& call = scenario_.workloads[waiting.workload.index]; call.channel == Channel::voice)
      request.speech =
          std::chrono::seconds{whole_seconds(speech_of(request.body, call.ssml, speech_rules(call, map_.speech)))};
  }
  return request;
}

Traffic::Outcome Traffic::ask(WaitingRequest& waiting, bool first_in_line) {
  if (service_ != nullptr && service_->faults().any()) {
    const Refusal error = service_->request_error(senders_[waiting.workload.index].operation);
    if (error != Refusal::none) {
      fail_request(waiting, error);
      return Outcome::settled;
    }
  }
  const SendRequest request = request_of(waiting);
  const Answer answer = service_ != nullptr ? service_->submit(request) : backend_.submit(request);
  if (answer.kind == Answer::Kind::pending) {
    if (answer.ticket >= asked_.size()) asked_.resize(answer.ticket + 1);
    asked_[answer.ticket] = waiting;
    ++waiting_;
    return Outcome::settled;
  }
  if (answer.kind != Answer::Kind::throttled) {
    settle(waiting, answer);
    return Outcome::settled;
  }
  ++waiting.attempts;
  if (senders_[waiting.workload.index].when_throttled != ClientPolicy::WhenThrottled::queue) {
    if (const auto again = back_off(waiting)) {
      waiting.waited_for = DelayCause::client_retry;
      put_aside(waiting, *again);
    } else {
      give_up(waiting, answer.number, Refusal::throttled);
    }
    return Outcome::settled;
  }
  waiting.waited_for = answer.cause;
  const Sender& sender = senders_[waiting.workload.index];
  if (!waiting.of_pool || sender.dry_run || sender.channel == Channel::voice) {
    waiting.number = answer.number;
    waiting.of_pool = false;
  }
  // A recipient that had one this very second holds back this message only, not the line behind it.
  if (answer.cause == DelayCause::recipient_limit) {
    put_aside(waiting, answer.ask_again);
    return Outcome::settled;
  }
  const std::size_t line = sender.channel == Channel::voice ? line_of(waiting) : answer.line;
  if (queues_.empty()) {
    queues_.resize(backend_.lines());
    wakes_.resize(queues_.size());
    wake_causes_.resize(queues_.size(), DelayCause::number_mps);
  }
  if (!first_in_line) {
    waiting.place = simulation_.take_place();
    ++waiting_;
    queues_[line].push(waiting, chunks_);
    if (queues_[line].size() > 1) return Outcome::waits;
  }
  wake_causes_[line] = answer.cause;
  wake_line(line, answer.ask_again);
  return Outcome::waits;
}

void Traffic::settle(const WaitingRequest& request, const Answer& answer) {
  const Sender& sender = senders_[request.workload.index];
  if (request.body != no_body && (sender.channel != Channel::voice || keeps_bodies_))
    bodies_free_.push_back(request.body);
  // Accepted: a user of a closed workload goes on when the message is final; of a dry run there is none.
  if (sender.is_closed && (answer.kind == Answer::Kind::refused || sender.dry_run))
    user_thinks(request.workload.index, std::chrono::seconds{1});
}

void Traffic::give_up(const WaitingRequest& request, NumberId number, Refusal refusal) {
  backend_.refuse(request_of(request), number, refusal);
  settle(request, {.kind = Answer::Kind::refused, .refusal = refusal});
}

void Traffic::on_answer(std::uint32_t ticket, const Answer& answer) {
  WaitingRequest request = *asked_[ticket];
  asked_[ticket].reset();
  --waiting_;
  if (answer.kind != Answer::Kind::throttled) return settle(request, answer);
  // Paced by the scenario's own limits, and throttled nevertheless: from outside nobody knows until when, so it asks
  // again after a while, as the other policies do.
  if (request.attempts < UINT8_MAX) ++request.attempts;
  const auto again = back_off(request);
  if (!again) return give_up(request, answer.number, answer.refusal);
  request.waited_for = DelayCause::client_retry;
  put_aside(request, *again);
}

std::uint32_t Traffic::keep(std::string_view body) {
  if (bodies_free_.empty()) {
    bodies_.emplace_back(body);
    return static_cast<std::uint32_t>(bodies_.size() - 1);
  }
  const std::uint32_t place = bodies_free_.back();
  bodies_free_.pop_back();
  bodies_[place] = body;
  return place;
}

// The first of a line asks at `at`; of several lines that open at one instant, whoever has waited longest asks first.
void Traffic::wake_line(std::size_t line, Instant at) {
  simulation_.cancel(wakes_[line]);
  if (at == never) return;  // until a limit changes
  wakes_[line] = simulation_.schedule_at_place(at, Priority::submit, queues_[line].front().place,
                                               kind(TrafficEvent::line_may_send), static_cast<std::uint32_t>(line));
}

void Traffic::on_line_may_send(std::size_t line) {
  wakes_[line] = {};
  RequestQueue& queue = queues_[line];
  WaitingRequest request = queue.front();
  request.waited_for = wake_causes_[line];
  if (ask(request, true) == Outcome::waits) return;
  queue.pop(chunks_);
  --waiting_;
  if (queue.empty()) return;
  wake_causes_[line] = DelayCause::number_mps;
  // When calls may go only their request tells: it asks at once.
  const bool is_call = line >= model_.numbers.size() && line < 2 * model_.numbers.size();
  wake_line(line, is_call ? simulation_.now() : backend_.line_opens(static_cast<std::uint32_t>(line)));
}

void Traffic::ask_again_now() {
  for (std::size_t line = 0; line < queues_.size(); ++line)
    if (!queues_[line].empty()) wake_line(line, simulation_.now());
}

void Traffic::send(WorkloadId workload, const Destination& to, NumberId number, std::string_view body, Duration ttl,
                   PoolId pool) {
  const EncodedSize size = encoded_size(body);
  WaitingRequest request;
  if (keeps_bodies_) request.body = keep(body);
  request.planned = simulation_.now();
  request.to = to.number;
  request.number = number;
  if (pool != no_pool) name_pool(request, pool);
  request.ttl_ms = static_cast<std::uint32_t>(std::chrono::floor<std::chrono::milliseconds>(ttl).count());
  request.workload = workload;
  request.carrier = ported_.any() ? ported_.carrier_of(to.number, to.carrier) : to.carrier;
  request.country = to.country;
  request.traits = to.traits;
  request.parts = static_cast<std::uint8_t>(size.units == 0 ? 0 : std::min(size.parts, 255));
  request.encoding = size.encoding;
  request.within_maximum_size = size.within_maximum;
  if (const Workload& call = scenario_.workloads[workload.index]; call.channel == Channel::voice) {
    const Speech speech = speech_of(body, call.ssml, speech_rules(call, map_.speech));
    request.parts = speech.at_fault() ? 0 : 1;
    request.encoding = Encoding::gsm;
    request.within_maximum_size = speech.within_maximum;
    if (!keeps_bodies_) request.body = whole_seconds(speech);
  }
  if (request.planned >= model_.counts_from) ++counts_[workload.index].offered;
  ask_or_queue(request);
}

}  // namespace sendlab
