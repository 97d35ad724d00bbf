#include "tests/unit/tools/scenario_run.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/scenarios/fixtures.hpp"
#include "tools/replication.hpp"
#include "tools/scenario_file.hpp"

namespace sendlab::test {

Summary run_scenario(const std::string& text, std::uint64_t seed) {
  const Folder folder;
  const auto prepared = prepare_scenario(folder.write("test.lua", text), {});
  if (!prepared.ok()) FAIL(prepared.error().front().where + ": " + prepared.error().front().what);
  ReplicationOptions options;
  options.seed = seed;
  ReplicationResult result =
      run_replication(prepared->loaded.scenario, prepared->world, prepared->plan, 0, options, prepared->reload);
  if (result.error) FAIL(result.error->where + ": " + result.error->what);
  return std::move(result.summary);
}

std::string scenario_of(const std::string& account_fields, const std::string& workloads, const std::string& more) {
  return "return scenario { start = \"2026-06-10T09:00:00Z\", network = ideal { accept = \"100ms\", delivery = \"1s\" "
         "},\n  account = account { " +
         account_fields + " },\n  workloads = { " + workloads + " },\n" + more + "}\n";
}

}  // namespace sendlab::test
