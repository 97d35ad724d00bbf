#include "engine/http/client_connection.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <cerrno>
#include <utility>

#include "engine/kernel/ensure.hpp"

namespace sendlab {

namespace {

constexpr std::size_t one_read = 16 * 1024;
}  // namespace

ClientConnection::ClientConnection(HttpClient::Impl& pool)
    : pool_(&pool), socket_(std::in_place, pool.loop.context()), since_(EventLoop::now_ns()) {}

void ClientConnection::start() { asio::co_spawn(pool_->loop.context(), live(shared_from_this()), rethrow); }

// Begins after start() has returned: the connection may be closed by then.
asio::awaitable<void> ClientConnection::live(std::shared_ptr<ClientConnection>) {
  if (!open()) co_return;
  const bool connected = co_await connect();
  if (!connected || !open()) co_return;
  state_ = State::idle;
  since_ = EventLoop::now_ns();
  --pool_->connecting;
  ++pool_->opened;
  pool_->ready(*this);
  while (open()) {
    const asio::mutable_buffer space = buffer_.prepare(one_read);
    error_code error;
    std::size_t bytes = 0;
    if (tls_) {
      std::tie(error, bytes) = co_await tls_->async_read_some(space, as_result);
    } else {
      std::tie(error, bytes) = co_await socket_->async_read_some(space, as_result);
    }
    if (!open()) break;
    buffer_.commit(bytes);
    if (bytes != 0) take_bytes();
    if (open() && error) take_end(error);
  }
}

// --- connecting ----------------------------------------------------------------------------------------------------

asio::awaitable<bool> ClientConnection::connect() {
  const Url& base = pool_->options.base;
  std::vector<tcp::endpoint> endpoints;
  error_code error;
  const auto literal = asio::ip::make_address(base.host, error);
  if (!error) {
    endpoints.emplace_back(literal, base.port);
  } else {
    resolver_.emplace(pool_->loop.context());
    auto [failed, found] = co_await resolver_->async_resolve(base.host, std::to_string(base.port),
                                                             tcp::resolver::numeric_service, as_result);
    if (!open()) co_return false;
    for (const auto& entry : found) endpoints.push_back(entry.endpoint());
    if (failed || endpoints.empty()) {
      connect_failed(Kind::resolve, "the name leads to no address: " + failed.message(),
                     "check the host of the address, and this machine's name service");
      co_return false;
    }
  }
  // "localhost" is let through without the allowances of a real send, so it must be what it says.
  const bool all_loopback = std::all_of(endpoints.begin(), endpoints.end(), [](const tcp::endpoint& endpoint) {
    return is_loopback(endpoint.address().to_string());
  });
  if (is_loopback(base) && !all_loopback) {
    connect_failed(Kind::resolve, "the name leads to an address that is not of the loopback interface",
                   "mend the entry of this name in /etc/hosts, or give 127.0.0.1");
    co_return false;
  }
  const bool connected = co_await connect_to(endpoints);
  if (!connected || !base.tls()) co_return connected;
  const bool trusted = co_await shake_hands();
  co_return trusted;
}

asio::awaitable<bool> ClientConnection::connect_to(const std::vector<tcp::endpoint>& endpoints) {
  error_code error;
  for (const tcp::endpoint& endpoint : endpoints) {
    error_code ignored;
    socket_->close(ignored);
    std::tie(error) = co_await socket_->async_connect(endpoint, as_result);
    if (!open()) co_return false;
    if (error) continue;
    socket_->set_option(tcp::no_delay(true), ignored);
    socket_->non_blocking(true, ignored);
    co_return true;
  }
  const bool refused = error == asio::error::connection_refused;
  connect_failed(
      Kind::connect, refused ? "the connection was refused" : "cannot connect: " + error.message(),
      refused ? "start what should listen there, or correct the address" : "check the address and the way to it");
  co_return false;
}

asio::awaitable<bool> ClientConnection::shake_hands() {
  const std::string& host = pool_->options.base.host;
  if (!pool_->tls) {
    connect_failed(Kind::tls, "TLS cannot be set up: " + pool_->tls_fault, "check the file of certificates");
    co_return false;
  }
  tls_.emplace(*socket_, *pool_->tls);
  error_code error;
  asio::ip::make_address(host, error);
  if (error) SSL_set_tlsext_host_name(tls_->native_handle(), host.c_str());  // names only (RFC 6066, 3)
  error_code ignored;
  tls_->set_verify_mode(asio::ssl::verify_peer, ignored);
  tls_->set_verify_callback(asio::ssl::host_name_verification(host), ignored);
  std::tie(error) = co_await tls_->async_handshake(asio::ssl::stream_base::client, as_result);
  if (!open()) co_return false;
  if (!error) co_return true;
  const long verdict = SSL_get_verify_result(tls_->native_handle());
  const bool distrusted = verdict != X509_V_OK;
  connect_failed(Kind::tls,
                 "no TLS connection: " + (distrusted ? X509_verify_cert_error_string(verdict) : error.message()),
                 distrusted ? "the certificate must be of this host and of an authority that this machine trusts "
                              "(package ca-certificates)"
                            : "check that the address speaks TLS 1.2 or later");
  co_return false;
}

void ClientConnection::connect_failed(Kind kind, std::string what, std::string fix) {
  HttpClient::Impl& pool = *pool_;
  const HttpFailure failure = pool.failure(kind, std::move(what), std::move(fix));
  close();
  pool.connect_failed(failure, since_);
}

// --- writing -------------------------------------------------------------------------------------------------------

bool ClientConnection::begin(ClientExchange& exchange) {
  ENSURE(state_ == State::idle, "one request at a time");
  if (used_ && closed_by_peer()) {
    close();
    return false;
  }
  state_ = State::busy;
  ++pool_->busy;
  write(exchange);
  return true;
}

// A look without taking anything: the read under way reports the same, but only when the loop comes to it. Bytes that
// nobody asked for are the end too: with TLS most likely its notice of closing.
bool ClientConnection::closed_by_peer() {
  char byte = 0;
  const auto got = ::recv(socket_->native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void ClientConnection::write(ClientExchange& exchange) {
  exchange_ = std::move(exchange);
  compose(exchange_->request);
  parser_.emplace(response_, pool_->options.max_body_bytes);
  if (exchange_->request.method == "HEAD") parser_->skip(true);
  header_bytes_ = 0;
  header_seen_ = any_byte_ = false;
  timings_ = HttpTimings{.new_connection = !used_};
  since_ = timings_.write_started_ns = EventLoop::now_ns();
  writing_ = true;
  if (tls_) {
    const auto done = [self = shared_from_this()](error_code error, std::size_t) { self->write_ended(error); };
    return asio::async_write(*tls_, rest_, done);
  }
  error_code error;
  const std::size_t bytes =
      rest_[1].size() == 0 ? socket_->write_some(rest_[0], error) : socket_->write_some(rest_, error);
  if (error && error != asio::error::would_block) {
    // Not a byte has left, so somewhere else it is still the first time.
    ClientExchange unsent = std::move(*exchange_);
    exchange_.reset();
    HttpClient::Impl& pool = *pool_;
    const bool fresh = !used_;
    close();
    if (unsent.moved || fresh) {
      return pool.fail_later(std::move(unsent),
                             pool.failure(Kind::closed, "the connection was closed before the request",
                                          "see why the other side closes its connections"));
    }
    unsent.moved = true;
    return pool.put_back(std::move(unsent));
  }
  const std::size_t first = std::min(bytes, rest_[0].size());
  rest_[0] += first;
  rest_[1] += bytes - first;
  write_rest();
}

void ClientConnection::compose(const HttpRequest& request) {
  out_.clear();
  out_.append(request.method).append(" ").append(pool_->prefix).append(request.target).append(" HTTP/1.1\r\n");
  if (!request.headers.contains("Host")) out_.append("Host: ").append(pool_->authority).append("\r\n");
  out_.append(request.headers.wire_text());
  if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD")) {
    out_.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  }
  out_.append("\r\n");
  rest_[1] = {};
  if (request.body.size() <= small_body) {
    out_.append(request.body);
  } else {
    rest_[1] = asio::buffer(request.body);
  }
  rest_[0] = asio::buffer(out_);
}

void ClientConnection::write_rest() {
  if (rest_[0].size() + rest_[1].size() == 0) {
    writing_ = false;
    return;
  }
  socket_->async_write_some(rest_, [self = shared_from_this()](error_code error, std::size_t bytes) {
    if (error) return self->write_ended(error);
    const std::size_t first = std::min(bytes, self->rest_[0].size());
    self->rest_[0] += first;
    self->rest_[1] += bytes - first;
    if (self->open()) self->write_rest();
  });
}

void ClientConnection::write_ended(error_code error) {
  writing_ = false;
  // An answer may be waiting all the same: the reader finds it, or the end.
  if (error && open() && tls_)
    fail(Kind::closed, "the connection was closed within the request", "see why the other side closes its connections");
}

// --- reading -------------------------------------------------------------------------------------------------------

void ClientConnection::take_bytes() {
  if (state_ != State::busy) return close();  // bytes that nobody asked for
  if (!any_byte_) timings_.first_byte_ns = EventLoop::now_ns();
  any_byte_ = true;
  const std::size_t max_header = pool_->options.max_header_bytes;
  while (buffer_.size() != 0) {
    const std::size_t held = buffer_.size();
    const std::size_t offered = header_seen_ ? held : std::min(held, max_header - header_bytes_);
    error_code error;
    const std::size_t parsed = parser_->put(asio::buffer(buffer_.data(), offered), error);
    buffer_.consume(parsed);
    if (error == beast::http::error::body_limit) {
      return fail(Kind::too_large, "the answer is larger than this client takes", "ask for less at a time");
    }
    if (error && error != beast::http::error::need_more) {
      return fail(Kind::malformed, "what came back is not HTTP/1.1", "check that the address is an HTTP endpoint");
    }
    if (!header_seen_) {
      header_bytes_ += parsed;
      header_seen_ = parser_->is_header_done();
      if (!header_seen_ && header_bytes_ + buffer_.size() >= max_header) {
        return fail(Kind::too_large, "the header of the answer is longer than this client takes",
                    "check that the address is the right endpoint");
      }
    }
    if (parser_->is_done()) {
      if (response_.status >= 200 || response_.status == 101) return answered();
      parser_.emplace(response_, pool_->options.max_body_bytes);  // 1xx: the real answer follows
      if (exchange_->request.method == "HEAD") parser_->skip(true);
      header_bytes_ = 0;
      header_seen_ = false;
      continue;
    }
    if (error == beast::http::error::need_more && offered == held) {
      if (buffer_.size() > max_header) {
        fail(Kind::malformed, "a chunk header of the answer has no end",
             "check that the address is the right endpoint");
      }
      return;
    }
  }
}

void ClientConnection::take_end(error_code error) {
  if (state_ != State::busy) return close();
  // Without a length the end of the connection ends the answer; in TLS only a proper end does.
  if (error == asio::error::eof && any_byte_ && header_seen_ && parser_->need_eof()) {
    error_code incomplete;
    parser_->put_eof(incomplete);
    if (!incomplete) return answered();
  }
  fail(Kind::closed,
       any_byte_ ? "the connection was closed within the answer" : "the connection was closed before an answer",
       "see why the other side closes its connections");
}

void ClientConnection::answered() {
  const bool reusable = parser_->keep_alive() && buffer_.size() == 0 && !writing_ && response_.status != 101;
  timings_.finished_ns = EventLoop::now_ns();
  parser_.reset();
  HttpResponse response = std::move(response_);
  response_ = HttpResponse{};
  response.timings = timings_;
  ClientExchange exchange = std::move(*exchange_);
  exchange_.reset();
  used_ = true;
  HttpClient::Impl& pool = *pool_;
  const auto alive = pool.shared_from_this();  // the callback may end the client
  if (reusable) {
    state_ = State::idle;
    --pool.busy;
    since_ = timings_.finished_ns;
    pool.ready(*this);
  } else {
    close();
    pool.pump();
  }
  exchange.callback(std::move(response));
}

// --- ending --------------------------------------------------------------------------------------------------------

void ClientConnection::fail(Kind kind, const char* what, const char* fix) {
  HttpClient::Impl& pool = *pool_;
  std::optional<ClientExchange> exchange = std::move(exchange_);
  exchange_.reset();
  close();
  if (exchange) {
    HttpFailure failure = pool.failure(kind, what, fix);
    failure.maybe_processed = true;
    pool.fail_later(std::move(*exchange), std::move(failure));
  }
  pool.pump();
}

void ClientConnection::check_deadlines(std::int64_t now_ns) {
  const HttpClientOptions& options = pool_->options;
  const auto over = [&](std::chrono::nanoseconds limit) { return now_ns - since_ > limit.count(); };
  switch (state_) {
    case State::connecting:
      if (over(options.connect_timeout)) {
        connect_failed(Kind::connect, "no connection within the time allowed", "check the address and the way to it");
      }
      return;
    case State::busy:
      if (over(options.request_timeout)) {
        fail(Kind::timeout, "no complete answer within the time allowed",
             "give it more time, or see what keeps the other side busy");
      }
      return;
    case State::idle:
      if (over(options.idle_timeout)) close();
      return;
    case State::closed:
      return;
  }
}

std::optional<ClientExchange> ClientConnection::abandon() {
  std::optional<ClientExchange> exchange = std::move(exchange_);
  exchange_.reset();
  close();
  return exchange;
}

void ClientConnection::close() {
  if (!open()) return;
  HttpClient::Impl& pool = *std::exchange(pool_, nullptr);
  const State was = std::exchange(state_, State::closed);
  if (was == State::busy) --pool.busy;
  if (was == State::connecting) --pool.connecting;
  if (resolver_) resolver_->cancel();
  // Only closed, not destroyed: TLS operations under way still refer to it.
  error_code ignored;
  socket_->close(ignored);
  pool.remove(*this);
}

}  // namespace sendlab
