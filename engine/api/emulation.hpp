#pragma once
// One life of a simulated service that clients talk to, from its start or its last reset: simulation, service, account,
// API.
#include <functional>
#include <memory>
#include <vector>

#include "engine/api/deactivation_reports.hpp"
#include "engine/api/endpoint.hpp"
#include "engine/api/inbound_log.hpp"

namespace sendlab {

struct EmulationParts {
  ServiceModel model;                       // its own copy: it grows
  std::vector<std::unique_ptr<Carrier>> carriers;
  std::function<RandomStream(std::string_view entity, std::string_view purpose)> stream;
  const AddressBook& addresses;
  NumberCatalogue& catalogue;
  AccountId account;
  Seed seed;
  AccountQuotas quotas;
  // The numbers that deactivation reports list, asked for when the first report is read.
  std::function<std::vector<DeactivatedNumber>()> deactivated = {};
};

class Emulation {
 public:
  // What `parts` and `shapes` refer to outlives the emulation. `on_event` is told of every event record as it is
  // published, `on_audit` of every record of the audit log; each may be empty.
  Emulation(const ApiShapes& shapes, EmulationParts parts, std::function<void(const LoggedEvent&)> on_event,
            std::function<void(const std::string&)> on_audit = {});
  Emulation(const Emulation&) = delete;

  void handle(const ScheduledEvent& event);
  // Publishes what the events so far have left. After each batch of events, and before anything reads the log.
  void flush() { service_.facts().flush(); }

  [[nodiscard]] Simulation& simulation() { return simulation_; }
  [[nodiscard]] ServiceModel& model() { return model_; }
  [[nodiscard]] Service& service() { return service_; }
  [[nodiscard]] SimulatedAccount& account() { return account_; }
  [[nodiscard]] Endpoint& endpoint() { return endpoint_; }
  [[nodiscard]] const InboundLog& inbound() const { return inbound_; }
  [[nodiscard]] const AddressBook& addresses() const { return addresses_; }
  [[nodiscard]] DeactivationReports& deactivation_reports() { return deactivation_; }

  // Begins a fault of the scenario now, for as long as the scenario plans.
  void begin_planned_fault(std::size_t fault);
  void end_fault(std::size_t fault);
  // Adds a fault to the model. Its stream is its own.
  void add_fault(FaultModel fault);
  [[nodiscard]] RandomStream next_fault_stream();

 private:
  void hold_up_provisioning(std::size_t fault);

  ServiceModel model_;
  Simulation simulation_;
  std::function<RandomStream(std::string_view entity, std::string_view purpose)> stream_;
  const AddressBook& addresses_;
  Service service_;
  SimulatedAccount account_;
  Endpoint endpoint_;
  InboundLog inbound_;
  DeactivationReports deactivation_;
  std::size_t faults_added_ = 0;
};

}  // namespace sendlab
