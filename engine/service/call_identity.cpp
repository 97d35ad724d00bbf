#include "engine/service/call_identity.hpp"

#include <algorithm>

namespace sendlab {

NumberId choose_for_call(const ServiceModel& model, const SendRequest& request, Instant now) {
  if (request.pool == no_pool || request.to.carrier == no_carrier) return no_number;
  const CountryId country = model.countries[request.to.country.index].identity_country;
  const auto& identities = model.pools[request.pool.index].identities;
  auto suits = [&](NumberId id, bool at_home) {
    const NumberModel& n = model.numbers[id.index];
    return n.voice && n.active_from <= now && (!at_home || n.country == country);
  };
  for (const bool at_home : {true, false}) {
    const auto count =
        std::count_if(identities.begin(), identities.end(), [&](NumberId n) { return suits(n, at_home); });
    if (count == 0) continue;
    auto skip = (request.to.number.digits * 0x9e3779b97f4a7c15u >> 32) % static_cast<std::uint64_t>(count);
    for (const NumberId n : identities)
      if (suits(n, at_home) && skip-- == 0) return n;
  }
  return no_number;
}

}  // namespace sendlab
