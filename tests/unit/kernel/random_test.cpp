#include "engine/kernel/random.hpp"

#include <array>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <vector>

using namespace sendlab;

namespace {

// Sum of (seen - expected)² / expected.
double chi_square(const std::vector<int>& seen, double expected) {
  double sum = 0;
  for (const int count : seen) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

// Far outside what chance allows: a chi-square of k degrees has mean k and deviation sqrt(2k); 5 deviations either way.
bool plausible(double chi, double degrees) { return std::fabs(chi - degrees) < 5 * std::sqrt(2 * degrees); }

}  // namespace

TEST_CASE("streams give the same draws everywhere", "[kernel][random][R-DET-1]") {
  RandomStream random(stream_key(Seed{42}, 0, "workload/codes", "arrivals"));
  CHECK(random.bits() == 0xE614952614BB962B);
  CHECK(random.bits() == 0x7CEFDF2880121AA6);
  CHECK(random.uniform() == 0x1.03cb62f7cf26p-2);
  CHECK(random.uniform_open() == 0x1.a66c6fc9188fdp-1);
  CHECK(random.below(1000) == 218);
  CHECK(stream_key(Seed{42}, 7, "workload/codes", "arrivals").value == 0x492984C5A17357DC);
}

TEST_CASE("each part of a stream's name changes its key", "[kernel][random]") {
  std::set<std::uint64_t> keys;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (std::uint64_t replication = 0; replication < 10; ++replication) {
      for (const auto* entity : {"", "a", "ab", "carrier/AT&T", "number/1", "number/2"}) {
        for (const auto* purpose : {"", "b", "bc", "loss"}) {
          keys.insert(stream_key(Seed{seed}, replication, entity, purpose).value);
        }
      }
    }
  }
  CHECK(keys.size() == 10 * 10 * 6 * 4);
  CHECK(stream_key(Seed{1}, 0, "ab", "c").value != stream_key(Seed{1}, 0, "a", "bc").value);
  CHECK(stream_key(Seed{1}, 0, "12345678", "").value !=
        stream_key(Seed{1}, 0, std::string_view("12345678\0", 9), "").value);
}

TEST_CASE("a copy of a stream goes on from the same place", "[kernel][random]") {
  RandomStream random(StreamKey{1});
  random.bits();
  RandomStream copy = random;
  CHECK(copy.bits() == random.bits());
  CHECK(sizeof(RandomStream) == 16);
}

TEST_CASE("a stream that was not seeded refuses to draw", "[kernel][random]") {
  RandomStream random;
  CHECK_THROWS_AS(random.bits(), InvariantViolation);
  CHECK_THROWS_AS(RandomStream(StreamKey{1}).below(0), InvariantViolation);
}

TEST_CASE("every bit is set half of the time, in streams of neighbouring keys", "[kernel][random]") {
  for (std::uint64_t key = 0; key < 16; ++key) {
    RandomStream random(StreamKey{key});
    std::array<int, 64> ones{};
    for (int i = 0; i < 10'000; ++i) {
      const std::uint64_t bits = random.bits();
      for (std::size_t bit = 0; bit < 64; ++bit) ones[bit] += static_cast<int>(bits >> bit & 1);
    }
    for (const int count : ones) CHECK(std::abs(count - 5000) < 250);  // 5 deviations of 50
  }
}

TEST_CASE("bytes are uniform, along a stream and across streams of neighbouring keys", "[kernel][random]") {
  for (int byte = 0; byte < 8; ++byte) {
    std::vector<int> along(256), across(256);
    RandomStream random(StreamKey{99});
    for (std::uint64_t i = 0; i < 65'536; ++i) {
      ++along[random.bits() >> (8 * byte) & 255];
      ++across[RandomStream(StreamKey{i}).bits() >> (8 * byte) & 255];
    }
    CHECK(plausible(chi_square(along, 256), 255));
    CHECK(plausible(chi_square(across, 256), 255));
  }
}

