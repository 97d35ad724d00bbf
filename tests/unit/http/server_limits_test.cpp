#include <catch2/catch.hpp>
#include <vector>

#include "engine/http/http_server.hpp"
#include "tests/unit/http/raw_sockets.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;

namespace {

struct Rig {
  explicit Rig(HttpServerOptions options = {})
      : server(loop, std::move(options), [this](HttpRequest&& request, Responder responder) {
          bodies.push_back(std::move(request.body));
          HttpResponse response;
          response.body = std::string(answer_bytes, 'a') + "!";
          responder.respond(std::move(response));
        }) {
    REQUIRE(server.listen());
  }

  // What comes back for these bytes until the server closes.
  std::string answer_to(const std::string& bytes) {
    RawPeer peer(loop, server.port());
    peer.send(bytes);
    REQUIRE(run_until(loop, [&] { return peer.ended(); }));
    return peer.received();
  }

  EventLoop loop;
  std::vector<std::string> bodies;
  std::size_t answer_bytes = 2;
  HttpServer server;
};

void check_refusal(const std::string& answer, const std::string& status) {
  CHECK(answer.starts_with("HTTP/1.1 " + status + " "));
  CHECK(count_of(answer, "HTTP/1.1 ") == 1);
  CHECK(count_of(answer, "\r\nConnection: close\r\n") == 1);
  CHECK(count_of(answer, "{\"__type\":\"") == 1);
  CHECK(answer.ends_with("\"}"));
}

// A request whose line and fields, with the empty line, have so many bytes.
std::string header_of(std::size_t bytes) {
  const std::string begin = "GET / HTTP/1.1\r\nHost: x\r\nX-Long: ";
  return begin + std::string(bytes - begin.size() - 4, 'y') + "\r\n\r\n";
}

}  // namespace

