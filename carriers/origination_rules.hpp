#pragma once
// What each country does with sender IDs and shared routes beyond what countries.csv says of it: carriers/tables/
// origination_rules.csv. A row of "*" holds where a country has none of its own.
#include <optional>
#include <string>
#include <string_view>

#include "carriers/rule_tables.hpp"

namespace sendlab {

struct OriginationRules {
  // The service's own route to a country, for messages that have no identity of their account.
  enum class SharedRoute : std::uint8_t {
    none,            // the US and its territories, China (R-ORG-3, R-ORG-16)
    notice,          // shown as NOTICE, where there are sender IDs (R-ORG-8, R-ORG-10, R-ORG-17)
    long_code,       // a random long code (R-ORG-11) …
    short_code,      // … or a shared short code (R-ORG-11, R-ORG-15)
    international,   // India: a random numeric ID over the international route (R-ORG-12)
  };
  SharedRoute shared_route = SharedRoute::none;
  bool shared_route_registered = true;     // false: it suffers what unregistered messages suffer
  double unregistered_blocked = 0;         // share of messages without the registration asked for that carriers block
  std::string unregistered_shown_as;       // R-ORG-9; empty: nothing special
  bool entity_parameters = false;          // R-ORG-13
  bool inbound_only_long_code = false;     // R-ORG-20
};

// Notes what it takes for granted under the rule's name.
//   errors   none: a malformed table is a fault of the build and throws std::runtime_error
OriginationRules origination_rules(const CountryRules& country, Assumptions* used = nullptr);

// A part over the registered route of a country where only the international one has a published price; none elsewhere.
[[nodiscard]] std::optional<UsdMicros> registered_route_price(std::string_view iso, Assumptions* used = nullptr);

// The share of a plain US long code's messages that carriers block, where it may send at all (R-NUM-13).
double unregistered_us_blocked(const RuleTables& tables, Assumptions* used = nullptr);

}  // namespace sendlab
