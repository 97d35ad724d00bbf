#include "engine/http/server_connection.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "engine/kernel/ascii.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {

namespace {

constexpr std::size_t first_read = 4 * 1024;
constexpr std::int64_t longest_linger_ns = 2'000'000'000;

// What a server that is no proxy can be asked: "/path", "http://host/path" or "*".
bool good_target(const HttpRequest& request) {
  const std::string& target = request.target;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] != '%') continue;
    if (i + 2 >= target.size() || !is_hexadecimal(target[i + 1]) || !is_hexadecimal(target[i + 2])) return false;
  }
  if (target == "*") return request.method == "OPTIONS";
  return target.starts_with("/") || target.starts_with("http://") || target.starts_with("https://");
}

// "GET / HTTP/2.0": well formed, but not ours. The parser reports both that and nonsense as a bad version.
bool names_other_version(std::string_view input) {
  const std::string_view line = input.substr(0, input.find('\r'));
  if (line.size() < 9 || std::count(line.begin(), line.end(), ' ') != 2) return false;
  const std::string_view version = line.substr(line.size() - 9);
  return version.starts_with(" HTTP/") && is_digit(version[6]) && version[7] == '.' && is_digit(version[8]) &&
         version != " HTTP/1.0" && version != " HTTP/1.1";
}

}  // namespace

ServerConnection::ServerConnection(HttpServer::Impl& server, tcp::socket socket)
    : server_(&server),
      socket_(std::move(socket)),
      room_(std::in_place, server.loop.context()),
      exchanges_(server.options.max_pipelined) {
  error_code ignored;
  socket_->set_option(tcp::no_delay(true), ignored);
  socket_->non_blocking(true, ignored);
  const tcp::endpoint peer = socket_->remote_endpoint(ignored);
  peer_ = endpoint_text(peer);
  read_since_ = EventLoop::now_ns();
}

void ServerConnection::start() { asio::co_spawn(server_->loop.context(), read(shared_from_this()), rethrow); }

// --- reading -------------------------------------------------------------------------------------------------------

// Begins after start() has returned: the connection may be closed by then.
asio::awaitable<void> ServerConnection::read(std::shared_ptr<ServerConnection>) {
  while (open()) {
    if (parse() == Need::room) {
      room_->expires_at(asio::steady_timer::time_point::max());
      co_await room_->async_wait(as_result);  // cancelled when an answer has left
      continue;
    }
    if (!open()) break;
    const auto [error, bytes] = co_await socket_->async_read_some(buffer_.prepare(read_size()), as_result);
    if (!open()) break;
    if (error) {
      eof_ = true;
      // A client may close its sending side and wait for answers.
      const bool half_closed = error == asio::error::eof;
      if (!half_closed || (unanswered() == 0 && !writing_)) {
        close();
      } else {
        finish();
      }
      break;
    }
    if (reading_ == Reading::stopped) continue;  // not committed: thrown away
    if (reading_ == Reading::idle) {
      reading_ = Reading::header;
      read_since_ = EventLoop::now_ns();
    }
    buffer_.commit(bytes);
  }
}

std::size_t ServerConnection::read_size() const {
  return reading_ == Reading::body || reading_ == Reading::stopped ? large_read : first_read;
}

// Parses and dispatches the requests that the buffer holds, and writes the answers there are.
ServerConnection::Need ServerConnection::parse() {
  while (true) {
    const Need need = parse_buffer();
    flush();
    if (need == Need::bytes || !open() || unanswered() == exchanges_.size()) return need;
  }
}

ServerConnection::Need ServerConnection::parse_buffer() {
  struct Parsing {
    bool& flag;
    explicit Parsing(bool& f) : flag(f) { flag = true; }
    ~Parsing() { flag = false; }
  };
  const Parsing together(parsing_);
  while (open() && reading_ != Reading::stopped) {
    if (!parser_) {
      skip_empty_lines();
      if (buffer_.size() == 0) break;
      if (unanswered() == exchanges_.size()) return Need::room;
      parser_.emplace(request_, server_->options.max_body_bytes);
      header_bytes_ = 0;
      header_seen_ = false;
      if (reading_ == Reading::idle) {
        reading_ = Reading::header;
        read_since_ = EventLoop::now_ns();
      }
    }
    if (buffer_.size() == 0 || !parse_some()) break;
  }
  return Need::bytes;
}

// Some clients end a body with one too many (RFC 9112, 2.2).
void ServerConnection::skip_empty_lines() {
  const auto* bytes = static_cast<const char*>(buffer_.data().data());
  std::size_t count = 0;
  while (count < buffer_.size() && (bytes[count] == '\r' || bytes[count] == '\n')) ++count;
  buffer_.consume(count);
}

// One step of the parser; false if it needs more bytes or reading has ended.
bool ServerConnection::parse_some() {
  const std::size_t max_header = server_->options.max_header_bytes;
  const std::size_t held = buffer_.size();
  const std::size_t offered = header_seen_ ? held : std::min(held, max_header - header_bytes_);
  error_code error;
  const std::size_t parsed = parser_->put(asio::buffer(buffer_.data(), offered), error);
  if (error && error != beast::http::error::need_more) {
    refuse_malformed(error);
    return false;
  }
  buffer_.consume(parsed);
  if (!header_seen_) {
    header_bytes_ += parsed;
    if (parser_->is_header_done()) {
      header_seen_ = true;
      if (!check_header()) return false;
    } else if (header_bytes_ + buffer_.size() >= max_header) {
      refuse(431, "the request line and header fields are longer than this server accepts");
      return false;
    }
  }
  if (parser_->is_done()) {
    dispatch();
    return true;
  }
  if (error == beast::http::error::need_more && offered == held) {
    // A chunk's extensions or trailers without an end.
    if (buffer_.size() > large_read) refuse(400, "a chunk header or trailer has no end");
    return false;
  }
  return true;
}

