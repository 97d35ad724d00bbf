#include "engine/message/destination_country.hpp"

#include <catch2/catch.hpp>

namespace sendlab {
namespace {

constexpr CountryId us{0}, canada{1}, bahamas{2}, uk{3}, jersey{4}, simulated{5};

DestinationCountry sample() {
  return DestinationCountry(
      {{"1", us}, {"1204", canada}, {"1242", bahamas}, {"44", uk}, {"441534", jersey}, {"1670", no_country}},
      {{PhoneNumber{14254147755}, simulated}});
}

}  // namespace

TEST_CASE("the longest prefix decides and the default row takes the rest", "[message][R-ORG-27]") {
  const DestinationCountry country = sample();
  CHECK(country.of({12045550100}) == canada);
  CHECK(country.of({12425550100}) == bahamas);
  CHECK(country.of({14255550100}) == us);
  CHECK(country.of({12902000000}) == us);
  CHECK(country.of({441534700000}) == jersey);
  CHECK(country.of({447700900123}) == uk);
}

TEST_CASE("an exact simulator number comes before every prefix", "[message][R-ORG-27]") {
  CHECK(sample().of({14254147755}) == simulated);
  CHECK(sample().of({14254147756}) == us);
}

TEST_CASE("a number outside every prefix, or hidden by one, has no country", "[message][R-ORG-28]") {
  CHECK(sample().of({81312345678}) == no_country);
  CHECK(sample().of({16705550100}) == no_country);
  CHECK(sample().of({72975}) == no_country);
  CHECK(sample().of({}) == no_country);
  CHECK(DestinationCountry().of({14255550100}) == no_country);
}

}  // namespace sendlab
