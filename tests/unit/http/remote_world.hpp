#pragma once
// A remote backend and an endpoint of the test's own, in one loop. Simulated time moves when the test says so.
#include <catch2/catch.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/http/http_server.hpp"
#include "engine/http/remote_backend.hpp"
#include "tests/unit/http/raw_sockets.hpp"
#include "tests/unit/service/test_service.hpp"

namespace sendlab::test {

using namespace std::chrono_literals;

class RemoteWorld : public FactConsumer, public AnswerListener {
 public:
  explicit RemoteWorld(SendAllowance allowance = {}, bool simulated_endpoint = false, bool queues = true,
                       const std::function<void(ServiceModel&, RemoteSender&)>& change = {},
                       Duration clock_error = {})
      : server_(loop_, {},
                [this](HttpRequest&& request, Responder responder) { on_request(request, std::move(responder)); }) {
    REQUIRE(server_.listen().ok());
    HttpClientOptions options;
    options.base = Url{"http", "127.0.0.1", server_.port(), "/"};
    client_.emplace(loop_, options);
    model = TestService().model;
    RemoteSender sender;
    sender.queues = queues;
    if (change) change(model, sender);
    simulation.emplace(model.start);
    backend.emplace(RemoteBackend::Parts{*client_,
                                         nullptr,
                                         "127.0.0.1",
                                         "/",
                                         model,
                                         *simulation,
                                         {sender},
                                         std::move(allowance),
                                         [](Instant) { return EventLoop::now_ns(); },
                                         [] {},
                                         [] {},
                                         {},
                                         model.start + 1h,
                                         simulated_endpoint,
                                         clock_error});
    backend->facts().add_step_consumer(*this);
    backend->listen_to_answers(*this);
  }

  Answer send(std::uint64_t person) {
    SendRequest request;
    request.planned = simulation->now();
    request.to = {PhoneNumber{12902000000 + person}, CountryId{0}, TestService::att, {}};
    request.number = NumberId{0};
    request.workload = WorkloadId{0};
    request.ttl = 5min;
    request.body = "Hello";
    return backend->submit(request);
  }
  // A call of seven seconds by its text.
  Answer call(std::uint64_t person) {
    SendRequest request;
    request.planned = simulation->now();
    request.to = {PhoneNumber{12902000000 + person}, CountryId{0}, TestService::att, {}};
    request.number = NumberId{0};
    request.workload = WorkloadId{0};
    request.channel = Channel::voice;
    request.ttl = 5min;
    request.speech = 7s;
    request.body = "<speak>Hello</speak>";
    return backend->submit(request);
  }
  void await(const std::function<bool()>& happened) { REQUIRE(run_until(loop_, happened)); }
  void answer(std::size_t request, int status, std::string body) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    held.at(request).respond(std::move(response));
  }
  void accept(std::size_t request, const std::string& uuid) {
    answer(request, 200, R"({"MessageId":")" + uuid + "\"}");
  }
  // Event records as the service writes them; the milliseconds count from the start.
  bool record(const std::string& uuid, const std::string& event, bool is_final, std::int64_t at_ms,
              std::uint64_t person, std::int64_t requested_ms = 0) {
    return raw_record(R"({"eventType":")" + event + R"(","eventTimestamp":)" + std::to_string(at_ms) +
                      R"(,"isFinal":)" + (is_final ? "true" : "false") + R"(,"messageId":")" + uuid +
                      R"(","destinationPhoneNumber":"+)" + std::to_string(12902000000 + person) +
                      R"(","originationPhoneNumber":"12345","totalMessageParts":1,"messageRequestTimestamp":)" +
                      std::to_string(requested_ms) + "}");
  }
  bool raw_record(const std::string& json) {
    const bool good =
        !backend->on_record(json, [this](std::int64_t ms) { return model.start + std::chrono::milliseconds{ms}; });
    backend->facts().flush();
    return good;
  }
  // What became known, for example "accepted", "refused", "TEXT_SUCCESSFUL", "TEXT_DELIVERED final".
  std::vector<std::string> story() const {
    std::vector<std::string> lines;
    for (const MessageFact& fact : facts) {
      if (fact.kind == FactKind::accepted) lines.emplace_back("accepted");
      if (fact.kind == FactKind::refused) lines.emplace_back("refused");
      if (fact.kind == FactKind::status)
        lines.push_back(std::string(event_type_of(fact.status)) + (fact.is_final ? " final" : ""));
    }
    return lines;
  }
  void consume(const FactBatch& batch) override { facts.insert(facts.end(), batch.facts.begin(), batch.facts.end()); }
  void on_answer(std::uint32_t, const Answer& answer) override { answers.push_back(answer); }

  ServiceModel model;
  std::optional<Simulation> simulation;
  std::optional<RemoteBackend> backend;
  std::vector<MessageFact> facts;
  std::vector<Answer> answers;
  std::vector<Responder> held;      // of requests of the service's own operations
  std::vector<std::string> bodies;  // theirs
  std::vector<std::string> targets;  // and their X-Amz-Target
  std::vector<std::string> told;    // what went to /_sendlab/

 private:
  void on_request(const HttpRequest& request, Responder responder) {
    if (request.target != "/") {
      told.push_back(request.target + " " + request.body);
      return responder.respond(HttpResponse{});
    }
    bodies.push_back(request.body);
    targets.emplace_back(request.headers.get("x-amz-target"));
    held.push_back(std::move(responder));
  }
  EventLoop loop_;
  HttpServer server_;
  std::optional<HttpClient> client_;
};

inline const Destination handset{PhoneNumber{12902000001}, CountryId{0}, TestService::att, {}};

}  // namespace sendlab::test
