#include <catch2/catch.hpp>

#include "carriers/bundled_tables.hpp"
#include "engine/kernel/time_zone.hpp"
#include "engine/message/phone_number.hpp"
#include "tests/unit/carriers/tables_for_tests.hpp"

namespace sendlab {
namespace {

// The ISO code of a number's country, "" for none.
std::string iso_of(std::string_view e164) {
  static const DestinationCountry countries = current().destination_country();
  const CountryId id = countries.of(parse_e164(e164).value());
  return id == no_country ? "" : current().countries()[id.index].iso;
}

}  // namespace

TEST_CASE("the destination country is that of the longest prefix", "[carriers][R-ORG-27]") {
  CHECK(iso_of("+14255550100") == "US");
  CHECK(iso_of("+18885550100") == "US");
  CHECK(iso_of("+12045550100") == "CA");
  CHECK(iso_of("+17875550100") == "PR");
  CHECK(iso_of("+19395550100") == "PR");
  CHECK(iso_of("+18765550100") == "JM");
  CHECK(iso_of("+16585550100") == "JM");
  CHECK(iso_of("+79161234567") == "RU");
  CHECK(iso_of("+77011234567") == "KZ");
  CHECK(iso_of("+262692123456") == "RE");
  CHECK(iso_of("+262639123456") == "YT");
  CHECK(iso_of("+447700900123") == "GB");
  CHECK(iso_of("+441534700000") == "JE");
  CHECK(iso_of("+447797123456") == "JE");
  CHECK(iso_of("+441434700000") == "GB");  // the guide's misprint for Jersey is an English area
  CHECK(iso_of("+81312345678") == "JP");
  CHECK(iso_of("+68820123") == "TV");
}

TEST_CASE("simulator numbers have the country of their table", "[carriers][R-ORG-27][R-SIM-2]") {
  REQUIRE(current().simulator_numbers().size() == 50);
  const DestinationCountry countries = current().destination_country();
  int successes = 0;
  for (const SimulatorNumber& row : current().simulator_numbers()) {
    CHECK(countries.of(row.number) == row.country);
    successes += row.success;
  }
  CHECK(successes == 25);
}

TEST_CASE("American Samoa is served with US capabilities, other absent territories are refused",
          "[carriers][R-ORG-28]") {
  CHECK(iso_of("+16845550100") == "AS");
  CHECK(current().country("AS")->us_rules);
  CHECK(iso_of("+16705550100").empty());  // Northern Marianas
  CHECK(iso_of("+17215550100").empty());  // Sint Maarten
  CHECK(iso_of("+17845550100").empty());  // Saint Vincent
  CHECK(iso_of("+5355512345").empty());   // Cuba is not in the table (R-ORG-21)
}

TEST_CASE("a configuration adds a country with its capabilities and price", "[carriers][R-ORG-28]") {
  const std::string header(
      bundled_table("added_countries.csv").substr(0, bundled_table("added_countries.csv").find('\n') + 1));
  const std::string saint_vincent =
      "Saint Vincent,VC,1-784,no,yes,yes,yes,no,no,0.05,AST4,17841000000/900000,17840000000/1000,somebody,\n";
  for (const char* rules : {"current_2026", "seed_2023"}) {
    const auto with = RuleTables::load(rules, header + saint_vincent);
    REQUIRE(with.ok());
    const CountryRules* country = with->country("VC");
    REQUIRE(country != nullptr);
    CHECK(country->sender_ids);
    CHECK_FALSE(country->sender_id_registration);
    CHECK(country->long_codes);
    CHECK(country->two_way);
    CHECK_FALSE(country->us_rules);
    const auto number = parse_e164("+17845550100");
    REQUIRE(number.ok());
    CHECK(with->destination_country().of(number.value()) == country->id);
    Assumptions used;
    CHECK(with->message_prices("VC", NumberType::long_code, &used).front().value == UsdMicros{50'000});
    CHECK(used.list().front().id == "country-added/VC");
    const CarrierRules* network = with->carrier("Saint Vincent");
    REQUIRE(network != nullptr);
    CHECK(with->number_plan().capacity(network->id) == 900'000);
    CHECK(with->time_zone(network->time_zone)->posix_tz == "AST4");
    CHECK(with->country("AS") != nullptr);  // what was there stays
    CHECK(with->countries().size() == current().countries().size() + 1);
  }
  const auto like = RuleTables::load(
      "current_2026",
      header + "Saint Vincent,VC,1-784,no,yes,yes,yes,no,no,DE,AST4,17841000000/900000,17840000000/1000,,\n");
  REQUIRE(like.ok());
  CHECK(like->message_prices("VC", NumberType::long_code).front().value ==
        current().message_prices("DE", NumberType::long_code).front().value);
}

TEST_CASE("a row of an added country that is not whole is refused, with its place", "[carriers][R-ORG-28]") {
  const std::string header(
      bundled_table("added_countries.csv").substr(0, bundled_table("added_countries.csv").find('\n') + 1));
  const auto fault = [&](const std::string& row) {
    const auto loaded = RuleTables::load("current_2026", header + row + "\n", "mine.csv");
    return loaded.ok() ? std::string("none") : loaded.error().where + ": " + loaded.error().what;
  };
  const std::string rest = ",1-784,no,yes,yes,yes,no,no,0.05,AST4,17841000000/900000,17840000000/1000,,";
  CHECK(fault("Saint Vincent,VC" + rest) == "none");
  CHECK(fault("Germany,DE" + rest) == "mine.csv: mine.csv row 1: DE is there already");
  CHECK(fault("Samoa,AS" + rest) == "mine.csv: mine.csv row 1: AS is there already");
  CHECK(fault("Saint Vincent,vc" + rest).find("two capital letters") != std::string::npos);
  CHECK(fault("Saint Vincent,VC,1-784,no,perhaps,yes,yes,no,no,0.05,AST4,17841000000/9,17840000000/1,,")
            .find("long_codes must be yes or no") != std::string::npos);
  CHECK(fault("Saint Vincent,VC,1-784,no,yes,yes,yes,no,no,cheap,AST4,17841000000/9,17840000000/1,,")
            .find("price must be") != std::string::npos);
  CHECK(fault("Saint Vincent,VC,1-784,no,yes,yes,yes,no,no,0.05,,17841000000/9,17840000000/1,,")
            .find("time_zone is missing") != std::string::npos);
  CHECK(
      fault("Saint Vincent,VC,1-784,no,yes,yes,yes,no,no,0.05,AST4,17841000000,17840000000/1,,").find("FIRST/COUNT") !=
      std::string::npos);
  CHECK(fault("Saint Vincent,VC").find("wrong number of fields") != std::string::npos);
}

TEST_CASE("two-way n/a counts as no", "[carriers][R-TWO-1]") {
  CHECK_FALSE(current().country("GW")->two_way);
  CHECK(current().country("US")->two_way);
  CHECK(current().country("XX") == nullptr);
}

TEST_CASE("every person's number belongs to the country and carrier it was made for", "[carriers][R-ORG-27]") {
  const NumberPlan plan = current().number_plan();
  const DestinationCountry countries = current().destination_country();
  for (const CarrierRules& carrier : current().carriers()) {
    INFO(carrier.name);
    const std::uint64_t people = plan.capacity(carrier.id);
    REQUIRE(people > 0);
    for (std::uint64_t person : {std::uint64_t{0}, people / 2, people - 1}) {
      const PhoneNumber number = plan.number_of(carrier.id, person);
      CHECK(countries.of(number) == carrier.country);
      CHECK(plan.carrier_of(number) == carrier.id);
      CHECK(plan.owner_of(number)->person == person);
      CHECK(parse_e164(to_e164(number)).ok());
    }
  }
}

TEST_CASE("US people live in area codes 290 to 299, two for each carrier", "[carriers]") {
  const NumberPlan plan = current().number_plan();
  CHECK(to_e164(plan.number_of(current().carrier("AT&T")->id, 0)) == "+12902000000");
  CHECK(to_e164(plan.number_of(current().carrier("T-Mobile")->id, 8000000)) == "+12932000000");
  CHECK(to_e164(plan.number_of(current().carrier("Other")->id, 15999999)) == "+12999999999");
  CHECK(plan.capacity(current().carrier("Verizon")->id) == 16000000);
  CHECK(plan.capacity(current().carrier("Canada")->id) > 100000000);
  CHECK(plan.capacity(current().carrier("Jamaica")->id) >= 1000000);
}

TEST_CASE("a scenario's own numbers are nobody's", "[carriers]") {
  const NumberPlan plan = current().number_plan();
  const DestinationCountry countries = current().destination_country();
  for (const CountryRules& country : current().countries()) {
    const NumberBlock block = current().origination_block(country.iso, NumberType::long_code);
    INFO(country.iso);
    CHECK_FALSE(plan.owner_of({block.first}));
    CHECK_FALSE(plan.owner_of({block.first + block.size - 1}));
    CHECK(countries.of({block.first}) == country.id);
  }
  CHECK(current().origination_block("US", NumberType::ten_dlc).first == 12900000000);
  CHECK(current().origination_block("US", NumberType::toll_free).first == 18880000000);
  CHECK(current().origination_block("GB", NumberType::short_code).first == 10000);
}

TEST_CASE("every zone of the table is a zone that can be computed with", "[carriers]") {
  for (const TimeZoneRow& row : current().time_zones()) {
    INFO(row.zone << " " << row.posix_tz);
    REQUIRE(is_posix_zone(row.posix_tz));
    const TimeZone zone(row.posix_tz);
    CHECK(zone.start_of_day(day(2026, 7, 1)) <= day(2026, 7, 1));
  }
  CHECK(current().time_zone("America/Los_Angeles")->posix_tz == "PST8PDT,M3.2.0,M11.1.0");
  CHECK(current().time_zone("Mars/Olympus") == nullptr);
}

TEST_CASE("T-Mobile's day is the Pacific one, 23 hours in March and 25 in November", "[carriers][R-REG-8]") {
  const CarrierRules& tmobile = *current().carrier("T-Mobile");
  const TimeZone zone(current().time_zone(tmobile.time_zone)->posix_tz);
  using std::chrono::hours;
  CHECK(zone.start_of_day(day(2026, 1, 6)) == day(2026, 1, 5) + hours{8});
  CHECK(zone.start_of_next_day(day(2026, 3, 8) + hours{12}) - zone.start_of_day(day(2026, 3, 8) + hours{12}) ==
        hours{23});
  CHECK(zone.start_of_next_day(day(2026, 11, 1) + hours{12}) - zone.start_of_day(day(2026, 11, 1) + hours{12}) ==
        hours{25});
}

}  // namespace sendlab
