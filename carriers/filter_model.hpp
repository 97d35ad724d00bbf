#pragma once
// A network's filter against unwanted messages, and its quiet hours. Both are off unless a scenario asks for them.
//
// The chance that a message is blocked is 1 - (1-a)(1-b)… over the triggers it sets off: a public URL shortener
// (R-SPM-3), a restricted category (R-SPM-4, R-SPM-8, R-SPM-10), bad style (R-SPM-9), one body over several numbers
// (R-SPM-2), a long code that sent several hundred messages a day (R-SPM-1), an audit: a number, of which many messages
// were blocked lately, is throttled or blocked altogether (R-SPM-5; off unless a scenario asks for it). What the body
// says is known of the workload, not of the message: of a workload with several bodies, the share that sets a trigger
// off counts. Chances are assumptions (carriers.json spam_filter).
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/message/population.hpp"
#include "engine/message/quiet_hours.hpp"
#include "engine/service/carrier.hpp"

namespace sendlab {

struct FilterRules {  // of one network; each chance 0 … 1
  double shortener = 0, restricted = 0, style = 0, snowshoe = 0;
  double audit = 0;                                    // while a number stands out: 1 blocks it, less throttles it
  std::int64_t audit_messages = 0;                     // blocked, one more within the window makes it stand out
  double long_code = 0;                                // while a number is flagged
  std::int64_t long_code_messages = 300;               // one more within the window flags the number; at least 1
  Duration long_code_window = std::chrono::hours{24};
  Duration recovery = std::chrono::hours{72};          // after the last message over the limit
};

// What a workload's bodies set off: shares of its messages, 0 … 1.
struct FilterContent {
  double shortener = 0, restricted = 0, style = 0;
  bool snowshoe = false;  // goes out from several senders
};

// Where the people of a workload live: cumulative shares, the last 1, and the zone's place in QuietTimes::zones.
using PeopleZones = std::vector<std::pair<double, std::uint16_t>>;

struct QuietTimes {
  bool block = false;                             // else hold
  std::vector<std::optional<QuietHours>> hours;   // by CountryId; none: any hour is fine
  std::vector<std::string> zones;                 // POSIX rules
  std::vector<PeopleZones> of_workload;           // by WorkloadId; empty: those of the country
  std::vector<PeopleZones> of_country;            // by CountryId
};

// What all networks and replications share. Outlives every model.
struct FilterWorld {
  std::vector<FilterContent> contents;  // by WorkloadId; a workload beyond the end sets nothing off
  std::optional<QuietTimes> quiet;
  NumberPlan plan;                      // who a number belongs to, for the time where that person lives
};

class FilterModel {
 public:
  // `random` is the network's own stream for this purpose. Keeps `world` by reference.
  FilterModel(std::optional<FilterRules> rules, CountryId country, const FilterWorld& world, RandomStream random);

  // Counts the message and says whether the filter blocks it. Draws only when something was set off.
  [[nodiscard]] bool blocks(const Offer& offer, Instant now);

  // How long a promotional message must wait for the recipient's hours at `at`; 0 within them, and for all others.
  [[nodiscard]] Duration quiet_wait(const Offer& offer, Instant at) const;
  [[nodiscard]] bool blocks_quiet() const { return world_.quiet && world_.quiet->block; }

 private:
  // The last messages of one number, as a ring of as many instants as are no reason to flag it.
  struct Recent {
    std::vector<Instant> sent;
    std::size_t next = 0;
    Instant flagged_until = Instant::min();
  };
  Recent& of_number(std::vector<Recent>& all, NumberId number, std::int64_t most);
  // One message more.
  void count(Recent& recent, Instant now);
  [[nodiscard]] const TimeZone* zone_of(const Offer& offer) const;

  std::optional<FilterRules> rules_;
  CountryId country_;
  const FilterWorld& world_;
  RandomStream random_;
  std::vector<Recent> sent_;     // of long codes, by NumberId; grows with the numbers that send
  std::vector<Recent> blocked_;  // of all numbers likewise
  std::vector<TimeZone> zones_;  // as world_.quiet->zones
};

}  // namespace sendlab
