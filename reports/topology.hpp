#pragma once
// What reports must know of the simulated world: names and who belongs to whom. Filled once by the wiring, in the order
// of the ids that facts carry; the same for every replication.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

struct Topology {
  // At most `parts` in any `window`; a calendar day counts as 24 h here. The tightest limit that the report should
  // show.
  struct Limit {
    std::int64_t parts = 0;
    Duration window{};
    CarrierId carrier = no_carrier;  // the carrier that sets it; no_carrier: it holds for all carriers together
  };

  struct Workload {
    std::string key;  // report key: "codes", with several accounts "east/codes"
    std::vector<std::pair<std::string, std::string>> context;  // for events.ndjson
    bool only_if_used = false;                                 // reports leave it out when nothing was sent
  };
  struct Country {
    std::string key;  // report key
    std::string iso;  // "US", for events.ndjson
    bool only_if_used = false;
  };
  struct Carrier {
    std::string key;
    std::size_t country = 0;  // into countries
    bool only_if_used = false;
  };
  struct Brand {
    std::string key;
    std::optional<Limit> limit;
  };
  struct Campaign {
    std::string key;
    std::optional<Limit> limit;
  };
  struct Number {
    std::string key;                      // "alerts", unnamed "otp#1"
    PhoneNumber phone;                    // for events.ndjson
    std::optional<std::size_t> campaign;  // into campaigns
    std::optional<std::size_t> brand;     // into brands
    std::optional<Limit> limit;
    std::size_t usage_origin = 0;  // into usage_origins
    std::string text{};            // for events.ndjson, in place of a number: a sender ID
    bool only_if_used = false;     // shared routes: reports leave them out when nothing was sent
  };

  // Billing line names are PREFIX-OutboundSMS-ISO-Standard-TYPE-MEASURE: the group of a number gives the first and last
  // parts.
  struct UsageOrigin {
    std::string region;       // "USE1"
    std::string origination;  // "10DLC", "TollFree", "Shortcode", "Longcode"
  };

  std::vector<Workload> workloads;  // by WorkloadId
  std::vector<Country> countries;   // only those that occur; Carrier::country points here
  std::vector<Carrier> carriers;    // by CarrierId
  std::vector<Brand> brands;
  std::vector<Campaign> campaigns;
  std::vector<Number> numbers;  // by NumberId
  std::vector<UsageOrigin> usage_origins;
  bool has_calls = false;  // some workload calls: blocks have the member voice

  struct EventDestination {
    std::string key;   // "set/destination"
    std::string kind;  // "SNS"
    bool enabled = true;
  };
  std::vector<EventDestination> event_destinations;  // in the order of EventDelivery::destination
  bool two_way = false;                              // a number of the run receives messages
};

}  // namespace sendlab
