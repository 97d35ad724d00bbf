#include <catch2/catch.hpp>

#include "tests/unit/carriers/tables_for_tests.hpp"

namespace sendlab {
namespace {

double receipt(const CarrierRules& carrier, NumberType type) {
  return carrier.receipt_probability[static_cast<std::size_t>(type)];
}
double failure(Status status) { return current().failures().probability[static_cast<std::size_t>(status)]; }

}  // namespace

TEST_CASE("the five US networks come first, in their fixed order and with their names", "[carriers]") {
  std::vector<std::string> names;
  for (const CarrierRules& carrier : current().carriers_of(current().country("US")->id)) names.push_back(carrier.name);
  CHECK(names == std::vector<std::string>{"AT&T", "T-Mobile", "Verizon", "US Cellular", "Other"});
  for (std::size_t i = 0; i < current().carriers().size(); ++i) REQUIRE(current().carriers()[i].id.index == i);
}

TEST_CASE("every other country has one network named like it", "[carriers]") {
  CHECK(current().carriers().size() == 5 + 214);  // the table's other 213 countries and American Samoa
  const auto canada = current().carriers_of(current().country("CA")->id);
  REQUIRE(canada.size() == 1);
  CHECK(canada[0].name == "Canada");
  CHECK(canada[0].time_zone == "America/Toronto");
  CHECK(current().carrier("No Such Network") == nullptr);
}

TEST_CASE("networks have the latencies, weights and receipts of their table", "[carriers]") {
  const CarrierRules& att = *current().carrier("AT&T");
  CHECK(att.weight == 0.28);
  CHECK(att.accept.text() == "lognormal median 400ms sigma 0.55");
  CHECK(att.handset.text() == "lognormal median 2.6s sigma 0.85");
  CHECK(att.extra_per_part == std::chrono::milliseconds{150});
  CHECK(receipt(att, NumberType::ten_dlc) == 0.9);
  CHECK(receipt(att, NumberType::toll_free) == 0.5);
  CHECK(receipt(att, NumberType::short_code) == 0.8);
  CHECK(receipt(att, NumberType::long_code) == 0.9);
  CHECK(receipt(*current().carrier("Canada"), NumberType::short_code) == 0);
  CHECK(receipt(*current().carrier("Canada"), NumberType::long_code) == 0.9);
  CHECK(current().carrier("Germany")->handset.text() == "lognormal median 5s sigma 1.2");
  CHECK(current().carrier("Verizon")->validity == std::chrono::hours{120});
  CHECK(current().carrier("T-Mobile")->validity == std::chrono::hours{72});
  CHECK(current().carrier("Germany")->validity == std::chrono::hours{48});
}

TEST_CASE("AT&T limits by class, T-Mobile by brand and day, small networks to 10 MPS, Verizon not at all",
          "[carriers][R-REG-9]") {
  for (const CarrierRules& carrier : current().carriers()) {
    CHECK(carrier.class_limits == (carrier.name == "AT&T"));
    CHECK(carrier.brand_caps == (carrier.name == "T-Mobile"));
    CHECK(carrier.campaign_throughput.has_value() == (carrier.name == "Other"));
  }
  CHECK(current().carrier("Other")->campaign_throughput == Throughput{10, std::chrono::seconds{1}});
}

TEST_CASE("failures, device-off and filter figures are those of the table", "[carriers]") {
  CHECK(failure(Status::invalid) == 0.01);
  CHECK(failure(Status::carrier_unreachable) == 0.004);
  CHECK(failure(Status::carrier_blocked) == 0.006);
  CHECK(failure(Status::unreachable) == 0);  // counted as a handset that is off
  CHECK(current().device_off().probability == 0.035);
  CHECK(current().failures().filter_multiplier[static_cast<std::size_t>(NumberType::short_code)] == 0.4);
  CHECK(current().failures().filter_multiplier[static_cast<std::size_t>(NumberType::long_code)] == 3.0);
  CHECK(current().failures().filter_multiplier[static_cast<std::size_t>(NumberType::simulator)] == 1.0);
  CHECK(current().device_off().retry_offsets.size() == 11);
  CHECK(current().device_off().then_every == std::chrono::hours{1});
  CHECK(current().device_off().alert_on_attach);
  CHECK(current().device_off().max_queued == 30);
  CHECK(current().spam_filter().rate_messages == 300);
  CHECK(current().spam_filter().rate_window == std::chrono::hours{24});
  CHECK(current().spam_filter().public_shortener == 0.15);
}

TEST_CASE("a run through the table's network lists what it takes for granted", "[carriers]") {
  Assumptions used;
  current().note_network_assumptions(used);
  CHECK(lists(used, "network-failures"));
  CHECK(lists(used, "people-number-ranges"));
}

}  // namespace sendlab
