#pragma once
// What is known of one mobile network, as a plain struct: latencies, failures, receipts. Filled from the rule tables
// and the scenario's overrides; rates and caps are limits of the service (engine/service/limits.hpp), not of the
// carrier.
#include <array>

#include "engine/kernel/distribution.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

struct CarrierProfile {
  // Both count from the hand-over of the last part; a handset's receipt never comes before the carrier's answer.
  Distribution accept = Distribution::constant(Duration{0});
  Distribution delivery = Distribution::constant(Duration{0});
  Duration extra_per_part{0};                              // on delivery, for each part after the first
  std::array<double, number_type_count> receipt_share{
      1, 1, 1, 1, 1, 1, 1};                                // by NumberType: a handset receipt follows the acceptance
  std::array<double, status_count> failure{};              // by Status: share of messages that end so
  std::array<double, number_type_count> filter_multiplier{1, 1, 1, 1,
                                                          1, 1, 1};  // by NumberType, on CARRIER_BLOCKED and SPAM
  double filter_share = 0;                                 // more SPAM, whatever the number
  double unregistered_blocked = 0;  // of those that go without the registration that the country asks for
  double deactivated_invalid = 0.7;                        // R-DEA-7, an assumption
  double handset_off_share = 0;                            // at the first attempt
  Distribution handset_off_for = Distribution::constant(Duration{0});
  Distribution expiry_lateness = Distribution::constant(Duration{0});
  Duration validity = std::chrono::hours{72};              // how long the network keeps trying a handset that is off
};

}  // namespace sendlab
