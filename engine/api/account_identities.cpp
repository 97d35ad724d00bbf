// Sender IDs and phone pools of an account.
#include <algorithm>

#include "engine/api/simulated_account.hpp"

namespace sendlab {

SenderIdResource* SimulatedAccount::find_sender_id(std::string_view key) {
  const auto found = std::find_if(sender_ids_.begin(), sender_ids_.end(),
                                  [&](const auto& s) { return sender_id_key(s.sender_id, s.iso) == key; });
  return found == sender_ids_.end() ? nullptr : &*found;
}

SenderIdResource& SimulatedAccount::add_sender_id(std::string sender_id, CountryId country,
                                                  std::vector<MessageType> types, bool registered) {
  NumberCatalogue::Offer offer = parts_.catalogue.sender_id(country);
  NumberModel& model = offer.model;
  model.name = sender_id;
  model.account = parts_.account;
  model.message_type = types.front();
  model.any_message_type = types.size() > 1;
  model.registered = registered;
  model.active_from = now();
  const auto list = lists_.find("Default");
  if (list != lists_.end()) model.opt_out_list = list->second.list;
  parts_.model.numbers.push_back(std::move(model));
  parts_.service.number_added();
  return sender_ids_.emplace_back(
      SenderIdResource{NumberId{static_cast<std::uint32_t>(parts_.model.numbers.size() - 1)}, std::move(sender_id),
                       parts_.model.countries[country.index].iso, std::move(types), false, registered,
                       std::move(offer.monthly_price), now()});
}

void SimulatedAccount::release_sender_id(std::string_view key) {
  const auto found = std::find_if(sender_ids_.begin(), sender_ids_.end(),
                                  [&](const auto& s) { return sender_id_key(s.sender_id, s.iso) == key; });
  parts_.model.numbers[found->number.index].active_from = never;
  sender_ids_.erase(found);
  parts_.service.identities_changed();
}

PoolResource* SimulatedAccount::find_pool(std::string_view id) {
  const auto found = std::find_if(pools_.begin(), pools_.end(), [&](const auto& p) { return p.id == id; });
  return found == pools_.end() ? nullptr : &*found;
}

PoolResource* SimulatedAccount::find_pool(PoolId pool) {
  const auto found = std::find_if(pools_.begin(), pools_.end(), [&](const auto& p) { return p.pool == pool; });
  return found == pools_.end() ? nullptr : &*found;
}

PoolResource& SimulatedAccount::add_pool(MessageType type, const PhoneNumberResource& first) {
  const NumberModel& of = model_of(first);
  PoolModel model;
  model.account = parts_.account;
  model.message_type = type;
  model.opt_out_list = of.opt_out_list;
  model.two_way = of.two_way;
  model.self_managed_opt_outs = of.self_managed_opt_outs;
  PoolResource pool{PoolId{static_cast<std::uint16_t>(parts_.model.pools.size())},
                    make_resource_id(parts_.seed, ResourceType::pool, pools_made_++), now(), first.channel,
                    first.keywords};
  model.name = pool.id;
  parts_.model.pools.push_back(std::move(model));
  PoolResource& made = pools_.emplace_back(std::move(pool));
  join(made, first.number);
  return made;
}

PoolResource& SimulatedAccount::add_pool(MessageType type, const SenderIdResource& first) {
  PoolModel model;
  model.account = parts_.account;
  model.message_type = type;
  model.opt_out_list = parts_.model.numbers[first.number.index].opt_out_list;
  PoolResource pool{PoolId{static_cast<std::uint16_t>(parts_.model.pools.size())},
                    make_resource_id(parts_.seed, ResourceType::pool, pools_made_++), now()};
  model.name = pool.id;
  parts_.model.pools.push_back(std::move(model));
  PoolResource& made = pools_.emplace_back(std::move(pool));
  join(made, first.number);
  return made;
}

void SimulatedAccount::join(PoolResource& pool, NumberId identity) {
  settings_of(pool).identities.push_back(identity);
  NumberModel& model = parts_.model.numbers[identity.index];
  if (is_phone_number(model.type)) model.pool = pool.pool;  // a sender ID may be in several (R-POL-9)
  apply_pool(pool);
}

void SimulatedAccount::leave(PoolResource& pool, NumberId identity) {
  std::erase(settings_of(pool).identities, identity);
  NumberModel& model = parts_.model.numbers[identity.index];
  if (model.pool == pool.pool) model.pool = no_pool;
  apply_pool(pool);
}

void SimulatedAccount::delete_pool(std::string_view id) {
  const auto found = std::find_if(pools_.begin(), pools_.end(), [&](const auto& p) { return p.id == id; });
  while (!settings_of(*found).identities.empty()) leave(*found, settings_of(*found).identities.back());
  pools_.erase(found);  // its place in the model stays, empty
}

void SimulatedAccount::apply_pool(const PoolResource& pool) {
  PoolModel& settings = settings_of(pool);
  settings.keywords = keyword_models(pool.keywords, required_words(account(), settings.self_managed_opt_outs));
  for (const NumberId member : settings.identities) {
    PhoneNumberResource* number = find_number(member);
    if (number == nullptr) continue;
    NumberModel& model = settings_of(*number);
    model.opt_out_list = settings.opt_out_list;
    model.two_way = settings.two_way;
    model.self_managed_opt_outs = settings.self_managed_opt_outs;
    number->channel = pool.channel;
    // What the pool has of its own; what every number of a kind has stays that number's.
    std::erase_if(number->keywords, [](const KeywordResource& k) { return !k.required && !k.by_network; });
    for (const KeywordResource& keyword : pool.keywords) {
      const KeywordResource* known = find_keyword(number->keywords, keyword.word);
      if (keyword.by_network || (known != nullptr && known->by_network && known->required)) continue;
      if (known == nullptr && keyword.required) continue;
      KeywordResource taken = keyword;
      if (known != nullptr)
        taken.required = known->required, taken.over_network = known->by_network || known->over_network;
      put_keyword(number->keywords, std::move(taken));
    }
    apply_keywords(*number);
  }
  parts_.service.identities_changed();
}

}  // namespace sendlab
