#include "engine/service/service.hpp"

#include <algorithm>

#include "engine/kernel/calendar.hpp"
#include "engine/service/registered_texts.hpp"

namespace sendlab {
namespace {

// One stream for each of `count` things of a kind.
std::vector<RandomStream> streams_of(std::string_view kind, std::string_view purpose, std::size_t count,
                                     const std::function<RandomStream(std::string_view, std::string_view)>& stream) {
  std::vector<RandomStream> streams;
  for (std::size_t i = 0; i < count; ++i)
    streams.push_back(stream(std::string(kind) + "/" + std::to_string(i), purpose));
  return streams;
}

}  // namespace

Service::Service(const ServiceModel& model, Simulation& simulation, std::vector<std::unique_ptr<Carrier>> carriers,
                 const std::function<RandomStream(std::string_view entity, std::string_view purpose)>& stream)
    : model_(model),
      simulation_(simulation),
      carriers_(std::move(carriers)),
      facts_(messages_, model.counts_from),
      limits_(model),
      prices_(model.prices, model.start),
      spending_(model, stream("service", "spend_enforcement")),
      recipients_(model.constants.recipient_spacing),
      calls_(model, stream),
      faults_(model, streams_of("fault", "share", model.faults.size(), stream)),
      opt_out_lists_(model.opt_out_lists.size()),
      verified_(model.accounts.size()),
      long_lanes_(model.numbers.size()),
      choice_(model),
      stop_month_(model.accounts.size()),
      handset_random_(streams_of("handset", "off", model.handsets.size(), stream)) {
  ENSURE(carriers_.size() == model.carriers.size(), "each carrier of the model has an implementation");
  for (std::size_t i = 0; i < model.opt_out_lists.size(); ++i)
    for (const PhoneNumber number : model.opt_out_lists[i].numbers) opt_out_lists_[i].add(number, model.start, false);
  for (std::size_t a = 0; a < model.accounts.size(); ++a)
    for (const PhoneNumber number : model.accounts[a].verified_numbers) verified_[a].add(number, model.start, false);
}

void Service::number_added() {
  const NumberId number{static_cast<std::uint32_t>(long_lanes_.size())};
  ENSURE(number.index + 1 == model_.numbers.size(), "numbers are added one at a time");
  limits_.number_added(model_);
  long_lanes_.emplace_back();
  choice_.rebuild();
}

void Service::number_joined(NumberId number) {
  limits_.number_joined(model_, number);
  apply_limit_faults();
}

void Service::opt_out_list_added() {
  opt_out_lists_.emplace_back();
  ENSURE(opt_out_lists_.size() == model_.opt_out_lists.size(), "opt-out lists are added one at a time");
}

void Service::fault_added(RandomStream share) {
  faults_.fault_added(std::move(share));
  plan_fault(static_cast<std::uint32_t>(model_.faults.size() - 1));
}

void Service::plan_fault(std::uint32_t fault) {
  simulation_.schedule(model_.faults[fault].from, Priority::fault, static_cast<std::uint8_t>(ServiceEvent::fault_begin),
                       fault);
  if (model_.faults[fault].to != never)
    simulation_.schedule(model_.faults[fault].to, Priority::fault, static_cast<std::uint8_t>(ServiceEvent::fault_end),
                         fault);
}

void Service::start(Faults faults) {
  for (std::uint32_t i = 0; i < model_.faults.size() && faults == Faults::scheduled; ++i) plan_fault(i);
  if (const Instant change = prices_.next_change(simulation_.now()); change != never)
    simulation_.schedule(change, Priority::fault, static_cast<std::uint8_t>(ServiceEvent::price_change), 0);
  simulation_.schedule(start_of_next_utc_month(simulation_.now()), Priority::fault,
                       static_cast<std::uint8_t>(ServiceEvent::month_start), 0);
}

void Service::handle(const ScheduledEvent& event) {
  switch (static_cast<ServiceEvent>(event.kind)) {
    case ServiceEvent::lane_wake: return on_lane_wake(event.subject);
    case ServiceEvent::line_wake: return on_line_wake(event.subject);
    case ServiceEvent::reoffer: return on_reoffer(event.subject);
    case ServiceEvent::deadline: return on_deadline(event.subject);
    case ServiceEvent::answer: return on_answer(event.subject);
    case ServiceEvent::outcome: return on_outcome(event.subject);
    case ServiceEvent::fault_begin: return begin_fault(event.subject);
    case ServiceEvent::fault_end:  // unless it was planned anew meanwhile
      if (event.at >= model_.faults[event.subject].to) end_fault(event.subject);
      return;
    case ServiceEvent::price_change: {
      prices_.set_to(event.at);
      if (const Instant change = prices_.next_change(event.at); change != never)
        simulation_.schedule(change, Priority::fault, static_cast<std::uint8_t>(ServiceEvent::price_change), 0);
      return;
    }
    case ServiceEvent::month_start: return on_month_start();
    case ServiceEvent::spend_stop: {
      const AccountId account{static_cast<std::uint16_t>(event.subject)};
      if (stop_month_[account.index] == spending_.month()) spending_.stop(account);
      return;
    }
    case ServiceEvent::call_line: return on_call_line(AccountId{static_cast<std::uint16_t>(event.subject)});
    case ServiceEvent::call_again: return on_call_again(event.subject);
    case ServiceEvent::call_deadline: return on_call_deadline(event.subject);
    case ServiceEvent::call_step: return on_call_step(event.subject);
    case ServiceEvent::voice_spend_stop:
      if (calls_.accounts[event.subject].stop_month == spending_.month())
        calls_.spending.stop(AccountId{static_cast<std::uint16_t>(event.subject)});
      return;
    case ServiceEvent::count: break;
  }
  ENSURE(false, "every event of the service has a handler");
}

void Service::on_month_start() {
  spending_.start_month();
  calls_.spending.start_month();
  simulation_.schedule(start_of_next_utc_month(simulation_.now()), Priority::fault,
                       static_cast<std::uint8_t>(ServiceEvent::month_start), 0);
}

Answer Service::submit(const SendRequest& request) {
  const Instant now = simulation_.now();
  ENSURE(request.planned <= now, "a request is made at or after its planned instant");
  if (request.dry_run) return dry_run(request);
  if (request.channel == Channel::voice) return submit_call(request);
  const auto [refusal, number] = assess(request);
  if (refusal != Refusal::none) {
    refuse(request, number, refusal);
    return {.kind = Answer::Kind::refused, .refusal = refusal, .number = number};
  }
  // Over a number's or a recipient's rate: told to come again, or queued by the service (R-MPS-9, R-MPS-8).
  const bool recipient_free = recipients_.free(request.account, request.to.number, now);
  if (!model_.accounts[request.account.index].queue_over_mps) {
    const Instant number_opens = limits_.number_opens(number, now);
    if (!recipient_free)
      return {.kind = Answer::Kind::throttled,
              .refusal = Refusal::throttled,
              .number = number,
              .ask_again = recipients_.promise(request.account, request.to.number, now),
              .cause = DelayCause::recipient_limit};
    if (number_opens > now) {
      faults_.note_throttled_request(number);
      return {.kind = Answer::Kind::throttled,
              .refusal = Refusal::throttled,
              .number = number,
              .ask_again = number_opens,
              .line = line_of_answer(request, number)};
    }
  }
  const MessageRow row = accept(request, number, now);
  const MessageId id = messages_[row].id;
  if (recipient_free) {
    recipients_.take(request.account, request.to.number, now);
    offer(row);
  } else {
    hold_for_recipient(row);
  }
  return {.kind = Answer::Kind::accepted, .message = id, .number = number};
}

void Service::refuse(const SendRequest& request, NumberId number, Refusal refusal) {
  facts_.refused(refusal_fact(request, number, refusal, simulation_.now()), request.waited_for);
}

Service::Assessment Service::assess(const SendRequest& request) const {
  if (request.channel == Channel::voice) {
    const NumberId caller = request.number != no_number ? request.number : choose_for_call(request);
    return {check_call(request, caller), caller};
  }
  // What most requests do: they name one number.
  const bool named = request.pool == no_pool && request.number != no_number &&
                     model_.numbers[request.number.index].type != NumberType::sender_id;
  const NumberId number = named ? request.number : choose(request);
  return {check(request, number), number};
}

// The order of checks is that of api.md section 3; steps about signature, shape and request rates come before a request
// reaches the model.
Refusal Service::check(const SendRequest& request, NumberId number) const {
  if (request.to.carrier == no_carrier) return Refusal::destination_country_blocked;
  const CountryModel& country = model_.countries[request.to.country.index];
  const CarrierModel& carrier = model_.carriers[request.to.carrier.index];
  if (!country.served && !carrier.simulator) return Refusal::destination_country_blocked;
  if (request.pool != no_pool && request.type && *request.type != model_.pools[request.pool.index].message_type)
    return Refusal::message_type_mismatch;  // R-TYP-6
  if (number == no_number) return Refusal::no_origination_identity;
  const NumberModel& origin = model_.numbers[number.index];
  if (simulation_.now() < origin.active_from) return Refusal::resource_not_active;
  if (!origin.sms) return Refusal::number_capabilities_mismatch;
  if (request.type && *request.type != origin.message_type && !origin.any_message_type)
    return Refusal::message_type_mismatch;
  if (origin.country != country.identity_country) return Refusal::invalid_identity_for_country;
  if (origin.type == NumberType::simulator && !carrier.simulator)
    return Refusal::invalid_identity_for_country;  // R-SIM-5
  const AccountModel& account = model_.accounts[request.account.index];
  if (account.sandbox && !carrier.simulator && !request.verification &&
      !verified_[request.account.index].holds(request.to.number))
    return Refusal::not_verified;
  if (opted_out(request.account, opt_out_list_of(origin, request.pool), request.to.number)) return Refusal::opted_out;
  if (request.parts == 0) return Refusal::invalid_parameter;  // an empty body (R-ENC-11)
  if (!request.within_maximum_size) return Refusal::invalid_message;
  const UsdMicros per_part = prices_.per_part(request.to.country, origin.type);
  const int priced_parts = account.max_price_of_message ? request.parts : 1;  // R-BIL-11
  if (request.max_price && per_part * priced_parts > *request.max_price) return Refusal::price_over_threshold;
  const UsdMicros cost = request.free_of_charge
                             ? UsdMicros{}
                             : (per_part + prices_.carrier_fee(request.to.carrier, origin.type)) * request.parts;
  if (!spending_.allows(request.account, cost)) return Refusal::spend_limit_reached;
  return Refusal::none;
}

// R-OPT-4: on the list that the identity uses; or, as the account chooses, on any of the account's.
bool Service::opted_out(AccountId account, std::uint16_t list, PhoneNumber recipient) const {
  if (opt_out_lists_[list].holds(recipient)) return true;
  if (!model_.accounts[account.index].opt_out_of_account) return false;
  for (std::size_t i = 0; i < opt_out_lists_.size(); ++i)
    if (model_.opt_out_lists[i].account == account && opt_out_lists_[i].holds(recipient)) return true;
  return false;
}

void Service::fill(Message& m, const SendRequest& request, NumberId number, Instant now) {
  const NumberModel& origin = model_.numbers[number.index];
  m.planned = m.waiting_since = request.planned;
  m.requested = now;
  m.expires = now + request.ttl;
  m.id = MessageId{next_message_++};
  m.destination = request.to.number;
  if (!request.free_of_charge) {
    m.price = prices_.per_part(request.to.country, origin.type) * request.parts;
    m.fee = prices_.carrier_fee(request.to.carrier, origin.type) * request.parts;
  }
  m.place = simulation_.take_place();
  m.number = number;
  m.workload = request.workload;
  m.carrier = request.to.carrier;
  m.country = request.to.country;
  m.parts = request.parts;
  m.encoding = request.encoding;
  m.type = origin.any_message_type ? type_of_free(request)
                                   : origin.message_type;  // the number's, not the request's (R-TYP-3)
  m.registered = origin.registered && goes_as_registered(model_, origin.type, request, now);
  m.pool = request.pool;
  m.traits = request.to.traits;
}

MessageRow Service::accept(const SendRequest& request, NumberId number, Instant now) {
  const MessageRow row = messages_.add();
  Message& m = messages_[row];
  fill(m, request, number, now);
  if (request.pool != no_pool && faults_.any()) note_failover(m, request);
  messages_.charge(m, now, request.waited_for);
  if (request.waited_for == DelayCause::number_mps || request.waited_for == DelayCause::client_retry)
    faults_.note_throttles(m, m.planned, now);
  if (const auto delay = spending_.spend(request.account, m.price + m.fee)) {
    stop_month_[request.account.index] = spending_.month();
    simulation_.schedule(now + *delay, Priority::fault, static_cast<std::uint8_t>(ServiceEvent::spend_stop),
                         request.account.index);
  }
  facts_.accepted(m, now);
  return row;
}

void Service::begin_fault(std::size_t fault) {
  if (faults_.is_active(fault)) return;
  faults_.begin(fault, simulation_.now());
  for (const Lane& lane : lanes_)  // who waits already will wait longer
    for (MessageRow row = lane.head; row != no_row; row = messages_[row].next) {
      faults_.note_throttles(messages_[row], simulation_.now(), simulation_.now() + Duration{1});
      faults_.note_rule_changes(messages_[row]);
    }
  apply_limit_faults();
}

void Service::end_fault(std::size_t fault) {
  if (!faults_.is_active(fault)) return;
  faults_.end(fault, simulation_.now());
  // A script may end an outage before its time; otherwise its end was known to all who wait for it.
  if (model_.faults[fault].kind == FaultKind::outage && simulation_.now() != model_.faults[fault].to)
    offer_again_now();
  apply_limit_faults();
}

std::optional<Error> Service::change_limit(const LimitChange& change) {
  limit_changes_.push_back(change);
  apply_limit_faults();
  return std::nullopt;
}

// The rate times the factor, exactly: where that is no whole number of parts, as many whole parts in a window that much
// longer.
Throughput scaled_by(Throughput limit, double factor) {
  const double parts = static_cast<double>(limit.parts) * factor;
  const auto whole = std::max<std::int64_t>(1, static_cast<std::int64_t>(parts + 1e-9));
  const double stretch = static_cast<double>(whole) / parts;
  if (stretch < 1 - 1e-9 || stretch > 1 + 1e-9)
    limit.per = Duration{
        static_cast<std::int64_t>(std::min(static_cast<double>(limit.per.count()) * stretch, 3e16))};  // a year
  limit.parts = whole;
  return limit;
}

// Limits and fees in force = the model's, changed by scripts, changed by each active fault in order of beginning.
void Service::apply_limit_faults() {
  limits_.reset_to_model(model_);
  for (const LimitChange& change : limit_changes_) {
    if (change.number)
      limits_.set_number(*change.number, change.limit);
    else
      for (ThroughputWindow* window : limits_.windows(change.campaign, change.carrier)) window->set_limit(change.limit);
  }
  prices_.end_overrides();
  for (const std::size_t i : faults_.active()) {
    const FaultModel& fault = model_.faults[i];
    auto scaled = [&](Throughput limit) {
      if (fault.rate) return *fault.rate;
      return scaled_by(limit, *fault.factor);
    };
    if (fault.kind == FaultKind::throttle) {
      if (fault.number)
        limits_.set_number(*fault.number, scaled(limits_.number_limit(*fault.number)));
      else if (fault.rate && !fault.campaign)
        limits_.throttle_carrier(*fault.carrier, *fault.rate);
      else
        for (ThroughputWindow* window : limits_.windows(fault.campaign, fault.carrier))
          window->set_limit(scaled(window->limit()));
    } else if (fault.kind == FaultKind::rule_change) {
      if (fault.campaign_throughput)
        for (ThroughputWindow* window : limits_.windows(std::nullopt, fault.carrier))
          window->set_limit(*fault.campaign_throughput);
      if (fault.brand_daily_cap)
        for (DayCap* cap : limits_.caps(*fault.carrier)) cap->set_cap(*fault.brand_daily_cap);
      if (fault.fee) prices_.override_fee(*fault.carrier, *fault.fee);
    }
  }
  prices_.set_to(simulation_.now());
  reconsider_lanes();
  if (limits_changed_) limits_changed_();
}

}  // namespace sendlab
