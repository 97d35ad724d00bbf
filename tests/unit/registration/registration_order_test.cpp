// Brands, vettings, campaigns and numbers in their order; what follows from scores; what it costs.
#include "tests/unit/registration/registration_fixture.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Kind = RegistrationFault::Kind;
const Instant start = at("2026-01-05T09:00:00Z");

Registration& campaign_of(FilledBook& world, const std::string& brand) {
  Registration& campaign = world.create(campaign_type);
  campaign.plan.outcome = ReviewPlan::Outcome::approve;
  const auto joined = world.associate(campaign, brand_type, brand);
  INFO((joined.ok() ? "" : joined.error().text));
  REQUIRE(joined.ok());
  return campaign;
}

Registration& complete_campaign(FilledBook& world, const std::string& brand) {
  Registration& campaign = campaign_of(world, brand);
  world.fill(campaign);
  world.submit(campaign);
  world.finish();
  return campaign;
}

}  // namespace

TEST_CASE("brand, then campaign, then number: none before the one it needs is Complete",
          "[registration][R-REG-2][R-REG-20]") {
  FilledBook world(start);
  Registration& brand = world.create(brand_type);
  brand.plan.outcome = ReviewPlan::Outcome::approve;
  const std::string brand_id = brand.id;
  Registration& campaign = world.create(campaign_type);
  campaign.plan.outcome = ReviewPlan::Outcome::approve;
  world.fill(campaign);
  CHECK(FilledBook::kind_of(world.book.submit(campaign, world.now)) == Kind::submit_not_allowed);  // without a brand
  CHECK(FilledBook::kind_of(world.associate(campaign, brand_type, brand_id)) == Kind::not_complete);
  world.fill(brand);
  world.submit(brand);
  world.finish();
  REQUIRE(world.associate(campaign, brand_type, brand_id).ok());
  CHECK(FilledBook::kind_of(world.associate(campaign, "TEN_DLC", "phone-1", "+12065550100")) == Kind::not_complete);
  world.submit(campaign);
  world.finish();
  CHECK(world.associate(campaign, "TEN_DLC", "phone-1", "+12065550100").ok());
  CHECK(FilledBook::kind_of(world.associate(campaign, "TOLL_FREE", "phone-2", "+18445550142")) ==
        Kind::association_not_supported);
}

TEST_CASE("a toll-free form needs its number before it is submitted", "[registration][R-REG-21][R-REG-26]") {
  FilledBook world(start);
  Registration& r = world.create(toll_free_type);
  world.fill(r);
  CHECK(FilledBook::kind_of(world.book.submit(r, world.now)) == Kind::submit_not_allowed);
  REQUIRE(world.associate(r, "TOLL_FREE", "phone-1", "+18445550142").ok());
  CHECK(world.book.submit(r, world.now).ok());
}

TEST_CASE("a company is registered once in an account and Region, and again in another", "[registration][R-REG-3]") {
  FilledBook world(start);
  world.approved(brand_type);
  Registration& twice = world.create(brand_type);
  world.fill(twice);  // the same tax ID
  world.submit(twice);
  world.finish();
  CHECK(twice.status == RegistrationStatus::requires_updates);
  CHECK(twice.current().denied.back()->code == "ALREADY_REGISTERED");
  FilledBook elsewhere(start);
  CHECK(elsewhere.approved(brand_type).status == RegistrationStatus::complete);
}

TEST_CASE("vetting has no form, is submitted when its brand is chosen, and costs 40 dollars that nobody gets back",
          "[registration][R-REG-4][R-REG-26]") {
  FilledBook world(at("2024-02-05T09:00:00Z"));
  const std::string brand = world.approved(brand_type).id;
  Registration& vetting = world.create(vetting_type);
  CHECK(vetting.form->fields.empty());
  REQUIRE(world.associate(vetting, brand_type, brand).ok());
  CHECK(vetting.status == RegistrationStatus::submitted);
  CHECK(vetting.fees == UsdMicros{40'000'000});
  vetting.plan.outcome = ReviewPlan::Outcome::deny;
  world.finish();
  CHECK(vetting.fees == UsdMicros{40'000'000});

  FilledBook later(at("2026-02-05T09:00:00Z"));
  const std::string brand_2026 = later.approved(brand_type).id;
  CHECK(later.book.find(brand_2026)->fees == UsdMicros{4'500'000});
  Registration& vetting_2026 = later.create(vetting_type);
  REQUIRE(later.associate(vetting_2026, brand_type, brand_2026).ok());
  CHECK(vetting_2026.fees == UsdMicros{41'500'000});
}

TEST_CASE("a vetting may give a score that raises nothing", "[registration][R-REG-4]") {
  const RegistrationRules& rules = registration_rules();
  int low = 0, high = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    FilledBook world(start, "current_2026", seed);
    const std::string brand = world.approved(brand_type).id;
    Registration& vetting = world.create(vetting_type);
    REQUIRE(world.associate(vetting, brand_type, brand).ok());
    vetting.plan.outcome = ReviewPlan::Outcome::approve;
    world.finish();
    REQUIRE(vetting.score.has_value());
    CHECK(*vetting.score >= static_cast<int>(rules.score_least));
    CHECK(*vetting.score <= static_cast<int>(rules.score_most));
    (*vetting.score < 50 ? low : high) += 1;
  }
  CHECK(low > 5);
  CHECK(high > 20);
}

