#pragma once
// Where a destination number leads: country, carrier, and whether it is one of the service's own simulator numbers.
// People of a population carry their carrier in their number; every other number gets one by a fixed draw on the
// country's shares, so that the same number is always at the same carrier.
#include <utility>
#include <vector>

#include "engine/message/destination_country.hpp"
#include "engine/message/population.hpp"
#include "engine/service/backend.hpp"

namespace sendlab {

class AddressBook {
 public:
  struct SimulatorNumber {
    PhoneNumber number;
    CountryId country;
    bool success = false;
  };
  // `shares`: [country] the weights of its carriers. `simulator`: the carrier that stands for the destination
  // simulator.
  AddressBook(DestinationCountry countries, NumberPlan plan,
              std::vector<std::vector<std::pair<CarrierId, double>>> shares,
              std::vector<SimulatorNumber> simulator_numbers, CarrierId simulator)
      : countries_(std::move(countries)),
        plan_(std::move(plan)),
        shares_(std::move(shares)),
        simulator_numbers_(std::move(simulator_numbers)),
        simulator_(simulator) {}

  // no_carrier when the country is not known.
  [[nodiscard]] Destination resolve(PhoneNumber number) const;

 private:
  DestinationCountry countries_;
  NumberPlan plan_;
  std::vector<std::vector<std::pair<CarrierId, double>>> shares_;
  std::vector<SimulatorNumber> simulator_numbers_;  // by number
  CarrierId simulator_;
};

}  // namespace sendlab
