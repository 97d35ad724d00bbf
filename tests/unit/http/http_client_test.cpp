#include "engine/http/http_client.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <vector>

#include "engine/http/http_server.hpp"
#include "engine/kernel/ensure.hpp"
#include "tests/unit/http/raw_sockets.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;
using Kind = HttpFailure::Kind;

namespace {

HttpClientOptions options_for(std::uint16_t port, std::size_t max_connections = 4) {
  HttpClientOptions options;
  options.base = Url{"http", "127.0.0.1", port, "/"};
  options.max_connections = max_connections;
  return options;
}

HttpRequest post(std::string body, std::string target = "/") {
  HttpRequest request;
  request.method = "POST";
  request.target = std::move(target);
  request.headers.add("Content-Type", "application/x-amz-json-1.0");
  request.body = std::move(body);
  return request;
}

// A client with what came back, by the number of the request.
struct Sender {
  Sender(EventLoop& event_loop, HttpClientOptions options) : loop(event_loop), client(loop, std::move(options)) {}

  void send(HttpRequest request) {
    client.send(std::move(request), [this, number = sent++](HttpClient::Result result) {
      CHECK(results.count(number) == 0);
      results.emplace(number, std::move(result));
    });
  }
  // Waits for all that was sent.
  void finish() {
    REQUIRE(run_until(loop, [&] { return static_cast<int>(results.size()) == sent; }));
  }
  const HttpResponse& answer(int number) {
    REQUIRE(results.at(number).ok());
    return results.at(number).value();
  }
  const HttpFailure& failure(int number) {
    REQUIRE_FALSE(results.at(number).ok());
    return results.at(number).error();
  }

  EventLoop& loop;
  int sent = 0;
  std::map<int, HttpClient::Result> results;
  HttpClient client;
};

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

}  // namespace

TEST_CASE("client and server of this folder understand each other", "[http]") {
  EventLoop loop;
  HttpServer server(loop, {}, [](HttpRequest&& request, Responder responder) {
    HttpResponse response;
    response.status = request.target == "/base/missing" ? 404 : 200;
    response.headers.add("X-Host", request.headers.get("Host"));
    response.body = request.method + " " + request.target + " " + request.body;
    responder.respond(std::move(response));
  });
  REQUIRE(server.listen());
  HttpClientOptions options = options_for(server.port(), 1);
  options.base.path = "/base/";
  Sender sender(loop, options);
  const std::string large(2'000'000, 'b');
  sender.send(post("hello", "/a?b=c"));
  sender.send(post(large));
  sender.send({.method = "HEAD"});
  sender.send({.target = "/missing"});
  CHECK(sender.results.empty());  // never inside the call
  sender.finish();

  CHECK(sender.answer(0).body == "POST /base/a?b=c hello");
  CHECK(sender.answer(0).headers.get("x-host") == "127.0.0.1:" + std::to_string(server.port()));
  CHECK(sender.answer(1).body == "POST /base/ " + large);
  CHECK(sender.answer(2).body.empty());
  CHECK(sender.answer(2).headers.get("Content-Length") == std::to_string(std::string("HEAD /base/ ").size()));
  CHECK(sender.answer(3).status == 404);
  CHECK(sender.client.connections_opened() == 1);
  CHECK(sender.client.in_flight() == 0);
}

TEST_CASE("timings tell the write, the first byte and the end, in this order", "[http]") {
  EventLoop loop;
  HttpServer server(loop, {}, [](HttpRequest&&, Responder responder) { responder.respond({}); });
  REQUIRE(server.listen());
  Sender sender(loop, options_for(server.port(), 1));
  const std::int64_t before = EventLoop::now_ns();
  sender.send(post("a"));
  sender.send(post("b"));
  sender.finish();
  const HttpTimings first = sender.answer(0).timings;
  const HttpTimings second = sender.answer(1).timings;
  CHECK(before <= first.write_started_ns);
  CHECK(first.write_started_ns <= first.first_byte_ns);
  CHECK(first.first_byte_ns <= first.finished_ns);
  CHECK(first.finished_ns <= second.write_started_ns);  // one connection
  CHECK(first.new_connection);
  CHECK_FALSE(second.new_connection);
}

