#include "engine/api/simulated_account.hpp"

#include <algorithm>

namespace sendlab {

std::int64_t unix_ms(Instant instant) { return instant.time_since_epoch().count() / 1'000'000; }

bool EventDestinationResource::takes(std::string_view event_type) const {
  if (!enabled) return false;  // R-EVT-8
  const std::string_view wildcard = event_type.starts_with("TEXT_") ? "TEXT_ALL" : "VOICE_ALL";
  return std::any_of(types.begin(), types.end(), [&](const std::string& t) { return t == "ALL" || t == wildcard || t == event_type; });
}

SimulatedAccount::SimulatedAccount(SimulatedAccountParts parts, std::function<void(const LoggedEvent&)> on_event)
    : parts_(std::move(parts)), scope_{account().region, parts_.account_number}, tokens_(parts_.seed),
      log_(parts_.model, {.seed = parts_.seed,
                          .destinations_of =
                              [this](std::uint32_t set, std::string_view type) {
                                std::vector<std::string> names;
                                for (const EventDestinationResource& d : sets_[set].destinations)
                                  if (d.takes(type)) names.push_back(d.name);
                                return names;
                              },
                          .on_event = std::move(on_event)}),
      registrations_(*this), cases_(*this) {
  const Instant start = parts_.model.start;
  for (std::uint32_t n = 0; n < parts_.model.numbers.size(); ++n) {
    const NumberModel& number = parts_.model.numbers[n];
    if (number.account != parts_.account) continue;
    numbers_.push_back({NumberId{n}, make_resource_id(parts_.seed, ResourceType::phone_number, numbers_made_++),
                        number.deletion_protection, parts_.catalogue.monthly_price(number), start});
  }
  for (std::uint16_t l = 0; l < parts_.model.opt_out_lists.size(); ++l) {
    const OptOutListModel& list = parts_.model.opt_out_lists[l];
    if (list.account == parts_.account) lists_.emplace(list.name, OptOutListResource{list.name, l, start});
  }
  parts_.service.facts().add_step_consumer(log_);
}

PhoneNumberResource* SimulatedAccount::find_number(std::string_view id) {
  const auto found = std::find_if(numbers_.begin(), numbers_.end(), [&](const auto& n) { return n.id == id; });
  return found == numbers_.end() ? nullptr : &*found;
}

PhoneNumberResource* SimulatedAccount::find_number(PhoneNumber number) {
  const auto found = std::find_if(numbers_.begin(), numbers_.end(), [&](const auto& n) { return model_of(n).number == number; });
  return found == numbers_.end() ? nullptr : &*found;
}

std::string_view SimulatedAccount::status_of(const PhoneNumberResource& number) const {
  if (model_of(number).active_from <= now()) return "ACTIVE";
  return registrations_.is_associating(number.id) ? "ASSOCIATING" : "PENDING";
}

PhoneNumberResource& SimulatedAccount::add_number(NumberCatalogue::Offer offer, std::uint16_t opt_out_list, bool deletion_protection) {
  NumberModel& model = offer.model;
  const std::string id = make_resource_id(parts_.seed, ResourceType::phone_number, numbers_made_++);
  model.name = id;
  model.account = parts_.account;
  model.opt_out_list = opt_out_list;
  model.active_from = offer.active_after ? now() + *offer.active_after : never;
  parts_.model.numbers.push_back(std::move(model));
  parts_.service.number_added();
  numbers_.push_back({NumberId{static_cast<std::uint32_t>(parts_.model.numbers.size() - 1)}, id, deletion_protection,
                      offer.monthly_price, now()});
  return numbers_.back();
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
  const auto found = std::find_if(sets_.begin(), sets_.end(), [&](const auto& s) { return s.name == name; });
  return found == sets_.end() ? nullptr : &*found;
}

ConfigurationSetResource& SimulatedAccount::add_configuration_set(std::string name) {
  return sets_.emplace_back(ConfigurationSetResource{std::move(name), now(), std::nullopt, {}});
}

}  // namespace sendlab
