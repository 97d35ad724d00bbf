#include "engine/api/emulation.hpp"

namespace sendlab {

Emulation::Emulation(const ApiShapes& shapes, EmulationParts parts, std::function<void(const LoggedEvent&)> on_event,
                     std::function<void(const std::string&)> on_audit)
    : model_(std::move(parts.model)),
      simulation_(model_.start),
      stream_(std::move(parts.stream)),
      addresses_(parts.addresses),
      service_(model_, simulation_, std::move(parts.carriers), stream_),
      account_({model_, service_, simulation_, addresses_, parts.catalogue, parts.account, "123456789012", parts.seed,
                parts.quotas, stream_},
               std::move(on_event)),
      endpoint_(shapes, account_, std::move(on_audit)),
      inbound_(model_, account_.log(), account_.parts().account_number, [this] { flush(); }),
      deactivation_(account_.account().region, std::move(parts.deactivated)) {
  service_.listen_to_inbound(inbound_);
  // What the scenario plans to happen begins when whoever runs it says so.
  service_.start(Service::Faults::wait);
}

void Emulation::handle(const ScheduledEvent& event) {
  if (event.kind == AccountRegistrations::event_kind)
    account_.registrations().handle();
  else if (event.kind == AccountCases::event_kind)
    account_.cases().handle();
  else
    service_.handle(event);
}

RandomStream Emulation::next_fault_stream() {
  return stream_("added fault/" + std::to_string(faults_added_++), "share");
}

void Emulation::begin_planned_fault(std::size_t fault) {
  FaultModel& model = model_.faults[fault];
  const Duration lasts = model.to - model.from;
  model.from = simulation_.now();
  if (model.to != never) model.to = model.from + lasts;
  service_.plan_fault(static_cast<std::uint32_t>(fault));
  hold_up_provisioning(fault);
}

void Emulation::end_fault(std::size_t fault) {
  service_.end_fault(fault);
  account_.delays().end(fault, simulation_.now());
}

void Emulation::hold_up_provisioning(std::size_t fault) {
  const FaultModel& model = model_.faults[fault];
  if (model.kind == FaultKind::provisioning_delay) account_.hold_up({fault, model.from, model.to, *model.add});
}

void Emulation::add_fault(FaultModel fault) {
  model_.faults.push_back(std::move(fault));
  service_.fault_added(next_fault_stream());
  hold_up_provisioning(model_.faults.size() - 1);
}

}  // namespace sendlab
