#pragma once
// The planned sends of a scenario as NDJSON lines, for `sendlab run --plan-only`.
#include <functional>
#include <optional>
#include <string_view>

#include "engine/kernel/random.hpp"
#include "engine/kernel/result.hpp"
#include "scenarios/recipients.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

class LuaSandbox;

// {"offset_s":1.5,"workload":"codes","to":"+12925550100","parts":1,"body":"Your code is 123456"}
// By offset, workloads of the scenario's order at one offset. Closed workloads plan by answers and print nothing.
// `print` gets each line without its end. `sandbox` may be null when no body is a function. Errors: a data file or the
// script.
std::optional<Error> print_plan(const Scenario& scenario, const SourceTables& tables, LuaSandbox* sandbox, Seed seed,
                                std::uint64_t replication, const std::function<void(std::string_view line)>& print);

// Nanoseconds as a decimal number of seconds, exact and without trailing zeros: 1.5, 0, 3600.000000001.
std::string seconds_text(Duration duration);

// A JSON string with its quotes; text that is not UTF-8 must not come here.
std::string json_text(std::string_view text);

}  // namespace sendlab
