#pragma once
// The numbers that must not be sent to (R-OPT). A sorted vector would shift on each insertion and a hash table shows no order:
// every send asks whether it holds a number, and few ask for all of them.
#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

class OptOutList {
 public:
  struct Entry {
    PhoneNumber number;
    Instant since;
    bool by_end_user = false;  // R-OPT-15: the recipient did it
  };

  [[nodiscard]] bool holds(PhoneNumber number) const { return !numbers_.empty() && numbers_.count(number.digits) > 0; }
  [[nodiscard]] std::optional<Entry> find(PhoneNumber number) const {
    const auto found = numbers_.find(number.digits);
    if (found == numbers_.end()) return std::nullopt;
    return Entry{number, found->second.since, found->second.by_end_user};
  }
  // True if the number was not on the list before; otherwise its entry stays as it is.
  bool add(PhoneNumber number, Instant now, bool by_end_user) { return numbers_.try_emplace(number.digits, State{now, by_end_user}).second; }
  bool remove(PhoneNumber number) { return numbers_.erase(number.digits) > 0; }
  [[nodiscard]] std::size_t size() const { return numbers_.size(); }
  // All entries, by number.
  [[nodiscard]] std::vector<Entry> entries() const {
    std::vector<Entry> all;
    all.reserve(numbers_.size());
    for (const auto& [digits, state] : numbers_) all.push_back({PhoneNumber{digits}, state.since, state.by_end_user});
    std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.number < b.number; });
    return all;
  }

 private:
  struct State {
    Instant since;
    bool by_end_user;
  };
  std::unordered_map<std::uint64_t, State> numbers_;
};

}  // namespace sendlab
