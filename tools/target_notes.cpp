#include "tools/target_notes.hpp"

#include <algorithm>

namespace sendlab {

std::string left_to_target(const World& world) {
  if (world.provisioning == nullptr) return {};
  const std::string registrations = world.provisioning->registrations.empty() ? "" : "registrations";
  const std::string cases = world.provisioning->cases.empty() ? "" : "support cases";
  return registrations + (registrations.empty() || cases.empty() ? "" : " and ") + cases +
         " are the target's own: left out";
}

std::vector<std::string> target_assumptions(const Scenario& scenario, const World& world, bool observed) {
  std::vector<std::string> all;
  if (!observed)
    all.emplace_back(
        "target/no-receipts: nothing told what became of the messages, so all stay pending [the run's --receipts]");
  all.emplace_back(
      "target/delays: from outside, what delays a message between its request and the carrier's acceptance cannot be "
      "told apart; it counts as `carrier` [none]");
  all.emplace_back("target/prices: costs are those of the rule tables, not the endpoint's bill [none]");
  if (std::any_of(scenario.workloads.begin(), scenario.workloads.end(),
                  [](const Workload& w) { return w.channel == Channel::voice; }))
    all.emplace_back(
        "target/calls: when a call is dialled cannot be seen from outside; it lasts as long as its last event says, "
        "else from VOICE_ANSWERED to that event, and one that goes on when the run ends as long as its text takes "
        "[none]");
  if (const std::string left = left_to_target(world); !left.empty())
    all.push_back("target/provisioning: " + left +
                  "; their one-off fees are not counted, and monthly fees from the start on [none]");
  return all;
}

}  // namespace sendlab
