// Requests with bytes changed, dropped, doubled and moved, each on a connection of its own: the server never falls
// over, never stays silent on an open connection, and still serves a good request afterwards.
#include <catch2/catch.hpp>
#include <string>

#include "engine/http/http_server.hpp"
#include "tests/unit/http/raw_sockets.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;

namespace {

const std::string seeds[] = {
    "GET /a?b=c%20d HTTP/1.1\r\nHost: x\r\nUser-Agent: t\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
    "13\r\n\r\n{\"a\":\"hello\"}",
    "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;e=\"f\"\r\nhello\r\n3\r\nabc\r\n0\r\nT: "
    "u\r\n\r\n",
    "HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "PUT /d HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody",
};
const std::string pieces[] = {"\r\n",
                              "\r\n\r\n",
                              " ",
                              ":",
                              "\0",
                              "%",
                              "HTTP/1.1",
                              "chunked",
                              "Content-Length: 5\r\n",
                              "Transfer-Encoding: chunked\r\n",
                              "0\r\n\r\n",
                              "ffffffffffffffff",
                              "\r",
                              "\n",
                              "\t"};

// A small generator of our own: the mutations stay the same whatever the library does.
struct Dice {
  std::uint64_t state;
  std::size_t below(std::size_t bound) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((state >> 33) % bound);
  }
};

std::string mutated(Dice& dice) {
  std::string text = seeds[dice.below(std::size(seeds))];
  if (dice.below(3) == 0) text += seeds[dice.below(std::size(seeds))];
  for (std::size_t changes = 1 + dice.below(4); changes != 0; --changes) {
    const std::size_t at = dice.below(text.size());
    switch (dice.below(6)) {
      case 0:
        text[at] = static_cast<char>(dice.below(256));
        break;
      case 1:
        text.erase(at, 1 + dice.below(8));
        break;
      case 2:
        text.insert(at, pieces[dice.below(std::size(pieces))]);
        break;
      case 3:
        text.insert(at, text.substr(dice.below(text.size()), dice.below(40)));
        break;
      case 4:
        text.resize(at + 1);
        break;
      default:
        text[at] = static_cast<char>(text[at] ^ (1 << dice.below(8)));
    }
    if (text.empty()) text = "x";
  }
  return text;
}

}  // namespace

TEST_CASE("2000 mutated requests each end in an answer or a close", "[http]") {
  EventLoop loop;
  std::uint64_t handled = 0;
  HttpServer server(loop, {.max_header_bytes = 300, .max_body_bytes = 60},
                    [&](HttpRequest&& request, Responder responder) {
                      ++handled;
                      CHECK(request.body.size() <= 60);
                      CHECK(request.headers.wire_text().size() <= 2 * 300);
                      for (const auto& [name, value] : request.headers.fields()) CHECK_FALSE(name.empty());
                      (void)request.path();
                      (void)request.parameters();
                      responder.respond({});
                    });
  REQUIRE(server.listen());
  Dice dice{20260105};
  int refused = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string bytes = mutated(dice);
    CAPTURE(i, bytes);
    RawPeer peer(loop, server.port());
    const std::size_t cut = dice.below(bytes.size() + 1);
    peer.send(bytes.substr(0, cut));
    for (std::size_t turns = dice.below(4); turns != 0; --turns) {
      loop.post([] {});  // run_one must not wait
      loop.run_one();
    }
    peer.send(bytes.substr(cut));
    peer.send_end();
    REQUIRE(run_until(loop, [&] { return peer.ended(); }));
    const std::string& answer = peer.received();
    REQUIRE((answer.empty() || answer.starts_with("HTTP/1.1 ")));
    if (count_of(answer, "\r\nConnection: close\r\n") != 0) ++refused;
  }
  CHECK(handled > 200);
  CHECK(refused > 200);

  RawPeer peer(loop, server.port());
  peer.send(seeds[0]);
  REQUIRE(run_until(loop, [&] { return peer.received().starts_with("HTTP/1.1 200 OK"); }));
  CHECK(run_until(loop, [&] { return server.connections() == 1; }));  // all others are gone
}
