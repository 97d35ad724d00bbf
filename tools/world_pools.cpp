// What a message may be sent from besides a number: sender IDs, pools, and the service's shared routes.
#include <algorithm>

#include "carriers/origination_rules.hpp"
#include "engine/message/sender_id.hpp"
#include "tools/scenario_quotas.hpp"
#include "tools/world_builder.hpp"

namespace sendlab {
namespace {

// May requests under this workload reach identities that the scenario does not spell out?
bool leaves_open(const Workload& workload, const AccountSpec& account) {
  const auto* to = std::get_if<Feed>(&workload.to);
  if ((to != nullptr && !to->from.empty()) || std::holds_alternative<ScriptFunction>(workload.body)) return true;
  switch (workload.from.kind) {
    case Origination::Kind::service_chooses:
    case Origination::Kind::sender_id: return true;
    case Origination::Kind::pool: {
      const PoolSpec& pool = account.pools[workload.from.index];
      return pool.shared_routes ||
             std::any_of(pool.identities.begin(), pool.identities.end(),
                         [](const Origination& identity) { return identity.kind == Origination::Kind::sender_id; });
    }
    case Origination::Kind::number:
    case Origination::Kind::campaign:
    case Origination::Kind::campaign_number: break;
  }
  return false;
}

}  // namespace

// The countries to which the account's messages may go without a number of its own, by CountryId. Rows that nothing can
// use would cost memory and time in every report.
std::vector<bool> WorldBuilder::open_destinations(std::size_t account) const {
  const ScenarioHooks& hooks = scenario_.hooks;
  const bool scripts = !hooks.on.empty() || !hooks.at.empty() || !hooks.every.empty();
  std::vector<bool> open(tables_.countries().size(), open_ || scripts);
  const DestinationCountry country_of = tables_.destination_country();
  for (const Workload& workload : scenario_.workloads) {
    if (workload.owner.value_or(workload.account) != account || !leaves_open(workload, scenario_.accounts[account]))
      continue;
    if (const auto* people = std::get_if<PopulationRecipients>(&workload.to)) {
      open[tables_.country(people->country)->id.index] = true;
    } else if (const auto* listed = std::get_if<ListedRecipients>(&workload.to)) {
      for (const PhoneNumber number : listed->numbers)
        if (const CountryId country = country_of.of(number); country != no_country) open[country.index] = true;
    } else {
      open.assign(open.size(), true);
    }
  }
  return open;
}

NumberId WorldBuilder::add_identity(NumberModel model, const std::string& report_key, bool declared) {
  const NumberId id{static_cast<std::uint32_t>(world_.model.numbers.size())};
  const AccountSpec& account = scenario_.accounts[model.account.index];
  const CountryRules& country = tables_.countries()[model.country.index];
  // Of an identity that may never be used nobody wants to read what its figures rest on.
  const bool dedicated =
      std::any_of(world_.model.numbers.begin(), world_.model.numbers.end(), [&](const NumberModel& number) {
        return number.account == model.account && number.country == model.country && is_phone_number(number.type) &&
               number.sms;
      });
  certain_.resize(id.index, true);
  certain_.push_back(declared || (!dedicated && !open_ && only_destinations_));
  Assumptions* used = certain_.back() ? &used_ : nullptr;
  if (model.mps.parts == 0)
    model.mps = {identity_mps(account, tables_, model.type, country.iso, used), std::chrono::seconds{1}};
  if (!model.registered) origination_rules(country, used);
  model.active_from = scenario_.start;
  Topology::Number topology;
  topology.key = key(account, report_key + " (" + country.iso + ")");
  topology.phone = model.number;
  if (model.number.digits == 0) topology.text = model.name;
  topology.only_if_used = !declared;
  topology.usage_origin = usage_origin(account, country.iso, model.type, used);
  world_.topology.numbers.push_back(std::move(topology));
  world_.model.numbers.push_back(std::move(model));
  return id;
}

NumberId WorldBuilder::add_sender_id(AccountId account, const SenderIdSpec& sender, bool declared) {
  NumberModel model;
  model.account = account;
  model.name = sender.id;
  model.type = NumberType::sender_id;
  model.country = tables_.country(sender.country)->id;
  model.registered = sender.registered;
  model.any_message_type = !sender.message_type;
  model.message_type = sender.message_type.value_or(MessageType::transactional);
  if (sender.mps) model.mps = {*sender.mps, std::chrono::seconds{1}};
  model.opt_out_list = opt_out_list_named(account, "Default").value_or(0);
  return add_identity(std::move(model), sender.id, declared);
}

void WorldBuilder::add_shared_route(AccountId account, const CountryRules& country) {
  using SharedRoute = OriginationRules::SharedRoute;
  const OriginationRules rules = origination_rules(country);
  if (rules.shared_route == SharedRoute::none) return;
  NumberModel model;
  model.account = account;
  model.name = "NOTICE";  // R-ORG-17
  model.type = NumberType::shared_route;
  model.country = country.id;
  model.registered = rules.shared_route_registered;
  model.any_message_type = true;
  model.opt_out_list = opt_out_list_named(account, "Default").value_or(0);
  if (rules.shared_route != SharedRoute::notice) {
    // A number of the service's: the last of the block whose first ones the scenario's own numbers have.
    const auto type = rules.shared_route == SharedRoute::short_code ? NumberType::short_code : NumberType::long_code;
    const NumberBlock block = tables_.origination_block(country.iso, type);
    model.number = PhoneNumber{block.first + block.size - 1};
    model.name = "shared route";
  }
  const NumberId id = add_identity(std::move(model), "shared route", false);
  if (certain_[id.index]) origination_rules(country, &used_);
}

// Rows for what the service does by itself: its shared routes, sender IDs shown where they were never declared
// (R-ORG-10), and what is put in the place of unregistered ones (R-ORG-9).
void WorldBuilder::add_open_identities(AccountId account) {
  const AccountSpec& spec = scenario_.accounts[account.index];
  const std::vector<bool> open = open_destinations(account.index);
  only_destinations_ = std::any_of(open.begin(), open.end(), [](bool country) { return !country; });
  std::vector<std::string> texts;
  auto add_text = [&](const std::string& text) {
    if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  };
  for (const SenderIdSpec& sender : spec.sender_ids) add_text(sender.id);
  add_text(spec.default_sender_id);
  for (const ConfigurationSetSpec& set : spec.configuration_sets) add_text(set.default_sender_id);
  if (open_) texts.clear();  // an endpoint makes a row when a request first shows a text in a country
  for (const CountryRules& country : tables_.countries()) {
    if (!open[country.id.index]) continue;
    add_shared_route(account, country);
    if (!country.sender_ids || country.us_rules) continue;
    auto declared = [&](const std::string& text) {
      return std::any_of(spec.sender_ids.begin(), spec.sender_ids.end(),
                         [&](const SenderIdSpec& s) { return s.id == text && s.country == country.iso; });
    };
    SenderIdSpec sender{.country = country.iso};
    const OriginationRules rules = origination_rules(country);
    if (!rules.unregistered_shown_as.empty() && !texts.empty()) {
      sender.id = rules.unregistered_shown_as;
      add_sender_id(account, sender, false);
    } else if (!country.sender_id_registration) {
      for (const std::string& text : texts) {
        sender.id = text;
        sender.registered = true;  // as much as the country asks for
        if (!declared(text) && !sender_id_fault(text, country.iso, std::nullopt)) add_sender_id(account, sender, false);
      }
    }
  }
  only_destinations_ = true;
}

// R-POL-1: what the pool does not say itself it has from its first identity. Its settings hold for all its numbers
// (R-POL-3).
void WorldBuilder::add_pool(const PoolSpec& pool, AccountId account) {
  const AccountSpec& spec = scenario_.accounts[account.index];
  NumbersOfAccount& numbers = numbers_[account.index];
  const PoolId id{static_cast<std::uint16_t>(world_.model.pools.size())};
  PoolModel model;
  model.name = pool.name;
  model.account = account;
  model.shared_routes = pool.shared_routes;
  auto with_settings = [&](NumberSpec number) {
    if (pool.opt_out_list) number.opt_out_list = *pool.opt_out_list;
    if (pool.two_way) number.two_way = *pool.two_way;
    if (pool.self_managed_opt_outs) number.self_managed_opt_outs = *pool.self_managed_opt_outs;
    if (pool.keywords) number.keywords = *pool.keywords;
    return number;
  };
  NumberSpec settings = with_settings({});  // a sender ID has those of a number that nobody touched
  bool typed = false;
  for (const Origination& place : pool.identities) {
    const NumberId number = numbers.of(place).numbers.front();
    NumberModel& row = world_.model.numbers[number.index];
    const bool first = model.identities.empty();
    model.identities.push_back(number);
    if (!typed && !row.any_message_type) model.message_type = row.message_type, typed = true;
    if (place.kind == Origination::Kind::sender_id) continue;
    const NumberSpec own = with_settings(place.kind == Origination::Kind::number
                                             ? spec.numbers[place.number]
                                             : spec.brands[place.brand].campaigns[place.index].numbers[place.number]);
    if (first) settings = own;
    row.pool = id;
    row.opt_out_list =
        opt_out_list_named(account, own.opt_out_list).value_or(0);  // an unknown one is the loader's fault to find
    row.two_way = own.two_way;
    row.self_managed_opt_outs = own.self_managed_opt_outs;
    row.keywords = keywords_of(own, account);
  }
  model.opt_out_list = opt_out_list_named(account, settings.opt_out_list).value_or(0);
  model.two_way = settings.two_way;
  model.self_managed_opt_outs = settings.self_managed_opt_outs;
  model.keywords = keywords_of(settings, account);
  world_.model.pools.push_back(std::move(model));
  numbers.pools.push_back(id);
}

}  // namespace sendlab
