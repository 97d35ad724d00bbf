#pragma once
// The country of a destination number (R-ORG-27): an exact simulator number first, else the longest dialling prefix,
// where area prefixes of shared codes (+1, +7, +44, +262) are longer prefixes than the code itself.
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/message/quantity.hpp"

namespace sendlab {

// Not in the country table: such destinations are refused (R-ORG-28).
inline constexpr CountryId no_country{UINT16_MAX};

class DestinationCountry {
 public:
  using Prefix = std::pair<std::string, CountryId>;  // digits without plus or hyphen; no_country hides a shorter prefix
  using Exact = std::pair<PhoneNumber, CountryId>;

  DestinationCountry() = default;
  // Prefixes in any order; a prefix given twice keeps the later country.
  DestinationCountry(const std::vector<Prefix>& prefixes, std::vector<Exact> exact);

  // A walk over at most eight digits; short codes and unknown prefixes give no_country.
  [[nodiscard]] CountryId of(PhoneNumber number) const;

 private:
  struct Node {
    std::array<std::uint16_t, 10> next{};  // 0: no longer prefix this way
    CountryId country = no_country;
    bool is_prefix = false;
  };
  std::vector<Node> nodes_;
  std::vector<Exact> exact_;  // by number
};

}  // namespace sendlab
