#include "engine/api/simulated_account.hpp"

#include <algorithm>

namespace sendlab {
namespace {

// Limits of the API are whole dollars.
std::int64_t whole_usd(UsdMicros limit) { return limit.count / 1'000'000; }
std::optional<std::int64_t> whole_usd(std::optional<UsdMicros> limit) {
  return limit ? std::optional(whole_usd(*limit)) : std::nullopt;
}
std::optional<UsdMicros> micros_of(std::optional<std::int64_t> usd) {
  return usd ? std::optional(UsdMicros{*usd * 1'000'000}) : std::nullopt;
}

}  // namespace

std::int64_t unix_ms(Instant instant) { return instant.time_since_epoch().count() / 1'000'000; }

bool EventDestinationResource::takes(std::string_view event_type) const {
  if (!enabled) return false;  // R-EVT-8
  const std::string_view wildcard = event_type.starts_with("TEXT_") ? "TEXT_ALL" : "VOICE_ALL";
  return std::any_of(types.begin(), types.end(),
                     [&](const std::string& t) { return t == "ALL" || t == wildcard || t == event_type; });
}

SimulatedAccount::SimulatedAccount(SimulatedAccountParts parts, std::function<void(const LoggedEvent&)> on_event)
    : parts_(std::move(parts)),
      scope_{account().region, parts_.account_number},
      tokens_(parts_.seed),
      tags_(parts_.quotas.tags),
      log_(parts_.model, {.seed = parts_.seed,
                          .destinations_of =
                              [this](std::uint32_t set, std::string_view type) {
                                std::vector<std::string> names;
                                for (const EventDestinationResource& d : sets_[set].destinations)
                                  if (d.takes(type)) names.push_back(d.name);
                                return names;
                              },
                          .on_event = std::move(on_event)}),
      registrations_(*this),
      cases_(*this) {
  const Instant start = parts_.model.start;
  for (std::uint32_t n = 0; n < parts_.model.numbers.size(); ++n) {
    const NumberModel& number = parts_.model.numbers[n];
    if (number.account != parts_.account) continue;
    if (number.type == NumberType::sender_id)
      sender_ids_.push_back({NumberId{n}, number.name, parts_.model.countries[number.country.index].iso,
                             number.any_message_type ? std::vector{MessageType::transactional, MessageType::promotional}
                                                     : std::vector{number.message_type},
                             number.deletion_protection, number.registered, parts_.catalogue.monthly_price(number),
                             start});
    if (!is_phone_number(number.type)) continue;
    numbers_.push_back({NumberId{n},
                        make_resource_id(parts_.seed, ResourceType::phone_number, numbers_made_++),
                        number.deletion_protection,
                        parts_.catalogue.monthly_price(number),
                        start,
                        {},
                        parts_.catalogue.keywords(number)});
  }
  for (std::uint16_t p = 0; p < parts_.model.pools.size(); ++p) {
    if (parts_.model.pools[p].account != parts_.account) continue;
    PoolResource pool{PoolId{p}, make_resource_id(parts_.seed, ResourceType::pool, pools_made_++), start};
    for (const NumberId member : parts_.model.pools[p].identities)
      if (const PhoneNumberResource* number = find_number(member); number != nullptr && pool.keywords.empty())
        pool.keywords = number->keywords;
    pools_.push_back(std::move(pool));
  }
  for (std::uint16_t l = 0; l < parts_.model.opt_out_lists.size(); ++l) {
    const OptOutListModel& list = parts_.model.opt_out_lists[l];
    if (list.account == parts_.account) lists_.emplace(list.name, OptOutListResource{list.name, l, start});
  }
  for (const PhoneNumber number : account().verified_numbers) {
    add_verified_number(number).verified = true;
    verified_.back().created = start;
  }
  parts_.service.facts().add_step_consumer(log_);
}

PhoneNumberResource* SimulatedAccount::find_number(std::string_view id) {
  const auto found = std::find_if(numbers_.begin(), numbers_.end(), [&](const auto& n) { return n.id == id; });
  return found == numbers_.end() ? nullptr : &*found;
}

PhoneNumberResource* SimulatedAccount::find_number(PhoneNumber number) {
  const auto found =
      std::find_if(numbers_.begin(), numbers_.end(), [&](const auto& n) { return model_of(n).number == number; });
  return found == numbers_.end() ? nullptr : &*found;
}

PhoneNumberResource* SimulatedAccount::find_number(NumberId number) {
  const auto found = std::find_if(numbers_.begin(), numbers_.end(), [&](const auto& n) { return n.number == number; });
  return found == numbers_.end() ? nullptr : &*found;
}

std::string_view SimulatedAccount::status_of(const PhoneNumberResource& number) const {
  if (model_of(number).active_from <= now()) return "ACTIVE";
  return registrations_.is_associating(number.id) ? "ASSOCIATING" : "PENDING";
}

PhoneNumberResource& SimulatedAccount::add_number(NumberCatalogue::Offer offer, std::uint16_t opt_out_list,
                                                  bool deletion_protection) {
  NumberModel& model = offer.model;
  const std::string id = make_resource_id(parts_.seed, ResourceType::phone_number, numbers_made_++);
  model.name = id;
  model.account = parts_.account;
  model.opt_out_list = opt_out_list;
  model.active_from = offer.active_after ? delays_.stretched(now() + *offer.active_after) : never;
  parts_.model.numbers.push_back(std::move(model));
  parts_.service.number_added();
  const NumberModel& made = parts_.model.numbers.back();
  numbers_.push_back({NumberId{static_cast<std::uint32_t>(parts_.model.numbers.size() - 1)}, id, deletion_protection,
                      offer.monthly_price, now(), {}, parts_.catalogue.keywords(made)});
  return numbers_.back();
}

void SimulatedAccount::hold_up(const ProvisioningDelay& delay) {
  delays_.add(delay);
  for (NumberModel& number : parts_.model.numbers)
    if (number.active_from > now()) delays_.stretch_by_last(number.active_from);
  registrations_.book().stretch_pending();
  registrations_.schedule();
  cases_.stretch_pending();
}

void SimulatedAccount::apply_keywords(const PhoneNumberResource& number) {
  NumberModel& model = settings_of(number);
  model.keywords = keyword_models(number.keywords, required_words(account(), model.self_managed_opt_outs));
}

void SimulatedAccount::release(std::string_view id) {
  const auto found = std::find_if(numbers_.begin(), numbers_.end(), [&](const auto& n) { return n.id == id; });
  // The model's number stays for the messages that still wait or are on their way; nothing new is sent from it.
  parts_.model.numbers[found->number.index].active_from = never;
  numbers_.erase(found);
  registrations_.released(id);
}

const OptOutListResource& SimulatedAccount::add_opt_out_list(std::string name) {
  parts_.model.opt_out_lists.push_back({name, parts_.account, {}});
  parts_.service.opt_out_list_added();
  const auto index = static_cast<std::uint16_t>(parts_.model.opt_out_lists.size() - 1);
  return lists_.emplace(name, OptOutListResource{name, index, now()}).first->second;
}

ConfigurationSetResource* SimulatedAccount::find_configuration_set(std::string_view name) {
  const auto found =
      std::find_if(sets_.begin(), sets_.end(), [&](const auto& s) { return !s.deleted && s.name == name; });
  return found == sets_.end() ? nullptr : &*found;
}

ConfigurationSetResource& SimulatedAccount::add_configuration_set(std::string name) {
  return sets_.emplace_back(ConfigurationSetResource{std::move(name), now(), std::nullopt, {}});
}

std::size_t SimulatedAccount::configuration_set_count() const {
  return static_cast<std::size_t>(std::count_if(sets_.begin(), sets_.end(), [](const auto& s) { return !s.deleted; }));
}

void SimulatedAccount::delete_configuration_set(ConfigurationSetResource& set) {
  set.deleted = true;
  set.destinations.clear();
}

void SimulatedAccount::delete_opt_out_list(const std::string& name) {
  const auto found = lists_.find(name);
  OptOutList& numbers = numbers_of(found->second);
  for (const OptOutList::Entry& entry : numbers.entries()) numbers.remove(entry.number);
  lists_.erase(found);
}

std::optional<Instant> SimulatedAccount::last_opt_in(std::uint16_t list, PhoneNumber number) const {
  const auto found = opt_ins_.find({list, number.digits});
  return found == opt_ins_.end() ? std::nullopt : std::optional(found->second);
}

void SimulatedAccount::note_opt_in(std::uint16_t list, PhoneNumber number) { opt_ins_[{list, number.digits}] = now(); }

VerifiedNumberResource* SimulatedAccount::find_verified_number(std::string_view id) {
  const auto found = std::find_if(verified_.begin(), verified_.end(), [&](const auto& v) { return v.id == id; });
  return found == verified_.end() ? nullptr : &*found;
}

VerifiedNumberResource& SimulatedAccount::add_verified_number(PhoneNumber number) {
  VerifiedNumberResource made;
  made.id = make_resource_id(parts_.seed, ResourceType::verified_destination_number, verified_made_++);
  made.number = number;
  made.created = now();
  return verified_.emplace_back(std::move(made));
}

void SimulatedAccount::set_verified(VerifiedNumberResource& number) {
  number.verified = true;
  number.code.clear();
  parts_.service.verified_numbers(parts_.account).add(number.number, now(), false);
}

void SimulatedAccount::delete_verified_number(std::string_view id) {
  const auto found = std::find_if(verified_.begin(), verified_.end(), [&](const auto& v) { return v.id == id; });
  parts_.service.verified_numbers(parts_.account).remove(found->number);
  verified_.erase(found);
}

SimulatedAccount::SpendLimit SimulatedAccount::text_spend_limit() const {
  return {whole_usd(account().monthly_spend_limit), whole_usd(account().spend_limit_override)};
}
SimulatedAccount::SpendLimit SimulatedAccount::voice_spend_limit() const {
  return {whole_usd(account().monthly_voice_spend_limit), whole_usd(account().voice_spend_limit_override)};
}

void SimulatedAccount::override_text_spend_limit(std::optional<std::int64_t> usd) {
  AccountModel& account = parts_.model.accounts[parts_.account.index];
  account.spend_limit_override = micros_of(usd);
  parts_.service.set_spend_limit(parts_.account, account.enforced_spend_limit());
}

void SimulatedAccount::override_voice_spend_limit(std::optional<std::int64_t> usd) {
  AccountModel& account = parts_.model.accounts[parts_.account.index];
  account.voice_spend_limit_override = micros_of(usd);
  parts_.service.set_voice_spend_limit(parts_.account, account.enforced_voice_spend_limit());
}

}  // namespace sendlab
