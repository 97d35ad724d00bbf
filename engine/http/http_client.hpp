#pragma once
// Requests to one endpoint over a pool of kept-alive connections, one request at a time on each.
//
// Nothing that may have been processed is ever sent again: sending a text message twice costs money and annoys people.
// A request is put on another connection only if not a byte of it was handed to the system, that is, when a kept
// connection turns out closed before the write (it is looked at first) or its first write fails with nothing written.
// What failed later is the caller's to judge, by HttpFailure::maybe_processed.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/http/event_loop.hpp"
#include "engine/http/http_message.hpp"
#include "engine/http/url.hpp"
#include "engine/kernel/result.hpp"

namespace sendlab {

// `where` is the endpoint as host:port; nothing of headers, bodies or targets is repeated in any member.
struct HttpFailure : Error {
  enum class Kind {
    resolve,    // the host's name leads nowhere, or a loopback name leads elsewhere
    connect,    // refused, unreachable, not in time
    tls,        // no trust, wrong name, no common version
    timeout,    // no complete answer in time
    closed,     // the connection ended before the answer did
    malformed,  // not HTTP
    too_large,  // header or body above the limits
    queue_full,
    stopped,  // by stop() or the client's end
  };
  Kind kind = Kind::closed;
  bool maybe_processed = false;  // some of the request was written, so the other side may have acted on it
};

// "connect", "timeout", …: for counters and reports.
[[nodiscard]] const char* to_text(HttpFailure::Kind kind);

struct HttpClientOptions {
  Url base;                            // its path goes before each request's target ("/" adds nothing)
  std::size_t max_connections = 64;    // opened as they are needed
  std::size_t max_queued = 1'000'000;  // requests waiting for a connection
  std::chrono::nanoseconds connect_timeout{std::chrono::seconds{5}};  // name, connection and TLS together
  std::chrono::nanoseconds request_timeout{std::chrono::seconds{30}};  // start of writing to the end of the answer
  std::chrono::nanoseconds idle_timeout{std::chrono::seconds{60}};  // a connection not used for so long is closed
  std::size_t max_header_bytes = 64 * 1024;
  std::size_t max_body_bytes = 16 * 1024 * 1024;
  std::string ca_file;  // PEM; trusted besides the system's authorities. Certificate and name are always checked
};

class HttpClient {
 public:
  using Result = sendlab::Result<HttpResponse, HttpFailure>;
  using Callback = std::function<void(Result)>;

  // `loop` outlives the client.
  HttpClient(EventLoop& loop, HttpClientOptions options);
  // Requests not answered are dropped with their callbacks uncalled.
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Sends when a connection is free; the callback runs once, later, never inside this call. Answers of status 1xx are
  // skipped; any other is a success here. Redirections are not followed; no proxy is used.
  void send(HttpRequest request, Callback callback);

  [[nodiscard]] std::size_t queued() const;       // waiting for a connection
  [[nodiscard]] std::size_t in_flight() const;    // written or being written, not answered
  [[nodiscard]] std::size_t connections() const;  // open or opening
  [[nodiscard]] std::uint64_t connections_opened() const;

  // Fails everything that is queued or in flight with Kind::stopped and closes all connections; later sends fail too.
  void stop();

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace sendlab
