#include "engine/registration/timeline.hpp"

#include "tests/unit/registration/registration_fixture.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
const Instant start = at("2026-01-05T00:00:00Z");

PlannedRegistration planned(std::string name, RegistrationKind kind,
                            ReviewPlan::Outcome outcome = ReviewPlan::Outcome::approve) {
  PlannedRegistration p;
  p.name = std::move(name);
  p.kind = kind;
  p.submitted = start;
  p.plan.outcome = outcome;
  return p;
}

std::vector<PlannedRegistration> from_zero() {
  std::vector<PlannedRegistration> plan{planned("brand", RegistrationKind::brand),
                                        planned("vetting", RegistrationKind::vetting),
                                        planned("otp", RegistrationKind::campaign)};
  plan[1].brand = 0;
  plan[1].plan.vetting_score = 80;
  plan[2].brand = 0;
  plan[2].numbers = {"otp#1", "otp#2"};
  return plan;
}

std::vector<RegistrationOutcome> draw(const std::vector<PlannedRegistration>& plan, bool carrier_review = true,
                                      std::uint64_t seed = 4) {
  return draw_timeline(registration_rules(), plan, carrier_review, streams_of_seed(seed));
}

}  // namespace

TEST_CASE("a plan waits for what it needs: brand, campaign, carriers, number", "[registration][R-REG-2][R-REG-10]") {
  const auto outcomes = draw(from_zero());
  CHECK(outcomes[0].submitted == start);
  CHECK(outcomes[1].submitted == outcomes[0].approved);
  CHECK(outcomes[2].submitted == outcomes[0].approved);
  REQUIRE(outcomes[2].ready.size() == 2);
  for (const auto& [number, ready] : outcomes[2].ready) CHECK(ready >= outcomes[2].approved + 28 * 24h);
  const auto unreviewed = draw(from_zero(), false);
  for (const auto& [number, ready] : unreviewed[2].ready) CHECK(ready <= outcomes[2].approved + 14 * 24h);
}

TEST_CASE("a campaign that waits for the vetting has its score, one that does not has none",
          "[registration][R-REG-5]") {
  auto plan = from_zero();
  CHECK(draw(plan)[2].score == std::nullopt);
  plan[2].after = {1};
  const auto outcomes = draw(plan);
  CHECK(outcomes[2].submitted == outcomes[1].approved);
  CHECK(outcomes[2].score == 80);
}

TEST_CASE("a denied registration is mended and submitted again, a planned denial without remedy is the end",
          "[registration][R-REG-12][R-REG-28]") {
  auto plan = from_zero();
  plan[0].plan.outcome = ReviewPlan::Outcome::deny;
  plan[0].plan.reason = "TAX_RECORD_MISMATCH";
  const auto ended = draw(plan);
  CHECK(ended[0].approved == never);
  CHECK(ended[0].denials == std::vector<std::string>{"TAX_RECORD_MISMATCH"});
  CHECK(ended[2].submitted == never);
  plan[0].resubmit_after = 24h;
  const auto mended = draw(plan);
  CHECK(mended[0].submissions >= 2);
  CHECK(mended[0].approved != never);
  CHECK(mended[2].ready.size() == 2);
}

TEST_CASE("a toll-free number is ready when its form is approved", "[registration][R-REG-14]") {
  std::vector<PlannedRegistration> plan{planned("tf", RegistrationKind::toll_free)};
  plan[0].numbers = {"hotline"};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto outcomes = draw(plan, true, seed);
    CHECK(outcomes[0].ready.at("hotline") == outcomes[0].approved);
    CHECK(outcomes[0].approved <= after_business_time(start, 15 * 24h));
  }
}

TEST_CASE("a Singapore sender ID may be used when its form is approved", "[registration][R-REG-22]") {
  std::vector<PlannedRegistration> plan{planned("sg", RegistrationKind::sender_id)};
  plan[0].values["senderIdInfo.senderId"] = {{}, "EXAMPLE", {}};
  const auto outcomes = draw(plan);
  CHECK(outcomes[0].ready.at("EXAMPLE/SG") == outcomes[0].approved);
  CHECK(outcomes[0].approved >= start + 7 * 24h);
}

TEST_CASE("a Singapore sender ID is entered at the registry after its approval here; before it is blocked",
          "[registration][R-REG-23]") {
  std::vector<PlannedRegistration> plan{planned("sg", RegistrationKind::sender_id)};
  CHECK(draw(plan)[0].usable == draw(plan)[0].approved);
  const Instant approved = draw(plan)[0].approved;
  plan[0].registry_at = approved + 24h;
  CHECK(draw(plan)[0].usable == approved + 24h);
  CHECK_FALSE(draw(plan)[0].out_of_order);
  plan[0].registry_at = approved - 1h;
  CHECK(draw(plan)[0].out_of_order);
  CHECK(draw(plan)[0].usable == never);
}

TEST_CASE("a plan costs the fees of brand and vetting once", "[registration][R-REG-4]") {
  const auto outcomes = draw(from_zero());
  CHECK(outcomes[0].fees == UsdMicros{4'500'000});
  CHECK(outcomes[1].fees == UsdMicros{41'500'000});
  CHECK(outcomes[2].fees == UsdMicros{});
}

TEST_CASE("the same seed draws the same plan, another one another", "[registration][determinism]") {
  CHECK(draw(from_zero())[2].ready == draw(from_zero())[2].ready);
  CHECK(draw(from_zero())[2].ready != draw(from_zero(), true, 5)[2].ready);
}

}  // namespace sendlab::test