TEST_CASE("requests beyond the connections wait, and each gets its own answer", "[http]") {
  EventLoop loop;
  std::vector<std::pair<std::string, Responder>> waiting;
  HttpServer server(loop, {}, [&](HttpRequest&& request, Responder responder) {
    waiting.emplace_back(request.body, std::move(responder));
  });
  REQUIRE(server.listen());
  Sender sender(loop, options_for(server.port(), 3));
  for (int i = 0; i < 20; ++i) sender.send(post(std::to_string(i)));
  REQUIRE(run_until(loop, [&] { return waiting.size() == 3; }));
  CHECK(sender.client.in_flight() == 3);
  CHECK(sender.client.queued() == 17);
  for (std::size_t done = 0; done < 20; ++done) {
    REQUIRE(run_until(loop, [&] { return waiting.size() > done; }));
    HttpResponse response;
    response.body = "answer to " + waiting[done].first;
    waiting[done].second.respond(std::move(response));
  }
  sender.finish();
  for (int i = 0; i < 20; ++i) CHECK(sender.answer(i).body == "answer to " + std::to_string(i));
  CHECK(sender.client.connections_opened() == 3);
}

TEST_CASE("a full queue refuses at once what it cannot take", "[http]") {
  EventLoop loop;
  RawServer server(loop, nullptr);
  HttpClientOptions options = options_for(server.port(), 1);
  options.max_queued = 2;
  Sender sender(loop, options);
  for (int i = 0; i < 3; ++i) sender.send(post("x"));
  REQUIRE(run_until(loop, [&] { return sender.results.size() == 1; }));
  CHECK(sender.failure(2).kind == Kind::queue_full);
  CHECK_FALSE(sender.failure(2).maybe_processed);
}

TEST_CASE("a refused connection names host and port, and says that nothing was sent", "[http]") {
  EventLoop loop;
  std::uint16_t port = 0;
  {
    RawServer gone(loop, nullptr);
    port = gone.port();
  }
  Sender sender(loop, options_for(port));
  HttpRequest request = post("+12905550100 is a secret", "/secret");
  request.headers.add("Authorization", "secret");
  for (int i = 0; i < 10; ++i) sender.send(request);
  sender.finish();
  for (int i = 0; i < 10; ++i) {
    CHECK(sender.failure(i).kind == Kind::connect);
    CHECK_FALSE(sender.failure(i).maybe_processed);
    CHECK(sender.failure(i).where == "127.0.0.1:" + std::to_string(port));
    CHECK(to_text(sender.failure(i)).find("refused") != std::string::npos);
    CHECK(to_text(sender.failure(i)).find("secret") == std::string::npos);
    CHECK_FALSE(sender.failure(i).fix.empty());
  }
}

TEST_CASE("a name that leads nowhere fails", "[http]") {
  EventLoop loop;
  HttpClientOptions options = options_for(80);
  options.base.host = "no-such-host.invalid";
  Sender sender(loop, options);
  sender.send(post("x"));
  sender.finish();
  CHECK((sender.failure(0).kind == Kind::resolve || sender.failure(0).kind == Kind::connect));
  CHECK_FALSE(sender.failure(0).maybe_processed);
}

TEST_CASE("localhost is resolved and reached", "[http]") {
  EventLoop loop;
  HttpServer server(loop, {}, [](HttpRequest&&, Responder responder) { responder.respond({}); });
  REQUIRE(server.listen());
  HttpClientOptions options = options_for(server.port());
  options.base.host = "localhost";
  Sender sender(loop, options);
  sender.send(post("x"));
  sender.finish();
  CHECK(sender.answer(0).status == 200);
}

TEST_CASE("a request cut off may have been processed, and is not sent again", "[http]") {
  EventLoop loop;
  int requests = 0;
  const bool answer_begun = GENERATE(false, true);
  const bool by_reset = GENERATE(false, true);
  RawServer server(loop, [&](RawPeer& peer, int) {
    if (!peer.received().ends_with("body")) return;
    ++requests;
    if (answer_begun) peer.send("HTTP/1.1 200 OK\r\nContent-Le");
    by_reset ? peer.reset() : peer.close();
  });
  Sender sender(loop, options_for(server.port()));
  sender.send(post("body"));
  sender.finish();
  CHECK(sender.failure(0).kind == Kind::closed);
  CHECK(sender.failure(0).maybe_processed);
  CHECK(requests == 1);
  CHECK(server.accepted() == 1);
}

