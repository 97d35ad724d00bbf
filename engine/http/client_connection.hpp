#pragma once
// One connection of the client, and the pool it belongs to. For the .cpp files of this folder.
//
// A coroutine connects and then always reads, also between requests, so that a close by the other side is noticed at
// once. Requests are written straight from send().
#include <array>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/http/asio.hpp"
#include "engine/http/http_client.hpp"
#include "engine/http/message_parser.hpp"

namespace sendlab {

// A request with who waits for its answer.
struct ClientExchange {
  HttpRequest request;
  HttpClient::Callback callback;
  bool moved = false;          // has been put on another connection once
  std::int64_t queued_ns = 0;  // when it began to wait for a connection
};

class ClientConnection final : public std::enable_shared_from_this<ClientConnection> {
 public:
  enum class State : std::uint8_t { connecting, idle, busy, closed };

  explicit ClientConnection(HttpClient::Impl& pool);

  void start();
  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] std::int64_t since() const { return since_; }  // in that state; while busy, since the write began

  // Idle connections only. False, and closed, if the other side has closed meanwhile: `exchange` is untouched then.
  bool begin(ClientExchange& exchange);

  void check_deadlines(std::int64_t now_ns);
  // Closes without a word to the pool; a request under way is given back.
  std::optional<ClientExchange> abandon();

  std::size_t place = 0;  // in the pool's list

 private:
  using Tls = asio::ssl::stream<tcp::socket&>;
  using Kind = HttpFailure::Kind;

  asio::awaitable<void> live(std::shared_ptr<ClientConnection> self);
  asio::awaitable<bool> connect();
  asio::awaitable<bool> connect_to(const std::vector<tcp::endpoint>& endpoints);
  asio::awaitable<bool> shake_hands();
  void connect_failed(Kind kind, std::string what, std::string fix);

  void write(ClientExchange& exchange);
  void compose(const HttpRequest& request);
  void write_rest();
  void write_ended(error_code error);
  [[nodiscard]] bool closed_by_peer();

  void take_bytes();
  void take_end(error_code error);
  void answered();
  void fail(Kind kind, const char* what, const char* fix);
  void close();

  [[nodiscard]] bool open() const { return pool_ != nullptr; }

  HttpClient::Impl* pool_;  // null once closed
  std::optional<tcp::resolver> resolver_;
  std::optional<tcp::socket> socket_;
  std::optional<Tls> tls_;
  State state_ = State::connecting;
  bool used_ = false;
  std::int64_t since_ = 0;

  std::optional<ClientExchange> exchange_;
  HttpTimings timings_;
  HttpResponse response_;
  std::optional<ResponseParser> parser_;
  beast::flat_buffer buffer_;
  std::size_t header_bytes_ = 0;
  bool header_seen_ = false;
  bool any_byte_ = false;  // of the answer
  bool writing_ = false;
  std::string out_;  // the head, and the body if it is small
  std::array<asio::const_buffer, 2> rest_;
};

struct HttpClient::Impl final : std::enable_shared_from_this<HttpClient::Impl> {
  Impl(EventLoop& event_loop, HttpClientOptions client_options);

  void send(ClientExchange exchange);
  // Puts waiting requests on idle connections and opens new ones, as far as it may.
  void pump();
  void open_connection();
  void ready(ClientConnection& connection);   // idle from now on
  void remove(ClientConnection& connection);  // closed
  void connect_failed(const HttpFailure& failure, std::int64_t begun_ns);
  void put_back(ClientExchange exchange);  // nothing of it was written
  void fail_later(ClientExchange exchange, HttpFailure failure);
  [[nodiscard]] HttpFailure failure(HttpFailure::Kind kind, std::string what, std::string fix) const;
  void fail_queue(const HttpFailure& failure, std::int64_t queued_until_ns);
  void sweep();
  void arm_sweep();
  void stop();

  EventLoop& loop;
  HttpClientOptions options;
  std::string where;      // host:port
  std::string authority;  // for Host
  std::string prefix;     // of every target
  std::chrono::nanoseconds tick{};
  std::optional<asio::ssl::context> tls;
  std::string tls_fault;  // why `tls` cannot be used
  std::deque<ClientExchange> queue;
  std::vector<std::shared_ptr<ClientConnection>> connections;
  std::vector<ClientConnection*> idle;  // the one used last is taken first, so that those not needed grow old
  std::size_t connecting = 0;
  std::size_t busy = 0;
  std::uint64_t opened = 0;
  std::int64_t connect_not_before = 0;
  TimerId sweep_timer = 0;
  bool stopped = false;
};

}  // namespace sendlab
