#include "scenarios/recipients.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"
#include "engine/message/phone_number.hpp"
#include "scenarios/feed.hpp"

namespace sendlab {
namespace {

constexpr std::string_view voip_carrier = "Other";  // "other and regional carriers, MVNO cores, VoIP" (carriers.json)

const SourceTables::Carrier* find_carrier(const SourceTables& tables, std::string_view name) {
  const auto found =
      std::find_if(tables.carriers.begin(), tables.carriers.end(), [&](const auto& c) { return c.name == name; });
  return found == tables.carriers.end() ? nullptr : &*found;
}

std::uint16_t find_zone(const SourceTables& tables, std::string_view name) {
  const auto found =
      std::find_if(tables.zones.begin(), tables.zones.end(), [&](const auto& z) { return z.name == name; });
  return found == tables.zones.end() ? no_zone : static_cast<std::uint16_t>(found - tables.zones.begin());
}

Result<std::vector<std::pair<CarrierId, double>>> weights_of(const PopulationRecipients& people,
                                                             const SourceTables& tables, const Where& where) {
  std::vector<std::pair<CarrierId, double>> weights;
  for (const auto& [name, weight] : people.carriers) {
    const SourceTables::Carrier* carrier = find_carrier(tables, name);
    if (carrier == nullptr || carrier->country != people.country) {
      return Error{where, "recipients of " + people.country + " have no carrier " + name,
                   "name carriers of that country"};
    }
    weights.emplace_back(carrier->id, weight);
  }
  if (weights.empty()) {
    for (const auto& carrier : tables.carriers) {
      if (carrier.country == people.country) weights.emplace_back(carrier.id, carrier.weight);
    }
  }
  if (weights.empty())
    return Error{where, "no carrier is known in " + people.country, "choose a country of the country table"};
  return weights;
}

// The zones of a population as places in the tables: those of the script, else the country's own.
std::vector<std::pair<std::uint16_t, double>> zones_of(const PopulationRecipients& people, const SourceTables& tables) {
  std::vector<std::pair<std::uint16_t, double>> zones;
  for (const auto& [name, weight] : people.time_zones) zones.emplace_back(find_zone(tables, name), weight);
  for (std::size_t i = 0; people.time_zones.empty() && i < tables.zones.size(); ++i) {
    const SourceTables::Zone& zone = tables.zones[i];
    if (zone.country == people.country && zone.weight > 0)
      zones.emplace_back(static_cast<std::uint16_t>(i), zone.weight);
  }
  if (zones.empty()) zones.emplace_back(no_zone, 1);
  return zones;
}

}  // namespace

Result<RecipientSource> RecipientSource::create(const Workload& workload, const SourceTables& tables,
                                                RecipientColumns columns) {
  if (const auto* listed = std::get_if<ListedRecipients>(&workload.to)) {
    ENSURE(!listed->numbers.empty(), "the loader refuses an empty list of recipients");
    return RecipientSource(tables, Listed{listed->numbers}, false);
  }
  if (std::holds_alternative<Feed>(workload.to)) return RecipientSource(tables, Rows{columns}, false);

  const auto& people = std::get<PopulationRecipients>(workload.to);
  auto weights = weights_of(people, tables, workload.where);
  if (!weights.ok()) return weights.error();
  ENSURE(tables.plan != nullptr, "populations need a number plan");
  std::uint64_t most = Population::most(*tables.plan, weights.value());
  PopulationSpec spec;
  if (people.voip_share > 0) {
    const SourceTables::Carrier* carrier = find_carrier(tables, voip_carrier);
    ENSURE(carrier != nullptr, "the US has the carrier of VoIP numbers");
    spec.voip_share = people.voip_share;
    spec.voip_carrier = carrier->id;
    most = std::min(most, tables.plan->capacity(carrier->id));
  }
  const auto count = static_cast<std::uint64_t>(people.count);
  if (count > most) {
    return Error{workload.where,
                 "workload " + workload.name + " has " + std::to_string(count) + " recipients in " + people.country +
                     ", the unassigned numbers of its carriers are enough for " + std::to_string(most),
                 "lower count, or give fewer carriers"};
  }
  spec.count = count;
  spec.carriers = std::move(weights).value();
  spec.time_zones = zones_of(people, tables);
  spec.invalid_share = people.invalid_share;
  spec.deactivated_share = people.deactivated_share;
  spec.landline_share = people.landline_share;
  return RecipientSource(tables, Population(*tables.plan, std::move(spec)), people.random_order);
}

std::optional<Error> RecipientSource::next(RandomStream& random, const FeedReader* row, const std::string& file,
                                           Person& person, std::uint16_t zone) {
  if (const auto* population = std::get_if<Population>(&people_)) {
    if (zone != no_zone && zone >= at_in_zone_.size()) at_in_zone_.resize(zone + 1u, 0);
    std::uint64_t& at = zone == no_zone ? at_ : at_in_zone_[zone];
    std::uint64_t index;
    do {
      index = random_order_ ? random.below(population->count()) : at;
      if (!random_order_ && ++at == population->count()) at = 0;
    } while (zone != no_zone && population->time_zone(index) != zone);
    const Population::Person drawn = population->person(index);
    person.number = drawn.number;
    person.index = static_cast<std::int64_t>(index);
    person.carrier = drawn.carrier;
    person.time_zone = zone;
    person.invalid = drawn.invalid;
    person.deactivated = drawn.deactivated;
    person.landline = drawn.landline;
    return std::nullopt;
  }
  person = {};
  if (const auto* listed = std::get_if<Listed>(&people_)) {
    person.number = listed->numbers[at_];
    if (++at_ == listed->numbers.size()) at_ = 0;
    return std::nullopt;
  }
  ENSURE(row != nullptr, "recipients of a feed need its row");
  return read_row(*row, file, std::get<Rows>(people_).columns, person);
}

std::vector<std::pair<std::uint16_t, std::int64_t>> RecipientSource::people_by_zone() const {
  std::vector<std::pair<std::uint16_t, std::int64_t>> zones;
  const auto* population = std::get_if<Population>(&people_);
  if (population == nullptr) return zones;
  std::vector<std::int64_t> count(tables_->zones.size(), 0);
  for (std::uint64_t i = 0; i < population->count(); ++i)
    if (const std::uint16_t zone = population->time_zone(i); zone != no_zone) ++count.at(zone);
  for (std::size_t zone = 0; zone < count.size(); ++zone)
    if (count[zone] > 0) zones.emplace_back(static_cast<std::uint16_t>(zone), count[zone]);
  return zones;
}

std::optional<Error> RecipientSource::read_row(const FeedReader& row, const std::string& file,
                                               const RecipientColumns& columns, Person& person) const {
  const std::string where = file + ":" + std::to_string(row.line());
  const auto number = parse_e164(row.value(columns.number));
  if (!number.ok()) return Error{where, number.error().what, number.error().fix};
  person.number = number.value();
  if (columns.carrier) {
    if (const std::string_view name = row.value(*columns.carrier); !name.empty()) {
      const SourceTables::Carrier* carrier = find_carrier(*tables_, name);
      if (carrier == nullptr)
        return Error{where, "unknown carrier " + std::string(name),
                     "write a carrier's name such as T-Mobile, or leave the field empty"};
      person.carrier = carrier->id;
    }
  }
  if (columns.time_zone) {
    if (const std::string_view name = row.value(*columns.time_zone); !name.empty()) {
      person.time_zone = find_zone(*tables_, name);
      if (person.time_zone == no_zone)
        return Error{where, "unknown time zone " + std::string(name),
                     "write a zone such as America/New_York, or leave the field empty"};
    }
  }
  return std::nullopt;
}

}  // namespace sendlab
