#include "tests/unit/registration/registration_fixture.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
constexpr Duration a_day = 24h;

struct Spread {
  Duration least = Duration::max(), most{}, mean{};
};

Spread spread_of(const StepDuration& step, int draws = 4000) {
  RandomStream random(stream_key(Seed{5}, 0, step.step, step.home));
  Spread spread;
  std::int64_t sum = 0;
  for (int i = 0; i < draws; ++i) {
    const Duration d = step.sample(random);
    spread.least = std::min(spread.least, d);
    spread.most = std::max(spread.most, d);
    sum += d.count() / draws;
  }
  spread.mean = Duration{sum};
  return spread;
}

}  // namespace

TEST_CASE("steps of a registration take as long as the table says", "[registration][R-REG-11][R-REG-14][R-NUM-11]") {
  const RegistrationRules& rules = registration_rules();
  struct Row {
    const char* step;
    bool at_home;
    Duration least, most;
    bool business;
  };
  for (const Row& row :
       {Row{"brand_registration", true, a_day, 2 * a_day, true},
        Row{"brand_registration", false, a_day, 21 * a_day, false}, Row{"brand_vetting", true, a_day, 2 * a_day, true},
        Row{"brand_vetting", false, a_day, 21 * a_day, false},
        Row{"campaign_registration", true, 0h, 28 * a_day, false},
        Row{"number_request", true, a_day / 10, 14 * a_day, false},
        Row{"toll_free_registration", true, 2 * a_day, 15 * a_day, true},
        Row{"short_code", true, 56 * a_day, 84 * a_day, false},
        Row{"sender_id_case", true, 14 * a_day, 28 * a_day, false},
        Row{"singapore_sender_id", true, 7 * a_day, 35 * a_day, false},
        Row{"support_case_first_answer", true, 1h, 24h, false},
        Row{"long_code_provisioning", true, a_day / 10, 28 * a_day, false}}) {
    INFO(row.step << " " << row.at_home);
    const StepDuration& step = rules.duration(row.step, row.at_home);
    CHECK(step.business_days == row.business);
    CHECK(step.least() == row.least);
    CHECK(step.most() == row.most);
    const Spread spread = spread_of(step);
    CHECK(spread.least >= row.least);
    CHECK(spread.most <= row.most);
    CHECK(spread.most - spread.least > (row.most - row.least) * 8 / 10);  // and uses the whole range
  }
}

TEST_CASE("a triangular step has the mean of its three corners", "[registration][R-REG-11]") {
  const StepDuration& step = registration_rules().duration("toll_free_registration");  // 2, 7, 15 days
  const double mean_days =
      static_cast<double>(spread_of(step, 40'000).mean.count()) / static_cast<double>(a_day.count());
  CHECK(mean_days == Approx(8.0).margin(0.1));
}

TEST_CASE("carriers review a campaign for 4 to 6 weeks", "[registration][R-REG-10]") {
  const StepDuration& review = registration_rules().carrier_review;
  CHECK(review.least() == 28 * a_day);
  CHECK(review.most() == 42 * a_day);
}

TEST_CASE("business time stands still on Saturdays and Sundays", "[registration][R-REG-11]") {
  const Instant friday_noon = at("2026-01-09T12:00:00Z");
  CHECK(after_business_time(friday_noon, 12h) == at("2026-01-10T00:00:00Z"));
  CHECK(after_business_time(friday_noon, 13h) == at("2026-01-12T01:00:00Z"));
  CHECK(after_business_time(friday_noon, 24h) == at("2026-01-12T12:00:00Z"));
  CHECK(after_business_time(at("2026-01-10T15:00:00Z"), 1h) == at("2026-01-12T01:00:00Z"));  // a Saturday
  CHECK(after_business_time(at("2026-01-05T00:00:00Z"), 10 * 24h) == at("2026-01-17T00:00:00Z"));
}

}  // namespace sendlab::test
