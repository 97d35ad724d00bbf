#pragma once
// Which of an account's numbers sends a message that names none (R-ORG-19, R-ORG-24, R-TYP-2).
#include <vector>

#include "engine/service/backend.hpp"
#include "engine/service/model.hpp"

namespace sendlab {

class NumberChoice {
 public:
  // `model` must outlive it.
  explicit NumberChoice(const ServiceModel& model);
  void add(NumberId number);  // the model has got it

  // By country, capability, ACTIVE and message type; the best kind of number; the same one for the same recipient. no_number
  // when none suits.
  [[nodiscard]] NumberId choose(const SendRequest& request, Instant now) const;

 private:
  void sort(AccountId account);

  const ServiceModel& model_;
  std::vector<std::vector<NumberId>> numbers_;  // of each account, in order of preference
};

}  // namespace sendlab
