#include "engine/message/population.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

constexpr CountryId us{0}, canada{1};
constexpr CarrierId att{0}, tmobile{1}, canadian{2};

NumberPlan plan() {
  return NumberPlan({{us, att, {{12902000000, 8000000}, {12912000000, 8000000}}},
                     {us, tmobile, {{12922000000, 8000000}, {12932000000, 8000000}}},
                     {canada, canadian, {{12040000000, 2000000}, {12260000000, 1000000}}}});
}

}  // namespace

TEST_CASE("a person's number names carrier and person, and back", "[message]") {
  const NumberPlan numbers = plan();
  CHECK(numbers.number_of(att, 0) == PhoneNumber{12902000000});
  CHECK(numbers.number_of(att, 8000000) == PhoneNumber{12912000000});
  CHECK(numbers.number_of(tmobile, 15999999) == PhoneNumber{12939999999});
  CHECK(numbers.number_of(canadian, 2000001) == PhoneNumber{12260000001});
  for (std::uint64_t person : {0u, 1u, 7999999u, 8000000u, 15999999u}) {
    const auto owner = numbers.owner_of(numbers.number_of(tmobile, person));
    REQUIRE(owner);
    CHECK(owner->country == us);
    CHECK(owner->carrier == tmobile);
    CHECK(owner->person == person);
  }
  CHECK(numbers.carrier_of({12912345678}) == att);
  CHECK(numbers.capacity(att) == 16000000);
  CHECK(numbers.capacity(CarrierId{9}) == 0);
}

TEST_CASE("a number outside the ranges belongs to nobody", "[message]") {
  const NumberPlan numbers = plan();
  for (std::uint64_t digits : {14255550100ul, 12901999999ul, 12911999999ul, 12942000000ul, 0ul, 12261000000ul}) {
    CHECK_FALSE(numbers.owner_of({digits}));
  }
  CHECK_THROWS_AS(numbers.number_of(att, 16000000), InvariantViolation);
  CHECK_THROWS_AS(NumberPlan({{us, att, {{100, 10}}}, {us, tmobile, {{105, 10}}}}), InvariantViolation);
}

TEST_CASE("people are spread over carriers by weight, in any order of the weights", "[message]") {
  const NumberPlan numbers = plan();
  const Population people(numbers, {100000, {{tmobile, 3}, {att, 1}}, {}, 0, 0, 0});
  const Population same(numbers, {100000, {{att, 1}, {tmobile, 3}}, {}, 0, 0, 0});
  int on_att = 0;
  for (std::uint64_t i = 0; i < people.count(); ++i) {
    const auto person = people.person(i);
    REQUIRE(person.number == same.person(i).number);
    REQUIRE(numbers.carrier_of(person.number) == person.carrier);
    on_att += person.carrier == att;
  }
  CHECK(std::abs(on_att - 25000) < 5 * 137);  // five standard deviations of Binomial(100000, 1/4)
}

TEST_CASE("the first people of a larger population are those of a smaller one", "[message]") {
  const NumberPlan numbers = plan();
  const Population few(numbers, {10, {{att, 1}, {tmobile, 1}}, {}, 0.5, 0, 0});
  const Population many(numbers, {10000, {{att, 1}, {tmobile, 1}}, {}, 0.5, 0, 0});
  for (std::uint64_t i = 0; i < 10; ++i) {
    CHECK(few.person(i).number == many.person(i).number);
    CHECK(few.person(i).invalid == many.person(i).invalid);
  }
}

TEST_CASE("shares are independent: changing one leaves the others alone", "[message]") {
  const NumberPlan numbers = plan();
  const Population base(numbers, {20000, {{att, 1}}, {{0, 1}, {1, 1}}, 0.1, 0.2, 0});
  const Population more(numbers, {20000, {{att, 1}}, {{0, 1}, {1, 1}}, 0.9, 0.2, 0});
  int deactivated = 0, invalid = 0, both = 0, zone_one = 0;
  for (std::uint64_t i = 0; i < base.count(); ++i) {
    const auto person = base.person(i);
    REQUIRE(person.deactivated == more.person(i).deactivated);
    REQUIRE(base.time_zone(i) == more.time_zone(i));
    REQUIRE_FALSE(person.landline);
    deactivated += person.deactivated;
    invalid += person.invalid;
    both += person.deactivated && person.invalid;
    zone_one += base.time_zone(i);
  }
  CHECK(std::abs(deactivated - 4000) < 5 * 57);
  CHECK(std::abs(invalid - 2000) < 5 * 43);
  CHECK(std::abs(both - 400) < 5 * 20);
  CHECK(std::abs(zone_one - 10000) < 5 * 71);
}

TEST_CASE("a carrier of weight 0 gets nobody", "[message]") {
  const NumberPlan numbers = plan();
  const Population people(numbers, {5000, {{att, 0}, {tmobile, 1}, {canadian, 0}}, {}, 0, 0, 0});
  for (std::uint64_t i = 0; i < people.count(); ++i) REQUIRE(people.person(i).carrier == tmobile);
}

TEST_CASE("people with VoIP numbers have them of its carrier, the others stay where they are", "[message]") {
  const NumberPlan numbers = plan();
  const PopulationSpec spec{20000, {{att, 1}}, {{0, 1}, {1, 1}}, 0.1, 0, 0};
  PopulationSpec with_voip = spec;
  with_voip.voip_share = 0.25;
  with_voip.voip_carrier = tmobile;
  const Population base(numbers, spec), people(numbers, with_voip);
  int voip = 0;
  for (std::uint64_t i = 0; i < people.count(); ++i) {
    const auto person = people.person(i);
    REQUIRE(numbers.carrier_of(person.number) == person.carrier);
    REQUIRE(person.invalid == base.person(i).invalid);
    if (person.carrier == tmobile) ++voip;
    else REQUIRE(person.number == base.person(i).number);
  }
  CHECK(std::abs(voip - 5000) < 5 * 62);  // five standard deviations of Binomial(20000, 1/4)
  with_voip.voip_carrier = CarrierId{9};
  CHECK_THROWS_AS(Population(numbers, with_voip), InvariantViolation);
}

TEST_CASE("a population is not larger than its carriers' ranges", "[message]") {
  const NumberPlan numbers = plan();
  CHECK(Population::most(numbers, std::vector<std::pair<CarrierId, double>>{{att, 1}, {canadian, 1}}) == 3000000);
  CHECK_THROWS_AS(Population(numbers, {3000001, {{canadian, 1}}, {}, 0, 0, 0}), InvariantViolation);
  CHECK_THROWS_AS(Population(numbers, {10, {{att, 0}}, {}, 0, 0, 0}), InvariantViolation);
}

TEST_CASE("a person's draws are fixed for ever", "[message][R-DET-1]") {
  CHECK(person_uniform(0, PersonAttribute::carrier) == 0.88331080821364260);
}

TEST_CASE("people beyond the first block of a carrier's numbers have the numbers of its other blocks", "[message]") {
  const NumberPlan numbers = plan();
  const Population people(numbers, {9'000'000, {{tmobile, 3}, {att, 1}}, {}, 0, 0, 0});
  for (std::uint64_t i = 0; i < people.count(); i += 997) {
    const auto person = people.person(i);
    REQUIRE(person.number == numbers.number_of(person.carrier, i));
  }
}

}  // namespace sendlab
