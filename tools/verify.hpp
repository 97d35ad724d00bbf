#pragma once
#include "tools/run_command.hpp"

namespace sendlab {

// Runs the command twice in fresh processes and compares the reports, all but the member `run`. Exit 0 when equal, 1
// when not; the exit code of the runs themselves when they did not run.
Exit verify_run(const RunCommand& command);

}  // namespace sendlab
