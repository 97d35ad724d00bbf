#include "engine/message/population.hpp"

#include <algorithm>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

constexpr std::uint32_t no_range = UINT32_MAX;

// Cumulative shares of the weights, the last exactly 1 so that a draw below 1 always falls in some row.
template <class Key>
std::vector<double> cumulative(const std::vector<std::pair<Key, double>>& weights) {
  double total = 0;
  for (const auto& [key, weight] : weights) {
    ENSURE(weight >= 0, "a weight is 0 or more");
    total += weight;
  }
  ENSURE(weights.empty() || total > 0, "at least one weight is above 0");
  std::vector<double> until;
  double sum = 0;
  for (const auto& [key, weight] : weights) until.push_back((sum += weight) / total);
  // Rows of weight 0 after the last positive one must stay empty: they get 1 as well and are never the first above a
  // draw.
  for (std::size_t i = until.size(); i-- > 0;) {
    until[i] = 1;
    if (weights[i].second > 0) break;
  }
  return until;
}

// The first row above the draw. A sum, not a search: the rows are few, and where it ends cannot be predicted.
std::size_t row_of(const std::vector<double>& until, double uniform) {
  std::size_t row = 0;
  for (const double end : until) row += static_cast<std::size_t>(end <= uniform);
  return row;
}

}  // namespace

double person_uniform(std::uint64_t person, PersonAttribute attribute) {
  std::uint64_t x = person + 0x9E3779B97F4A7C15u * (static_cast<std::uint64_t>(attribute) + 1);
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  x ^= x >> 31;
  return static_cast<double>(x >> 11) * 0x1p-53;
}

NumberPlan::NumberPlan(std::vector<NumberRange> ranges) : ranges_(std::move(ranges)) {
  std::ranges::sort(ranges_, {}, &NumberRange::carrier);
  for (std::uint32_t r = 0; r < ranges_.size(); ++r) {
    const NumberRange& range = ranges_[r];
    if (range_of_.size() <= range.carrier.index) range_of_.resize(range.carrier.index + 1u, no_range);
    ENSURE(range_of_[range.carrier.index] == no_range, "a carrier has one range of numbers");
    range_of_[range.carrier.index] = r;
    std::uint64_t first_person = 0;
    for (const NumberBlock& block : range.blocks) {
      pieces_.push_back({block, first_person, r});
      first_person += block.size;
    }
  }
  std::ranges::sort(pieces_, {}, [](const Piece& piece) { return piece.block.first; });
  for (std::size_t i = 1; i < pieces_.size(); ++i) {
    ENSURE(pieces_[i - 1].block.first + pieces_[i - 1].block.size <= pieces_[i].block.first,
           "blocks of phone numbers do not overlap");
  }
}

PhoneNumber NumberPlan::number_of(CarrierId carrier, std::uint64_t person) const {
  ENSURE(carrier.index < range_of_.size() && range_of_[carrier.index] != no_range,
         "the carrier has a range of numbers");
  for (const NumberBlock& block : ranges_[range_of_[carrier.index]].blocks) {
    if (person < block.size) return {block.first + person};
    person -= block.size;
  }
  ENSURE(false, "a person's index is below the capacity of the carrier's range");
  return {};
}

NumberBlock NumberPlan::first_block(CarrierId carrier) const {
  if (carrier.index >= range_of_.size() || range_of_[carrier.index] == no_range) return {};
  const auto& blocks = ranges_[range_of_[carrier.index]].blocks;
  return blocks.empty() ? NumberBlock{} : blocks.front();
}

std::uint64_t NumberPlan::capacity(CarrierId carrier) const {
  if (carrier.index >= range_of_.size() || range_of_[carrier.index] == no_range) return 0;
  std::uint64_t people = 0;
  for (const NumberBlock& block : ranges_[range_of_[carrier.index]].blocks) people += block.size;
  return people;
}

std::optional<NumberPlan::Owner> NumberPlan::owner_of(PhoneNumber number) const {
  auto after =
      std::ranges::upper_bound(pieces_, number.digits, {}, [](const Piece& piece) { return piece.block.first; });
  if (after == pieces_.begin()) return std::nullopt;
  const Piece& piece = *std::prev(after);
  const std::uint64_t offset = number.digits - piece.block.first;
  if (offset >= piece.block.size) return std::nullopt;
  const NumberRange& range = ranges_[piece.range];
  return Owner{range.country, range.carrier, piece.first_person + offset};
}

std::optional<CarrierId> NumberPlan::carrier_of(PhoneNumber number) const {
  const auto owner = owner_of(number);
  return owner ? std::optional(owner->carrier) : std::nullopt;
}

Population::Population(const NumberPlan& plan, PopulationSpec spec) : plan_(plan), spec_(std::move(spec)) {
  ENSURE(!spec_.carriers.empty(), "people have at least one carrier to choose from");
  // The order in which a scenario lists its weights must not change who is where.
  std::ranges::sort(spec_.carriers);
  std::ranges::sort(spec_.time_zones);
  carrier_until_ = cumulative(spec_.carriers);
  zone_until_ = cumulative(spec_.time_zones);
  ENSURE(spec_.count <= most(plan_, spec_.carriers), "every carrier has numbers for all people of the population");
  ENSURE(spec_.voip_share == 0 || spec_.count <= plan_.capacity(spec_.voip_carrier), "so has that of VoIP numbers");
  for (const auto& [carrier, weight] : spec_.carriers) first_block_.push_back(plan_.first_block(carrier));
}

std::uint64_t Population::most(const NumberPlan& plan, std::span<const std::pair<CarrierId, double>> carriers) {
  std::uint64_t most = UINT64_MAX;
  for (const auto& [carrier, weight] : carriers) {
    if (weight > 0) most = std::min(most, plan.capacity(carrier));
  }
  return most;
}

Population::Person Population::person(std::uint64_t index) const {
  ENSURE(index < spec_.count, "a person's index is below the size of the population");
  const std::size_t row = row_of(carrier_until_, person_uniform(index, PersonAttribute::carrier));
  const auto is = [&](PersonAttribute attribute, double share) {
    return share > 0 && person_uniform(index, attribute) < share;
  };
  Person person;
  person.carrier = spec_.carriers[row].first;
  const NumberBlock& block = first_block_[row];
  person.number = index < block.size ? PhoneNumber{block.first + index} : plan_.number_of(person.carrier, index);
  if (is(PersonAttribute::voip, spec_.voip_share)) {
    person.carrier = spec_.voip_carrier;
    person.number = plan_.number_of(person.carrier, index);
  }
  person.invalid = is(PersonAttribute::invalid, spec_.invalid_share);
  person.deactivated = is(PersonAttribute::deactivated, spec_.deactivated_share);
  person.landline = is(PersonAttribute::landline, spec_.landline_share);
  return person;
}

std::uint16_t Population::time_zone(std::uint64_t index) const {
  if (zone_until_.empty()) return 0;
  return spec_.time_zones[row_of(zone_until_, person_uniform(index, PersonAttribute::time_zone))].first;
}

}  // namespace sendlab
