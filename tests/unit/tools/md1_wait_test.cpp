// Queueing theory through the whole program: a number of 1 MPS with Poisson requests is an M/D/1 queue, whose mean wait
// is rho / (2 (1 - rho)) service times (Pollaczek-Khinchine).
#include <catch2/catch.hpp>
#include <cmath>

#include "reports/confidence.hpp"
#include "tests/unit/tools/scenario_run.hpp"

namespace sendlab {
namespace {

TEST_CASE("waits of a number under Poisson traffic are those of M/D/1", "[world][theory]") {
  for (const std::string over : {"throttle", "queue"}) {
    for (const int percent : {30, 60, 85}) {
      const double rho = percent / 100.0;
      const std::string text = test::scenario_of(
          "tier = \"production\", monthly_spend_limit = \"$50000\", over_mps = \"" + over +
              "\", numbers = { number { name = \"n\", type = \"TOLL_FREE\", country = \"US\", mps = 1 } }",
          "workload { name = \"w\", from = \"n\", to = us_recipients { count = 100000 }, arrivals = poisson { rate = "
          "\"" +
              std::to_string(percent * 36) + "/h\", lasts = \"30000s\" }, body = \"x\", ttl = \"72h\" }");
      double sum = 0, squares = 0;
      constexpr int runs = 8;
      for (int seed = 1; seed <= runs; ++seed) {
        const Histogram& queue = test::run_scenario(text, static_cast<std::uint64_t>(seed)).totals().queue;
        const double mean = static_cast<double>(queue.sum()) / static_cast<double>(queue.count()) / 1e9;
        sum += mean, squares += mean * mean;
      }
      const double mean = sum / runs;
      const double deviation = std::sqrt((squares - runs * mean * mean) / (runs - 1) / runs);
      INFO("over_mps = " << over << ", load " << rho << ", mean wait " << mean << " +- " << deviation);
      CHECK(std::abs(mean - rho / (2 * (1 - rho))) < 3.5 * deviation);  // Student's t of 7 degrees, two-sided 99 %
      CHECK(deviation < 0.05 * mean);  // or the interval would hold anything
    }
  }
}

}  // namespace
}  // namespace sendlab
