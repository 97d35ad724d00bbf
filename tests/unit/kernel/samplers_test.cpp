#include "engine/kernel/samplers.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <vector>

using namespace sendlab;

namespace {

constexpr int draws = 100'000;

// Kolmogorov and Smirnov: the largest distance of the empirical from the true distribution function, times sqrt(n). It
// exceeds 1.95 once in a thousand samples; the seeds are fixed, so a failure means a changed sampler.
double ks_statistic(const std::function<double(RandomStream&)>& draw, const std::function<double(double)>& cdf) {
  RandomStream random(StreamKey{2024});
  std::vector<double> sample(draws);
  for (double& x : sample) x = draw(random);
  std::sort(sample.begin(), sample.end());
  double most = 0;
  for (int i = 0; i < draws; ++i) {
    const double p = cdf(sample[static_cast<std::size_t>(i)]);
    most = std::max({most, p - static_cast<double>(i) / draws, static_cast<double>(i + 1) / draws - p});
  }
  return most * std::sqrt(static_cast<double>(draws));
}

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// Regularised lower incomplete gamma function, by its power series.
double gamma_cdf(double shape, double x) {
  if (x <= 0) return 0;
  double term = 1 / shape, sum = term;
  for (double k = shape + 1; term > sum * 1e-16; ++k) sum += term *= x / k;
  return sum * std::exp(shape * std::log(x) - x - std::lgamma(shape));
}

}  // namespace

TEST_CASE("exponential draws follow their distribution", "[kernel][samplers]") {
  CHECK(ks_statistic([](RandomStream& r) { return draw_exponential(r); }, [](double x) { return -std::expm1(-x); }) <
        1.95);
}

TEST_CASE("normal draws follow their distribution", "[kernel][samplers]") {
  CHECK(ks_statistic([](RandomStream& r) { return draw_normal(r); }, normal_cdf) < 1.95);
}

TEST_CASE("the tails of the ziggurats follow their distributions", "[kernel][samplers]") {
  RandomStream random(StreamKey{31});
  const double edge = exponential_ziggurat.x[1], normal_edge = normal_ziggurat.x[1];
  int beyond = 0, far_beyond = 0, normal_beyond = 0, normal_positive = 0;
  for (int i = 0; i < 4'000'000; ++i) {
    const double x = draw_exponential(random);
    beyond += x > edge ? 1 : 0;
    far_beyond += x > edge + 1 ? 1 : 0;
    const double z = draw_normal(random);
    normal_beyond += std::fabs(z) > normal_edge ? 1 : 0;
    normal_positive += z > 0 ? 1 : 0;
  }
  const auto near = [](int seen, double expected) { return std::fabs(seen - expected) < 4 * std::sqrt(expected); };
  CHECK(near(beyond, 4e6 * std::exp(-edge)));
  CHECK(near(far_beyond, 4e6 * std::exp(-edge - 1)));
  CHECK(near(normal_beyond, 4e6 * std::erfc(normal_edge / std::sqrt(2.0))));
  CHECK(std::abs(normal_positive - 2'000'000) < 4 * 1000);
}

TEST_CASE("the layers of a ziggurat have equal areas and reach the top", "[kernel][samplers]") {
  for (const Ziggurat* table : {&exponential_ziggurat, &normal_ziggurat}) {
    const double area = table->x[0] * table->f[1];
    for (std::size_t i = 1; i < 256; ++i) {
      CHECK(table->x[i] > table->x[i + 1]);
      CHECK(table->x[i] * (table->f[i + 1] - table->f[i]) == Approx(area).epsilon(1e-11));
    }
  }
}

TEST_CASE("lognormal draws follow their distribution", "[kernel][samplers]") {
  const double sigma = GENERATE(0.25, 0.9, 2.0);
  CHECK(ks_statistic([=](RandomStream& r) { return draw_lognormal(r, sigma); },
                     [=](double x) { return normal_cdf(std::log(x) / sigma); }) < 1.95);
}

