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
  if (stopped_ == Stop::none) {
    const bool priced = r.number != no_number && request.to.carrier != no_carrier;
    if (auto error = ledger_.objection(request.to.number, priced ? std::optional(r.price + r.fee) : std::nullopt))
      stop(Stop::allowance, std::move(*error));
  }
  if (stopped_ != Stop::none)  // the sender keeps it: it is never sent
    return {.kind = Answer::Kind::throttled,
            .refusal = Refusal::throttled,
            .number = r.number,
            .ask_again = never,
            .cause = DelayCause::recipient_limit};
  ledger_.take(r.price + r.fee);
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
  http.headers.add("X-Amz-Target", std::string(wire_target(request)));
  const bool known = request.workload.index < parts_.senders.size();
  http.body = wire_body(request, named == no_number ? nullptr : &model_.numbers[named.index],
                        known ? &parts_.senders[request.workload.index] : nullptr);
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

void RemoteBackend::stop(Stop why, Error error) {
  stopped_ = why;
  why_ = std::move(error);
  simulation_.stop();
}

}  // namespace sendlab
