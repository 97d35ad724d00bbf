#include "engine/service/number_choice.hpp"

#include <algorithm>

namespace sendlab {

NumberChoice::NumberChoice(const ServiceModel& model) : model_(model), numbers_(model.accounts.size()) {
  for (std::uint32_t n = 0; n < model.numbers.size(); ++n) numbers_[model.numbers[n].account.index].push_back(NumberId{n});
  for (std::uint16_t a = 0; a < model.accounts.size(); ++a) sort(AccountId{a});
}

void NumberChoice::add(NumberId number) {
  const AccountId account = model_.numbers[number.index].account;
  numbers_[account.index].push_back(number);
  sort(account);
}

// R-ORG-19, R-ORG-24: short code, 10DLC, toll-free, long code.
void NumberChoice::sort(AccountId account) {
  auto preference = [&](NumberId n) {
    switch (model_.numbers[n.index].type) {
      case NumberType::short_code: return 0;
      case NumberType::ten_dlc: return 1;
      case NumberType::toll_free: return 2;
      case NumberType::long_code: return 3;
      case NumberType::sender_id: return 4;
      case NumberType::shared_route: return 5;
      case NumberType::simulator: return 6;
    }
    return 7;
  };
  auto& numbers = numbers_[account.index];
  std::stable_sort(numbers.begin(), numbers.end(), [&](NumberId a, NumberId b) { return preference(a) < preference(b); });
}

// Without a type, a transactional number comes first (R-TYP-2).
NumberId NumberChoice::choose(const SendRequest& request, Instant now) const {
  if (request.to.carrier == no_carrier) return no_number;
  const CountryId wanted = model_.countries[request.to.country.index].identity_country;
  const auto type = request.type ? request.type : model_.accounts[request.account.index].default_message_type;
  const bool simulator = model_.carriers[request.to.carrier.index].simulator;
  const auto& numbers = numbers_[request.account.index];
  for (const MessageType t : {type.value_or(MessageType::transactional), type.value_or(MessageType::promotional)}) {
    auto suits = [&](NumberId id) {
      const NumberModel& n = model_.numbers[id.index];
      return n.country == wanted && n.sms && n.active_from <= now && n.message_type == t &&
             (n.type != NumberType::simulator || simulator);
    };
    const auto first = std::find_if(numbers.begin(), numbers.end(), suits);
    if (first == numbers.end()) continue;
    const NumberType best = model_.numbers[first->index].type;
    auto candidate = [&](NumberId id) { return model_.numbers[id.index].type == best && suits(id); };
    auto skip = (request.to.number.digits * 0x9e3779b97f4a7c15u >> 32) %
                static_cast<std::uint64_t>(std::count_if(first, numbers.end(), candidate));
    for (auto n = first;; ++n)
      if (candidate(*n) && skip-- == 0) return *n;
  }
  return no_number;
}

}  // namespace sendlab
