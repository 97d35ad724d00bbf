#pragma once
// Everything that is the same for all replications of a run, built from the scenario and the rule tables: the service's
// model, the networks, the names that reports use, and what was taken for granted. Read this first to see how the parts
// fit.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "carriers/carrier_profile.hpp"
#include "carriers/filter_model.hpp"
#include "carriers/rule_tables.hpp"
#include "engine/service/address_book.hpp"
#include "engine/service/event_destinations.hpp"
#include "engine/service/model.hpp"
#include "reports/run_facts.hpp"
#include "reports/topology.hpp"
#include "scenarios/recipients.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/traffic.hpp"
#include "tools/provisioning.hpp"

namespace sendlab {

struct World {
  ServiceModel model;
  std::vector<CarrierProfile> profiles;   // by CarrierId; not used by an ideal network
  std::optional<IdealNetwork> ideal;
  std::unique_ptr<FilterWorld> filters;   // null: no network filters or keeps quiet hours
  std::vector<std::optional<FilterRules>> filter_rules;  // by CarrierId; empty or none: does not filter
  CarrierId simulator;
  std::unique_ptr<NumberPlan> plan;       // SourceTables points to it
  SourceTables sources;
  std::unique_ptr<AddressBook> addresses;
  TrafficMap traffic;
  Topology topology;
  std::vector<std::string> assumptions;
  std::vector<InputFile> inputs;          // data files that the scenario names

  // Leases and campaign fees of a replication that ended at `end`: a full month for each UTC calendar month touched.
  // With registrations and cases also their one-off fees, and each fee from the instant on at which it is due.
  [[nodiscard]] std::vector<CostLine> fixed_costs(Instant end, const DrawnProvisioning* drawn = nullptr) const;

  // Calendar days of a carrier from one instant to another, both counted.
  [[nodiscard]] std::int64_t days_touched(CarrierId carrier, Instant first, Instant last) const;

  struct MonthlyFee {
    std::string usage_type;
    std::vector<DatedValue> rows;
  };
  std::vector<MonthlyFee> monthly_fees;

  std::vector<EventDestinationModel> event_destinations;             // as in the topology
  std::vector<std::vector<std::uint16_t>> destinations_of_workload;  // by WorkloadId
  Distribution two_way_latency = Distribution::constant(Duration{0});
  std::vector<std::string> two_way_channels;                         // by NumberId: ARN; empty: none
  std::vector<DrawnProvisioning::FeeOf> fees_of;        // what each monthly fee is for
  std::unique_ptr<ProvisioningPlan> provisioning;       // null: everything exists and is registered
};

using StreamOf = std::function<RandomStream(std::string_view entity, std::string_view purpose)>;
// The networks of the world, by CarrierId, each with streams of its own.
std::vector<std::unique_ptr<Carrier>> make_carriers(const World& world, const StreamOf& stream);

std::string file_sha256(const std::string& path);

// `tables` must outlive the world. Faults of the scenario that only the tables can tell are errors.
// `open`: identities may be added later, so every country and type of number has its prices. `countries`: a file that
// added countries to the tables; one of the run's inputs.
Result<World, Errors> build_world(const Scenario& scenario, const RuleTables& tables, bool open = false,
                                  const std::string& countries = {});

}  // namespace sendlab
