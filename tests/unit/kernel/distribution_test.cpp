#include "engine/kernel/distribution.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "engine/kernel/ensure.hpp"

using namespace sendlab;
using namespace std::chrono_literals;

namespace {

double mean_of_draws(const Distribution& distribution, int n) {
  RandomStream random(StreamKey{5});
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += static_cast<double>(distribution.sample(random).count());
  return sum / n;
}

}  // namespace

TEST_CASE("the mean of the draws comes near to the mean", "[kernel][distribution]") {
  const auto distribution = GENERATE(
      Distribution::constant(5s), Distribution::exponential(2s), Distribution::lognormal(2800ms, 0.9),
      Distribution::uniform(1s, 3s), Distribution::gamma(2.5, 400ms), Distribution::gamma(0.5, 1s),
      Distribution::weibull(1.5, 3s), Distribution::weibull(0.7, 1s), Distribution::empirical({1s, 2s, 2s, 10s}));
  INFO(distribution.text());
  CHECK(mean_of_draws(distribution, 200'000) ==
        Approx(static_cast<double>(distribution.mean().count())).epsilon(0.015));
}

TEST_CASE("means are those of the formulas", "[kernel][distribution]") {
  CHECK(Distribution::constant(5s).mean() == 5s);
  CHECK(Distribution::exponential(2s).mean() == 2s);
  CHECK(Distribution::lognormal(1s, 1).mean() == 1'648'721'271ns);  // e^½
  CHECK(Distribution::uniform(1s, 3s).mean() == 2s);
  CHECK(Distribution::gamma(2.5, 400ms).mean() == 1s);
  CHECK(Distribution::weibull(2, 1s).mean() == 886'226'925ns);  // sqrt(pi)/2
  CHECK(Distribution::empirical({1s, 2s, 6s}).mean() == 3s);
}

TEST_CASE("a constant draws nothing from the stream", "[kernel][distribution]") {
  RandomStream random(StreamKey{1}), untouched(StreamKey{1});
  const auto constant = Distribution::constant(7s);
  CHECK(constant.sample(random) == 7s);
  CHECK(constant.is_constant());
  CHECK(random.bits() == untouched.bits());
  CHECK_FALSE(Distribution::exponential(7s).is_constant());
  RandomStream unseeded;
  CHECK(constant.sample(unseeded) == 7s);
}

TEST_CASE("uniform draws stay below the high end", "[kernel][distribution]") {
  RandomStream random(StreamKey{1});
  const auto narrow = Distribution::uniform(5ns, 8ns);
  bool low_seen = false, high_seen = false;
  for (int i = 0; i < 1000; ++i) {
    const Duration draw = narrow.sample(random);
    REQUIRE((draw >= 5ns && draw < 8ns));
    low_seen |= draw == 5ns;
    high_seen |= draw == 7ns;
  }
  CHECK(low_seen);
  CHECK(high_seen);
  CHECK(Distribution::uniform(5s, 5s).sample(random) == 5s);
}

TEST_CASE("draws are never negative and are cut to 400 days", "[kernel][distribution]") {
  RandomStream random(StreamKey{2});
  const auto wild = Distribution::lognormal(24h, 20);
  Duration most{0};
  for (int i = 0; i < 1000; ++i) {
    const Duration draw = wild.sample(random);
    REQUIRE(draw >= 0s);
    most = std::max(most, draw);
  }
  CHECK(most == 24h * 400);
  CHECK(wild.mean() == 24h * 400);
  CHECK(Distribution::constant(24h * 500).sample(random) == 24h * 400);
  CHECK(Distribution::exponential(0s).sample(random) == 0s);
}

TEST_CASE("distributions print as they are written", "[kernel][distribution]") {
  CHECK(Distribution::constant(5s).text() == "constant 5s");
  CHECK(Distribution::exponential(90s).text() == "exponential mean 1m30s");
  CHECK(Distribution::lognormal(2800ms, 0.9).text() == "lognormal median 2.8s sigma 0.9");
  CHECK(Distribution::uniform(0s, 250ms).text() == "uniform 0s to 250ms");
  CHECK(Distribution::gamma(2, 1s).text() == "gamma shape 2 scale 1s");
  CHECK(Distribution::weibull(1.5, 1s).text() == "weibull shape 1.5 scale 1s");
  CHECK(Distribution::empirical({1s, 2s}).text() == "empirical, 2 points");
}

TEST_CASE("impossible parameters break an invariant", "[kernel][distribution]") {
  CHECK_THROWS_AS(Distribution::constant(-1s), InvariantViolation);
  CHECK_THROWS_AS(Distribution::uniform(2s, 1s), InvariantViolation);
  CHECK_THROWS_AS(Distribution::gamma(0, 1s), InvariantViolation);
  CHECK_THROWS_AS(Distribution::weibull(-1, 1s), InvariantViolation);
  CHECK_THROWS_AS(Distribution::lognormal(1s, -0.5), InvariantViolation);
  CHECK_THROWS_AS(Distribution::empirical({}), InvariantViolation);
}

TEST_CASE("draws are the same nanoseconds everywhere", "[kernel][distribution][R-DET-1]") {
  RandomStream random(StreamKey{42});
  CHECK(Distribution::exponential(2s).sample(random) == Duration{651140387});
  CHECK(Distribution::lognormal(2800ms, 0.9).sample(random) == Duration{2178896554});
  CHECK(Distribution::uniform(1s, 3s).sample(random) == Duration{1318862756});
  CHECK(Distribution::gamma(2.5, 400ms).sample(random) == Duration{1660966875});
  CHECK(Distribution::weibull(1.5, 3s).sample(random) == Duration{1841250038});
  CHECK(Distribution::empirical({1s, 2s, 3s}).sample(random) == Duration{2000000000});
}