TEST_CASE("a header of just the limit is served, one byte more is 431", "[http]") {
  Rig rig({.max_header_bytes = 1000});
  RawPeer peer(rig.loop, rig.server.port());
  peer.send(header_of(999) + header_of(999));
  REQUIRE(run_until(rig.loop, [&] { return count_of(peer.received(), "aa!") == 2; }));
  check_refusal(rig.answer_to(header_of(1001)), "431");
  check_refusal(rig.answer_to(header_of(100'000)), "431");
  check_refusal(rig.answer_to("GET /" + std::string(2000, 'y')), "431");
  CHECK(rig.bodies.size() == 2);
}

TEST_CASE("a body of just the limit is served, one byte more is 413, by length and by chunks", "[http]") {
  Rig rig({.max_body_bytes = 100'000});
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\n";
  const std::string body(100'000, 'b');
  RawPeer peer(rig.loop, rig.server.port());
  peer.send(head + "Content-Length: 100000\r\n\r\n" + body);
  peer.send(head + "Transfer-Encoding: chunked\r\n\r\nC350\r\n" + body.substr(0, 50'000) + "\r\nC350\r\n" +
            body.substr(0, 50'000) + "\r\n0\r\n\r\n");
  REQUIRE(run_until(rig.loop, [&] { return count_of(peer.received(), "aa!") == 2; }));
  CHECK(rig.bodies == std::vector{body, body});

  check_refusal(rig.answer_to(head + "Content-Length: 100001\r\n\r\n" + body + "b"), "413");
  check_refusal(rig.answer_to(head + "Content-Length: 100001\r\nExpect: 100-continue\r\n\r\n"), "413");
  check_refusal(rig.answer_to(head + "Content-Length: 18446744073709551615\r\n\r\n"), "413");
  check_refusal(rig.answer_to(head + "Transfer-Encoding: chunked\r\n\r\nC350\r\n" + body.substr(0, 50'000) +
                              "\r\nC351\r\n" + body.substr(0, 50'001) + "\r\n0\r\n\r\n"),
                "413");
  CHECK(rig.bodies.size() == 2);
}

TEST_CASE("the answer to a body that is too large reaches a client that goes on sending", "[http]") {
  Rig rig({.max_body_bytes = 1000});
  check_refusal(
      rig.answer_to("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n" + std::string(20'000'000, 'b')),
      "413");
}

TEST_CASE("what is not HTTP/1.1 is refused and the connection closed", "[http]") {
  struct Row {
    const char* bytes;
    const char* status;
  };
  const Row rows[] = {
      {"nonsense\r\n\r\n", "400"},
      {"GET\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost x\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHo st: x\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost : x\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost: x\r\nA: \x01\r\n\r\n", "400"},
      {"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET / HTTP/1.1\nHost: x\n\n", "400"},
      {"GET / HTTP/1.1\r\n\r\n", "400"},                        // no Host
      {"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400"},  // two
      {"GET a HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET * HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505"},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
      {"GET / HTTP/0.9\r\nHost: x\r\n\r\n", "505"},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n", "400"},  // TLS
      // Where the next request begins must never be in doubt.
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "501"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", "501"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\nabc", "501"},
      {"POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\nabc", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3x\r\n\r\nabc", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \r\n\r\nabc", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", "400"},
      {"POST / HTTP/1.1\r\nHost: x\r\nExpect: magic\r\nContent-Length: 3\r\n\r\nabc", "417"},
  };
  Rig rig;
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    check_refusal(rig.answer_to(row.bytes), row.status);
  }
  CHECK(rig.bodies.empty());
}

TEST_CASE("a chunk header or trailer without an end is refused", "[http]") {
  Rig rig;
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  check_refusal(rig.answer_to(head + "3;" + std::string(200'000, 'e')), "400");
  check_refusal(rig.answer_to(head + "0\r\nX: " + std::string(200'000, 'e')), "400");
}

TEST_CASE("a fault after good requests comes after their answers", "[http]") {
  Rig rig;
  const std::string answer =
      rig.answer_to("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n");
  CHECK(count_of(answer, "HTTP/1.1 200 OK") == 2);
  CHECK(count_of(answer, "HTTP/1.1 400 ") == 1);
  CHECK(answer.rfind("200 OK") < answer.find("400 "));
}

TEST_CASE("a slow header, a slow body and a trickle are answered 408", "[http]") {
  Rig rig({.header_timeout = 5ms, .body_timeout = 5ms});
  check_refusal(rig.answer_to("GET / HT"), "408");
  check_refusal(rig.answer_to("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab"), "408");
  check_refusal(rig.answer_to("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"), "408");

  // One byte after the other, each in time, never comes to an end.
  RawPeer peer(rig.loop, rig.server.port());
  std::function<void()> trickle = [&] {
    peer.send("X");
    if (!peer.ended()) rig.loop.after(1ms, trickle);
  };
  peer.send("GET / HTTP/1.1\r\n");
  trickle();
  REQUIRE(run_until(rig.loop, [&] { return peer.ended(); }));
  check_refusal(peer.received(), "408");
}

TEST_CASE("idle connections are closed without a word, also when only empty lines come", "[http]") {
  Rig rig({.header_timeout = 5ms, .idle_timeout = 5ms});
  CHECK(rig.answer_to("").empty());
  CHECK(rig.answer_to("\r\n\r\n").empty());
  CHECK(count_of(rig.answer_to("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "HTTP/1.1 ") == 1);
}

TEST_CASE("waiting for the answer is not idling", "[http]") {
  EventLoop loop;
  std::vector<Responder> responders;
  HttpServer server(loop, {.header_timeout = 2ms, .idle_timeout = 2ms},
                    [&](HttpRequest&&, Responder responder) { responders.push_back(std::move(responder)); });
  REQUIRE(server.listen());
  RawPeer waiting(loop, server.port());
  waiting.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(run_until(loop, [&] { return responders.size() == 1; }));
  // Connections opened later come and go meanwhile.
  for (int i = 0; i < 3; ++i) {
    RawPeer idle(loop, server.port());
    REQUIRE(run_until(loop, [&] { return idle.ended(); }));
  }
  CHECK_FALSE(waiting.ended());
  responders[0].respond({});
  REQUIRE(run_until(loop, [&] { return waiting.ended(); }));
  CHECK(count_of(waiting.received(), "HTTP/1.1 200 OK") == 1);
}

TEST_CASE("a client that never reads its answers is closed", "[http]") {
  Rig rig({.write_timeout = 5ms});
  rig.answer_bytes = 20'000'000;
  RawPeer peer(rig.loop, rig.server.port(), "127.0.0.1", false);
  peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(run_until(rig.loop, [&] { return rig.bodies.size() == 1; }));
  CHECK(run_until(rig.loop, [&] { return rig.server.connections() == 0; }));
}

TEST_CASE("the answer to what is refused can be made to measure", "[http]") {
  HttpServerOptions options;
  options.error_answer = [](int status, std::string_view why) {
    HttpResponse response;
    response.status = status;
    response.body = "our own: " + std::string(why);
    return response;
  };
  Rig rig(std::move(options));
  const std::string answer = rig.answer_to("nonsense\r\n\r\n");
  CHECK(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"));
  CHECK(count_of(answer, "our own: the request is not well-formed") == 1);
}
