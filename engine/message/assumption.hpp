#pragma once
// What a run took for granted because no authority states it. Reports list them (`assumptions`).
#include <string>
#include <string_view>
#include <vector>

namespace sendlab {

struct Assumption {
  std::string id;      // stable, for example "price-before-first-row/US/TEN_DLC"
  std::string text;    // one sentence
  std::string source;  // what it rests on: a rule id, an address, or "none"
  friend bool operator==(const Assumption&, const Assumption&) = default;
};

// Assumptions used so far, sorted by id, each once. Look-ups that take a pointer to one accept null.
class Assumptions {
 public:
  void add(std::string_view id, std::string_view text, std::string_view source);
  [[nodiscard]] const std::vector<Assumption>& list() const { return list_; }

 private:
  std::vector<Assumption> list_;
};

}  // namespace sendlab
