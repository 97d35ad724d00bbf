#include "engine/experiment/run_indexed.hpp"

#include <catch2/catch.hpp>

#include "engine/kernel/ensure.hpp"
#include "engine/kernel/random.hpp"

using namespace sendlab;

namespace {

std::uint64_t draws_of(std::size_t i) {
  RandomStream random(stream_key(Seed{3}, i, "job", "draws"));
  std::uint64_t sum = 0;
  for (std::uint64_t n = random.below(1000); n > 0; --n) sum += random.bits();
  return sum;
}

}  // namespace

TEST_CASE("results do not depend on the number of threads", "[experiment][R-DET-5]") {
  const unsigned threads = GENERATE(0U, 2U, 7U, 500U);
  const auto one = run_indexed(101, {.threads = 1}, draws_of);
  const auto many = run_indexed(101, {.threads = threads}, draws_of);
  REQUIRE(one.results.size() == 101);
  CHECK(many.results == one.results);
  CHECK(many.failed.empty());
  CHECK_FALSE(many.cancelled);
}

TEST_CASE("a job that breaks an invariant is reported by its index and the others go on", "[experiment]") {
  const unsigned threads = GENERATE(1U, 3U);
  const auto outcome = run_indexed(50, {.threads = threads}, [](std::size_t i) {
    ENSURE(i != 17 && i != 31, "jobs 17 and 31 fail");
    return i * i;
  });
  REQUIRE(outcome.failed.size() == 2);
  CHECK(outcome.failed[0].index == 17);
  CHECK(outcome.failed[1].index == 31);
  CHECK(outcome.failed[0].what.find("jobs 17 and 31 fail") != std::string::npos);
  for (std::size_t i = 0; i < 50; ++i) {
    if (i == 17 || i == 31) {
      CHECK_FALSE(outcome.results[i].has_value());
    } else {
      CHECK(outcome.results[i] == i * i);
    }
  }
}

TEST_CASE("once cancelled no further job starts", "[experiment]") {
  std::atomic<bool> cancel = false;
  const auto outcome = run_indexed(100, {.threads = 1, .cancel = &cancel, .progress = {}}, [&](std::size_t i) {
    if (i == 9) cancel = true;
    return i;
  });
  CHECK(outcome.cancelled);
  CHECK(outcome.results[9] == 9U);
  CHECK_FALSE(outcome.results[10].has_value());
}

TEST_CASE("progress counts every job once", "[experiment]") {
  std::vector<std::size_t> seen;
  RunOptions options;
  options.threads = 4;
  options.progress = [&](std::size_t done) { seen.push_back(done); };
  run_indexed(20, options, [](std::size_t i) { return i; });
  REQUIRE(seen.size() == 20);
  for (std::size_t i = 0; i < 20; ++i) CHECK(seen[i] == i + 1);
}

TEST_CASE("no jobs give no results", "[experiment]") {
  const auto outcome = run_indexed(0, {.threads = 4}, [](std::size_t i) { return i; });
  CHECK(outcome.results.empty());
  CHECK_FALSE(outcome.cancelled);
}
