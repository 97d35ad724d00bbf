#include "carriers/origination_rules.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "carriers/csv_table.hpp"
#include "carriers/vocabulary.hpp"
#include "tests/unit/carriers/tables_for_tests.hpp"

namespace sendlab {
namespace {

using SharedRoute = OriginationRules::SharedRoute;

OriginationRules rules_of(const char* iso, Assumptions* used = nullptr) {
  return origination_rules(*current().country(iso), used);
}

TEST_CASE("where the service has a shared route, and what it shows",
          "[carriers][R-ORG-8][R-ORG-10][R-ORG-11][R-ORG-15][R-ORG-16][R-ORG-17]") {
  for (const char* iso : {"US", "PR", "VI", "GU", "AS", "CN"}) CHECK(rules_of(iso).shared_route == SharedRoute::none);
  for (const char* iso : {"GB", "DE", "AU", "SG"}) CHECK(rules_of(iso).shared_route == SharedRoute::notice);
  CHECK(rules_of("CA").shared_route == SharedRoute::long_code);
  CHECK(rules_of("AR").shared_route == SharedRoute::short_code);  // short codes only
  CHECK(rules_of("NZ").shared_route == SharedRoute::short_code);
  CHECK(rules_of("IN").shared_route == SharedRoute::international);
}

TEST_CASE("unregistered messages are blocked in part where registration is asked for",
          "[carriers][R-ORG-8][R-ORG-9][R-ORG-14][R-ORG-15]") {
  Assumptions used;
  CHECK(rules_of("AU", &used).unregistered_blocked == 0.3);
  CHECK_FALSE(rules_of("AU").shared_route_registered);
  CHECK(rules_of("SG").unregistered_shown_as == "LIKELY-SCAM");
  CHECK(rules_of("CN").unregistered_blocked == 1);
  CHECK(rules_of("NZ").unregistered_blocked == 0.1);
  CHECK_FALSE(rules_of("NZ").shared_route_registered);
  CHECK(rules_of("IN").shared_route_registered);  // a regular route, at its price
  CHECK(rules_of("GB").unregistered_blocked == 0);
  REQUIRE(used.list().size() == 1);
  CHECK(used.list()[0].id == "unregistered-blocked/AU");
}

TEST_CASE("India's international route costs several times its registered one", "[carriers][R-ORG-12]") {
  Assumptions used;
  const Instant at = Instant{std::chrono::hours{24 * 365 * 56}};
  const UsdMicros local = price_at(current().message_prices("IN", NumberType::sender_id, &used), at).value;
  const UsdMicros abroad = price_at(current().message_prices("IN", NumberType::shared_route), at).value;
  CHECK(local.count == 3'000);
  CHECK(abroad.count == 21'710);
  CHECK(used.list().at(0).id == "registered-route-price/IN");
}

TEST_CASE("long codes that only receive", "[carriers][R-ORG-20]") {
  for (const char* iso : {"PH", "SA", "AE", "IN"}) CHECK(rules_of(iso).inbound_only_long_code);
  CHECK_FALSE(rules_of("GB").inbound_only_long_code);
}

TEST_CASE("29 Regions have SMS and 20 of them voice", "[carriers][R-REL-2]") {
  const CsvTable regions("regions.csv");
  std::size_t sms = 0, voice = 0;
  for (std::size_t row = 0; row < regions.rows(); ++row) {
    sms += regions.at(row, "sms") == "yes" ? 1 : 0;
    voice += regions.at(row, "voice") == "yes" ? 1 : 0;
  }
  CHECK(sms == 29);
  CHECK(voice == 20);
}

TEST_CASE("the vocabulary knows every quota once, with its figure", "[carriers][R-POL-6]") {
  const Vocabulary words = vocabulary(current());
  REQUIRE(words.quota("phone_pools") != nullptr);
  CHECK(words.quota("phone_pools")->value == 25);
  CHECK(words.quota("origination_identities_per_pool")->value == 100);
  CHECK(words.quota("phone_pools")->increasable);
  CHECK_FALSE(words.quota("tendlc_numbers_per_campaign")->increasable);
  CHECK(words.quota("voice_messages_per_24h")->value == -1);  // unlimited in production
  CHECK(words.quota("nonsense") == nullptr);
}

}  // namespace
}  // namespace sendlab
