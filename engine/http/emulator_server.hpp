#pragma once
// The simulated service as an HTTP endpoint: requests of its API go to POST /, what tests do to the world to
// /_sendlab/. Server, clock and model share the loop's one thread, so the model knows neither sockets nor clocks.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/emulation.hpp"
#include "engine/http/clock_speed.hpp"
#include "engine/http/event_loop.hpp"
#include "engine/http/http_server.hpp"
#include "engine/http/paced_driver.hpp"

namespace sendlab {

struct EmulatorOptions {
  HttpServerOptions http;
  ClockSpeed clock;
  std::string version;          // of the program, for health
  std::string scenario;         // name and hash of what was loaded, for health; empty: none
  std::string scenario_sha256;
  std::uint64_t seed = 1;
  // Answers requests beside those of the API and of /_sendlab/; nullopt: not its own.
  std::function<std::optional<HttpResponse>(const HttpRequest&)> other;
};

class EmulatorServer {
 public:
  // Makes the world anew, at the start and at each reset.
  using MakeEmulation = std::function<std::unique_ptr<Emulation>(std::function<void(const LoggedEvent&)> on_event)>;

  // `loop` outlives the server. `on_event` is told of every event record; it may be empty.
  EmulatorServer(EventLoop& loop, EmulatorOptions options, MakeEmulation make,
                 std::function<void(const LoggedEvent&)> on_event);
  ~EmulatorServer();

  // Starts listening and the clock.
  [[nodiscard]] Result<std::uint16_t> start();
  [[nodiscard]] std::string url() const { return http_.url(); }
  // Ends clock and connections, then calls `stopped`.
  void stop(std::function<void()> stopped);

  [[nodiscard]] Emulation& emulation() { return *emulation_; }
  [[nodiscard]] std::uint64_t requests() const { return http_.requests(); }

 private:
  void begin_life();
  void on_request(HttpRequest&& request, Responder responder);
  void answer_call(const HttpRequest& request, Responder& responder);
  void on_control(const HttpRequest& request, std::string_view name, Responder responder);
  void on_object(const HttpRequest& request, std::string_view path, Responder& responder);
  void on_clock(const HttpRequest& request, Responder responder);
  [[nodiscard]] std::string health();
  // The simulated now is the wall clock's; events due before are done.
  void catch_up();

  EventLoop& loop_;
  EmulatorOptions options_;
  MakeEmulation make_;
  std::function<void(const LoggedEvent&)> on_event_;
  HttpServer http_;
  std::unique_ptr<Emulation> emulation_;
  std::unique_ptr<PacedDriver> driver_;
  std::uint64_t requests_made_ = 0;
  // Requests that a fault holds up; those of a life that ended are answered with 500.
  struct HeldRequest {
    HttpRequest request;
    Responder responder;
  };
  std::map<std::uint32_t, HeldRequest> held_;
  std::uint32_t held_so_far_ = 0;
};

}  // namespace sendlab
