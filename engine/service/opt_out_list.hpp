#pragma once
// The numbers that must not be sent to (R-OPT). A sorted vector would shift on each insertion and a hash table shows no
// order: every send asks whether it holds a number, and few ask for all of them.
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

  [[nodiscard]] bool holds(PhoneNumber number) const {
    const std::uint64_t bit = bit_of(number);
    return (maybe_[bit / 64] >> (bit % 64) & 1) != 0 && numbers_.count(number.digits) > 0;
  }
  [[nodiscard]] std::optional<Entry> find(PhoneNumber number) const {
    const auto found = numbers_.find(number.digits);
    if (found == numbers_.end()) return std::nullopt;
    return Entry{number, found->second.since, found->second.by_end_user};
  }
  // True if the number was not on the list before; otherwise its entry stays as it is.
  bool add(PhoneNumber number, Instant now, bool by_end_user) {
    const bool is_new = numbers_.try_emplace(number.digits, State{now, by_end_user}).second;
    if (numbers_.size() * bits_an_entry > maybe_.size() * 64) {
      maybe_.assign(maybe_.size() * 2, 0);
      for (const auto& [digits, state] : numbers_) mark(PhoneNumber{digits});
    }
    mark(number);
    return is_new;
  }
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
  [[nodiscard]] std::uint64_t bit_of(PhoneNumber number) const {
    return (number.digits * 0x9e3779b97f4a7c15u >> 32) & (maybe_.size() * 64 - 1);
  }
  void mark(PhoneNumber number) {
    const std::uint64_t bit = bit_of(number);
    maybe_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }

  static constexpr std::size_t bits_an_entry = 16;
  std::unordered_map<std::uint64_t, State> numbers_;
  // A bit for each hash of a number that is or was on the list: most sends are told no without a look at the table.
  std::vector<std::uint64_t> maybe_ = std::vector<std::uint64_t>(1);  // a power of two
};

}  // namespace sendlab
