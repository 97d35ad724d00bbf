#pragma once
// Which bodies of a scenario go out from more than one sender: what carriers call snowshoeing (R-SPM-2). The numbers of
// one registered campaign are one sender, and so is what a pool holds of them.
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace sendlab {

struct BodySenders {
  std::string text;                    // the body as the first workload has it
  std::vector<std::size_t> workloads;  // ascending, each once
  std::vector<std::string> senders;    // names, as "promo" or "account/promo"; at least two
  bool toll_free = false;              // at least two of them are toll-free numbers (R-MPS-5)
};

// Bodies that are alike but for numbers, placeholders, case and space (similar_text) count as one. Feeds and functions
// are not read; a workload without `from` sends from what the service would choose among the account's own numbers.
[[nodiscard]] std::vector<BodySenders> bodies_of_several_senders(const Scenario& scenario);

// The texts of a body with their weights as shares that add up to 1; empty for feeds and functions.
[[nodiscard]] std::vector<std::pair<double, std::string>> texts_of(const Body& body);

}  // namespace sendlab