TEST_CASE("a vetting score is not applied to campaigns created before it", "[registration][R-REG-5]") {
  FilledBook world(start);
  const std::string brand = world.approved(brand_type).id;
  Registration& before = complete_campaign(world, brand);
  Registration& vetting = world.create(vetting_type);
  vetting.plan.outcome = ReviewPlan::Outcome::approve;
  vetting.plan.vetting_score = 76;
  REQUIRE(world.associate(vetting, brand_type, brand).ok());
  Registration& meanwhile = campaign_of(world, brand);
  world.finish();
  Registration& after = complete_campaign(world, brand);
  CHECK(world.book.score_of(before) == std::nullopt);
  CHECK(world.book.score_of(meanwhile) == std::nullopt);
  CHECK(world.book.score_of(after) == 76);
}

TEST_CASE("a campaign has one brand, a number one campaign, with the quotas of the table", "[registration][R-REG-6]") {
  FilledBook world(start);
  CHECK(world.book.quotas().brands == 25);
  CHECK(world.book.quotas().campaigns_per_brand == 10);
  CHECK(world.book.quotas().numbers_per_campaign == 49);
  const std::string brand = world.approved(brand_type).id;
  Registration& campaign = complete_campaign(world, brand);
  for (int n = 1; n <= 49; ++n)
    REQUIRE(world.associate(campaign, "TEN_DLC", "phone-" + std::to_string(n), "+12065550100").ok());
  CHECK(FilledBook::kind_of(world.associate(campaign, "TEN_DLC", "phone-50", "+12065550100")) == Kind::quota_numbers);
  Registration& other = complete_campaign(world, brand);
  CHECK(FilledBook::kind_of(world.associate(other, "TEN_DLC", "phone-1", "+12065550100")) ==
        Kind::number_in_other_registration);
  CHECK(FilledBook::kind_of(world.associate(campaign, "TEN_DLC", "phone-1", "+12065550100")) ==
        Kind::already_associated);

  for (int c = 3; c <= 10; ++c) campaign_of(world, brand);
  Registration& eleventh = world.create(campaign_type);
  CHECK(FilledBook::kind_of(world.associate(eleventh, brand_type, brand)) == Kind::quota_associations);

  world.book.quotas().brands = 2;
  const std::string second = world.create(brand_type).id;
  CHECK(FilledBook::kind_of(world.book.create("x", "x", brand_type, world.now)) == Kind::quota_registrations);
  CHECK(FilledBook::kind_of(world.associate(eleventh, brand_type, second)) == Kind::not_complete);
}

TEST_CASE("the first number of a campaign starts the carriers' review; later ones wait for no second review",
          "[registration][R-REG-10]") {
  FilledBook world(start);
  const std::string brand = world.approved(brand_type).id;
  Registration& campaign = complete_campaign(world, brand);
  CHECK(campaign.carrier_review_ends == never);
  const Instant joined = world.now;
  const auto first = world.associate(campaign, "TEN_DLC", "phone-1", "+12065550100");
  REQUIRE(first.ok());
  CHECK(first.value()->ready_at >= joined + 28 * 24h);
  CHECK(first.value()->ready_at <= joined + 42 * 24h);
  CHECK_FALSE(first.value()->ready);
  world.finish();
  CHECK(campaign.associates.back().ready);
  const auto second = world.associate(campaign, "TEN_DLC", "phone-2", "+12065550101");
  CHECK(second.value()->ready_at <= world.now + 14 * 24h);

  FilledBook quick(start);
  quick.book.set_carrier_review(false);
  const std::string other_brand = quick.approved(brand_type).id;
  Registration& unreviewed = complete_campaign(quick, other_brand);
  CHECK(quick.associate(unreviewed, "TEN_DLC", "phone-1", "+12065550100").value()->ready_at <= quick.now + 14 * 24h);
}

TEST_CASE("a brand that is submitted again leaves its campaigns as they are", "[registration][R-REG-13]") {
  FilledBook world(start);
  const std::string brand = world.approved(brand_type).id;
  Registration& denied = campaign_of(world, brand);
  denied.plan.outcome = ReviewPlan::Outcome::deny;
  world.fill(denied);
  world.submit(denied);
  world.finish();
  Registration& complete = complete_campaign(world, brand);
  Registration& again = *world.book.find(brand);
  REQUIRE(world.book.open_version(again, world.now).ok());
  world.submit(again);
  world.finish();
  CHECK(again.submissions == 2);
  CHECK(denied.status == RegistrationStatus::requires_updates);
  CHECK(denied.submissions == 1);
  CHECK(complete.status == RegistrationStatus::complete);
  CHECK(complete.submissions == 1);
}

TEST_CASE("a campaign's monthly fee depends on its use case", "[registration][R-REG-15][R-BIL-10]") {
  const RegistrationRules& rules = registration_rules();
  const Instant day = at("2026-03-01T00:00:00Z");
  CHECK(rules.campaign_month("2FA", day) == UsdMicros{10'000'000});
  CHECK(rules.campaign_month("MIXED", day) == UsdMicros{10'000'000});
  CHECK(rules.campaign_month("LOW_VOLUME", day) == UsdMicros{1'500'000});
  CHECK(rules.campaign_month("CHARITY", day) == UsdMicros{3'000'000});
}

TEST_CASE("the same seed gives the same dates, and one registration more changes no other's",
          "[registration][determinism]") {
  const auto decided = [](bool with_another) {
    FilledBook world(start);
    Registration& brand = world.create(brand_type);
    world.fill(brand);
    world.submit(brand);
    if (with_another) {
      Registration& other = world.create(brand_type);
      world.fill(other);
      world.submit(other);
    }
    return brand.decided_at;
  };
  CHECK(decided(false) == decided(false));
  CHECK(decided(false) == decided(true));
}

}  // namespace sendlab::test
