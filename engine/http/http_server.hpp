#pragma once
// An HTTP/1.1 server for clients that may be slow, broken or hostile: every size, count and wait is bounded.
//
//   in order        answers leave in the order of their requests, also when they are given out of order (pipelining)
//   kept alive      by the rules of HTTP/1.1 and 1.0; `Connection: close` is obeyed
//   understood      Content-Length and chunked bodies, Expect: 100-continue, HEAD
//   refused         malformed 400, slow 408, body too large 413, header too large 431, unknown transfer coding 501,
//                   unknown HTTP version 505; each with a short body and then a close
//   source          RFC 9110, RFC 9112
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/http/event_loop.hpp"
#include "engine/http/http_message.hpp"
#include "engine/kernel/result.hpp"

namespace sendlab {

class ServerConnection;

// The right and the duty to answer one request, now or later, in the loop's thread. Destroyed without an answer, it
// answers 500. An answer to a client that has gone is dropped.
class Responder {
 public:
  Responder() = default;  // answers nobody
  Responder(std::shared_ptr<ServerConnection> connection, std::uint64_t exchange);
  Responder(Responder&& other) noexcept;
  Responder& operator=(Responder&& other) noexcept;
  ~Responder();

  // At most once: a second answer is a bug.
  void respond(HttpResponse response);

  // false once answered, and when the client's connection is gone: no need to work on an answer then.
  [[nodiscard]] bool wanted() const;

 private:
  void abandon() noexcept;
  std::shared_ptr<ServerConnection> connection_;
  std::uint64_t exchange_ = 0;
};

struct HttpServerOptions {
  std::string host = "127.0.0.1";  // an address of this machine, IPv4 or IPv6 without brackets, or a name of it
  std::uint16_t port = 0;          // 0: any free one, see HttpServer::port()

  std::size_t max_header_bytes = 16 * 1024;   // request line and header fields
  std::size_t max_body_bytes = 2'500 * 1024;  // after removing the chunking
  std::chrono::nanoseconds header_timeout{std::chrono::seconds{10}};  // a request's first byte to its header's end
  std::chrono::nanoseconds body_timeout{std::chrono::seconds{30}};    // from there to the end of its body
  std::chrono::nanoseconds idle_timeout{std::chrono::seconds{75}};    // without a request; also for the first one
  std::chrono::nanoseconds write_timeout{std::chrono::seconds{30}};   // without any progress in sending answers
  std::size_t max_connections = 1000;  // above it new ones wait in the system's queue (`backlog` of them)
  int backlog = 1024;
  std::size_t max_pipelined = 16;  // requests of one connection being answered; above it no more are read

  // The answer to a request that never reaches the handler, and to one whose Responder was dropped (500). By default
  // {"__type":"…","Message":"…"} as application/json. `why` is a sentence without anything of the request in it.
  std::function<HttpResponse(int status, std::string_view why)> error_answer;
};

class HttpServer {
 public:
  // Buffers of `request` that the handler leaves alone are used again for the next request of the connection.
  using Handler = std::function<void(HttpRequest&& request, Responder responder)>;

  // `loop` outlives the server.
  HttpServer(EventLoop& loop, HttpServerOptions options, Handler handler);
  // Closes everything at once. Responders still alive are harmless.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Starts accepting; connections are served when the loop runs. The value is the port. Errors (in use, not an address
  // of this machine, not allowed) name host:port and a remedy.
  [[nodiscard]] Result<std::uint16_t> listen();

  [[nodiscard]] std::uint16_t port() const;       // the one chosen, after listen()
  [[nodiscard]] std::string url() const;          // "http://127.0.0.1:4580", "http://[::1]:4580"
  [[nodiscard]] std::size_t connections() const;  // open now
  [[nodiscard]] std::uint64_t requests() const;   // given to the handler so far
  [[nodiscard]] std::size_t unanswered() const;   // of those, not answered yet

  // Stops accepting and reading, closes idle connections, lets answers that are due finish for up to `grace`, closes
  // the rest and calls `stopped`. A second call shortens the grace; its `stopped` is called too.
  void stop(std::chrono::nanoseconds grace, std::function<void()> stopped);

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace sendlab
