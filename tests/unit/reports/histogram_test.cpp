#include "reports/histogram.hpp"

#include <algorithm>
#include <array>
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

TEST_CASE("a histogram says the same as a plain count of its samples, however many there are", "[reports][histogram]") {
  RandomStream random = stream("plain");
  // Few and many samples, in few and in many buckets: what is written down, what a byte holds and what it does not.
  for (const int bits : {2, 12, 30, 63}) {
    for (const std::size_t n : {1, 15, 16, 17, 511, 512, 513, 3'000, 200'000}) {
      const std::vector<std::int64_t> values = samples(random, n, bits);
      std::vector<std::uint32_t> buckets;
      for (const std::int64_t value : values)
        buckets.push_back(Histogram::bucket_of(static_cast<std::uint64_t>(value)));
      std::sort(buckets.begin(), buckets.end());
      const Histogram histogram = histogram_of(values);
      const Duration least = histogram.min(), most = histogram.max();
      for (const std::int64_t p : {1, 77, 5'000, 9'500, 9'999, 10'000}) {
        const std::size_t rank = (n * static_cast<std::size_t>(p) + 9'999) / 10'000;
        const Duration expected = rank == n   ? most
                                  : rank == 1 ? least
                                              : std::clamp(Histogram::representative(buckets[rank - 1]), least, most);
        CAPTURE(bits, n, p);
        CHECK(histogram.quantile(p) == expected);
      }
      const Duration middle{values[n / 2]};
      const auto below = std::lower_bound(buckets.begin(), buckets.end(),
                                          Histogram::bucket_of(static_cast<std::uint64_t>(middle.count())));
      CHECK(histogram.count_below(middle) == below - buckets.begin());
    }
  }
}

TEST_CASE("several quantiles at once are those asked for one by one", "[reports][histogram]") {
  RandomStream random = stream("several");
  const std::array<std::int64_t, 5> wanted{5'000, 9'000, 9'500, 9'900, 9'990};
  for (const std::size_t n : {3, 400, 40'000}) {
    const Histogram histogram = histogram_of(samples(random, n, 40));
    std::array<Duration, 5> values;
    histogram.quantiles(wanted, values);
    for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(values[i] == histogram.quantile(wanted[i]));
  }
  Histogram one = histogram_of({7});
  std::array<Duration, 2> values;
  CHECK_THROWS_AS(one.quantiles(std::array<std::int64_t, 2>{9'000, 5'000}, values), InvariantViolation);
}

TEST_CASE("histograms of all sizes merge to that of all samples", "[reports][histogram]") {
  RandomStream random = stream("sizes");
  for (const std::size_t few : {0, 1, 300, 700, 100'000}) {
    for (const std::size_t many : {1, 300, 512, 700, 100'000}) {
      const auto a = samples(random, few, 20), b = samples(random, many, 22);
      std::vector<std::int64_t> both = a;
      both.insert(both.end(), b.begin(), b.end());
      Histogram merged = histogram_of(a);
      merged.merge(histogram_of(b));
      CAPTURE(few, many);
      CHECK(merged == histogram_of(both));
      CHECK(merged.quantile(5'000) == histogram_of(both).quantile(5'000));
    }
  }
}

TEST_CASE("looking at a histogram while it is filled changes nothing", "[reports][histogram]") {
  RandomStream random = stream("looking");
  const auto values = samples(random, 2'000, 35);
  Histogram looked_at;
  for (const std::int64_t value : values) {
    looked_at.add(Duration{value});
    static_cast<void>(looked_at.quantile(9'000));
  }
  CHECK(looked_at == histogram_of(values));
}

TEST_CASE("a histogram of a hundred times the samples takes hardly more memory", "[reports][histogram]") {
  // Uniform between 1 s and 4 s: 2,048 buckets.
  const auto filled = [](int n) {
    RandomStream random = stream("memory");
    Histogram histogram;
    for (int i = 0; i < n; ++i)
      histogram.add(Duration{static_cast<std::int64_t>(1'000'000'000 + random.below(3'000'000'000))});
    return histogram.memory();
  };
  CHECK(filled(100) <= 256);
  CHECK(filled(500) <= 1'024);
  CHECK(filled(10'000) <= 7 * 1'024);
  CHECK(filled(100'000) <= 7 * 1'024);
  CHECK(filled(3'000'000) <= 24 * 1'024);
  CHECK(filled(10'000'000) == filled(3'000'000));
}
