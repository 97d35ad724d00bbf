#pragma once
// What a run asks of the simulated endpoint beside its messages: who it is, what time it is there, what its faults met.
#include <optional>
#include <string>
#include <vector>

#include "engine/http/clock_speed.hpp"
#include "engine/http/event_loop.hpp"
#include "engine/http/http_client.hpp"
#include "engine/kernel/time.hpp"

namespace sendlab {

// What GET /_sendlab/health of the target says.
struct Health {
  ClockSpeed clock;
  std::string scenario, scenario_sha256;
  Instant now;                 // of the endpoint's clock ...
  std::int64_t wall_ns = 0;    // ... at this instant of ours ...
  std::int64_t error_ns = 0;   // ... give or take: half the time that the answer took
  std::uint64_t last_event = 0;
};

// Sends one request and runs the loop until its answer is there.
HttpClient::Result ask(EventLoop& loop, HttpClient& client, HttpRequest request);
[[nodiscard]] HttpRequest get_request(std::string target);

// nullopt: something else than sendlab answers.
[[nodiscard]] std::optional<Health> health_of(const HttpResponse& response);

// Of the scenario's faults, so far; all 0 when the endpoint does not say.
[[nodiscard]] std::vector<std::int64_t> messages_affected(EventLoop& loop, HttpClient& client, std::size_t faults);

}  // namespace sendlab