TEST_CASE("a kept connection that the server has closed is not used: the request goes out once, on a new one",
          "[http]") {
  EventLoop loop;
  int requests = 0;
  std::optional<RawPeer> first;
  RawServer server(loop, [&](RawPeer& peer, int connection) {
    requests += count_of(peer.received(), "body");
    peer.forget_received();
    peer.send(ok);
    if (connection == 0) first = peer;
  });
  Sender sender(loop, options_for(server.port(), 1));
  sender.send(post("body"));
  sender.finish();
  REQUIRE(sender.client.connections() == 1);

  // Closed, but the client's loop has not come to see it when the next request is sent.
  first->close();
  sender.send(post("body"));
  sender.finish();

  CHECK(sender.answer(1).body == "ok");
  CHECK(sender.answer(1).timings.new_connection);
  CHECK(requests == 2);
  CHECK(server.accepted() == 2);
}

TEST_CASE("a connection that the server closes while it is kept is forgotten", "[http]") {
  EventLoop loop;
  RawServer server(loop, [](RawPeer& peer, int) {
    peer.send(ok);
    peer.send_end();
  });
  Sender sender(loop, options_for(server.port(), 1));
  sender.send(post("one"));
  sender.finish();
  CHECK(run_until(loop, [&] { return sender.client.connections() == 0; }));
  sender.send(post("two"));
  sender.finish();
  CHECK(sender.answer(1).body == "ok");
}

TEST_CASE("Connection: close in an answer is obeyed", "[http]") {
  EventLoop loop;
  RawServer server(loop, [](RawPeer& peer, int) {
    peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
  });
  Sender sender(loop, options_for(server.port(), 1));
  for (int i = 0; i < 3; ++i) sender.send(post("x"));
  sender.finish();
  for (int i = 0; i < 3; ++i) CHECK(sender.answer(i).body == "ok");
  CHECK(server.accepted() == 3);
}

TEST_CASE("answers in chunks, without a length and after 1xx are understood", "[http]") {
  struct Row {
    const char* bytes;
    const char* body;
  };
  const Row rows[] = {
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde"},
      {"HTTP/1.1 200 OK\r\n\r\nto the end", "to the end"},
      {"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc"},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
       "3\r\n\r\nabc",
       "abc"},
      {"HTTP/1.1 204 No Content\r\n\r\n", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    EventLoop loop;
    RawServer server(loop, [&](RawPeer& peer, int) {
      for (const char byte : std::string(row.bytes)) peer.send(std::string(1, byte));
      peer.send_end();
    });
    Sender sender(loop, options_for(server.port()));
    sender.send(post("x"));
    sender.finish();
    CHECK(sender.answer(0).body == row.body);
    CHECK_FALSE(sender.answer(0).headers.contains("Link"));
  }
}

TEST_CASE("answers that are no HTTP, too large or unasked for do no harm", "[http]") {
  struct Row {
    std::string bytes;
    Kind kind;
  };
  const Row rows[] = {
      {"SSH-2.0-OpenSSH_9.2\r\n", Kind::malformed},
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", Kind::malformed},
      {"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", Kind::too_large},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n", Kind::too_large},
      {"HTTP/1.1 200 OK\r\n\r\n" + std::string(101, 'x'), Kind::too_large},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(1000, 'x'), Kind::too_large},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    EventLoop loop;
    RawServer server(loop, [&](RawPeer& peer, int) { peer.send(row.bytes); });
    HttpClientOptions options = options_for(server.port());
    options.max_header_bytes = 500;
    options.max_body_bytes = 100;
    Sender sender(loop, options);
    sender.send(post("x"));
    sender.finish();
    CHECK(sender.failure(0).kind == row.kind);
    CHECK(sender.failure(0).maybe_processed);
  }

  EventLoop loop;
  RawServer server(loop, [&](RawPeer& peer, int connection) { peer.send(connection == 0 ? ok + ok : ok); });
  Sender sender(loop, options_for(server.port(), 1));
  sender.send(post("one"));
  sender.send(post("two"));
  sender.finish();
  CHECK(sender.answer(0).body == "ok");
  CHECK(sender.answer(1).body == "ok");
  CHECK(server.accepted() == 2);  // the answer nobody asked for was not taken for that of the second request
}

