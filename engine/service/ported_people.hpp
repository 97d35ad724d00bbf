#pragma once
// People whose number has moved to another carrier (scenario: handset { ported_share }): messages go where it moved to,
// whatever the number's range says. Chosen by a fixed hash of the number, so that each is one person wherever and
// whenever met.
#include <vector>

#include "engine/service/model.hpp"

namespace sendlab {

class PortedPeople {
 public:
  explicit PortedPeople(const ServiceModel& model);

  [[nodiscard]] bool any() const { return any_; }
  // The carrier that serves the number; `home` is that of its range. Each other carrier of the country is as likely.
  [[nodiscard]] CarrierId carrier_of(PhoneNumber number, CarrierId home) const;

 private:
  const ServiceModel& model_;
  bool any_ = false;
  std::vector<std::vector<CarrierId>> of_country_;  // networks, by CountryId
};

}  // namespace sendlab
