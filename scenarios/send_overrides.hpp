#pragma once
// What a feed's row or a script function may say otherwise about one send: its time-to-live and where it comes from.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/kernel/result.hpp"
#include "engine/kernel/time.hpp"
#include "scenarios/scenario.hpp"

namespace sendlab {

// The names that `from` may give in one account: its campaigns, their numbers, its own numbers, its pools, its sender
// IDs.
class OriginationNames {
 public:
  OriginationNames() = default;
  explicit OriginationNames(const AccountSpec& account);

  [[nodiscard]] std::optional<Origination> find(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const Origination& place(std::size_t i) const { return places_[i]; }
  [[nodiscard]] Error unknown(std::string_view name, const std::string& where) const;

 private:
  void add(const std::string& name, const Origination& place);

  std::vector<std::string> names_;
  std::vector<Origination> places_;  // by the same index
};

// A time-to-live that the service does not take (R-TTL-1), whoever asks for it; none when all is well.
std::optional<Error> ttl_fault(Duration ttl, const std::string& where);

// "" is none; a duration "5m", or whole seconds as the API has them. `where` goes into the error.
Result<std::optional<Duration>> read_ttl(std::string_view text, const std::string& where);

}  // namespace sendlab
