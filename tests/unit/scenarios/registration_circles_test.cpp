// Registrations that name what is not there, or wait for each other.
#include <catch2/catch.hpp>

#include "tests/unit/scenarios/fixtures.hpp"

namespace sendlab {
namespace {

using test::faults;
using Found = std::vector<std::string>;

std::string registration(const std::string& name, const std::string& type, const std::string& more) {
  return "registration { name = \"" + name + "\", type = \"" + type + "\", submitted = \"0d\", " + more + " }";
}
Found found(const std::string& registrations) {
  return faults(test::with_account(
      "brands = brand { name = \"B\", campaigns = campaign { name = \"c\", use_case = \"2FA\", numbers = 1 } }, "
      "registrations = { " +
      registrations + " }"));
}
const std::string brand = "US_TEN_DLC_BRAND_REGISTRATION", campaign = "US_TEN_DLC_CAMPAIGN_REGISTRATION",
                  vetting = "US_TEN_DLC_BRAND_VETTING";

TEST_CASE("registrations in a circle are a fault that names the circle", "[scenarios][load][R-REG-2]") {
  const std::string circle = "2: registrations wait for each other in a circle and are never submitted: ";
  CHECK(found(registration("B", brand, "") + ", " + registration("v", vetting, "registers = \"B\"") + ", " +
              registration("c", campaign, "after = \"v\""))
            .empty());
  CHECK(found(registration("B", brand, "after = \"c\"") + ", " + registration("c", campaign, "after = \"B\"")) ==
        Found{circle + "B, c, B"});
  // The campaign waits for its brand without a word.
  CHECK(found(registration("B", brand, "after = \"c\"") + ", " + registration("c", campaign, "")) ==
        Found{circle + "B, c, B"});
  CHECK(found(registration("B", brand, "") + ", " + registration("v", vetting, "registers = \"B\", after = \"c\"") +
              ", " + registration("c", campaign, "after = \"v\"")) == Found{circle + "v, c, v"});
}

TEST_CASE("faults of a registration's values and of its names are told together", "[scenarios][load]") {
  CHECK(found("registration { name = \"B\", type = \"US_TEN_DLC_BRAND_VETTING\", submitted = \"-1d\", vetting_score = "
              "200, registers = \"D\", after = \"x\" }")
            .size() == 4);
}

}  // namespace
}  // namespace sendlab
