#include "engine/message/destination_country.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"

namespace sendlab {

DestinationCountry::DestinationCountry(const std::vector<Prefix>& prefixes, std::vector<Exact> exact)
    : nodes_(1), exact_(std::move(exact)) {
  for (const auto& [digits, country] : prefixes) {
    std::size_t node = 0;
    for (char c : digits) {
      ENSURE(c >= '0' && c <= '9', "a dialling prefix holds digits only");
      const auto digit = static_cast<std::size_t>(c - '0');
      if (nodes_[node].next[digit] == 0) {
        ENSURE(nodes_.size() < UINT16_MAX, "the trie of dialling prefixes has 65,534 nodes at most");
        nodes_[node].next[digit] = static_cast<std::uint16_t>(nodes_.size());
        nodes_.emplace_back();
      }
      node = nodes_[node].next[digit];
    }
    nodes_[node].country = country;
    nodes_[node].is_prefix = true;
  }
  std::ranges::sort(exact_);
}

CountryId DestinationCountry::of(PhoneNumber number) const {
  if (number.digits < 10'000'000 || nodes_.empty()) return no_country;  // short codes have no country code
  auto known = std::ranges::lower_bound(exact_, number, {}, &Exact::first);
  if (known != exact_.end() && known->first == number) return known->second;

  std::uint64_t power = 1;  // of the number's first digit
  while (number.digits / power >= 10) power *= 10;
  CountryId country = no_country;
  std::size_t node = 0;
  for (; power > 0; power /= 10) {
    node = nodes_[node].next[number.digits / power % 10];
    if (node == 0) break;
    if (nodes_[node].is_prefix) country = nodes_[node].country;
  }
  return country;
}

}  // namespace sendlab
