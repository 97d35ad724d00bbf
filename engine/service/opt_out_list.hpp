#pragma once
// The numbers that must not be sent to (R-OPT). A sorted vector would shift on each insertion and a hash set shows no order:
// it is only asked whether it holds a number.
#include <unordered_set>

#include "engine/message/quantity.hpp"

namespace sendlab {

class OptOutList {
 public:
  [[nodiscard]] bool holds(PhoneNumber number) const { return !numbers_.empty() && numbers_.count(number.digits) > 0; }
  // True if the number was not on the list before.
  bool add(PhoneNumber number) { return numbers_.insert(number.digits).second; }
  bool remove(PhoneNumber number) { return numbers_.erase(number.digits) > 0; }
  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
  std::unordered_set<std::uint64_t> numbers_;
};

}  // namespace sendlab
