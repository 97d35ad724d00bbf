#include "tools/target_refusals.hpp"

#include <algorithm>

namespace sendlab {
namespace {

constexpr const char* fix_at_endpoint =
    "give --target the address of sendlab serve --scenario with this file, or take it out";

// The scenario says which number it is: number { …, number = "+1…" }. Then whoever wrote it has that number.
bool is_given(const AccountSpec& account, const std::string& name) {
  const auto gives = [&](const std::vector<NumberSpec>& numbers) {
    return std::ranges::any_of(numbers, [&](const NumberSpec& n) { return n.name == name && n.number; });
  };
  return gives(account.numbers) || std::ranges::any_of(account.brands, [&](const BrandSpec& brand) {
           return std::ranges::any_of(brand.campaigns, [&](const CampaignSpec& c) { return gives(c.numbers); });
         });
}

// What a number comes into being by: "registration otp", "support case short_code"; empty: it is there already.
std::string brought_by(const Scenario& scenario, const World& world, NumberId id) {
  const NumberModel& number = world.model.numbers[id.index];
  if (number.type == NumberType::sender_id || is_given(scenario.accounts[number.account.index], number.name)) return {};
  for (const RegistrationTarget& target : world.provisioning->targets)
    if (std::ranges::find(target.numbers, id) != target.numbers.end()) return "registration " + target.name;
  for (const PlannedCase& planned : world.provisioning->cases)
    if (std::ranges::find(planned.gives, id) != planned.gives.end())
      return "support case " + std::string(name_of(planned.request.kind));
  return {};
}

// A workload sends from what exists only once a registration or support case of the scenario is through, and only an
// endpoint that knows the scenario lets these happen.
std::optional<Error> needs_provisioning(const Scenario& scenario, const World& world) {
  if (world.provisioning == nullptr) return std::nullopt;
  for (std::size_t w = 0; w < scenario.workloads.size(); ++w) {
    const TrafficMap::From& from = world.traffic.workloads[w].from;
    const std::vector<NumberId>& senders =
        from.pool == no_pool ? from.numbers : world.model.pools[from.pool.index].identities;
    for (const NumberId id : senders)
      if (const std::string by = brought_by(scenario, world, id); !by.empty())
        return Error{scenario.workloads[w].where,
                     "workload " + scenario.workloads[w].name + " sends from " + world.model.numbers[id.index].name +
                         ", which only " + by + " of the scenario brings",
                     "give --target the address of sendlab serve --scenario with this file, or declare the number that "
                     "you have: number { …, number = \"+1…\" }"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> needs_simulated_endpoint(const Scenario& scenario, const World& world) {
  if (!scenario.faults.empty())
    return Error{scenario.faults.front().where, "a fault cannot be made at a real endpoint", fix_at_endpoint};
  if (!scenario.replies.empty())
    return Error{scenario.file, "handsets that reply cannot be made at a real endpoint", fix_at_endpoint};
  return needs_provisioning(scenario, world);
}

std::optional<Error> needs_simulation(const Scenario& scenario) {
  const char* fix = "run it without --target, or take it out";
  for (const Workload& workload : scenario.workloads) {
    if (workload.client.connections)
      return Error{workload.where, "client.connections is not kept against a target", fix};
    if (workload.client.timeout) return Error{workload.where, "client.timeout is not kept against a target", fix};
  }
  for (const FaultSpec& fault : scenario.faults)
    if (fault.kind == FaultKind::event_destination_down)
      return Error{fault.where, "this fault cannot be made at a target", fix};
  if (!scenario.alarms.empty())
    return Error{scenario.alarms.front().where, "alarms look at the simulated account's spending", fix};
  if (!scenario.invariants.empty())
    return Error{scenario.invariants.front().where, "invariants are not looked at against a target", fix};
  return std::nullopt;
}

}  // namespace sendlab