bool ServerConnection::check_header() {
  if (parser_->unknown_coding()) {
    refuse(501, "the only transfer coding understood is chunked");
  } else if (parser_->http10() && parser_->chunked()) {
    refuse(400, "HTTP/1.0 knows no chunked bodies");
  } else if (parser_->hosts() > 1 || (parser_->hosts() == 0 && !parser_->http10())) {
    refuse(400, "a request has exactly one Host field");
  } else if (!good_target(request_)) {
    refuse(400, "the target of the request is not a path with whole percent-encodings");
  } else if (parser_->unknown_expectation()) {
    refuse(417, "the only expectation understood is 100-continue");
  } else {
    if (!parser_->is_done()) {
      reading_ = Reading::body;
      read_since_ = EventLoop::now_ns();
      continue_due_ = parser_->expects_continue() && !parser_->http10();
    }
    return true;
  }
  return false;
}

void ServerConnection::dispatch() {
  continue_due_ = false;
  const bool keep_alive = parser_->keep_alive() && !server_->stopping;
  const std::uint64_t exchange = begin_exchange(request_.method == "HEAD", keep_alive, parser_->http10());
  parser_.reset();
  reading_ = keep_alive ? Reading::idle : Reading::stopped;
  if (request_.peer.empty()) request_.peer = peer_;
  ++server_->requests;
  server_->handler(std::move(request_), Responder(shared_from_this(), exchange));
  reuse(request_.body);
}

std::uint64_t ServerConnection::begin_exchange(bool head, bool keep_alive, bool http10) {
  ENSURE(unanswered() < exchanges_.size(), "a request is read when there is room for its answer");
  Exchange& exchange = at(next_);
  exchange.ready = false;
  exchange.head = head;
  exchange.keep_alive = keep_alive;
  exchange.http10 = http10;
  if (!keep_alive) last_begun_ = true;
  ++server_->unanswered;
  return next_++;
}

// The connection's last answer: after a fault nobody knows where the next request begins.
void ServerConnection::refuse(int status, std::string_view why) {
  const bool http10 = parser_ && parser_->http10();
  const bool head = parser_ && parser_->is_header_done() && request_.method == "HEAD";
  parser_.reset();
  continue_due_ = false;
  reading_ = Reading::stopped;
  buffer_.consume(buffer_.size());
  const std::uint64_t exchange = begin_exchange(head, false, http10);
  respond(exchange, server_->error_answer(status, why));
}

void ServerConnection::refuse_malformed(error_code error) {
  using beast::http::error::bad_version;
  if (error == beast::http::error::body_limit) {
    refuse(413, "the body of the request is larger than this server accepts");
  } else if (error == bad_version &&
             names_other_version({static_cast<const char*>(buffer_.data().data()), buffer_.size()})) {
    refuse(505, "this server understands the versions 1.1 and 1.0 of HTTP");
  } else {
    refuse(400, "the request is not well-formed HTTP/1.1");
  }
}

// --- ending --------------------------------------------------------------------------------------------------------

void ServerConnection::check_deadlines(std::int64_t now_ns) {
  const HttpServerOptions& options = server_->options;
  const auto over = [now_ns](std::int64_t since, std::chrono::nanoseconds limit) {
    return now_ns - since > limit.count();
  };
  if (writing_ && over(write_since_, options.write_timeout)) return close();
  if (linger_since_ != 0) {
    if (now_ns - linger_since_ > std::min(longest_linger_ns, options.idle_timeout.count())) close();
    return;
  }
  switch (reading_) {
    case Reading::idle:
      // Waiting for us is not idling.
      if (unanswered() == 0 && !writing_ && over(read_since_, options.idle_timeout)) close();
      return;
    case Reading::header:
      if (!over(read_since_, options.header_timeout)) return;
      if (!parser_) return close();  // nothing but empty lines
      return refuse(408, "the header of the request came too slowly");
    case Reading::body:
      if (over(read_since_, options.body_timeout)) refuse(408, "the body of the request came too slowly");
      return;
    case Reading::stopped:
      return;
  }
}

void ServerConnection::finish() {
  if (!open() || last_begun_) return;
  reading_ = Reading::stopped;
  parser_.reset();
  continue_due_ = false;
  buffer_.consume(buffer_.size());
  if (unanswered() == 0 && !writing_) return close();
  last_begun_ = true;
  if (unanswered() == 0) last_written_ = true;  // the last bytes are on their way
}

void ServerConnection::close() {
  if (!open()) return;
  for (; first_ != next_; ++first_) {
    if (!at(first_).ready) --server_->unanswered;
  }
  HttpServer::Impl& server = *std::exchange(server_, nullptr);
  socket_.reset();
  room_.reset();
  server.remove(*this);
}

}  // namespace sendlab
