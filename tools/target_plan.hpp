#pragma once
// What the options of `sendlab run --target` ask for, read and checked.
#include <optional>

#include "engine/http/clock_speed.hpp"
#include "engine/http/remote_backend.hpp"
#include "engine/http/url.hpp"
#include "tools/run_command.hpp"

namespace sendlab {

struct TargetPlan {
  Url url;
  ClockSpeed pace;
  std::optional<HostPort> listen;  // for receipts
  bool poll = true;                // receipts, from sendlab serve
  SendAllowance allowance;
};

// `exit`: the code to end with when there are errors; a target beyond this machine without its allowances is refused.
Result<TargetPlan, Errors> read_target_plan(const RunCommand& command, Exit& exit);

}  // namespace sendlab