TEST_CASE("gamma draws follow their distribution", "[kernel][samplers]") {
  const double shape = GENERATE(0.1, 0.5, 1.0, 2.5, 40.0);
  CHECK(ks_statistic([=](RandomStream& r) { return draw_gamma(r, shape); },
                     [=](double x) { return gamma_cdf(shape, x); }) < 1.95);
}

TEST_CASE("Weibull draws follow their distribution", "[kernel][samplers]") {
  const double shape = GENERATE(0.5, 1.0, 3.0);
  CHECK(ks_statistic([=](RandomStream& r) { return draw_weibull(r, shape); },
                     [=](double x) { return -std::expm1(-std::pow(x, shape)); }) < 1.95);
}

TEST_CASE("uniform draws follow their distribution", "[kernel][samplers]") {
  CHECK(ks_statistic([](RandomStream& r) { return r.uniform(); }, [](double x) { return x; }) < 1.95);
}

TEST_CASE("an alias table draws each index with its weight", "[kernel][samplers]") {
  const std::vector<double> weights = {0, 1, 2, 0.5, 0, 40, 3.25, 1e-3, 7};
  double sum = 0;
  for (const double weight : weights) sum += weight;
  const AliasTable table(weights);
  REQUIRE(table.size() == weights.size());
  RandomStream random(StreamKey{77});
  std::vector<double> seen(weights.size());
  for (int i = 0; i < draws; ++i) ++seen[table.sample(random)];
  double chi = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double expected = draws * weights[i] / sum;
    if (weights[i] == 0) {
      CHECK(seen[i] == 0);
    } else {
      chi += (seen[i] - expected) * (seen[i] - expected) / expected;
    }
  }
  CHECK(chi < 22.5);  // 6 degrees of freedom, p = 0.001
}

TEST_CASE("an alias table of one or of equal weights is exact", "[kernel][samplers]") {
  RandomStream random(StreamKey{78});
  const std::vector<double> one = {3};
  CHECK(AliasTable(one).sample(random) == 0);
  const std::vector<double> equal(7, 0.1);
  const AliasTable table(equal);
  std::vector<int> seen(7);
  for (int i = 0; i < 70'000; ++i) ++seen[table.sample(random)];
  for (const int count : seen) CHECK(std::abs(count - 10'000) < 500);
}

TEST_CASE("an alias table refuses weights without a sum", "[kernel][samplers]") {
  const std::vector<double> none, zero = {0, 0}, negative = {1, -1}, infinite = {1, INFINITY};
  CHECK_THROWS_AS(AliasTable(none), InvariantViolation);
  CHECK_THROWS_AS(AliasTable(zero), InvariantViolation);
  CHECK_THROWS_AS(AliasTable(negative), InvariantViolation);
  CHECK_THROWS_AS(AliasTable(infinite), InvariantViolation);
  RandomStream random(StreamKey{1});
  CHECK_THROWS_AS(AliasTable{}.sample(random), InvariantViolation);
}

TEST_CASE("draws are the same bits everywhere", "[kernel][samplers][R-DET-1]") {
  RandomStream random(StreamKey{42});
  CHECK(draw_exponential(random) == 0x1.4d6245d4263bp-2);
  CHECK(draw_exponential(random) == 0x1.227b9a24ea60bp-2);
  CHECK(draw_normal(random) == -0x1.99034f7f85be7p-3);
  CHECK(draw_normal(random) == 0x1.11ba585df94e3p+0);
  CHECK(draw_lognormal(random, 0.9) == 0x1.cfaeb66ff72ebp-1);
  CHECK(draw_gamma(random, 2.5) == 0x1.6883a68b4354ap+1);
  CHECK(draw_gamma(random, 0.3) == 0x1.6162895ef89bp-2);
  CHECK(draw_weibull(random, 1.5) == 0x1.38a0aaf7b0724p-1);
  double sum = 0;  // all branches
  for (int i = 0; i < 100'000; ++i) {
    sum += draw_exponential(random);
    sum -= draw_normal(random);
    sum += draw_gamma(random, 0.7);
    sum += draw_weibull(random, 2);
    sum -= draw_lognormal(random, 1);
  }
  CHECK(sum == 0x1.6cc024141dfd1p+16);
}
