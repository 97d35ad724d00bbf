// Single-server queues with known answers, simulated on the kernel: the mean wait lies in the interval of the
// replications.
#include <catch2/catch.hpp>
#include <cmath>
#include <deque>
#include <functional>
#include <vector>

#include "engine/kernel/samplers.hpp"
#include "engine/kernel/simulation.hpp"

using namespace sendlab;

namespace {

constexpr double second = 1e9;  // ns
constexpr int replications = 20;
constexpr int warm_up = 5'000;     // customers left out
constexpr int customers = 60'000;  // measured in each replication

using Draw = std::function<Duration(RandomStream&)>;

Draw exponential_with(double mean_s) {
  return [=](RandomStream& random) {
    return Duration{static_cast<std::int64_t>(draw_exponential(random) * mean_s * second + 0.5)};
  };
}
Draw constant(double value_s) {
  return [=](RandomStream&) { return Duration{static_cast<std::int64_t>(value_s * second)}; };
}

enum Kind : std::uint8_t { arrival, departure };

// One first-come-first-served server with an endless waiting room.
class SingleServer {
 public:
  SingleServer(const Draw& gap, const Draw& service, std::uint64_t replication)
      : gap_(gap),
        service_(service),
        gaps_(stream_key(Seed{1}, replication, "queue", "gaps")),
        services_(stream_key(Seed{1}, replication, "queue", "services")) {}

  // Mean wait before service, in seconds.
  double mean_wait() {
    simulation_.schedule(simulation_.now() + gap_(gaps_), Priority::submit, arrival, 0);
    simulation_.run_until(never, [this](const ScheduledEvent& event) {
      event.kind == arrival ? arrive() : depart();
      if (started_ == warm_up + customers) simulation_.stop();
    });
    return waited_ / second / customers;
  }

 private:
  void arrive() {
    waiting_.push_back(simulation_.now());
    if (!busy_) start();
    simulation_.schedule(simulation_.now() + gap_(gaps_), Priority::submit, arrival, 0);
  }
  void depart() {
    busy_ = false;
    if (!waiting_.empty()) start();
  }
  void start() {
    busy_ = true;
    if (started_++ >= warm_up) waited_ += static_cast<double>((simulation_.now() - waiting_.front()).count());
    waiting_.pop_front();
    simulation_.schedule(simulation_.now() + service_(services_), Priority::release, departure, 0);
  }

  const Draw& gap_;
  const Draw& service_;
  RandomStream gaps_, services_;
  Simulation simulation_{Instant{}};
  std::deque<Instant> waiting_;
  bool busy_ = false;
  int started_ = 0;
  double waited_ = 0;
};

struct Interval {
  double mean = 0, half_width = 0;
};

Interval mean_wait(const Draw& gap, const Draw& service) {
  std::vector<double> means;
  for (std::uint64_t i = 0; i < replications; ++i) means.push_back(SingleServer(gap, service, i).mean_wait());
  double mean = 0, squares = 0;
  for (const double value : means) mean += value / replications;
  for (const double value : means) squares += (value - mean) * (value - mean);
  constexpr double t_19 = 2.093;  // Student's t, 95 %, 19 degrees of freedom
  return {mean, t_19 * std::sqrt(squares / (replications - 1) / replications)};
}

// The seed is fixed, so this does not fail by chance; an interval that is too wide would prove nothing.
void check(const Interval& interval, double expected) {
  INFO("expected " << expected << " got " << interval.mean << " +- " << interval.half_width);
  CHECK(std::fabs(interval.mean - expected) <= interval.half_width);
  CHECK(interval.half_width < 0.06 * expected);
}

}  // namespace

TEST_CASE("M/M/1 waits rho / (mu - lambda)", "[theory]") {
  const double load = GENERATE(0.5, 0.8, 0.9);
  const double mu = 10;
  check(mean_wait(exponential_with(1 / (load * mu)), exponential_with(1 / mu)), load / (mu - load * mu));
}

TEST_CASE("M/D/1 waits rho / (2 mu (1 - rho))", "[theory]") {
  const double load = GENERATE(0.5, 0.8, 0.9);
  const double mu = 10;
  check(mean_wait(exponential_with(1 / (load * mu)), constant(1 / mu)), load / (2 * mu * (1 - load)));
}
