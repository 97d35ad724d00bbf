#include "tools/deactivated_numbers.hpp"

#include <algorithm>

namespace sendlab {
namespace {

// Of a handset group, by the same draws as the service's.
bool is_deactivated_handset(const ServiceModel& model, PhoneNumber number) {
  for (std::size_t i = 0; i < model.handsets.size(); ++i) {
    RandomStream traits{stream_key(Seed{number.digits}, i, "handset", "member")};
    if (traits.chance(model.handsets[i].share) && traits.chance(model.handsets[i].deactivated_share)) return true;
  }
  return false;
}

// Of those who are not deactivated, as many as are.
bool is_ported(const ServiceModel& model, std::uint64_t person, PhoneNumber number, double deactivated_share) {
  double share = deactivated_share;
  for (const HandsetModel& handset : model.handsets) share += handset.share * handset.deactivated_share;
  if (deactivated_share > 0 && share == deactivated_share)
    return person_uniform(person, PersonAttribute::deactivated) < 2 * share;
  RandomStream random{stream_key(Seed{number.digits}, 0, "ported number", "member")};
  return random.chance(share);
}

}  // namespace

std::vector<DeactivatedNumber> deactivated_numbers(const Scenario& scenario, const World& world) {
  std::vector<DeactivatedNumber> found;
  for (const Workload& workload : scenario.workloads) {
    const auto* people = std::get_if<PopulationRecipients>(&workload.to);
    if (people == nullptr || people->country != "US") continue;
    Workload in_turn = workload;
    std::get<PopulationRecipients>(in_turn.to).random_order = false;
    auto source = RecipientSource::create(in_turn, world.sources, {});
    if (!source.ok()) continue;  // building the world has told of it
    RandomStream none;           // people in turn draw nothing
    for (std::int64_t i = 0; i < people->count; ++i) {
      Person person;
      if (source.value().next(none, nullptr, "", person)) break;
      if (person.deactivated || is_deactivated_handset(world.model, person.number))
        found.push_back({person.number, false});
      else if (is_ported(world.model, static_cast<std::uint64_t>(person.index), person.number,
                         people->deactivated_share))
        found.push_back({person.number, true});
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  found.erase(
      std::unique(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.number == b.number; }),
      found.end());
  return found;
}

}  // namespace sendlab
