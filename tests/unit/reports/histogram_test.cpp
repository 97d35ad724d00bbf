#include "reports/histogram.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/kernel/random.hpp"

using namespace sendlab;

namespace {

RandomStream stream(std::string_view purpose) { return RandomStream{stream_key(Seed{11}, 0, "histogram", purpose)}; }

// Samples over many orders of magnitude: the number of bits is uniform.
std::vector<std::int64_t> samples(RandomStream& random, std::size_t n, int most_bits) {
  std::vector<std::int64_t> values;
  for (std::size_t i = 0; i < n; ++i) {
    const auto bits = 1 + random.below(static_cast<std::uint64_t>(most_bits));
    values.push_back(static_cast<std::int64_t>(random.bits() >> (64 - bits)));
  }
  return values;
}

Histogram histogram_of(const std::vector<std::int64_t>& values) {
  Histogram histogram;
  for (const std::int64_t value : values) histogram.add(Duration{value});
  return histogram;
}

}  // namespace

TEST_CASE("buckets cover every duration once, in order", "[reports][histogram]") {
  CHECK(Histogram::bucket_of(0) == 0);
  CHECK(Histogram::bucket_of(2047) == 2047);
  CHECK(Histogram::bucket_of(2048) == 2048);
  CHECK(Histogram::bucket_of(2049) == 2048);
  const std::uint32_t last = Histogram::bucket_of(INT64_MAX);
  for (std::uint32_t bucket = 0; bucket < last; ++bucket) {
    if (Histogram::high_of(bucket) + 1 != Histogram::low_of(bucket + 1)) FAIL("gap after bucket " << bucket);
    if (Histogram::bucket_of(Histogram::low_of(bucket)) != bucket) FAIL("low end of bucket " << bucket);
    if (Histogram::bucket_of(Histogram::high_of(bucket)) != bucket) FAIL("high end of bucket " << bucket);
    const auto shown = static_cast<std::uint64_t>(Histogram::representative(bucket).count());
    if (shown < Histogram::low_of(bucket) || shown > Histogram::high_of(bucket)) FAIL("figure of bucket " << bucket);
    if ((Histogram::high_of(bucket) - Histogram::low_of(bucket)) * 1000 > Histogram::low_of(bucket)) {
      FAIL("bucket " << bucket << " is wider than 0.1 %");
    }
  }
  CHECK(Histogram::high_of(last) == static_cast<std::uint64_t>(INT64_MAX));
}

TEST_CASE("quantiles are within 0.1 % of the sorted sample of that rank", "[reports][histogram]") {
  RandomStream random = stream("quantiles");
  for (const int bits : {8, 20, 40, 62}) {
    for (const std::size_t n : {std::size_t{1}, std::size_t{2}, std::size_t{10}, std::size_t{999}, std::size_t{5000}}) {
      std::vector<std::int64_t> values = samples(random, n, bits);
      const Histogram histogram = histogram_of(values);
      std::sort(values.begin(), values.end());
      Int128 sum = 0;
      for (const std::int64_t value : values) sum += value;
      CHECK(histogram.count() == static_cast<std::int64_t>(n));
      CHECK(histogram.sum() == sum);
      CHECK(histogram.min().count() == values.front());
      CHECK(histogram.max().count() == values.back());
      for (const std::int64_t p : {1, 5'000, 9'000, 9'500, 9'900, 9'990, 10'000}) {
        const std::size_t rank = (n * static_cast<std::size_t>(p) + 9'999) / 10'000;
        const std::int64_t truth = values[rank - 1];
        const std::int64_t figure = histogram.quantile(p).count();
        CAPTURE(bits, n, p, truth, figure);
        CHECK(std::abs(figure - truth) <= truth / 1000);
      }
    }
  }
}

TEST_CASE("quantiles are nearest rank, exact at both ends and round in between", "[reports][histogram]") {
  const Histogram two = histogram_of({1'234'567'891, 9'876'543'219});
  CHECK(two.quantile(5'000).count() == 1'234'567'891);
  CHECK(two.quantile(5'001).count() == 9'876'543'219);
  const Histogram three = histogram_of({1, 1'100'000'000, 1'000'000'000'000});
  CHECK(three.quantile(5'000).count() == 1'100'000'000);
}

TEST_CASE("merging histograms is addition, whatever the order", "[reports][histogram]") {
  RandomStream random = stream("merge");
  const auto a = samples(random, 500, 40);
  const auto b = samples(random, 300, 20);
  const auto c = samples(random, 1, 60);
  std::vector<std::int64_t> all = a;
  all.insert(all.end(), b.begin(), b.end());
  all.insert(all.end(), c.begin(), c.end());

  Histogram left = histogram_of(a);
  left.merge(histogram_of(b));
  left.merge(histogram_of(c));
  Histogram inner = histogram_of(c);
  inner.merge(histogram_of(b));
  Histogram right = histogram_of(a);
  right.merge(inner);
  right.merge(Histogram{});

  CHECK(left == right);
  CHECK(left == histogram_of(all));
  Histogram more = histogram_of(all);
  more.add(Duration{a.front()});
  CHECK_FALSE(left == more);
}

TEST_CASE("an empty histogram has no figures, and a negative duration is a bug", "[reports][histogram]") {
  Histogram histogram;
  CHECK(histogram.count() == 0);
  CHECK_THROWS_AS(histogram.quantile(5'000), InvariantViolation);
  CHECK_THROWS_AS(histogram.max(), InvariantViolation);
  CHECK_THROWS_AS(histogram.add(Duration{-1}), InvariantViolation);
}

TEST_CASE("counts below a duration take whole buckets", "[reports][histogram]") {
  const Histogram histogram = histogram_of({0, 5, 1'000'000'000, 2'000'000'000});
  CHECK(histogram.count_below(Duration{0}) == 0);
  CHECK(histogram.count_below(Duration{5}) == 1);
  CHECK(histogram.count_below(Duration{6}) == 2);
  CHECK(histogram.count_below(Duration{1'500'000'000}) == 3);
  CHECK(histogram.count_below(Duration{3'000'000'000}) == 4);
}