TEST_CASE("successive draws and draws of neighbouring streams are not correlated", "[kernel][random]") {
  constexpr int n = 100'000;
  const double limit = 5 / std::sqrt(12.0 * 12.0) / std::sqrt(n) * 1.0;  // 5 deviations of the mean of (u-½)(v-½)
  for (const std::uint64_t key : {0U, 1U, 77U}) {
    for (const int lag : {1, 2, 7}) {
      RandomStream early(StreamKey{key}), late(StreamKey{key});
      for (int i = 0; i < lag; ++i) late.bits();
      double sum = 0;
      for (int i = 0; i < n; ++i) sum += (early.uniform() - 0.5) * (late.uniform() - 0.5);
      CHECK(std::fabs(sum / n) < limit);
    }
    RandomStream one(StreamKey{key}), neighbour(StreamKey{key + 1});
    double sum = 0;
    for (int i = 0; i < n; ++i) sum += (one.uniform() - 0.5) * (neighbour.uniform() - 0.5);
    CHECK(std::fabs(sum / n) < limit);
  }
}

TEST_CASE("pairs of draws fill the square evenly", "[kernel][random]") {
  std::vector<int> along(4096), across(4096);
  RandomStream random(StreamKey{5}), one(StreamKey{6}), neighbour(StreamKey{7});
  for (int i = 0; i < 400'000; ++i) {
    ++along[(random.bits() >> 58 << 6) | random.bits() >> 58];
    ++across[(one.bits() >> 58 << 6) | neighbour.bits() >> 58];
  }
  CHECK(plausible(chi_square(along, 400'000 / 4096.0), 4095));
  CHECK(plausible(chi_square(across, 400'000 / 4096.0), 4095));
}

TEST_CASE("one bit of the key, or one step, changes half of the bits", "[kernel][random]") {
  for (int bit = 0; bit < 64; ++bit) {
    double changed_by_key = 0, changed_by_step = 0;
    for (std::uint64_t key = 0; key < 1000; ++key) {
      RandomStream random(StreamKey{key}), other(StreamKey{key ^ (std::uint64_t{1} << bit)});
      const std::uint64_t first = random.bits();
      changed_by_key += std::popcount(first ^ other.bits());
      changed_by_step += std::popcount(first ^ random.bits());
    }
    CHECK(std::fabs(changed_by_key / 1000 - 32) < 5 * 4 / std::sqrt(1000.0));
    CHECK(std::fabs(changed_by_step / 1000 - 32) < 5 * 4 / std::sqrt(1000.0));
  }
}

TEST_CASE("below is uniform, also where the range does not divide 2^64", "[kernel][random]") {
  RandomStream random(StreamKey{8});
  const auto n = GENERATE(1U, 2U, 3U, 10U, 1000U);
  std::vector<int> seen(n);
  for (unsigned i = 0; i < 100 * n + 10'000; ++i) ++seen[static_cast<std::size_t>(random.below(n))];
  if (n > 1) CHECK(chi_square(seen, (100.0 * n + 10'000) / n) < n - 1 + 5 * std::sqrt(2.0 * n));

  // Three quarters of 2^64: a plain remainder would favour the low third 2 to 1.
  constexpr std::uint64_t large = std::uint64_t{3} << 62;
  int low = 0;
  for (int i = 0; i < 30'000; ++i) low += random.below(large) < large / 3 ? 1 : 0;
  CHECK(std::abs(low - 10'000) < 5 * 82);
}

TEST_CASE("uniform draws stay in their ranges", "[kernel][random]") {
  RandomStream random(StreamKey{9});
  double least = 1, most = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double u = random.uniform();
    const double v = random.uniform_open();
    REQUIRE((u >= 0 && u < 1));
    REQUIRE((v > 0 && v < 1));
    least = std::min(least, u);
    most = std::max(most, u);
  }
  CHECK(least < 1e-4);
  CHECK(most > 1 - 1e-4);
}

TEST_CASE("chance draws nothing for 0 and 1", "[kernel][random]") {
  RandomStream random(StreamKey{10}), untouched(StreamKey{10});
  CHECK_FALSE(random.chance(0));
  CHECK(random.chance(1));
  CHECK(random.bits() == untouched.bits());
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) hits += random.chance(0.3) ? 1 : 0;
  CHECK(std::abs(hits - 3000) < 5 * 46);
}
