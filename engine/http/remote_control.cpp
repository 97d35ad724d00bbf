// What only a simulated endpoint can be told: faults, and messages of handsets.
#include "engine/api/encode.hpp"
#include "engine/http/remote_backend.hpp"
#include "engine/message/event_record.hpp"
#include "engine/message/phone_number.hpp"

namespace sendlab {
namespace {

enum class RemoteEvent : std::uint8_t { fault_begin, fault_end };

}  // namespace

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

}  // namespace sendlab
