// Countries, carriers, prices and addresses of a world.
#include <algorithm>

#include "carriers/origination_rules.hpp"
#include "carriers/profile_carrier.hpp"
#include "tools/world_builder.hpp"

namespace sendlab {

std::vector<DatedValue> dated(const std::vector<DatedPrice>& rows) {
  std::vector<DatedValue> values;
  for (const DatedPrice& row : rows) values.push_back({row.from, row.value});
  return values;
}

void WorldBuilder::add_countries() {
  const CountryRules* us = tables_.country("US");
  for (const CountryRules& country : tables_.countries()) {
    CountryModel model{country.iso, true, country.us_rules ? us->id : country.id};
    model.us_rules = country.us_rules;
    model.sender_ids = country.sender_ids;
    model.sender_id_registration = country.sender_id_registration;
    model.short_codes = country.short_codes;
    model.long_codes = country.long_codes;
    model.two_way = country.two_way;
    const OriginationRules rules = origination_rules(country);
    model.inbound_only_long_code = rules.inbound_only_long_code;
    model.entity_parameters = rules.entity_parameters;
    model.unregistered_shown_as = rules.unregistered_shown_as;
    const auto& sandbox = voice_.sandbox_countries;
    model.called_from_sandbox = std::find(sandbox.begin(), sandbox.end(), country.iso) != sandbox.end();
    world_.model.countries.push_back(std::move(model));
    world_.topology.countries.push_back({country.iso, country.iso, true});
  }
}

const CarrierOverride* WorldBuilder::override_of(std::string_view carrier) const {
  for (const CarrierOverride& o : scenario_.network.carriers)
    if (o.name == carrier) return &o;
  return nullptr;
}

std::vector<CarrierId> WorldBuilder::carriers_named(const std::string& name, const Where& where) {
  std::vector<CarrierId> found;
  for (std::uint16_t k = 0; k < world_.model.carriers.size(); ++k)
    if (!world_.model.carriers[k].simulator && (name.empty() || world_.model.carriers[k].name == name))
      found.push_back({k});
  if (found.empty())
    fault(where, "no carrier is called \"" + name + "\"",
          "see the names in the report's carriers, for example \"T-Mobile\"");
  return found;
}

void WorldBuilder::add_carriers() {
  world_.ideal = scenario_.network.ideal;
  if (!world_.ideal) tables_.note_network_assumptions(used_);
  const FailureRules& failures = tables_.failures();
  const DeviceOff& off = tables_.device_off();
  for (const CarrierRules& rules : tables_.carriers()) {
    const CarrierOverride* o = override_of(rules.name);
    CarrierModel model{rules.name, rules.country, {}, {}, false};
    const std::string zone = o != nullptr && !o->time_zone.empty() ? o->time_zone : rules.time_zone;
    const TimeZoneRow* row = tables_.time_zone(zone);
    model.posix_time_zone = row != nullptr ? row->posix_tz : "UTC0";
    if (o != nullptr && o->number_throughput) model.number_throughput = o->number_throughput;
    set_voice(model, o, rules.iso);
    world_.model.carriers.push_back(model);
    world_.topology.carriers.push_back({rules.name, rules.country.index, true});

    CarrierProfile profile;
    profile.accept = rules.accept;
    profile.delivery = rules.handset;
    profile.extra_per_part = rules.extra_per_part;
    profile.receipt_share = rules.receipt_probability;
    profile.failure = failures.probability;
    profile.filter_multiplier = failures.filter_multiplier;
    profile.handset_off_share = off.probability;
    profile.handset_off_for = off.until_reachable;
    profile.expiry_lateness = off.expiry_lateness;
    profile.validity = rules.validity;
    const CountryRules& country = tables_.countries()[rules.country.index];
    profile.unregistered_blocked =
        country.us_rules ? unregistered_us_blocked(tables_) : origination_rules(country).unregistered_blocked;
    if (o != nullptr) {
      if (o->unregistered_blocked_share) profile.unregistered_blocked = *o->unregistered_blocked_share;
      if (o->accept) profile.accept = *o->accept;
      if (o->delivery) {
        profile.delivery = *o->delivery;
        profile.extra_per_part = Duration{0};
      }
      if (o->receipt_share) profile.receipt_share.fill(*o->receipt_share);
      if (o->failure) {  // the failures named are all there are
        profile.failure.fill(0);
        profile.filter_multiplier.fill(1);
        for (const auto& [status, share] : *o->failure) profile.failure[static_cast<std::size_t>(status)] = share;
      }
      if (o->filter_share) profile.filter_share = *o->filter_share;
      if (o->handset_off_share) profile.handset_off_share = *o->handset_off_share;
      if (o->handset_off_for) profile.handset_off_for = *o->handset_off_for;
    }
    world_.profiles.push_back(std::move(profile));
  }
  // The service's own destination simulator stands last.
  world_.simulator = CarrierId{static_cast<std::uint16_t>(world_.model.carriers.size())};
  const CountryId us = tables_.country("US")->id;
  world_.model.carriers.push_back({"Simulator", us, "UTC0", {}, true});
  set_voice(world_.model.carriers.back(), nullptr, "");
  world_.topology.carriers.push_back({"Simulator", us.index, true});
  world_.profiles.emplace_back();
}

void WorldBuilder::add_prices() {
  PriceModel& prices = world_.model.prices;
  prices.per_part.resize(world_.model.countries.size());
  prices.inbound.resize(world_.model.countries.size());
  prices.carrier_fee.resize(world_.model.carriers.size());
  prices.inbound_fee.resize(world_.model.carriers.size());
  const PricesSpec& own = scenario_.prices;
  auto fixed = [](UsdMicros value) { return std::vector<DatedValue>{{Instant{}, value}}; };
  // Only what the scenario's identities can send is looked up, so that the list of assumptions names nothing else.
  enum class Need : std::uint8_t { none, quiet, certain };
  const Need all = open_ ? Need::certain : Need::none;
  std::vector<std::array<Need, number_type_count>> needs(world_.model.countries.size());
  for (auto& country : needs) country.fill(all);
  for (std::size_t n = 0; n < world_.model.numbers.size(); ++n) {
    const NumberModel& number = world_.model.numbers[n];
    const Need need = n < certain_.size() && !certain_[n] ? Need::quiet : Need::certain;
    for (std::size_t c = 0; c < needs.size(); ++c) {
      // Numbers of the US send to its territories; sender IDs and shared routes are of their country alone.
      const bool reaches = is_phone_number(number.type) ? world_.model.countries[c].identity_country == number.country
                                                        : number.country.index == c;
      if (reaches)
        needs[c][static_cast<std::size_t>(number.type)] =
            std::max(needs[c][static_cast<std::size_t>(number.type)], need);
    }
  }
  auto note = [&](const std::string& key_text, const std::vector<DatedPrice>& rows, bool main_country) {
    if (main_country) note_price_before_first_row(key_text, rows, scenario_.start, used_);
    return dated(rows);
  };
  for (std::size_t c = 0; c < needs.size(); ++c) {
    const std::string& iso = world_.model.countries[c].iso;
    const bool own_country = world_.model.countries[c].identity_country.index == c;
    if (std::any_of(needs[c].begin(), needs[c].end(), [](Need need) { return need != Need::none; }))
      prices.inbound[c] = own.inbound ? fixed(*own.inbound) : dated(tables_.inbound_prices(iso));
    for (std::size_t t = 0; t < number_type_count; ++t) {
      if (needs[c][t] == Need::none) continue;
      const auto type = static_cast<NumberType>(t);
      const bool main = own_country && needs[c][t] == Need::certain;
      prices.per_part[c][t] =
          own.per_part ? fixed(*own.per_part)
                       : note("message/" + iso, tables_.message_prices(iso, type, main ? &used_ : nullptr), main);
    }
  }
  for (const CarrierRules& rules : tables_.carriers()) {
    const std::size_t k = rules.id.index, c = rules.country.index;
    const CarrierOverride* o = override_of(rules.name);
    const bool own_country = world_.model.countries[c].identity_country == rules.country;
    for (std::size_t t = 0; t < number_type_count; ++t) {
      if (needs[c][t] == Need::none) continue;
      const auto type = static_cast<NumberType>(t);
      const bool main = own_country && needs[c][t] == Need::certain;
      if (o != nullptr && o->fee)
        prices.carrier_fee[k][t] = fixed(*o->fee);
      else if (own.carrier_fee)
        prices.carrier_fee[k][t] = fixed(*own.carrier_fee);
      else
        prices.carrier_fee[k][t] =
            note("carrier fee/" + rules.name, tables_.carrier_fees(rules, type, main ? &used_ : nullptr), main);
      if (!own.inbound) prices.inbound_fee[k][t] = dated(tables_.inbound_carrier_fees(rules, type));
    }
  }
}

void WorldBuilder::add_addresses() {
  world_.plan = std::make_unique<NumberPlan>(tables_.number_plan());
  world_.sources.plan = world_.plan.get();
  std::vector<std::vector<std::pair<CarrierId, double>>> shares(world_.model.countries.size());
  for (const CarrierRules& rules : tables_.carriers()) {
    const CarrierOverride* o = override_of(rules.name);
    const double weight = o != nullptr && o->share ? *o->share : rules.weight;
    world_.sources.carriers.push_back({rules.id, rules.name, rules.iso, weight});
    if (weight > 0) shares[rules.country.index].emplace_back(rules.id, weight);
  }
  for (const TimeZoneRow& zone : tables_.time_zones())
    world_.sources.zones.push_back({zone.zone, zone.posix_tz, zone.iso, zone.weight});
  std::vector<AddressBook::SimulatorNumber> simulators;
  for (const SimulatorNumber& n : tables_.simulator_numbers()) simulators.push_back({n.number, n.country, n.success});
  world_.addresses = std::make_unique<AddressBook>(tables_.destination_country(), tables_.number_plan(),
                                                   std::move(shares), std::move(simulators), world_.simulator);
}

// Null where nothing is filtered: the network then draws and does what it did without filters.
static std::unique_ptr<FilterModel> filter_of(const World& world, std::size_t carrier, const StreamOf& stream,
                                              const std::string& entity) {
  if (!world.filters) return nullptr;
  const bool filters = carrier < world.filter_rules.size() && world.filter_rules[carrier];
  if (!filters && !world.filters->quiet) return nullptr;
  return std::make_unique<FilterModel>(filters ? world.filter_rules[carrier] : std::nullopt,
                                       world.model.carriers[carrier].country, *world.filters, stream(entity, "filter"));
}

std::vector<std::unique_ptr<Carrier>> make_carriers(const World& world, const StreamOf& stream) {
  std::vector<std::unique_ptr<Carrier>> carriers;
  for (std::size_t k = 0; k < world.model.carriers.size(); ++k) {
    const std::string entity = "carrier/" + world.model.carriers[k].name;
    if (world.model.carriers[k].simulator)
      carriers.push_back(
          std::make_unique<SimulatorCarrier>(world.ideal ? world.ideal->accept : world.profiles[0].accept.mean(),
                                             world.ideal ? world.ideal->delivery : world.profiles[0].delivery.mean()));
    else if (world.ideal)
      carriers.push_back(std::make_unique<IdealCarrier>(world.ideal->accept, world.ideal->delivery));
    else
      carriers.push_back(std::make_unique<ProfileCarrier>(
          world.profiles[k], [&](std::string_view purpose) { return stream(entity, purpose); },
          filter_of(world, k, stream, entity)));
  }
  return carriers;
}

}  // namespace sendlab
