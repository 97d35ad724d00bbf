#pragma once
// What `sendlab run` was asked to do.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/kernel/time.hpp"

namespace sendlab {

// Exit codes (contract section 1). Where several apply: the first of 2, 3, 4, 1, 130, 5, 99.
enum class Exit : int {
  ok = 0,
  internal = 1,
  usage = 2,
  refused = 3,
  output = 4,
  not_valid = 5,
  failed = 99,
  interrupted = 130
};

struct RunCommand {
  std::string scenario;  // path, or - for standard input
  std::optional<std::uint64_t> seed;
  std::map<std::string, std::string> params;
  std::string countries;  // file of more countries; empty: none
  std::optional<int> replications;
  std::optional<int> replication;  // that one only
  unsigned jobs = 0;               // 0: all cores
  std::optional<Duration> until;
  std::string out;                 // empty: sendlab-out/NAME-SEED
  bool events = false;
  bool quiet = false;
  bool json = false;
  bool plan_only = false;
  bool verify = false;
  // Against an endpoint; an empty target is the simulation.
  std::string target;
  std::string pace = "x1";                  // simulated seconds in a second
  std::string receipts;                     // listen:HOST:PORT, none, or empty: polled from sendlab serve
  bool allow_send = false;
  std::optional<std::int64_t> max_messages;
  std::string max_spend;                    // "$5"
  std::string allow_numbers;                // file, one E.164 number a line
  std::vector<std::string> arguments;  // as given, for the command that repeats the run
};

Exit run_command(const RunCommand& command);

}  // namespace sendlab
