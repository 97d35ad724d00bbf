#pragma once
// What the wiring tells the reports and no published fact can: one struct at the end of each replication, one for the
// run.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/kernel/time.hpp"
#include "engine/message/message_fact.hpp"
#include "engine/message/quantity.hpp"
#include "reports/delivery_totals.hpp"
#include "reports/histogram.hpp"

namespace sendlab {

// A line of cost.usage that does not come from messages: number leases, campaign fees, set-up.
struct CostLine {
  std::string usage_type;
  std::int64_t quantity = 0;
  UsdMicros usd;
};

// The fault ledger: what became of each planned fault.
struct FaultOutcome {
  std::string kind;               // "outage"
  std::string target;             // "T-Mobile", "all carriers"
  Duration at{};                  // after the start
  std::optional<Duration> lasts;  // absent: to the end
  std::int64_t messages_affected = 0;
};

// What became of an alarm of the scenario.
struct AlarmOutcome {
  std::string name, metric, account;
  UsdMicros threshold;
  std::int64_t times = 0;            // that it went off
  std::optional<Duration> first;     // after the start
};

// What a script recorded under one name, in millionths.
struct RecordedMetric {
  std::string name;
  std::int64_t count = 0, sum = 0, least = 0, most = 0;
};

// Given to Collector::finish.
struct ReplicationFacts {
  Duration virtual_span{};           // from the scenario's start to the last executed event or the horizon
  std::vector<FaultOutcome> faults;  // in scenario order, the same in every replication
  std::vector<CostLine> fixed;       // in any fixed order
  std::vector<RecordedMetric> recorded;  // by name
  std::vector<AlarmOutcome> alarms;  // in scenario order
  std::vector<DestinationTotals> destinations;  // by Topology::event_destinations
  InboundTotals inbound;
  std::array<std::int64_t, status_count> events{};  // published, by status; FactPublisher::events()
};

struct InputFile {
  std::string name;    // base name
  std::string sha256;  // lower-case hex
};

// The member `run`: the only part of a report that is not a function of the scenario.
struct RunMember {
  std::string target = "simulation";
  Duration wall{};
  std::int64_t events_executed = 0;
  std::int64_t peak_rss_bytes = 0;
  int jobs = 1;
  std::string host_os;
  std::string finished_at;  // RFC 3339
  // Of a run against an endpoint: how its requests went, by the wall clock.
  struct Requests {
    std::int64_t sent = 0, answered = 0, late = 0;  // late: left more than `late_after` after their time
    Duration late_after{};
    Histogram lateness;      // from the instant a request was due to its first byte
    Histogram answer;        // from its first byte to its answer
    Histogram from_planned;  // from the instant that the scenario planned to its answer, in simulated time
    std::int64_t records = 0, malformed_records = 0;
  };
  std::optional<Requests> requests;
};

struct RunFacts {
  std::string program_version;
  std::string scenario_file;  // base name
  std::string scenario_sha256;
  std::string question;        // that the scenario opens with; empty: none
  std::vector<std::pair<std::string, std::string>> notes;  // of the scenario: what each is of, its text
  std::vector<std::pair<std::string, std::string>> params;
  std::vector<InputFile> inputs;
  std::uint64_t seed = 0;
  std::string rules;
  std::string start;  // as written in the scenario
  Instant start_instant;
  bool complete = true;
  bool valid = true;
  std::vector<std::string> assumptions;
  RunMember run;
};

}  // namespace sendlab
