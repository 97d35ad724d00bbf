#include "engine/service/address_book.hpp"

#include <algorithm>

namespace sendlab {

Destination AddressBook::resolve(PhoneNumber number) const {
  Destination to{.number = number, .country = CountryId{0}, .carrier = no_carrier};
  const auto found = std::lower_bound(simulator_numbers_.begin(), simulator_numbers_.end(), number,
                                      [](const SimulatorNumber& s, PhoneNumber n) { return s.number < n; });
  if (found != simulator_numbers_.end() && found->number == number) {
    to.country = found->country;
    to.carrier = simulator_;
    to.traits.invalid = !found->success;
    return to;
  }
  if (const auto owner = plan_.owner_of(number)) {
    to.country = owner->country;
    to.carrier = owner->carrier;
    return to;
  }
  const CountryId country = countries_.of(number);
  if (country == no_country || shares_[country.index].empty()) return to;
  to.country = country;
  double total = 0;
  for (const auto& [carrier, weight] : shares_[country.index]) total += weight;
  double left = person_uniform(number.digits, PersonAttribute::carrier) * total;
  for (const auto& [carrier, weight] : shares_[country.index]) {
    to.carrier = carrier;
    if (left < weight) break;
    left -= weight;
  }
  return to;
}

}  // namespace sendlab
