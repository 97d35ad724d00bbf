#include "engine/http/http_server.hpp"

#include <catch2/catch.hpp>
#include <optional>
#include <vector>

#include "engine/kernel/ensure.hpp"
#include "tests/unit/http/raw_sockets.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;

namespace {

HttpResponse text(std::string body) {
  HttpResponse response;
  response.headers.add("Content-Type", "text/plain");
  response.body = std::move(body);
  return response;
}

// A server that keeps the requests and lets the test answer, or says back what it got.
struct Rig {
  explicit Rig(bool echo = true, HttpServerOptions options = {})
      : server(loop, std::move(options), [this, echo](HttpRequest&& request, Responder responder) {
          requests.push_back(request);
          if (echo) {
            responder.respond(text(request.method + " " + request.target + " [" + request.body + "]"));
          } else {
            responders.push_back(std::move(responder));
          }
        }) {
    const auto port = server.listen();
    REQUIRE(port);
    CHECK(port.value() != 0);
  }

  RawPeer connect(bool reads = true) { return RawPeer(loop, server.port(), "127.0.0.1", reads); }
  bool until(const std::function<bool()>& happened) { return run_until(loop, happened); }

  EventLoop loop;
  std::vector<HttpRequest> requests;
  std::vector<Responder> responders;
  HttpServer server;
};

const std::string get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

std::string post(const std::string& body) {
  return "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

TEST_CASE("requests of one connection are answered one after the other", "[http]") {
  Rig rig;
  RawPeer peer = rig.connect();
  for (int i = 1; i <= 3; ++i) {
    peer.send(post("hello " + std::to_string(i)));
    REQUIRE(rig.until([&] { return count_of(peer.received(), "[hello ") == i; }));
  }

  CHECK(rig.server.connections() == 1);
  CHECK(rig.server.requests() == 3);
  CHECK(rig.server.unanswered() == 0);
  CHECK_FALSE(peer.ended());
  CHECK(peer.received().starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: "));
  CHECK(peer.received().find("GMT\r\nContent-Length: 17\r\n\r\nPOST /b [hello 1]HTTP/1.1 200") != std::string::npos);
  CHECK(rig.requests[0].peer.starts_with("127.0.0.1:"));
  CHECK(rig.requests[2].peer == rig.requests[0].peer);
  CHECK(rig.requests[0].headers.get("content-length") == "7");
}

TEST_CASE("answers leave in the order of the requests, in whatever order they are given", "[http]") {
  Rig rig(false);
  RawPeer peer = rig.connect();
  peer.send(get + post("one") + get);
  REQUIRE(rig.until([&] { return rig.responders.size() == 3; }));

  rig.responders[2].respond(text("third"));
  rig.responders[1].respond(text("second"));
  CHECK(rig.server.unanswered() == 1);
  rig.responders[0].respond(text("first"));
  REQUIRE(rig.until([&] { return count_of(peer.received(), "third") == 1; }));

  CHECK(peer.received().find("first") < peer.received().find("second"));
  CHECK(peer.received().find("second") < peer.received().find("third"));
}

TEST_CASE("more pipelined requests than there is room for wait their turn", "[http]") {
  Rig rig(false, {.max_pipelined = 4});
  RawPeer peer = rig.connect();
  std::string all;
  for (int i = 0; i < 100; ++i) all += post(std::to_string(i));
  peer.send(all);
  std::size_t answered = 0;
  while (answered < 100) {
    REQUIRE(rig.until([&] { return rig.responders.size() > answered; }));
    CHECK(rig.responders.size() - answered <= 4);
    rig.responders[answered].respond(text("<" + rig.requests[answered].body + ">"));
    ++answered;
  }
  REQUIRE(rig.until([&] { return count_of(peer.received(), "<99>") == 1; }));
  CHECK(count_of(peer.received(), "HTTP/1.1 200 OK") == 100);
}

TEST_CASE("a hundred pipelined requests in one piece are answered in order", "[http]") {
  Rig rig;
  RawPeer peer = rig.connect();
  std::string all;
  for (int i = 0; i < 1000; ++i) all += post(std::to_string(i) + ".");
  peer.send(all);
  REQUIRE(rig.until([&] { return count_of(peer.received(), "[999.]") == 1; }));
  std::size_t last = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::size_t found = peer.received().find("[" + std::to_string(i) + ".]");
    REQUIRE(found != std::string::npos);
    REQUIRE(found >= last);
    last = found;
  }
}

TEST_CASE("a request may come in any pieces", "[http]") {
  Rig rig;
  RawPeer peer = rig.connect();
  const std::string request = "\r\n" + post("pieces") + get;
  for (const char byte : request) {
    peer.send(std::string(1, byte));
    rig.loop.run_one();
  }
  REQUIRE(rig.until([&] { return count_of(peer.received(), "GET /a []") == 1; }));
  CHECK(count_of(peer.received(), "POST /b [pieces]") == 1);
}

TEST_CASE("chunked bodies are put together, extensions and trailers dropped", "[http]") {
  Rig rig;
  RawPeer peer = rig.connect();
  peer.send(
      "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "5;name=\"value\"\r\nhello\r\n1\r\n \r\n6\r\nworld!\r\n0\r\nX-Trailer: late\r\nHost: evil\r\n\r\n" +
      get);
  REQUIRE(rig.until([&] { return count_of(peer.received(), "GET /a []") == 1; }));
  CHECK(count_of(peer.received(), "POST /c [hello world!]") == 1);
  CHECK_FALSE(rig.requests[0].headers.contains("X-Trailer"));
  CHECK(rig.requests[0].headers.get("Host") == "x");
}

TEST_CASE("a client that asks first is told to go on, in its turn", "[http]") {
  Rig rig(false);
  RawPeer peer = rig.connect();
  peer.send(get + "POST /d HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-Continue\r\n\r\n");
  REQUIRE(rig.until([&] { return rig.responders.size() == 1; }));
  rig.responders[0].respond(text("first"));
  REQUIRE(rig.until([&] { return count_of(peer.received(), "100 Continue\r\n\r\n") == 1; }));
  CHECK(peer.received().find("first") < peer.received().find("100 Continue"));

  peer.send("body");
  REQUIRE(rig.until([&] { return rig.responders.size() == 2; }));
  CHECK(rig.requests[1].body == "body");
  rig.responders[1].respond(text("second"));
  REQUIRE(rig.until([&] { return count_of(peer.received(), "second") == 1; }));
  CHECK(count_of(peer.received(), "100 Continue") == 1);
}

TEST_CASE("a body that came with the header needs no 100", "[http]") {
  Rig rig;
  RawPeer peer = rig.connect();
  peer.send("POST /d HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody");
  REQUIRE(rig.until([&] { return count_of(peer.received(), "[body]") == 1; }));
  CHECK(count_of(peer.received(), "100 Continue") == 0);
}

TEST_CASE("HEAD gets the length but no body, 204 neither", "[http]") {
  Rig rig(false);
  RawPeer peer = rig.connect();
  peer.send("HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n" + get);
  REQUIRE(rig.until([&] { return rig.responders.size() == 2; }));
  rig.responders[0].respond(text("unseen"));
  HttpResponse empty;
  empty.status = 204;
  rig.responders[1].respond(std::move(empty));
  REQUIRE(rig.until([&] { return count_of(peer.received(), "204 No Content") == 1; }));
  CHECK(count_of(peer.received(), "Content-Length") == 1);
  CHECK(count_of(peer.received(), "Content-Length: 6\r\n\r\nHTTP/1.1 204") == 1);
  CHECK(count_of(peer.received(), "unseen") == 0);
}

TEST_CASE("HTTP/1.0 closes after the answer unless asked to keep alive", "[http]") {
  Rig rig;
  RawPeer once = rig.connect();
  once.send("GET /a HTTP/1.0\r\n\r\n");
  REQUIRE(rig.until([&] { return once.ended(); }));
  CHECK(count_of(once.received(), "Connection: close") == 1);

  RawPeer more = rig.connect();
  more.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  REQUIRE(rig.until([&] { return count_of(more.received(), "GET /a []") == 1; }));
  CHECK(count_of(more.received(), "Connection: keep-alive") == 1);
  more.send("GET /b HTTP/1.0\r\n\r\n");
  REQUIRE(rig.until([&] { return more.ended(); }));
  CHECK(count_of(more.received(), "GET /b []") == 1);
}

TEST_CASE("Connection: close is obeyed, and what follows is not read", "[http]") {
  Rig rig;
  RawPeer peer = rig.connect();
  peer.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + get);
  REQUIRE(rig.until([&] { return peer.ended(); }));
  CHECK(rig.requests.size() == 1);
  CHECK(count_of(peer.received(), "Connection: close") == 1);
}

TEST_CASE("a client that has sent its end still gets its answers, then the close", "[http]") {
  Rig rig(false);
  RawPeer peer = rig.connect();
  peer.send(get + get);
  peer.send_end();
  REQUIRE(rig.until([&] { return rig.responders.size() == 2; }));
  rig.responders[1].respond(text("two"));
  rig.responders[0].respond(text("one"));
  REQUIRE(rig.until([&] { return peer.ended() && rig.server.connections() == 0; }));
  CHECK(count_of(peer.received(), "two") == 1);
}

TEST_CASE("a dropped responder answers 500, and the connection goes on", "[http]") {
  Rig rig(false);
  RawPeer peer = rig.connect();
  peer.send(get);
  REQUIRE(rig.until([&] { return rig.responders.size() == 1; }));
  rig.responders.clear();
  REQUIRE(rig.until([&] { return count_of(peer.received(), "}") == 1; }));
  CHECK(peer.received().starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
  CHECK(count_of(peer.received(), "{\"__type\":\"InternalServerException\",\"Message\":\"") == 1);
  peer.send(get);
  CHECK(rig.until([&] { return rig.responders.size() == 1; }));
}

TEST_CASE("a second answer is a bug; an answer to a client that has gone is none", "[http]") {
  Rig rig(false);
  RawPeer peer = rig.connect();
  peer.send(get + get);
  REQUIRE(rig.until([&] { return rig.responders.size() == 2; }));
  rig.responders[0].respond(text("once"));
  CHECK_FALSE(rig.responders[0].wanted());
  CHECK_THROWS_AS(rig.responders[0].respond(text("twice")), InvariantViolation);

  CHECK(rig.responders[1].wanted());
  peer.reset();
  REQUIRE(rig.until([&] { return rig.server.connections() == 0; }));
  CHECK_FALSE(rig.responders[1].wanted());
  CHECK(rig.server.unanswered() == 0);
  rig.responders[1].respond(text("nobody"));
}

TEST_CASE("large answers arrive whole, also to a client that reads late", "[http]") {
  Rig rig(false);
  RawPeer peer = rig.connect();
  peer.send(get + get + get);
  REQUIRE(rig.until([&] { return rig.responders.size() == 3; }));
  const std::string large(5'000'000, 'x');
  rig.responders[0].respond(text(large));
  rig.responders[1].respond(text("small"));
  rig.responders[2].respond(text(large + "end"));
  REQUIRE(rig.until([&] { return peer.received().ends_with("xend"); }));
  CHECK(count_of(peer.received(), "x\r") == 0);
  CHECK(peer.received().size() > 10'000'000);
  CHECK(count_of(peer.received(), "small") == 1);
}

TEST_CASE("stop lets answers under way finish and closes the rest", "[http]") {
  Rig rig(false);
  RawPeer idle = rig.connect();
  RawPeer waiting = rig.connect();
  RawPeer halfway = rig.connect();
  waiting.send(get);
  halfway.send("POST / HTTP/1.1\r\n");
  REQUIRE(rig.until([&] { return rig.responders.size() == 1 && rig.server.connections() == 3; }));
  bool stopped = false;
  rig.server.stop(1h, [&] { stopped = true; });

  REQUIRE(rig.until([&] { return idle.ended() && halfway.ended(); }));
  CHECK_FALSE(stopped);
  CHECK_FALSE(waiting.ended());
  CHECK_THROWS(RawPeer(rig.loop, rig.server.port()));  // nobody listens
  rig.responders[0].respond(text("late"));
  REQUIRE(rig.until([&] { return waiting.ended(); }));
  waiting.close();
  REQUIRE(rig.until([&] { return stopped; }));
  CHECK(count_of(waiting.received(), "late") == 1);
  CHECK(count_of(waiting.received(), "Connection: close") == 1);
}

TEST_CASE("stop closes after its grace what is not answered", "[http]") {
  Rig rig(false);
  RawPeer peer = rig.connect();
  peer.send(get);
  REQUIRE(rig.until([&] { return rig.responders.size() == 1; }));
  bool stopped = false;
  rig.server.stop(1ms, [&] { stopped = true; });
  REQUIRE(rig.until([&] { return stopped && peer.ended(); }));
  CHECK(peer.received().empty());
  CHECK(rig.server.connections() == 0);
  rig.responders[0].respond(text("too late"));
}

TEST_CASE("stopping an idle server tells so, and may be asked twice", "[http]") {
  Rig rig;
  int stopped = 0;
  rig.server.stop(1h, [&] { ++stopped; });
  rig.server.stop(0s, [&] { ++stopped; });
  CHECK(stopped == 0);
  rig.loop.run();  // returns: nothing is left
  CHECK(stopped == 2);
}

TEST_CASE("a server may go while requests are under way", "[http]") {
  EventLoop loop;
  std::vector<Responder> responders;
  auto server = std::make_unique<HttpServer>(loop, HttpServerOptions{}, [&](HttpRequest&&, Responder responder) {
    responders.push_back(std::move(responder));
  });
  REQUIRE(server->listen());
  RawPeer peer(loop, server->port());
  peer.send(get);
  REQUIRE(run_until(loop, [&] { return responders.size() == 1; }));
  server.reset();
  REQUIRE(run_until(loop, [&] { return peer.ended(); }));
  responders[0].respond(text("nobody"));
}

TEST_CASE("a responder may outlive server and loop", "[http]") {
  std::vector<Responder> responders;
  {
    EventLoop loop;
    HttpServer server(loop, {},
                      [&](HttpRequest&&, Responder responder) { responders.push_back(std::move(responder)); });
    REQUIRE(server.listen());
    RawPeer peer(loop, server.port());
    peer.send(get);
    REQUIRE(run_until(loop, [&] { return responders.size() == 1; }));
  }
  CHECK_FALSE(responders[0].wanted());
  responders.clear();
}

TEST_CASE("what a handler throws leaves the loop", "[http]") {
  EventLoop loop;
  HttpServer server(loop, {}, [](HttpRequest&&, const Responder&) { ENSURE(false, "a bug in the handler"); });
  REQUIRE(server.listen());
  RawPeer peer(loop, server.port());
  peer.send(get);
  CHECK_THROWS_AS(run_until(loop, [&] { return peer.ended(); }), InvariantViolation);
}

TEST_CASE("IPv6 is served where the machine has it", "[http]") {
  EventLoop loop;
  HttpServer server(loop, {.host = "::1"}, [](HttpRequest&& request, Responder responder) {
    responder.respond(text("from " + request.peer));
  });
  const auto port = server.listen();
  if (!port) {
    WARN("no IPv6 here: " + port.error().what);
    return;
  }
  CHECK(server.url() == "http://[::1]:" + std::to_string(port.value()));
  RawPeer peer(loop, port.value(), "::1");
  peer.send(get);
  REQUIRE(run_until(loop, [&] { return count_of(peer.received(), "from [::1]:") == 1; }));
}

TEST_CASE("addresses that cannot be listened on are refused with a remedy", "[http]") {
  EventLoop loop;
  const auto handler = [](HttpRequest&&, const Responder&) {};
  HttpServer first(loop, {}, handler);
  REQUIRE(first.listen());
  const auto error_of = [&](const std::string& host, std::uint16_t port) {
    HttpServer server(loop, {.host = host, .port = port}, handler);
    const auto result = server.listen();
    REQUIRE_FALSE(result);
    CHECK_FALSE(result.error().fix.empty());
    return result.error();
  };

  const Error in_use = error_of("127.0.0.1", first.port());
  CHECK(in_use.where == "127.0.0.1:" + std::to_string(first.port()));
  CHECK(in_use.what == "another program listens on this address");
  CHECK(error_of("192.0.2.1", 0).what == "this is not an address of this machine");
  CHECK(error_of("no such host", 0).what.find("no such host") != std::string::npos);
}

TEST_CASE("above the most connections new ones wait until one ends", "[http]") {
  Rig rig(true, {.max_connections = 2});
  RawPeer first = rig.connect();
  RawPeer second = rig.connect();
  RawPeer third = rig.connect();
  third.send(get);
  first.send(get);
  second.send(get);
  REQUIRE(rig.until([&] { return !first.received().empty() && !second.received().empty(); }));
  CHECK(third.received().empty());
  CHECK(rig.server.connections() == 2);
  first.close();
  REQUIRE(rig.until([&] { return !third.received().empty(); }));
}
