#include "engine/service/ported_people.hpp"

#include <algorithm>

#include "engine/kernel/random.hpp"

namespace sendlab {

PortedPeople::PortedPeople(const ServiceModel& model) : model_(model) {
  any_ = std::any_of(model.handsets.begin(), model.handsets.end(),
                     [](const HandsetModel& h) { return h.ported_share > 0; });
  if (!any_) return;
  of_country_.resize(model.countries.size());
  for (std::uint16_t k = 0; k < model.carriers.size(); ++k)
    if (!model.carriers[k].simulator) of_country_[model.carriers[k].country.index].push_back(CarrierId{k});
}

CarrierId PortedPeople::carrier_of(PhoneNumber number, CarrierId home) const {
  if (home == no_carrier || model_.carriers[home.index].simulator) return home;
  const std::vector<CarrierId>& all = of_country_[model_.carriers[home.index].country.index];
  if (all.size() < 2) return home;
  for (std::size_t i = 0; i < model_.handsets.size(); ++i) {
    const HandsetModel& handset = model_.handsets[i];
    if (handset.ported_share == 0) continue;
    RandomStream member{stream_key(Seed{number.digits}, i, "handset", "member")};
    if (!member.chance(handset.share)) continue;
    RandomStream ported{stream_key(Seed{number.digits}, i, "handset", "ported")};
    if (!ported.chance(handset.ported_share)) continue;
    const CarrierId moved = all[static_cast<std::size_t>(ported.below(all.size() - 1))];
    return moved == home ? all.back() : moved;
  }
  return home;
}

}  // namespace sendlab
