// Event destinations, two-way destinations and delayed provisioning of a world.
#include "carriers/destination_rules.hpp"
#include "engine/message/inbound_delivery.hpp"
#include "tools/world_builder.hpp"

namespace sendlab {
namespace {

static_assert(static_cast<int>(EventDestinationSpec::Kind::cloudwatch_logs) ==
              static_cast<int>(DestinationKind::cloudwatch_logs));

}  // namespace

void WorldBuilder::add_event_destinations() {
  world_.destinations_of_workload.resize(scenario_.workloads.size());
  bool default_latency = false;
  for (std::size_t a = 0; a < scenario_.accounts.size(); ++a) {
    const AccountSpec& account = scenario_.accounts[a];
    for (std::size_t s = 0; s < account.configuration_sets.size(); ++s) {
      const ConfigurationSetSpec& set = account.configuration_sets[s];
      std::vector<std::uint16_t> of_set;
      for (const EventDestinationSpec& spec : set.destinations) {
        EventDestinationModel model;
        model.kind = static_cast<DestinationKind>(spec.kind);
        model.enabled = spec.enabled;
        for (const std::string& type : spec.types) model.statuses |= statuses_of_type(type);
        ENSURE(model.statuses != 0, "the loader knows the event types");
        model.latency = spec.latency.value_or(tables_.event_latency());
        default_latency = default_latency || !spec.latency;
        model.rules = destination_rules(model.kind, &used_);
        const std::string full = account.name + "/" + set.name + "/" + spec.name;
        for (std::size_t f = 0; f < scenario_.faults.size(); ++f)
          if (scenario_.faults[f].kind == FaultKind::event_destination_down && scenario_.faults[f].destination == full)
            model.outages.push_back(f);
        of_set.push_back(static_cast<std::uint16_t>(world_.event_destinations.size()));
        world_.topology.event_destinations.push_back(
            {key(account, set.name) + "/" + spec.name, std::string(name_of(model.kind)), spec.enabled});
        world_.event_destinations.push_back(std::move(model));
      }
      for (std::size_t w = 0; w < scenario_.workloads.size(); ++w)
        if (scenario_.workloads[w].account == a && scenario_.workloads[w].configuration_set == s)
          world_.destinations_of_workload[w] = of_set;
    }
  }
  if (default_latency)
    used_.add("event_destinations/latency",
              "an event is published " + tables_.event_latency().text() + " after it happened", "none");

  for (const NumberModel& number : world_.model.numbers)
    world_.topology.two_way = world_.topology.two_way || number.two_way;
  if (world_.topology.two_way) world_.two_way_latency = two_way_latency(&used_);
  world_.two_way_channels.resize(world_.model.numbers.size());
  for (std::size_t n = 0; n < world_.model.numbers.size(); ++n) {
    const NumberModel& number = world_.model.numbers[n];
    if (!number.two_way) continue;
    std::string& channel = world_.two_way_channels[n];
    if (channel.empty())
      channel = "arn:aws:sns:" + world_.model.accounts[number.account.index].region + ":" +
                account_number(number.account) + ":two-way";
  }
}

// Numbers that are not active when the fault begins, and would become so while it lasts, become so later. Decisions on
// registrations and answers to support cases likewise, where they are drawn.
void WorldBuilder::delay_provisioning(const FaultSpec& spec, FaultModel& model) {
  for (NumberModel& number : world_.model.numbers) {
    if (number.active_from <= scenario_.start || number.active_from < model.from || number.active_from >= model.to)
      continue;
    number.active_from += *spec.add;
    ++model.met_at_start;
  }
  if (world_.provisioning != nullptr)
    world_.provisioning->delays.push_back({world_.model.faults.size(), model.from, model.to, *spec.add});
}

}  // namespace sendlab