TEST_CASE("an answer that does not come in time fails, and the next request gets a new connection", "[http]") {
  EventLoop loop;
  bool silent = true;
  RawServer server(loop, [&](RawPeer& peer, int) {
    if (!silent) peer.send(ok);
  });
  HttpClientOptions options = options_for(server.port(), 1);
  options.request_timeout = 5ms;
  Sender sender(loop, options);
  sender.send(post("one"));
  sender.finish();
  CHECK(sender.failure(0).kind == Kind::timeout);
  CHECK(sender.failure(0).maybe_processed);

  silent = false;
  sender.client.stop();
  options.request_timeout = 1h;
  Sender patient(loop, options);
  patient.send(post("two"));
  patient.finish();
  CHECK(patient.answer(0).body == "ok");
}

TEST_CASE("an answer before the whole request was taken is an answer", "[http]") {
  EventLoop loop;
  HttpServer server(loop, {.max_body_bytes = 1000}, [](HttpRequest&&, Responder responder) { responder.respond({}); });
  REQUIRE(server.listen());
  Sender sender(loop, options_for(server.port(), 1));
  sender.send(post(std::string(30'000'000, 'x')));
  sender.send(post("small"));
  sender.finish();
  CHECK(sender.answer(0).status == 413);
  CHECK(sender.answer(1).status == 200);
}

TEST_CASE("stopping fails what waits and what is under way, and says which may have been processed", "[http]") {
  EventLoop loop;
  int requests = 0;
  RawServer server(loop, [&](RawPeer&, int) { ++requests; });
  Sender sender(loop, options_for(server.port(), 1));
  sender.send(post("one"));
  sender.send(post("two"));
  REQUIRE(run_until(loop, [&] { return requests == 1; }));
  sender.client.stop();
  sender.send(post("three"));
  CHECK(sender.results.empty());
  sender.finish();
  for (int i = 0; i < 3; ++i) CHECK(sender.failure(i).kind == Kind::stopped);
  CHECK(sender.failure(0).maybe_processed);
  CHECK_FALSE(sender.failure(1).maybe_processed);
  CHECK(sender.client.connections() == 0);
}

TEST_CASE("a callback may send, stop or end the client", "[http]") {
  EventLoop loop;
  HttpServer server(loop, {}, [](HttpRequest&&, Responder responder) { responder.respond({}); });
  REQUIRE(server.listen());
  auto client = std::make_unique<HttpClient>(loop, options_for(server.port(), 2));
  int answers = 0;
  std::function<void(HttpClient::Result)> again = [&](const HttpClient::Result&) {
    if (++answers == 50) {
      client.reset();
    } else {
      client->send(post("again"), again);
    }
  };
  client->send(post("first"), again);
  client->send(post("second"), again);
  REQUIRE(run_until(loop, [&] { return client == nullptr && server.connections() == 0; }));
  CHECK(answers == 50);
}

TEST_CASE("an ended client calls nobody back", "[http]") {
  EventLoop loop;
  RawServer server(loop, nullptr);
  bool called = false;
  {
    HttpClient client(loop, options_for(server.port()));
    client.send(post("x"), [&](const HttpClient::Result&) { called = true; });
  }
  bool later = false;
  loop.after(1ms, [&] { later = true; });
  REQUIRE(run_until(loop, [&] { return later; }));
  CHECK_FALSE(called);
}

TEST_CASE("a target that would end its line is a bug", "[http]") {
  EventLoop loop;
  HttpClient client(loop, options_for(1));
  for (const char* target : {"", "x", "/a b", "/a\r\nX: y"}) {
    CHECK_THROWS_AS(client.send(post("x", target), [](const HttpClient::Result&) {}), InvariantViolation);
  }
}

TEST_CASE("idle connections are closed after their time", "[http]") {
  EventLoop loop;
  HttpServer server(loop, {}, [](HttpRequest&&, Responder responder) { responder.respond({}); });
  REQUIRE(server.listen());
  HttpClientOptions options = options_for(server.port());
  options.idle_timeout = 5ms;
  Sender sender(loop, options);
  sender.send(post("x"));
  sender.finish();
  CHECK(run_until(loop, [&] { return sender.client.connections() == 0 && server.connections() == 0; }));
}
