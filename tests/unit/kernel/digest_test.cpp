#include "engine/kernel/digest.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <vector>

using namespace sendlab;

namespace {

Digest of(std::vector<std::uint64_t> words) {
  Digest digest;
  digest.add(words);
  return digest;
}

}  // namespace

TEST_CASE("a digest is the same on every machine", "[kernel][digest][R-DET-1]") {
  CHECK(Digest{}.hex() == "6159c6d69ff390f32c5250750ae4cf5a");
  CHECK(of({1, 2, 3}).hex() == "75de31b5cdfeee72d41df89dce7f6c1d");
}

TEST_CASE("any change of the words changes the digest", "[kernel][digest]") {
  std::set<std::string> seen;
  const auto is_new = [&](const Digest& digest) { return seen.insert(digest.hex()).second; };
  CHECK(is_new(Digest{}));
  CHECK(is_new(of({0})));
  CHECK(is_new(of({0, 0})));
  CHECK(is_new(of({1, 2})));
  CHECK(is_new(of({2, 1})));
  std::vector<std::uint64_t> words(16, 0);
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (int bit = 0; bit < 64; ++bit) {
      words[i] ^= std::uint64_t{1} << bit;
      REQUIRE(is_new(of(words)));
      words[i] ^= std::uint64_t{1} << bit;
    }
  }
}

TEST_CASE("words added one by one and together give one digest", "[kernel][digest]") {
  Digest one_by_one;
  for (const std::uint64_t word : {5U, 6U, 7U}) one_by_one.add(word);
  CHECK(one_by_one == of({5, 6, 7}));
  CHECK(one_by_one.hex() == of({5, 6, 7}).hex());
}

TEST_CASE("a combined digest depends on each part and on their order", "[kernel][digest][R-DET-5]") {
  const Digest a = of({1}), b = of({2});
  const auto combined = [](std::vector<Digest> digests) { return Digest::combined(digests).hex(); };
  CHECK(combined({a, b}) == combined({a, b}));
  CHECK(combined({a, b}) != combined({b, a}));
  CHECK(combined({a, b}) != combined({a}));
  CHECK(combined({a}) != a.hex());
}
