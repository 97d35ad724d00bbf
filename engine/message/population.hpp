#pragma once
// The people a scenario sends to. Person i of a country is the same person in every workload and for every seed; the
// number of a person names the country, the carrier and i, so that any consumer can read them back. All numbers come
// from ranges that no numbering plan assigns, so nobody real is ever addressed (contract, "Recipients").
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/message/quantity.hpp"

namespace sendlab {

// Consecutive phone numbers: first … first + size - 1.
struct NumberBlock {
  std::uint64_t first = 0;
  std::uint64_t size = 0;
};

// The people of one carrier of one country: person 0 is the first number of the first block.
struct NumberRange {
  CountryId country;
  CarrierId carrier;
  std::vector<NumberBlock> blocks;
};

// The two-way map between (carrier, person) and phone number.
class NumberPlan {
 public:
  struct Owner {
    CountryId country;
    CarrierId carrier;
    std::uint64_t person = 0;
  };

  NumberPlan() = default;
  // Blocks must not overlap, one range for a carrier (ENSURE).
  explicit NumberPlan(std::vector<NumberRange> ranges);

  // person < capacity(carrier), ENSURE.
  [[nodiscard]] PhoneNumber number_of(CarrierId carrier, std::uint64_t person) const;
  // The numbers of the carrier's first people; empty for a carrier without ranges.
  [[nodiscard]] NumberBlock first_block(CarrierId carrier) const;
  // How many people a carrier's ranges hold; 0 for a carrier without ranges.
  [[nodiscard]] std::uint64_t capacity(CarrierId carrier) const;
  [[nodiscard]] std::optional<Owner> owner_of(PhoneNumber number) const;
  [[nodiscard]] std::optional<CarrierId> carrier_of(PhoneNumber number) const;

 private:
  struct Piece {
    NumberBlock block;
    std::uint64_t first_person = 0;
    std::uint32_t range = 0;
  };
  std::vector<NumberRange> ranges_;      // by carrier
  std::vector<std::uint32_t> range_of_;  // by CarrierId: index into ranges_, or UINT32_MAX
  std::vector<Piece> pieces_;            // by first number
};

// Who the people of one workload are. `count` people, each with attributes fixed by hashes of the person's index: one
// for each attribute, so that changing one share leaves the other attributes alone.
struct PopulationSpec {
  std::uint64_t count = 0;
  std::vector<std::pair<CarrierId, double>> carriers;        // weights above or equal 0, at least one above; any order
  std::vector<std::pair<std::uint16_t, double>> time_zones;  // zone (the caller's index), weight; empty: all zone 0
  double invalid_share = 0, deactivated_share = 0, landline_share = 0;  // 0 … 1
  double voip_share = 0;               // of the people, whatever the weights: they have numbers of …
  CarrierId voip_carrier = no_carrier;  // … this one
};

class Population {
 public:
  struct Person {
    PhoneNumber number;
    CarrierId carrier;
    bool invalid = false;      // the number cannot exist
    bool deactivated = false;  // the number has left its owner
    bool landline = false;     // the number takes no text messages
  };

  // Keeps `plan` by reference. Every weighted carrier, and the VoIP one if there is a share, must have capacity for
  // `count` people (see most).
  Population(const NumberPlan& plan, PopulationSpec spec);

  // The most people that every one of these carriers has numbers for.
  [[nodiscard]] static std::uint64_t most(const NumberPlan& plan,
                                          std::span<const std::pair<CarrierId, double>> carriers);

  [[nodiscard]] std::uint64_t count() const { return spec_.count; }
  [[nodiscard]] Person person(std::uint64_t index) const;  // index < count, ENSURE
  [[nodiscard]] std::uint16_t time_zone(std::uint64_t index) const;  // apart, because few ask where people live

 private:
  const NumberPlan& plan_;
  PopulationSpec spec_;
  std::vector<double> carrier_until_;  // cumulative shares in the order of spec_.carriers, the last 1
  std::vector<double> zone_until_;
  std::vector<NumberBlock> first_block_;  // of each carrier, in the same order: most people have their number there
};

// Attributes of a person who is known by number only (replies, feeds): the same hashes as Population::person.
enum class PersonAttribute : std::uint8_t { carrier, time_zone, invalid, deactivated, landline, voip };
// Uniform in [0, 1), a fixed function of its arguments: SplitMix64's finaliser over (person, attribute).
[[nodiscard]] double person_uniform(std::uint64_t person, PersonAttribute attribute);

}  // namespace sendlab
