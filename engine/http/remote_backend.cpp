#include "engine/http/remote_backend.hpp"

#include <algorithm>

namespace sendlab {

RemoteBackend::RemoteBackend(Parts parts)
    : parts_(std::move(parts)),
      model_(parts_.model),
      simulation_(parts_.simulation),
      facts_(messages_, model_.counts_from, FactOrder::as_learnt),
      limits_(model_),
      recipients_(model_.constants.recipient_spacing),
      prices_(model_.prices, model_.start),
      choice_(model_),
      call_pace_(model_),
      ledger_(std::move(parts_.allowance)),
      prices_change_(prices_.next_change(model_.start)) {}

// ---- requests ----

Answer RemoteBackend::submit(const SendRequest& request) {
  const Instant now = simulation_.now();
  if (now >= prices_change_) {
    prices_.set_to(now);
    prices_change_ = prices_.next_change(now);
  }
  const NumberId named = named_by(request), shown = shown_by(request, named);
  if (request.channel == Channel::voice && named == no_number) {  // its request would lack what it must name
    refuse(request, named, Refusal::no_origination_identity);
    return {.kind = Answer::Kind::refused, .refusal = Refusal::no_origination_identity};
  }
  if (auto later = hold_back(request, named, shown)) return *later;
  Request r{.request = request, .number = shown, .asked = now};
  r.request.body = {};
  const std::optional<UsdMicros> most = price(r);
  if (stopped_ == Stop::none)
    if (auto error = ledger_.objection(request.to.number, most)) stop(Stop::allowance, std::move(*error));
  if (stopped_ != Stop::none)  // the sender keeps it: it is never sent
    return {.kind = Answer::Kind::throttled,
            .refusal = Refusal::throttled,
            .number = r.number,
            .ask_again = never,
            .cause = DelayCause::recipient_limit};
  r.most = most.value_or(UsdMicros{});
  ledger_.take(r.most);
  count_against_limits(r, named);
  r.due_ns = parts_.wall_of(now);
  r.open = true;
  const std::uint32_t ticket = keep(r);
  post(request, named, ticket);
  return {.kind = Answer::Kind::pending, .number = r.number, .ticket = ticket};
}

// A sender that queues keeps to the scenario's own limits: when it may ask.
std::optional<Answer> RemoteBackend::hold_back(const SendRequest& request, NumberId named, NumberId shown) {
  if (!queues(request)) return std::nullopt;
  if (request.channel == Channel::voice)
    return request.dry_run ? std::nullopt : hold_call_back(named);
  const Instant now = simulation_.now();
  if (!recipients_.free(request.account, request.to.number, now))
    return Answer{.kind = Answer::Kind::throttled,
                  .refusal = Refusal::throttled,
                  .number = shown,
                  .ask_again = recipients_.promise(request.account, request.to.number, now),
                  .cause = DelayCause::recipient_limit};
  if (named == no_number || shown == no_number || limits_.number_opens(shown, now) <= now) return std::nullopt;
  return Answer{.kind = Answer::Kind::throttled,
                .refusal = Refusal::throttled,
                .number = shown,
                .ask_again = limits_.number_opens(shown, now),
                .line = line_of(request)};
}

void RemoteBackend::count_against_limits(Request& r, NumberId named) {
  const SendRequest& request = r.request;
  if (!queues(request)) return;
  if (request.channel == Channel::voice) {
    r.paced = !request.dry_run;
    if (r.paced) call_pace_.begin(named);
    return;
  }
  const Instant now = simulation_.now();
  recipients_.take(request.account, request.to.number, now);
  if (named == no_number || r.number == no_number) return;
  // The last carrier stands for the simulator, where a number has no limit but its own.
  const CarrierId no_other_limit{static_cast<std::uint16_t>(model_.carriers.size() - 1)};
  PartPlan plan;
  if (limits_.ask(r.number, no_other_limit, std::max<int>(1, request.parts), now, now + request.ttl, plan).kind ==
      GateAnswer::Kind::open)
    limits_.take(r.number, no_other_limit, plan, now);
}

// By the scenario's prices. Returns what the request costs at most; nullopt: nothing tells.
std::optional<UsdMicros> RemoteBackend::price(Request& r) const {
  const SendRequest& request = r.request;
  if (request.channel == Channel::voice) {
    if (request.dry_run) return UsdMicros{};
    const std::optional<UsdMicros> minute = minute_of(request);
    if (!minute) return std::nullopt;
    r.minute = *minute;
    return most_of_call(request, r.minute);
  }
  if (r.number == no_number || request.to.carrier == no_carrier) return std::nullopt;
  if (request.dry_run) return UsdMicros{};
  const NumberType type = model_.numbers[r.number.index].type;
  r.price = prices_.per_part(request.to.country, type) * request.parts;
  r.fee = prices_.carrier_fee(request.to.carrier, type) * request.parts;
  return r.price + r.fee;
}

std::uint32_t RemoteBackend::keep(const Request& r) {
  if (free_tickets_.empty()) {
    requests_.push_back(r);
    return static_cast<std::uint32_t>(requests_.size() - 1);
  }
  const std::uint32_t ticket = free_tickets_.back();
  free_tickets_.pop_back();
  requests_[ticket] = r;
  return ticket;
}

void RemoteBackend::post(const SendRequest& request, NumberId named, std::uint32_t ticket) {
  HttpRequest http;
  http.method = "POST";
  http.target = parts_.base_path;  // as it goes out: the client puts the base path before each target
  if (!http.target.ends_with('/')) http.target += '/';
  http.headers.add("Content-Type", "application/x-amz-json-1.0");
  http.headers.add("X-Amz-Target", std::string(wire_target(request)));
  const bool of_workload = request.workload.index < parts_.senders.size();
  http.body = wire_body(request, named == no_number ? nullptr : &model_.numbers[named.index],
                        of_workload ? &parts_.senders[request.workload.index] : nullptr);
  if (parts_.signer != nullptr) parts_.signer->sign(http, parts_.host, Instant{Duration{EventLoop::unix_ns()}});
  http.target = "/";
  parts_.client.send(std::move(http),
                     [this, ticket](HttpClient::Result result) { on_response(ticket, std::move(result)); });
}

// The identity that goes into the request. A pool has an id that only its endpoint knows: the run picks one of its
// identities by the pool's own rule. A sender ID goes as it is, whatever the endpoint makes of it; so does a request
// that names nothing, and shared routes, which are the endpoint's.
NumberId RemoteBackend::named_by(const SendRequest& request) const {
  if (request.channel == Channel::voice) return caller_of(request);
  if (request.pool == no_pool) return request.number;
  const NumberId number =
      choice_.choose_of_pool(request, simulation_.now(), limits_, false, [](NumberId) { return false; });
  return number == no_number || model_.numbers[number.index].type == NumberType::shared_route ? no_number : number;
}

// What the recipient will see by the scenario's own account: for its prices and limits.
NumberId RemoteBackend::shown_by(const SendRequest& request, NumberId named) const {
  if (request.channel == Channel::voice) return named;
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

void RemoteBackend::stop(Stop why, Error error) {
  stopped_ = why;
  why_ = std::move(error);
  simulation_.stop();
}

}  // namespace sendlab
