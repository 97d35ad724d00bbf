#pragma once
// Runs a text in a sandbox of its own and keeps all that comes out.
#include <string>
#include <string_view>

#include "engine/lua/lua_sandbox.hpp"

namespace sendlab::test {

struct Outcome {
  std::string printed;  // what print wrote, a line each
  LuaValue value;
  bool ok = false;
  Error error;
};

inline Outcome run_script(std::string_view text, SandboxBudget budget = {}) {
  Outcome outcome;
  LuaSandbox sandbox(budget, [&outcome](std::string_view line) { outcome.printed += std::string(line) + "\n"; });
  Result<LuaValue> result = sandbox.run(text, "dir/test.lua");
  outcome.ok = result.ok();
  if (result.ok()) {
    outcome.value = std::move(result).value();
  } else {
    outcome.error = result.error();
  }
  return outcome;
}

// What a script prints; its error when it fails.
inline std::string printed_by(std::string_view text) {
  const Outcome outcome = run_script(text);
  return outcome.ok ? outcome.printed : to_text(outcome.error);
}

}  // namespace sendlab::test
