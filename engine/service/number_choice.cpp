#include "engine/service/number_choice.hpp"

#include <algorithm>

namespace sendlab {
namespace {

// R-ORG-19, R-ORG-24: short code, 10DLC, toll-free, long code, sender ID, shared route.
std::uint8_t preference_of(NumberType type) {
  switch (type) {
    case NumberType::short_code: return 0;
    case NumberType::ten_dlc: return 1;
    case NumberType::toll_free: return 2;
    case NumberType::long_code: return 3;
    case NumberType::sender_id: return 4;
    case NumberType::shared_route: return 5;
    case NumberType::simulator: return 6;
  }
  return 7;
}

std::size_t index_of(MessageType type) { return static_cast<std::size_t>(type); }

}  // namespace

NumberChoice::NumberChoice(const ServiceModel& model) : model_(model) { rebuild(); }

void NumberChoice::rebuild() {
  countries_ = model_.countries.size();
  candidates_.clear();
  list_dedicated();
  list_sender_ids();
  list_pools();
}

NumberChoice::Range NumberChoice::append(std::vector<Candidate>& list) {
  std::stable_sort(list.begin(), list.end(),
                   [](const Candidate& a, const Candidate& b) { return a.preference < b.preference; });
  const Range range{static_cast<std::uint32_t>(candidates_.size()), static_cast<std::uint32_t>(list.size())};
  candidates_.insert(candidates_.end(), list.begin(), list.end());
  list.clear();
  return range;
}

void NumberChoice::list_dedicated() {
  const std::size_t places = model_.accounts.size() * countries_;
  dedicated_.assign(places, {});
  shared_.assign(places, no_number);
  std::vector<std::array<std::vector<Candidate>, 2>> lists(places);
  for (std::uint32_t n = 0; n < model_.numbers.size(); ++n) {
    const NumberModel& number = model_.numbers[n];
    const std::size_t at = place(number.account, number.country);
    if (number.type == NumberType::shared_route) shared_[at] = NumberId{n};
    if (is_phone_number(number.type) && number.sms)
      lists[at][index_of(number.message_type)].push_back({NumberId{n}, preference_of(number.type)});
  }
  for (std::size_t at = 0; at < places; ++at)
    for (std::size_t type = 0; type < 2; ++type)
      if (!lists[at][type].empty()) dedicated_[at][type] = append(lists[at][type]);
}

NumberId NumberChoice::find_sender_id(AccountId account, const std::string& text, CountryId country) const {
  for (std::uint32_t n = 0; n < model_.numbers.size(); ++n) {
    const NumberModel& row = model_.numbers[n];
    if (row.type == NumberType::sender_id && row.account == account && row.country == country && row.name == text &&
        row.active_from != never)
      return NumberId{n};
  }
  return no_number;
}

// What handsets of the country see instead of a sender ID that asks for it.
NumberId NumberChoice::sender_id_in(AccountId account, const std::string& text, CountryId country) const {
  const CountryModel& c = model_.countries[country.index];
  if (!c.sender_ids || c.us_rules) return no_number;  // R-ORG-11: as if none was given
  const NumberId own = find_sender_id(account, text, country);
  const bool registered = own != no_number && model_.numbers[own.index].registered;
  if (registered) return own;  // R-ORG-7
  if (!c.unregistered_shown_as.empty()) return find_sender_id(account, c.unregistered_shown_as, country);  // R-ORG-9
  if (c.sender_id_registration) return shared_[place(account, country)];  // R-ORG-8, R-ORG-12
  return own;  // R-ORG-10
}

void NumberChoice::list_sender_ids() {
  group_of_.assign(model_.numbers.size(), none);
  route_.clear();
  default_group_.assign(model_.accounts.size(), none);
  std::vector<std::uint32_t> firsts;  // of each group: its first row
  for (std::uint32_t n = 0; n < model_.numbers.size(); ++n) {
    const NumberModel& row = model_.numbers[n];
    if (row.type != NumberType::sender_id) continue;
    const auto known = std::find_if(firsts.begin(), firsts.end(), [&](std::uint32_t first) {
      return model_.numbers[first].account == row.account && model_.numbers[first].name == row.name;
    });
    group_of_[n] = static_cast<std::uint32_t>(known - firsts.begin());
    if (known != firsts.end()) continue;
    firsts.push_back(n);
    if (row.name == model_.accounts[row.account.index].default_sender_id)
      default_group_[row.account.index] = group_of_[n];
    for (std::uint16_t c = 0; c < countries_; ++c) route_.push_back(sender_id_in(row.account, row.name, CountryId{c}));
  }
}

void NumberChoice::list_pools() {
  pool_lists_.assign(model_.pools.size() * countries_, none);
  lists_.clear();
  std::vector<Candidate> list;
  for (std::size_t p = 0; p < model_.pools.size(); ++p) {
    const PoolModel& pool = model_.pools[p];
    for (std::uint16_t c = 0; c < countries_; ++c) {
      const CountryModel& country = model_.countries[c];
      auto add = [&](NumberId number) {
        const NumberModel& row = model_.numbers[number.index];
        const bool known =
            std::any_of(list.begin(), list.end(), [&](const Candidate& other) { return other.number == number; });
        if (!known && row.sms && (row.any_message_type || row.message_type == pool.message_type))
          list.push_back({number, preference_of(row.type)});
      };
      for (const NumberId number : pool.identities) {
        const NumberModel& row = model_.numbers[number.index];
        if (row.type != NumberType::sender_id) {
          if (row.country == country.identity_country) add(number);
        } else if (row.country == CountryId{c}) {
          if (const NumberId shown = route_[group_of_[number.index] * countries_ + c]; shown != no_number) add(shown);
        }
      }
      if (pool.shared_routes)  // R-ORG-16
        if (const NumberId route = shared_[place(pool.account, CountryId{c})]; route != no_number) add(route);
      if (list.empty()) continue;
      pool_lists_[p * countries_ + c] = static_cast<std::uint32_t>(lists_.size());
      lists_.push_back(append(list));
    }
  }
}

NumberId NumberChoice::choose_dedicated(const SendRequest& request, Instant now, MessageType type) const {
  const CountryId country = model_.countries[request.to.country.index].identity_country;
  const bool simulator = model_.carriers[request.to.carrier.index].simulator;
  const auto numbers = in(dedicated_[place(request.account, country)][index_of(type)]);
  auto suits = [&](const Candidate& candidate) {
    const NumberModel& n = model_.numbers[candidate.number.index];
    return n.active_from <= now && (n.type != NumberType::simulator || simulator);
  };
  const auto first = std::find_if(numbers.begin(), numbers.end(), suits);
  if (first == numbers.end()) return no_number;
  auto candidate = [&](const Candidate& c) { return c.preference == first->preference && suits(c); };
  auto skip = hash(request.to.number) % static_cast<std::uint64_t>(std::count_if(first, numbers.end(), candidate));
  for (auto n = first;; ++n)
    if (candidate(*n) && skip-- == 0) return n->number;
}

NumberId NumberChoice::choose(const SendRequest& request, Instant now) const {
  if (request.to.carrier == no_carrier) return no_number;
  const std::uint32_t group =
      request.number != no_number ? group_of_[request.number.index] : default_group_[request.account.index];
  if (group != none)
    if (const NumberId shown = route_[group * countries_ + request.to.country.index]; shown != no_number) return shown;
  // Without a type, a transactional number comes first (R-TYP-2).
  const auto type = request.type ? request.type : model_.accounts[request.account.index].default_message_type;
  NumberId number = choose_dedicated(request, now, type.value_or(MessageType::transactional));
  if (number == no_number && !type) number = choose_dedicated(request, now, MessageType::promotional);
  return number != no_number ? number : shared_[place(request.account, request.to.country)];
}

Instant NumberChoice::opens(std::uint32_t list, Instant now, const Limits& limits) const {
  Instant first = never;
  for (const Candidate& candidate : in(lists_[list]))
    if (model_.numbers[candidate.number.index].active_from <= now)
      first = std::min(first, limits.number_opens(candidate.number, now));
  return first;
}

}  // namespace sendlab
